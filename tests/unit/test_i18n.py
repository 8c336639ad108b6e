"""Sentences and labels: one language at a time, none missing, every placeholder filled."""

import re
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules
from types import ModuleType
from typing import ClassVar, NoReturn
from uuid import UUID

import pytest

from dpia_workbench import i18n, risk
from dpia_workbench.access import actor, quota
from dpia_workbench.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    PSEUDO_LANGUAGE,
    current_language,
    deferred,
    gettext,
    ngettext,
    speak,
    speaking,
)
from dpia_workbench.i18n.labels import LABELS, VERDICT_SENTENCES, label, options, sentence
from dpia_workbench.i18n.messages import MESSAGES, current_language_for_babel, message
from dpia_workbench.risk import (
    adoption,
    assessment,
    computation,
    consultation,
    measures,
    plan,
    publication,
    registers,
    release,
    remediation,
    scale,
    score,
    verdict,
)
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import Verdict
from tests.profiles import NL_RIJK
from tests.unit import (
    describing_rules,
    incident_rules,
    judgement_rules,
    reader_rules,
    review_rules,
    round_rules,
    school_rules,
    trust_rules,
    vendor_rules,
    worksheet_rules,
)

MODULES = (
    actor,
    quota,
    *(
        import_module(f"{risk.__name__}.{each.name}")
        for each in iter_modules(risk.__path__)
        if each.name != "rules"
    ),
)
TODAY, LATER = date(2026, 11, 23), date(2026, 12, 31)
SPOKEN = [*LANGUAGES, PSEUDO_LANGUAGE]


def defined_in(module: ModuleType, kind: type) -> list[type]:
    return [
        found
        for _, found in getmembers(module, isclass)
        if issubclass(found, kind) and found.__module__ == module.__name__
    ]


def full_name(found: type) -> str:
    return f"{found.__module__.rpartition('.')[2]}.{found.__name__}"


ENUMERATIONS = [found for module in MODULES for found in defined_in(module, StrEnum)]
RULES = [found for module in MODULES for found in defined_in(module, RuleViolation)]


@pytest.mark.parametrize("enumeration", ENUMERATIONS, ids=full_name)
def test_each_member_of_each_enumeration_has_a_label(enumeration: type[StrEnum]) -> None:
    labels = LABELS.get(enumeration, {})

    assert set(labels) == set(enumeration)
    assert all(text.strip() for text in labels.values())


@pytest.mark.parametrize("enumeration", list(LABELS), ids=full_name)
def test_two_members_that_can_be_chosen_never_look_the_same(
    enumeration: type[StrEnum],
) -> None:
    shown = list(LABELS[enumeration].values())

    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("rule", RULES, ids=full_name)
def test_each_rule_of_the_core_has_a_sentence(rule: type[RuleViolation]) -> None:
    assert MESSAGES[rule.code].strip()


def test_no_two_rules_of_the_core_share_a_code() -> None:
    codes = [rule.__dict__["code"] for rule in RULES]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", code) for code in codes)


def break_matrix() -> None:
    low, high = Level.LOW, Level.HIGH
    replace(NL_RIJK, id="crooked", matrix=((high, low, low), (low, low, low), (low, low, low)))


def find_way(*, without: Verdict | None = None, most_steps: int = 10) -> None:
    """Ask for a way where the method does not know it, or where it takes too long."""
    rules = tuple(rule for rule in NL_RIJK.rules if rule.verdict is not without)
    last = replace(rules[-1], lowered_by_schools=False, attainable=frozenset())
    plan.way_to(
        computation.Assessment(
            profile=replace(NL_RIJK, rules=(*rules[:-1], last)),
            risks=(score.Risk(id="R1", likelihood=3, severity=2),),
            measures=(measures.Measure(id="M1", owner=measures.Owner.VENDOR),),
            claims=(
                score.Claim(
                    risk="R1", axis=scale.Axis.LIKELIHOOD, cap=1, requires=frozenset({"M1"})
                ),
            ),
            findings=(),
        ),
        target=Verdict.GREEN, cells=[score.Cell()], on=TODAY, most_steps=most_steps,
    )  # fmt: skip


def break_safety() -> None:
    red, _grey, amber, measures, green = NL_RIJK.rules
    lax = replace(amber, findings=amber.findings | {verdict.Result.NOT_ASSESSED})
    replace(NL_RIJK, rules=(red, lax, measures, green))


