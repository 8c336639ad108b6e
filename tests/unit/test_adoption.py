"""An adoption's state is derived, and 4.3 limits what a board decides (invariants 18 and 19)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from dpia_workbench.risk import adoption
from dpia_workbench.risk.adoption import (
    DECIDED,
    AcceptanceMissing,
    AlreadyDecided,
    ConditionMissing,
    Decision,
    DecisionTooEarly,
    MeasureDetailMissing,
    NotReady,
    OutcomeNotAllowed,
    PlannedDayPassed,
    Progress,
    SamePersonTwice,
    State,
)
from dpia_workbench.risk.decision import Limit, Obstacle, Outcome, limits
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import LegalFinding, Result

L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
APPROVED, CONDITIONAL = Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED
CONSULTATION, REJECTED = Outcome.CONSULTATION, Outcome.REJECTED
ALWAYS = {REJECTED, CONSULTATION}

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
LEVEL_SETS = [set(some) for size in range(4) for some in combinations(Level, size)]
RESULT_SETS = [set(some) for size in range(5) for some in combinations(Result, size)]

READY = Progress(context_done=True, measures_open=0, advised=True, views_recorded=True)


def allowed_outcomes(
    levels: Iterable[Level], *, findings: Iterable[Result], mandatory_effective: bool
) -> frozenset[Outcome]:
    return limits(
        {f"R{n}": level for n, level in enumerate(levels)},
        findings=[LegalFinding(topic="rights", result=result) for result in findings],
        mandatory={"M1": mandatory_effective},
    ).allowed


def method_4_3(levels: set[Level], findings: set[Result], *, effective: bool) -> set[Outcome]:
    """Return what the table of method.md 4.3 allows, read row by row."""
    # Invariant 12: what was not assessed gives no more room than what is not lawful.
    if H in levels or {Result.NON_COMPLIANT, Result.NOT_ASSESSED} & findings:
        return ALWAYS
    if M in levels or Result.REMEDIABLE in findings or not effective:
        return ALWAYS | {CONDITIONAL}
    return ALWAYS | {CONDITIONAL, APPROVED}


@pytest.mark.parametrize("effective", [True, False])
def test_what_a_board_may_decide_follows_the_table_in_every_case(effective: bool) -> None:
    """Method 4.3, for every set of levels and of findings."""
    for levels, findings in product(LEVEL_SETS, RESULT_SETS):
        allowed = allowed_outcomes(levels, findings=findings, mandatory_effective=effective)
        assert allowed == method_4_3(levels, findings, effective=effective)


@pytest.mark.parametrize(
    ("levels", "findings", "effective", "expected"),
    [
        ([L], [Result.COMPLIANT], True, {*ALWAYS, CONDITIONAL, APPROVED}),
        ([L], [Result.COMPLIANT], False, {*ALWAYS, CONDITIONAL}),
        ([L, M], [], True, {*ALWAYS, CONDITIONAL}),
        ([L], [Result.REMEDIABLE], True, {*ALWAYS, CONDITIONAL}),
        ([L, H, M], [], True, ALWAYS),
        ([L], [Result.COMPLIANT, Result.NON_COMPLIANT], True, ALWAYS),
    ],
)
def test_each_row_of_the_table_of_decisions(
    levels: list[Level], findings: list[Result], effective: bool, expected: set[Outcome]
) -> None:
    assert allowed_outcomes(levels, findings=findings, mandatory_effective=effective) == expected


def test_worse_levels_or_findings_never_allow_more() -> None:
    cases = list(product(LEVEL_SETS, RESULT_SETS, (True, False)))
    for levels, findings, effective in cases:
        here = allowed_outcomes(levels, findings=findings, mandatory_effective=effective)
        for level, result in product(Level, Result):
            more = allowed_outcomes(
                levels | {level}, findings=findings | {result}, mandatory_effective=False
            )
            assert more <= here


def test_each_limit_names_what_it_is_about_in_a_stable_order() -> None:
    found = limits(
        {"R2": M, "R1": H, "R3": L},
        findings=[
            LegalFinding(topic="transfers", result=Result.REMEDIABLE),
            LegalFinding(topic="roles", result=Result.NON_COMPLIANT),
            LegalFinding(topic="rights", result=Result.NOT_ASSESSED),
            LegalFinding(topic="retention", result=Result.COMPLIANT),
        ],
        mandatory={"M2": False, "M1": True},
    )

    assert found.blocking == (
        Limit(obstacle=Obstacle.RISK_HIGH, subject="R1"),
        Limit(obstacle=Obstacle.NOT_ASSESSED, subject="rights"),
        Limit(obstacle=Obstacle.NOT_COMPLIANT, subject="roles"),
    )
    assert found.doubts == (
        Limit(obstacle=Obstacle.RISK_MEDIUM, subject="R2"),
        Limit(obstacle=Obstacle.REMEDIABLE, subject="transfers"),
        Limit(obstacle=Obstacle.MEASURE_MISSING, subject="M2"),
    )


PROGRESSES = [
    Progress(context_done=context, measures_open=left, advised=advised, views_recorded=views)
    for context, left, advised, views in product(
        (True, False), (0, 1, 3), (True, False), (True, False)
    )
]


def test_the_state_follows_from_what_is_recorded() -> None:
    """Method 8.2; advice and views may come in either order, and both are needed."""
    for progress in PROGRESSES:
        if not progress.context_done:
            expected = State.STARTED
        elif progress.measures_open:
            expected = State.CONTEXT_DONE
        elif progress.advised and progress.views_recorded:
            expected = State.READY
        else:
            expected = State.MEASURES_RECORDED
        assert adoption.state(progress) is expected, progress


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (APPROVED, State.ACTIVE),
        (CONDITIONAL, State.ACTIVE),
        (CONSULTATION, State.CONSULTING),
        (REJECTED, State.REJECTED),
    ],
)
def test_a_decision_settles_the_state_whatever_else_is_recorded(
    outcome: Outcome, expected: State
) -> None:
    found = {adoption.state(replace(progress, outcome=outcome)) for progress in PROGRESSES}

    assert found == {expected}


def test_an_ended_adoption_stays_ended() -> None:
    found = {
        adoption.state(replace(progress, outcome=outcome, ended=True))
        for progress, outcome in product(PROGRESSES, (None, *Outcome))
    }

    assert found == {State.ENDED}


def test_no_state_is_out_of_reach() -> None:
    decided = [replace(READY, outcome=outcome) for outcome in Outcome]
    ended = [replace(READY, ended=True, succeeded=succeeded) for succeeded in (False, True)]
    reached = {adoption.state(progress) for progress in (*PROGRESSES, *decided, *ended)}

    assert reached == set(State)


@pytest.mark.parametrize("state", list(State))
def test_nothing_changes_after_the_decision(state: State) -> None:
    decided = {*State} - {State.STARTED, State.CONTEXT_DONE, State.MEASURES_RECORDED, State.READY}

    assert decided == DECIDED
    if state not in decided:
        adoption.require_open(state)
        return
    with pytest.raises(AlreadyDecided) as refusal:
        adoption.require_open(state)
    assert refusal.value.params == {"state": state}


def test_nobody_takes_two_parts_in_one_adoption() -> None:
    with pytest.raises(SamePersonTwice):
        adoption.require_other_person("anna", others=iter(["bram", "anna"]))

    adoption.require_other_person("anna", others=["bram", None])


DECISION = Decision(
    outcome=CONDITIONAL,
    on=TODAY,
    advice_on=TODAY - DAY,
    views_on=TODAY - 2 * DAY,
    conditions="Switch on the purge before 1 March 2027.",
    acceptances={"R1": "Small, and checked every year."},
)
LEVELS = {"R1": M, "R2": L}
ALL_OUTCOMES = frozenset(Outcome)


def decide(
    *,
    state: State = State.READY,
    levels: dict[str, Level] | None = None,
    allowed: frozenset[Outcome] = ALL_OUTCOMES,
    **changes: Any,
) -> None:
    decision = replace(DECISION, **changes)
    adoption.require_decision(
        decision, state=state, levels=LEVELS if levels is None else levels, allowed=allowed
    )


def test_a_decision_with_all_it_needs_is_taken() -> None:
    decide()
    decide(outcome=APPROVED, levels={"R1": L}, conditions="", acceptances={})
    decide(outcome=APPROVED, levels={}, conditions="", acceptances={})


@pytest.mark.parametrize("state", [s for s in State if s not in DECIDED and s is not State.READY])
def test_the_board_decides_last(state: State) -> None:
    """Invariant 18."""
    with pytest.raises(NotReady) as refusal:
        decide(state=state)

    assert refusal.value.params == {"state": state}


@pytest.mark.parametrize("state", sorted(DECIDED))
def test_a_board_decides_once(state: State) -> None:
    with pytest.raises(AlreadyDecided):
        decide(state=state)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_the_levels_do_not_allow_is_refused_and_says_what_is(outcome: Outcome) -> None:
    """Invariant 19."""
    others = ALL_OUTCOMES - {outcome}

    with pytest.raises(OutcomeNotAllowed) as refusal:
        decide(outcome=outcome, allowed=others)

    assert refusal.value.params == {"outcome": outcome, "allowed": sorted(others)}


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("later", ["advice_on", "views_on"])
def test_no_decision_is_dated_before_the_advice_or_the_views(outcome: Outcome, later: str) -> None:
    """Invariant 18."""
    too_late: dict[str, Any] = {later: TODAY + DAY}

    with pytest.raises(DecisionTooEarly) as refusal:
        decide(outcome=outcome, **too_late)

    assert refusal.value.params[later] == TODAY + DAY
    assert set(refusal.value.params) == {"advice_on", "views_on"}


@pytest.mark.parametrize("later", ["advice_on", "views_on"])
def test_a_decision_on_the_day_of_the_advice_or_the_views_is_in_time(later: str) -> None:
    on_the_day: dict[str, Any] = {later: TODAY}

    decide(**on_the_day)


@pytest.mark.parametrize("outcome", [APPROVED, CONDITIONAL])
@pytest.mark.parametrize("words", [{}, {"R2": "Yes."}, {"R1": " \n"}])
def test_each_medium_risk_that_is_accepted_has_its_own_reason(
    outcome: Outcome, words: dict[str, str]
) -> None:
    """Invariant 19."""
    with pytest.raises(AcceptanceMissing) as refusal:
        decide(outcome=outcome, acceptances=words)

    assert refusal.value.params == {"risk": "R1"}


def test_one_reason_does_not_cover_two_medium_risks() -> None:
    with pytest.raises(AcceptanceMissing) as refusal:
        decide(levels={"R3": M, "R1": M, "R2": M}, acceptances={"R1": "Small."})

    assert refusal.value.params == {"risk": "R2"}


@pytest.mark.parametrize("outcome", [CONSULTATION, REJECTED])
def test_a_board_that_does_not_go_on_accepts_nothing(outcome: Outcome) -> None:
    decide(outcome=outcome, acceptances={}, conditions="", levels={"R1": M, "R2": H})


@pytest.mark.parametrize("conditions", ["", "  \n"])
def test_a_conditional_approval_names_its_conditions(conditions: str) -> None:
    with pytest.raises(ConditionMissing):
        decide(conditions=conditions)


DETAIL: dict[str, Any] = {"due": None, "evidence": "", "reason": "", "today": TODAY}


@pytest.mark.parametrize(
    ("wanted", "details"),
    [
        (LocalState.TODO, {}),
        (LocalState.PLANNED, {"due": TODAY}),
        (LocalState.PLANNED, {"due": TODAY + DAY}),
        (LocalState.IMPLEMENTED, {"evidence": "Screenshot of 1 November."}),
        (LocalState.CHECKED, {"evidence": "Seen by two people."}),
        (LocalState.NOT_APPLICABLE, {"reason": "We have no pupils under 16."}),
        (LocalState.IMPLEMENTED, {"evidence": "Seen.", "due": TODAY - DAY}),
    ],
)
def test_a_measure_is_recorded_with_what_it_rests_on(
    wanted: LocalState, details: dict[str, Any]
) -> None:
    adoption.require_measure_detail(wanted, **{**DETAIL, **details})


@pytest.mark.parametrize(
    ("wanted", "field", "blank"),
    [
        (LocalState.PLANNED, "due", None),
        (LocalState.IMPLEMENTED, "evidence", " \t"),
        (LocalState.CHECKED, "evidence", ""),
        (LocalState.NOT_APPLICABLE, "reason", "\n"),
    ],
)
def test_a_measure_without_what_it_rests_on_is_refused(
    wanted: LocalState, field: str, blank: Any
) -> None:
    """Method 4.2, item 6: applied with evidence, planned by a date, not applicable because."""
    full = {"due": TODAY + DAY, "evidence": "Seen.", "reason": "None here.", "today": TODAY}

    with pytest.raises(MeasureDetailMissing) as refusal:
        adoption.require_measure_detail(wanted, **{**full, field: blank})

    assert refusal.value.params == {"state": wanted, "field": field}


def test_a_plan_in_the_past_is_refused_with_both_days() -> None:
    with pytest.raises(PlannedDayPassed) as refusal:
        adoption.require_measure_detail(LocalState.PLANNED, **{**DETAIL, "due": TODAY - DAY})

    assert refusal.value.params == {"due": TODAY - DAY, "today": TODAY}


def test_outcomes_have_the_names_of_the_contract() -> None:
    assert sorted(Outcome) == ["APPROVED", "CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"]
