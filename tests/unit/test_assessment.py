"""The life of a revision and what must be complete (method.md 8.2, invariants 13 and 14)."""

from dataclasses import replace
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import assessment
from dpia_workbench.risk.assessment import (
    MOVES,
    Contents,
    FindingText,
    Gap,
    Incomplete,
    Lack,
    MeasureText,
    Move,
    MoveRefused,
    NotEditable,
    PublisherIsInvolved,
    Purpose,
    ReviewerIsAuthor,
    RiskText,
    State,
    gaps,
)
from dpia_workbench.risk.verdict import Result, Topic
from tests.unit.strategies import thorough

METHOD = {
    (State.DRAFT, Move.SUBMIT): State.IN_REVIEW,
    (State.DRAFT, Move.ABANDON): State.ABANDONED,
    (State.IN_REVIEW, Move.REQUEST_CHANGES): State.CHANGES_REQUESTED,
    (State.IN_REVIEW, Move.APPROVE): State.APPROVED,
    (State.IN_REVIEW, Move.ABANDON): State.ABANDONED,
    (State.CHANGES_REQUESTED, Move.RESUME): State.DRAFT,
    (State.APPROVED, Move.PUBLISH): State.PUBLISHED,
    (State.APPROVED, Move.REOPEN): State.DRAFT,
}
ANNA, BRAM, CEES = (UUID(int=number) for number in (1, 2, 3))


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_a_move_leads_where_the_method_says_or_is_refused(state: State, move: Move) -> None:
    target = METHOD.get((state, move))

    if target is not None:
        assert assessment.after(state, move) is target
        return
    with pytest.raises(MoveRefused) as refusal:
        assessment.after(state, move)
    assert refusal.value.params == {"state": state, "move": move}


def test_every_state_has_a_row_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_published_and_abandoned_are_the_only_ends() -> None:
    ends = {state for state, moves in MOVES.items() if not moves}

    assert ends == {State.PUBLISHED, State.ABANDONED}


def test_every_state_can_be_reached_from_a_draft_and_every_move_be_made() -> None:
    reached, fresh = {State.DRAFT}, {State.DRAFT}
    while fresh:
        fresh = {target for state in fresh for target in MOVES[state].values()} - reached
        reached |= fresh

    assert reached == set(State)
    assert {move for moves in MOVES.values() for move in moves} == set(Move)


@pytest.mark.parametrize("state", list(State))
def test_only_an_approved_revision_can_be_published(state: State) -> None:
    publishing = State.PUBLISHED in MOVES[state].values()

    assert publishing is (state is State.APPROVED)


@pytest.mark.parametrize("state", list(State))
def test_only_a_draft_can_be_edited(state: State) -> None:
    if state is State.DRAFT:
        assessment.require_editable(state)
        return
    with pytest.raises(NotEditable) as refusal:
        assessment.require_editable(state)
    assert refusal.value.params == {"state": state}


def test_who_wrote_in_a_revision_cannot_approve_it() -> None:
    """Invariant 13."""
    with pytest.raises(ReviewerIsAuthor):
        assessment.require_reviewer(ANNA, authors=[BRAM, ANNA])


def test_who_wrote_nothing_may_approve() -> None:
    assessment.require_reviewer(ANNA, authors=[BRAM, CEES])


@pytest.mark.parametrize(
    ("authors", "reviewers"), [([ANNA], [BRAM]), ([BRAM], [ANNA]), ([BRAM, ANNA], [CEES])]
)
def test_who_wrote_or_approved_cannot_publish(authors: list[UUID], reviewers: list[UUID]) -> None:
    """Invariant 13 and the separation of duties in 8.3: nobody does two of the three."""
    with pytest.raises(PublisherIsInvolved):
        assessment.require_publisher(ANNA, authors=authors, reviewers=reviewers)


def test_who_did_neither_may_publish() -> None:
    assessment.require_publisher(ANNA, authors=[BRAM], reviewers=[CEES])


RISK = RiskText(
    key="R1",
    has_rationales=True,
    unknown_axes=False,
    unknown_accepted=False,
    waiver_unexplained=False,
)
MEASURE = MeasureText(key="M1", school_must_act=True, has_instruction=True, used=True)
FINDINGS = tuple(
    FindingText(topic=topic, result=Result.COMPLIANT, has_note=True, has_remedy=False)
    for topic in Topic
)
COMPLETE = Contents(
    has_screening=True,
    has_summary=True,
    has_scope=True,
    has_sentence=True,
    cells=1,
    risks=(RISK,),
    measures=(MEASURE,),
    claims_without_rationale=(),
    findings=FINDINGS,
)
REVIEW, PUBLICATION = Purpose.REVIEW, Purpose.PUBLICATION