def break_completeness() -> None:
    empty = assessment.Contents(
        has_screening=True, has_summary=False, has_scope=False, has_sentence=False, cells=0,
        risks=(), measures=(), claims_without_rationale=(), findings=(),
    )  # fmt: skip
    assessment.require_complete(empty, purpose=assessment.Purpose.REVIEW)


def decide(**changes: object) -> None:
    values: dict[str, object] = {
        "outcome": Outcome.CONDITIONALLY_APPROVED, "on": TODAY, "advice_on": TODAY,
        "views_on": TODAY, "conditions": "", "acceptances": {}, **changes,
    }  # fmt: skip
    state = values.pop("state", adoption.State.READY)
    levels = values.pop("levels", {})
    allowed = values.pop("allowed", frozenset(Outcome))
    adoption.require_decision(
        adoption.Decision(**values),  # type: ignore[arg-type]
        state=state,  # type: ignore[arg-type]
        levels=levels,  # type: ignore[arg-type]
        allowed=allowed,  # type: ignore[arg-type]
    )


def record(wanted: LocalState, *, due: date | None) -> None:
    adoption.require_measure_detail(wanted, due=due, evidence="", reason="", today=TODAY)


ME = UUID(int=1)


def _ask_too_much() -> NoReturn:
    raise quota.TooManyRequests(seconds=42)


BROKEN: dict[str, tuple[Callable[[], object], str]] = {
    "profile.matrix-not-monotone": (break_matrix, "crooked"),
    "profile.verdicts-not-monotone": (
        lambda: replace(NL_RIJK, rules=NL_RIJK.rules[::-1]),
        "from the worst to the best",
    ),
    "profile.verdicts-unsafe": (break_safety, "not assessed GREY or RED"),
    "plan.target-not-in-method": (lambda: find_way(without=Verdict.GREEN), "Usable"),
    "plan.too-complex": (lambda: find_way(most_steps=0), "after 0 steps"),
    "consultation.notice-too-late": (
        lambda: consultation.Consultation(received=TODAY, extension_announced=LATER),
        "23 December 2026",
    ),
    "consultation.suspension-upside-down": (
        lambda: consultation.Consultation(
            received=LATER, suspensions=frozenset({consultation.Suspension(since=TODAY)})
        ),
        "on or after the day of receipt",
    ),
    "remediation.move-refused": (
        lambda: remediation.after(remediation.State.DECLINED, remediation.Move.SEND),
        "Declined",
    ),
    "remediation.same-day": (
        lambda: remediation.propose(
            remediation.State.COMMITTED, due=LATER, proposed=LATER, today=TODAY
        ),
        "Propose another one",
    ),
    "remediation.nothing-proposed": (
        lambda: remediation.settle(
            remediation.State.COMMITTED,
            remediation.Move.REFUSE_DATE,
            due=TODAY,
            proposed=None,
            today=TODAY,
        ),
        "No other day is proposed",
    ),
    "remediation.due-date-not-ahead": (
        lambda: remediation.commit(remediation.State.ACKNOWLEDGED, due=TODAY, today=TODAY),
        "23 November 2026",
    ),
    "verdict.better-than-computed": (
        lambda: verdict.published_verdict(Verdict.RED, chosen=Verdict.GREEN, reason="So."),
        "Do not use",
    ),
    "verdict.reason-missing": (
        lambda: verdict.published_verdict(Verdict.GREEN, chosen=Verdict.RED, reason=""),
        "worse verdict",
    ),
    "assessment.move-refused": (
        lambda: assessment.after(assessment.State.PUBLISHED, assessment.Move.REOPEN),
        "Published",
    ),
    "assessment.not-editable": (
        lambda: assessment.require_editable(assessment.State.APPROVED),
        "Approved",
    ),
    "assessment.incomplete": (break_completeness, "4"),
    "assessment.reviewer-is-author": (
        lambda: assessment.require_reviewer(ME, authors=[ME]),
        "somebody else must review",
    ),
    "assessment.publisher-is-involved": (
        lambda: assessment.require_publisher(ME, authors=[ME], reviewers=[]),
        "somebody else must publish",
    ),
    "publication.moment-out-of-range": (
        lambda: publication.require_ahead(
            datetime(2026, 11, 1, tzinfo=UTC), now=datetime(2026, 11, 23, tzinfo=UTC)
        ),
        "23 November 2027",
    ),
    "publication.untraced": (
        lambda: publication.require_traced(["risk R9"], there=["R1"]),
        "R9",
    ),
    "publication.not-replayed": (
        lambda: publication.require_replayed(is_same=False),
        "other levels",
    ),
    "publication.planner-gone": (
        lambda: publication.require_planner(still_publishes=False),
        "publishes no longer",
    ),
    "publication.plan-void": (
        lambda: publication.require_same_approval("a", now="b"),
        "is void",
    ),
    "assessment.computation-changed": (
        lambda: publication.require_unchanged("a", now="b"),
        "since the approval",
    ),
    "release.not-current": (
        lambda: release.require_in_use(release.Status.WITHDRAWN),
        "Withdrawn",
    ),
    "adoption.already-decided": (
        lambda: adoption.require_open(adoption.State.ACTIVE),
        "now a record",
    ),
    "adoption.not-ready": (
        lambda: decide(state=adoption.State.CONTEXT_DONE),
        "Own situation described",
    ),
    "adoption.outcome-not-allowed": (
        lambda: decide(allowed=frozenset({Outcome.REJECTED, Outcome.CONSULTATION})),
        "Consult the Data Protection Authority first, Rejected",
    ),
    "adoption.acceptance-missing": (lambda: decide(levels={"R7": Level.MEDIUM}), "R7"),
    "adoption.condition-missing": (decide, "conditions"),
    "adoption.same-person-twice": (
        lambda: adoption.require_other_person(ME, others=[ME]),
        "somebody else",
    ),
    "adoption.decision-too-early": (
        lambda: decide(advice_on=LATER),
        "31 December 2026",
    ),
    "adoption.measure-detail-missing": (
        lambda: record(LocalState.PLANNED, due=None),
        "Planned",
    ),
    "adoption.planned-day-passed": (
        lambda: record(LocalState.PLANNED, due=date(2026, 1, 1)),
        "23 November 2026",
    ),
    "register.unknown-field": (
        lambda: registers.field_of(registers.Register.ASSET, "colour"),
        "“colour”",
    ),
    "register.wrong-value": (
        lambda: registers.checked(registers.COMMON[0], "rumour"),
        "Choose from the list",
    ),
    "register.text-too-long": (
        lambda: registers.checked(registers.BODY, "a" * (registers.LONGEST_TEXT + 1)),
        "1000000 characters",
    ),
}
BROKEN["request.too-many"] = (_ask_too_much, "Wait 42 seconds")
for each in (
    describing_rules,
    incident_rules,
    judgement_rules,
    reader_rules,
    round_rules,
    school_rules,
    trust_rules,
    vendor_rules,
    worksheet_rules,
):
    BROKEN |= each.BROKEN
