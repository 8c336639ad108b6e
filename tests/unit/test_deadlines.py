"""Derived states of requests and agreements: functions of facts and a day (invariant 21)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.deadlines import (
    HOLDS,
    Agreed,
    Asked,
    Escalation,
    Force,
    days_overdue,
    escalation,
    force,
    is_unanswered,
    is_verification_expired,
)
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level
from tests.unit.strategies import thorough

PERIODS, DAY = Periods(), timedelta(days=1)
DUE = date(2026, 6, 1)
days = st.integers(min_value=-400, max_value=400).map(lambda n: DUE + n * DAY)
some_day = st.none() | days


@pytest.mark.parametrize(
    ("late", "expected"),
    [(0, 0), (1, 1), (30, 1), (31, 2), (90, 2), (91, 3), (900, 3)],
)
def test_the_later_a_promise_the_higher_it_is_escalated(late: int, expected: int) -> None:
    """Method 5.4: 1 to 30 days, 31 to 90 days, more than 90 days."""
    asked = Asked(state=State.COMMITTED, due=DUE)

    assert escalation(asked, periods=PERIODS, on=DUE + late * DAY) is Escalation(expected)
    assert days_overdue(asked, on=DUE + late * DAY) == late


@pytest.mark.parametrize("state", [state for state in State if state is not State.COMMITTED])
def test_only_a_promise_is_late(state: State) -> None:
    asked = Asked(state=state, due=DUE)

    assert days_overdue(asked, on=DUE + 100 * DAY) == 0
    assert escalation(asked, periods=PERIODS, on=DUE + 100 * DAY) is Escalation.NONE


def test_a_promise_without_a_day_cannot_be_late() -> None:
    assert days_overdue(Asked(state=State.COMMITTED), on=DUE) == 0


@pytest.mark.parametrize(
    ("level", "expected"),
    [(Level.HIGH, Escalation.CONSEQUENCE), (Level.MEDIUM, Escalation.NONE),
     (Level.LOW, Escalation.NONE)],
)  # fmt: skip
def test_a_refusal_has_a_consequence_if_the_risk_is_high(
    level: Level, expected: Escalation
) -> None:
    asked = Asked(state=State.DECLINED, risk=level)

    assert escalation(asked, periods=PERIODS, on=DUE) is expected


@thorough
@given(st.sampled_from(State), some_day, st.sampled_from(Level), days, days)
def test_time_alone_never_lowers_an_escalation(
    state: State, due: date | None, risk: Level, one: date, other: date
) -> None:
    asked, (earlier, later) = Asked(state=state, due=due, risk=risk), sorted((one, other))

    before, after = (escalation(asked, periods=PERIODS, on=day) for day in (earlier, later))

    assert before <= after


def test_a_request_is_unanswered_only_after_its_period_and_only_until_it_is_read() -> None:
    asked = Asked(state=State.REQUESTED, requested_on=DUE)

    assert not is_unanswered(asked, periods=PERIODS, on=DUE + 14 * DAY)
    assert is_unanswered(asked, periods=PERIODS, on=DUE + 15 * DAY)
    for state in State:
        read = Asked(state=state, requested_on=DUE)
        expected = state is State.REQUESTED
        assert is_unanswered(read, periods=PERIODS, on=DUE + 99 * DAY) is expected
    assert not is_unanswered(Asked(state=State.REQUESTED), periods=PERIODS, on=DUE)


@pytest.mark.parametrize("state", [State.VERIFIED, State.VERIFIED_PARTIAL])
def test_a_check_is_expired_from_the_day_it_ends(state: State) -> None:
    asked = Asked(state=state, verification_expires_on=DUE)

    assert not is_verification_expired(asked, on=DUE - DAY)
    assert is_verification_expired(asked, on=DUE)
    assert not is_verification_expired(Asked(state=state), on=DUE)


def test_what_was_never_checked_does_not_expire() -> None:
    asked = Asked(state=State.DELIVERED, verification_expires_on=DUE)

    assert not is_verification_expired(asked, on=DUE + DAY)


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (Agreed(is_signed=False, valid_from=DUE - DAY), Force.NOT_SIGNED),
        (Agreed(is_signed=True, valid_from=None), Force.NOT_SIGNED),
        (Agreed(is_signed=True, valid_from=DUE + DAY), Force.NOT_YET),
        (Agreed(is_signed=True, valid_from=DUE), Force.IN_FORCE),
        (Agreed(is_signed=True, valid_from=DUE, valid_until=DUE + 91 * DAY), Force.IN_FORCE),
        (Agreed(is_signed=True, valid_from=DUE, valid_until=DUE + 90 * DAY), Force.EXPIRING),
        (Agreed(is_signed=True, valid_from=DUE, valid_until=DUE + DAY), Force.EXPIRING),
        (Agreed(is_signed=True, valid_from=DUE - DAY, valid_until=DUE), Force.EXPIRED),
        (Agreed(is_signed=True, valid_from=DUE - DAY, terminated_on=DUE), Force.EXPIRED),
        (Agreed(is_signed=True, valid_from=DUE - DAY, terminated_on=DUE + DAY), Force.EXPIRING),
    ],
)
def test_whether_an_agreement_holds_follows_from_its_signatures_and_days(
    agreed: Agreed, expected: Force
) -> None:
    """Method 5.3 and invariant 23."""
    assert force(agreed, periods=PERIODS, on=DUE) is expected


@thorough
@given(st.booleans(), some_day, some_day, some_day, days)
def test_an_agreement_holds_only_if_signed_and_covering(
    is_signed: bool,  # hypothesis passes by position
    start: date | None,
    end: date | None,
    terminated: date | None,
    on: date,
) -> None:
    """Invariant 23."""
    agreed = Agreed(
        is_signed=is_signed, valid_from=start, valid_until=end, terminated_on=terminated
    )

    covered = start is not None and start <= on
    ended = (end is not None and on >= end) or (terminated is not None and on >= terminated)
    holds = force(agreed, periods=PERIODS, on=on) in HOLDS
    assert holds is (is_signed and covered and not ended)