def finding(**changes: Any) -> tuple[FindingText, ...]:
    """Return complete findings of which the first has changed."""
    return (replace(FINDINGS[0], **changes), *FINDINGS[1:])


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_complete_revision_lacks_nothing(purpose: Purpose) -> None:
    assert gaps(COMPLETE, purpose=purpose) == ()
    assessment.require_complete(COMPLETE, purpose=purpose)


NEEDED_FOR_REVIEW = [
    ({"has_screening": False}, Gap(lack=Lack.SCREENING)),
    ({"has_summary": False}, Gap(lack=Lack.SUMMARY)),
    ({"has_scope": False}, Gap(lack=Lack.SCOPE)),
    ({"cells": 0}, Gap(lack=Lack.CELL)),
    ({"risks": ()}, Gap(lack=Lack.RISK)),
    ({"risks": (replace(RISK, has_rationales=False),)}, Gap(lack=Lack.RATIONALE, key="R1")),
    (
        {"risks": (replace(RISK, waiver_unexplained=True),)},
        Gap(lack=Lack.WAIVER_REASON, key="R1"),
    ),
    (
        {"measures": (replace(MEASURE, has_instruction=False),)},
        Gap(lack=Lack.INSTRUCTION, key="M1"),
    ),
    ({"claims_without_rationale": ("C7",)}, Gap(lack=Lack.CLAIM_RATIONALE, key="C7")),
]
NEEDED_FOR_PUBLICATION = [
    ({"has_sentence": False}, Gap(lack=Lack.VERDICT_SENTENCE)),
    ({"risks": (replace(RISK, unknown_axes=True),)}, Gap(lack=Lack.UNKNOWN_AXIS, key="R1")),
    ({"measures": (replace(MEASURE, used=False),)}, Gap(lack=Lack.UNUSED_MEASURE, key="M1")),
    (
        {"findings": finding(result=Result.NOT_ASSESSED)},
        Gap(lack=Lack.FINDING, key=FINDINGS[0].topic),
    ),
    ({"findings": FINDINGS[1:]}, Gap(lack=Lack.FINDING, key=FINDINGS[0].topic)),
    ({"findings": finding(has_note=False)}, Gap(lack=Lack.FINDING_NOTE, key=FINDINGS[0].topic)),
    (
        {"findings": finding(result=Result.REMEDIABLE)},
        Gap(lack=Lack.REMEDY, key=FINDINGS[0].topic),
    ),
]


@pytest.mark.parametrize("purpose", [REVIEW, PUBLICATION])
@pytest.mark.parametrize(("changes", "gap"), NEEDED_FOR_REVIEW)
def test_what_a_reviewer_needs_is_also_needed_to_publish(
    changes: dict[str, Any], gap: Gap, purpose: Purpose
) -> None:
    assert gaps(replace(COMPLETE, **changes), purpose=purpose) == (gap,)
    assert gaps(replace(COMPLETE, **changes), purpose=Purpose.DRAFT) == ()


def test_a_first_draft_needs_the_points_that_say_what_it_is_about() -> None:
    begun = replace(COMPLETE, points={Purpose.DRAFT: ("1",), REVIEW: ("1", "7")}, has_summary=False)

    assert gaps(begun, purpose=Purpose.DRAFT) == (Gap(lack=Lack.POINT, key="1"),)
    assert Gap(lack=Lack.POINT, key="7") in gaps(begun, purpose=REVIEW)


@pytest.mark.parametrize(("changes", "gap"), NEEDED_FOR_PUBLICATION)
def test_what_readers_need_is_asked_only_before_publication(
    changes: dict[str, Any], gap: Gap
) -> None:
    """Invariants 14 and 31."""
    contents = replace(COMPLETE, **changes)

    assert gaps(contents, purpose=REVIEW) == ()
    assert gaps(contents, purpose=PUBLICATION) == (gap,)