# These are raised by a use case, with nothing to fill in.
RAISED_ABOVE = {
    "norm.evidence-missing",
    "publication.plan-over",
    "register.still-referred",
    "register.unknown-reference",
    "release.reason-missing",
    "remediation.verifier-not-independent",
}.union(
    describing_rules.RAISED_ABOVE,
    incident_rules.RAISED_ABOVE,
    judgement_rules.RAISED_ABOVE,
    review_rules.RAISED_ABOVE,
    round_rules.RAISED_ABOVE,
    school_rules.RAISED_ABOVE,
    vendor_rules.RAISED_ABOVE,
    worksheet_rules.RAISED_ABOVE,
)


def test_every_rule_that_the_core_enforces_is_broken_below() -> None:
    codes = {str(rule.code) for rule in RULES}  # type: ignore[attr-defined]
    # Those of questionnaires, templates and evidence are broken one by one where these are tested.
    told = {
        code for code in codes if not code.startswith(("questionnaire.", "template.", "evidence."))
    }

    assert told == set(BROKEN) | RAISED_ABOVE


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_a_broken_rule_says_so_in_a_sentence_with_its_values(code: str) -> None:
    breaking, said = BROKEN[code]

    with pytest.raises(RuleViolation) as refusal:
        breaking()

    assert refusal.value.code == code
    with speaking("en"):
        assert said in message(refusal.value)


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("code", sorted(BROKEN))
def test_no_sentence_shows_a_placeholder_or_a_name_from_the_code(code: str, language: str) -> None:
    breaking, _ = BROKEN[code]
    with pytest.raises(RuleViolation) as refusal:
        breaking()

    with speaking(language):
        text = message(refusal.value)

    assert "%(" not in text
    assert "_" not in text
    assert not re.search(r"\b[A-Z][a-z]+\.[A-Z]", text)


