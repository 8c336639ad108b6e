"""What a decision says beside its outcome, and what boards answer about risks of their own."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import board_decision, own_risks
from dpia_workbench.risk.board_decision import (
    AdviceStance,
    Condition,
    ConditionDayPassed,
    ConditionIncomplete,
    ConditionState,
    DeviationUnexplained,
    Hearing,
    HearingMissing,
)
from dpia_workbench.risk.own_risks import OwnRisksUnanswered, RiskNotYours, RisksNotJudged
from tests.unit.judgement_rules import LATER, TODAY


def test_who_deviates_from_the_advice_says_why() -> None:
    with pytest.raises(DeviationUnexplained):
        board_decision.require_stance(AdviceStance.DEVIATED, reason=" \n")

    board_decision.require_stance(AdviceStance.DEVIATED, reason="Te streng.")
    board_decision.require_stance(AdviceStance.FOLLOWED, reason="")


def test_who_asked_people_says_through_whom() -> None:
    with pytest.raises(HearingMissing):
        board_decision.require_hearing([], asked=True)

    board_decision.require_hearing([Hearing.STAFF], asked=True)
    board_decision.require_hearing([], asked=False)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text": " "}, ConditionIncomplete),
        ({"owner": ""}, ConditionIncomplete),
        ({"due": TODAY}, ConditionDayPassed),
    ],
)
def test_a_condition_binds_somebody_to_a_day_ahead(
    words: dict[str, object], refusal: type[Exception]
) -> None:
    values: dict[str, object] = {"text": "Sluit af.", "owner": "ICT", "due": LATER}
    good = Condition(**values)  # type: ignore[arg-type]
    bad = Condition(**{**values, **words})  # type: ignore[arg-type]

    board_decision.require_conditions([good], today=TODAY)
    with pytest.raises(refusal):
        board_decision.require_conditions([good, bad], today=TODAY)


@given(st.dates(), st.integers(0, 4000), st.booleans())
def test_time_alone_never_meets_a_condition(due: date, days: int, is_met: bool) -> None:
    """Invariant 21."""
    on = due - timedelta(days=100)
    order = [ConditionState.MET, ConditionState.OPEN, ConditionState.OVERDUE]
    states = [
        board_decision.condition_state(is_met=is_met, due=due, on=day)
        for day in (on, min(on, date.max - timedelta(days=days)) + timedelta(days=days))
    ]

    assert order.index(states[1]) >= order.index(states[0])
    assert (states[0] is ConditionState.MET) == is_met


def test_own_risks_are_answered_with_a_risk_or_with_words() -> None:
    with pytest.raises(OwnRisksUnanswered):
        own_risks.require_answer(risks=0, explanation="\n")

    own_risks.require_answer(risks=1, explanation="")
    own_risks.require_answer(risks=0, explanation="Geen, want wij keken.")


def test_what_nobody_judged_is_judged_and_the_rest_stays() -> None:
    with pytest.raises(RisksNotJudged):
        own_risks.require_judged(["R3"])
    with pytest.raises(RiskNotYours):
        own_risks.require_open_to_judge("R1", unlevelled=["R3"])

    own_risks.require_judged([])
    own_risks.require_open_to_judge("R3", unlevelled=["R3"])