@pytest.mark.parametrize("topic", list(Topic))
def test_no_topic_of_the_lawfulness_gate_can_be_left_out(topic: Topic) -> None:
    """Method 3.5 and invariant 14."""
    others = tuple(each for each in FINDINGS if each.topic is not topic)
    blank = replace(FINDINGS[0], topic=topic, result=Result.NOT_ASSESSED)

    for findings in (others, (*others, blank)):
        contents = replace(COMPLETE, findings=findings)
        assert gaps(contents, purpose=PUBLICATION) == (Gap(lack=Lack.FINDING, key=topic),)


def test_an_unknown_axis_can_be_published_once_it_is_accepted_in_words() -> None:
    """Invariant 14."""
    accepted = replace(RISK, unknown_axes=True, unknown_accepted=True)

    assert gaps(replace(COMPLETE, risks=(accepted,)), purpose=PUBLICATION) == ()


def test_a_remediable_finding_is_complete_with_its_remedy() -> None:
    """Method 3.5."""
    contents = replace(COMPLETE, findings=finding(result=Result.REMEDIABLE, has_remedy=True))

    assert gaps(contents, purpose=PUBLICATION) == ()


def test_an_unlawful_finding_does_not_block_publication() -> None:
    contents = replace(COMPLETE, findings=finding(result=Result.NON_COMPLIANT))

    assert gaps(contents, purpose=PUBLICATION) == ()


def test_a_measure_the_school_has_no_part_in_needs_no_instruction() -> None:
    vendors = replace(MEASURE, school_must_act=False, has_instruction=False)

    assert gaps(replace(COMPLETE, measures=(vendors,)), purpose=PUBLICATION) == ()


def test_all_gaps_are_told_at_once_each_with_its_own_key() -> None:
    empty = Contents(
        has_screening=False, has_summary=False, has_scope=False, has_sentence=False, cells=0,
        risks=(),
        measures=(replace(MEASURE, has_instruction=False, used=False),),
        claims_without_rationale=("C1", "C2"), findings=(),
    )  # fmt: skip

    found = gaps(empty, purpose=PUBLICATION)

    assert {gap.lack for gap in found if not gap.key} == {
        Lack.SCREENING, Lack.SUMMARY, Lack.SCOPE, Lack.CELL, Lack.RISK, Lack.VERDICT_SENTENCE,
    }  # fmt: skip
    assert {(gap.lack, gap.key) for gap in found if gap.key} == {
        (Lack.INSTRUCTION, "M1"), (Lack.UNUSED_MEASURE, "M1"),
        (Lack.CLAIM_RATIONALE, "C1"), (Lack.CLAIM_RATIONALE, "C2"),
        *((Lack.FINDING, topic) for topic in Topic),
    }  # fmt: skip
    assert len(found) == len(set(found))


def test_an_incomplete_revision_is_refused_with_its_gaps() -> None:
    contents = replace(COMPLETE, has_summary=False, cells=0)

    with pytest.raises(Incomplete) as refusal:
        assessment.require_complete(contents, purpose=REVIEW)

    assert refusal.value.params == {
        "purpose": REVIEW,
        "gaps": (Gap(lack=Lack.SUMMARY), Gap(lack=Lack.CELL)),
        "count": 2,
    }


def test_a_revision_that_may_be_reviewed_may_still_lack_what_publication_asks() -> None:
    contents = replace(COMPLETE, has_sentence=False)

    assessment.require_complete(contents, purpose=REVIEW)
    with pytest.raises(Incomplete) as refusal:
        assessment.require_complete(contents, purpose=PUBLICATION)

    assert refusal.value.params["gaps"] == (Gap(lack=Lack.VERDICT_SENTENCE),)


contents_of_any_kind = st.builds(
    Contents,
    has_screening=st.booleans(),
    has_summary=st.booleans(),
    has_scope=st.booleans(),
    has_sentence=st.booleans(),
    cells=st.integers(0, 2),
    risks=st.lists(
        st.builds(
            RiskText,
            key=st.sampled_from(["R1", "R2"]),
            has_rationales=st.booleans(),
            unknown_axes=st.booleans(),
            unknown_accepted=st.booleans(),
            waiver_unexplained=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    measures=st.just((MEASURE,)),
    claims_without_rationale=st.sampled_from([(), ("C1",)]),
    findings=st.sampled_from([(), FINDINGS, FINDINGS[2:]]),
)


@thorough
@given(contents_of_any_kind)
def test_publication_never_asks_less_than_review(contents: Contents) -> None:
    review, publication = (gaps(contents, purpose=purpose) for purpose in (REVIEW, PUBLICATION))

    assert set(review) <= set(publication)