@pytest.mark.parametrize("code", sorted(RAISED_ABOVE))
def test_a_sentence_without_values_asks_for_none(code: str) -> None:
    assert "%" not in MESSAGES[code]


class Told(RuleViolation):
    """A rule whose sentence names a day."""

    code: ClassVar[str] = "remediation.due-date-not-ahead"


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "31 December 2026"), ("nl", "31 december 2026"), ("xx", "31 December 2026")],
)
def test_a_day_is_written_in_the_language_that_is_spoken(language: str, day: str) -> None:
    with speaking(language):
        assert day in message(Told(today=LATER))


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl"), ("en", "en_GB"), ("xx", "en_GB")])
def test_days_and_numbers_have_a_locale_in_every_language(language: str, locale: str) -> None:
    with speaking(language):
        assert str(current_language_for_babel()) == locale


class Colour(StrEnum):
    """An enumeration without labels."""

    BLUE = "blue"


def test_a_member_without_a_label_is_shown_by_its_value() -> None:
    with speaking("en"):
        assert "blue" in message(Told(today=Colour.BLUE))


def test_dutch_is_spoken_until_another_language_is_chosen() -> None:
    assert DEFAULT_LANGUAGE == "nl"
    assert LANGUAGES == ("nl", "en")
    assert copy_context().run(current_language) == "nl"


def test_a_language_is_spoken_inside_the_block_only() -> None:
    with speaking("en"):
        with speaking("xx"):
            assert current_language() == "xx"
        assert current_language() == "en"

    assert current_language() == "nl"


def interrupted() -> None:
    with speaking("en"):
        raise ValueError


def test_a_language_is_given_back_after_an_error() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        interrupted()

    assert current_language() == "nl"


def test_a_language_chosen_for_a_request_does_not_leave_it() -> None:
    def request() -> str:
        speak("en")
        return current_language()

    assert copy_context().run(request) == "en"
    assert current_language() == "nl"


def test_english_is_the_messages_themselves() -> None:
    with speaking("en"):
        assert gettext("Promise a day") == "Promise a day"


def test_a_language_without_a_catalogue_speaks_english() -> None:
    with speaking("zz"):
        assert gettext("Promise a day") == "Promise a day"


def test_the_pseudo_language_marks_every_text() -> None:
    with speaking(PSEUDO_LANGUAGE):
        assert gettext("Hello %(name)s", name="Anna") == "⟦Hello Anna⟧"
        assert label(Level.LOW) == "⟦Low⟧"
        assert sentence(Verdict.RED).startswith("⟦")


@pytest.mark.parametrize("language", ["en", "xx"])
@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 risks"), (1, "1 risk"), (2, "2 risks"), (11, "11 risks")]
)
def test_a_count_chooses_its_form(count: int, text: str, language: str) -> None:
    with speaking(language):
        said = ngettext("%(n)s risk", "%(n)s risks", count)

    assert said.strip("⟦⟧") == text


def test_a_count_can_have_other_values_beside_it() -> None:
    with speaking("en"):
        said = ngettext("%(n)s risk of %(name)s", "%(n)s risks of %(name)s", 2, name="Anna")

    assert said == "2 risks of Anna"


def test_a_percent_sign_in_a_text_without_values_stays() -> None:
    with speaking("en"):
        assert gettext("100 % sure") == "100 % sure"


def test_a_deferred_message_stays_english_until_it_is_shown() -> None:
    with speaking(PSEUDO_LANGUAGE):
        assert deferred("Later") == "Later"


def test_a_list_to_choose_from_keeps_the_order_of_its_members() -> None:
    with speaking("en"):
        assert options(Level) == [("low", "Low"), ("medium", "Medium"), ("high", "High")]


@pytest.mark.parametrize("each", list(Verdict))
def test_each_verdict_says_what_it_means_for_a_school(each: Verdict) -> None:
    with speaking("en"):
        assert sentence(each) == VERDICT_SENTENCES[each]
        assert sentence(each).endswith(".")


def test_no_message_has_a_placeholder_without_a_name() -> None:
    texts = [*MESSAGES.values(), *VERDICT_SENTENCES.values()]
    texts += [text for labels in LABELS.values() for text in labels.values()]

    for text in texts:
        assert "%" not in re.sub(r"%\([a-z_]+\)s", "", text), text


def test_catalogues_are_read_once() -> None:
    assert i18n.translations("en") is i18n.translations("en")
