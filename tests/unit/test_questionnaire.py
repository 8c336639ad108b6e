"""What makes a questionnaire sound, and which questions apply."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.questionnaire import (
    NO,
    NONE,
    UNKNOWN,
    YES,
    AnswersOutOfOrder,
    Band,
    BandsNotRising,
    Condition,
    Definition,
    Ground,
    IdTwice,
    Kind,
    LaterCondition,
    Option,
    Part,
    PartMissing,
    Question,
    UnknownId,
    applicable,
    require_sound,
    unanswered,
    yes_or_no,
)
from dpia_workbench.risk.rules import RuleViolation
from tests.unit.asking import invented, real, some_answers
from tests.unit.strategies import thorough

CLOUD = Question(id="cloud", kind=Kind.BOOLEAN, options=yes_or_no())
WHERE = Question(
    id="where",
    kind=Kind.CHOICE,
    options=(Option(id="inside"), Option(id="outside", weight=1)),
    part=Part.TRANSFERS,
    when=(Condition(question="cloud", options=frozenset({YES})),),
)
BASIS = Question(
    id="basis",
    kind=Kind.MULTI,
    options=(Option(id="scc", ground=Ground.TRANSFER_TOOL), Option(id="other")),
    when=(Condition(question="where", options=frozenset({"outside"})),),
)
SOUND = Definition(
    questions=(CLOUD, WHERE, BASIS),
    bands={Part.TRANSFERS: (Band(least=1, points=1),)},
    score_limit=4,
    criteria_limit=2,
)


def choice(*options: Option, **words: Any) -> Question:
    return replace(WHERE, when=(), options=options, **words)


def test_the_real_form_is_sound() -> None:
    require_sound(real())
    require_sound(SOUND)


@pytest.mark.parametrize(
    ("questions", "refusal", "named", "place"),
    [
        ((CLOUD, CLOUD), IdTwice, "cloud", ("questions", 1, "id")),
        (
            (choice(Option(id="a"), Option(id="a")),),
            IdTwice,
            "a",
            ("questions", 0, "options", 1, "id"),
        ),
        ((choice(Option(id=UNKNOWN)),), IdTwice, UNKNOWN, ("questions", 0, "options", 0, "id")),
        ((choice(Option(id=NONE)),), IdTwice, NONE, ("questions", 0, "options", 0, "id")),
        (
            (choice(Option(id="a", ground=Ground.SCORE)),),
            UnknownId,
            "score",
            ("questions", 0, "options", 0, "ground"),
        ),
        ((replace(WHERE, part=None), CLOUD), PartMissing, "where", ("questions", 0)),
        ((replace(CLOUD, part=Part.SCALE),), UnknownId, "scale", ("questions", 0, "part")),
        ((WHERE, CLOUD), LaterCondition, "cloud", ("questions", 0, "when", 0, "question")),
        (
            (replace(CLOUD, when=(Condition(question="cloud", options=frozenset({YES})),)),),
            LaterCondition,
            "cloud",
            ("questions", 0, "when", 0, "question"),
        ),
        ((WHERE,), UnknownId, "cloud", ("questions", 0, "when", 0, "question")),
        (
            (CLOUD, replace(WHERE, when=(Condition(question="cloud", options=frozenset({"x"})),))),
            UnknownId,
            "x",
            ("questions", 1, "when", 0, "options"),
        ),
        (
            (choice(Option(id="a", weight=2), Option(id="b", weight=1)),),
            AnswersOutOfOrder,
            "where",
            ("questions", 0, "options", 1),
        ),
        (
            (choice(Option(id="a", ground=Ground.AP_LIST), Option(id="b", weight=9)),),
            AnswersOutOfOrder,
            "where",
            ("questions", 0, "options", 1),
        ),
        (
            (
                choice(
                    Option(id="a", ground=Ground.AP_LIST),
                    Option(id="b", ground=Ground.EDPB_CRITERION),
                ),
            ),
            AnswersOutOfOrder,
            "where",
            ("questions", 0, "options", 1),
        ),
        (
            (
                choice(
                    Option(id="a", ground=Ground.AP_LIST),
                    Option(id="b", ground=Ground.TRANSFER_TOOL),
                ),
            ),
            AnswersOutOfOrder,
            "where",
            ("questions", 0, "options", 1),
        ),
        (
            (CLOUD, replace(WHERE, when=(Condition(question="cloud", options=frozenset({NO})),))),
            AnswersOutOfOrder,
            "cloud",
            ("questions", 0, "options", 1),
        ),
        (
            (replace(BASIS, when=(), part=Part.TRANSFERS, options=(Option(id="a", weight=-1),)),),
            AnswersOutOfOrder,
            "basis",
            ("questions", 0, "options"),
        ),
    ],
)
def test_what_is_not_sound_is_refused_at_its_place(
    questions: tuple[Question, ...],
    refusal: type[RuleViolation],
    named: str,
    place: tuple[str | int, ...],
) -> None:
    with pytest.raises(refusal) as refused:
        require_sound(replace(SOUND, questions=questions))

    assert refused.value.params == {"id": named, "place": place}


@pytest.mark.parametrize(
    "bands",
    [
        (Band(least=0, points=1),),
        (Band(least=1, points=0),),
        (Band(least=1, points=1), Band(least=1, points=2)),
        (Band(least=1, points=2), Band(least=2, points=2)),
        (Band(least=3, points=1), Band(least=2, points=2)),
    ],
)
def test_bands_rise(bands: tuple[Band, ...]) -> None:
    with pytest.raises(BandsNotRising) as refused:
        require_sound(replace(SOUND, bands={Part.TRANSFERS: bands}))

    place = ("bands", "transfers", len(bands) - 1)
    assert refused.value.params == {"part": Part.TRANSFERS, "place": place}


def test_a_part_without_bands_gives_no_points() -> None:
    assert SOUND.points(Part.SCALE, weight=9) == 0


def test_only_yes_counts_for_anything_and_by_itself_for_nothing() -> None:
    assert yes_or_no() == (Option(id=NO), Option(id=YES))
    assert yes_or_no(weight=2, ground=Ground.AP_LIST) == (
        Option(id=NO), Option(id=YES, weight=2, ground=Ground.AP_LIST)
    )  # fmt: skip


def test_a_heavier_ground_or_a_remark_may_follow() -> None:
    question = choice(
        Option(id="a", ground=Ground.ADEQUACY),
        Option(id="b", ground=Ground.EDPB_CRITERION),
        Option(id="c", ground=Ground.AP_LIST),
    )

    require_sound(replace(SOUND, questions=(question,)))


def test_several_answers_may_be_none_of_these_unless_the_question_says_otherwise() -> None:
    assert BASIS.offered == {"scc", "other", NONE, UNKNOWN}
    assert replace(BASIS, has_none=False).offered == {"scc", "other", UNKNOWN}
    assert CLOUD.offered == {YES, NO, UNKNOWN}


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["cloud", "where", "basis"]),
        ({"cloud": NO}, ["cloud"]),
        ({"cloud": NO, "where": "outside"}, ["cloud"]),
        ({"cloud": YES}, ["cloud", "where", "basis"]),
        ({"cloud": YES, "where": "inside"}, ["cloud", "where"]),
        ({"cloud": UNKNOWN, "where": UNKNOWN}, ["cloud", "where", "basis"]),
    ],
)
def test_a_question_applies_if_its_condition_holds_or_may_hold(
    answers: dict[str, str], asked: list[str]
) -> None:
    given_answers = {name: frozenset({chosen}) for name, chosen in answers.items()}

    assert [question.id for question in applicable(SOUND, given_answers)] == asked
    assert list(unanswered(SOUND, given_answers)) == [n for n in asked if n not in answers]


@thorough
@given(st.integers(0, 2**32))
def test_what_applies_never_depends_on_a_later_question(seed: int) -> None:
    chance = Random(seed)
    definition = invented(chance)
    require_sound(definition)
    answers = some_answers(chance, definition)
    asked = {question.id for question in applicable(definition, answers)}

    for number in range(len(definition.questions)):
        until = definition.questions[: number + 1]
        known = {question.id: answers[question.id] for question in until}
        cut = {question.id for question in applicable(definition, known)}
        assert {q.id for q in until} & asked == {q.id for q in until} & cut
