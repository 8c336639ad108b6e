"""The clock of a prior consultation: eight weeks, six more, suspensions (P19, invariant 33)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.consultation import (
    EXTENSION,
    TERM,
    ClockState,
    Consultation,
    NoticeTooLate,
    Suspension,
    SuspensionUpsideDown,
    clock,
)
from tests.unit.strategies import thorough

RECEIVED = date(2026, 3, 2)  # a Monday
DAY = timedelta(days=1)
offsets = st.integers(min_value=0, max_value=150)


@st.composite
def suspensions(draw: st.DrawFn) -> Suspension:
    since = RECEIVED + DAY * draw(offsets)
    lasts = draw(st.none() | st.integers(min_value=0, max_value=60))
    return Suspension(since=since, until=None if lasts is None else since + DAY * lasts)


@st.composite
def consultations(draw: st.DrawFn) -> Consultation:
    notice = draw(st.none() | st.integers(min_value=0, max_value=31))
    return Consultation(
        received=RECEIVED,
        extension_announced=None if notice is None else RECEIVED + DAY * notice,
        suspensions=frozenset(draw(st.lists(suspensions(), max_size=3))),
    )


moments = offsets.map(lambda days: RECEIVED + DAY * days)


def reference_due(facts: Consultation, *, on: date) -> date:
    """Count day by day: a day on which the clock stands is not one of the weeks."""
    weeks = TERM
    if facts.extension_announced is not None and facts.extension_announced <= on:
        weeks += EXTENSION
    day, left = RECEIVED, weeks.days
    while True:
        stood = any(
            each.since <= day < min(each.until or date.max, on) for each in facts.suspensions
        )
        if not stood and left == 0:
            return day
        left -= not stood
        day += DAY


@thorough
@given(consultations(), moments)
def test_the_last_day_is_the_one_that_counting_day_by_day_gives(
    facts: Consultation, on: date
) -> None:
    """P19."""
    assert clock(facts, on=on).due == reference_due(facts, on=on)


@thorough
@given(consultations(), suspensions(), moments)
def test_a_suspension_never_brings_the_last_day_forward(
    facts: Consultation, more: Suspension, on: date
) -> None:
    """P19 and invariant 33."""
    longer = Consultation(
        received=facts.received,
        extension_announced=facts.extension_announced,
        suspensions=facts.suspensions | {more},
    )

    assert clock(longer, on=on).due >= clock(facts, on=on).due


@thorough
@given(consultations(), moments, moments)
def test_later_nothing_that_happened_is_undone(facts: Consultation, one: date, two: date) -> None:
    """P19: with the same facts, a later day never brings the last day forward."""
    earlier, later = sorted((one, two))

    assert clock(facts, on=later).due >= clock(facts, on=earlier).due


def test_the_authority_has_eight_weeks() -> None:
    found = clock(Consultation(received=RECEIVED), on=RECEIVED)

    assert found.due == date(2026, 4, 27)
    assert (found.state, found.suspended_days) == (ClockState.RUNNING, 0)


def test_six_weeks_more_if_that_was_said_in_time_and_from_the_day_it_was_said() -> None:
    facts = Consultation(received=RECEIVED, extension_announced=date(2026, 4, 2))

    assert clock(facts, on=date(2026, 4, 1)).due == date(2026, 4, 27)
    assert clock(facts, on=date(2026, 4, 2)).due == date(2026, 6, 8)


@pytest.mark.parametrize("notice", [date(2026, 4, 3), date(2026, 3, 1)])
def test_an_extension_that_is_announced_outside_its_month_is_refused(notice: date) -> None:
    with pytest.raises(NoticeTooLate) as refusal:
        Consultation(received=RECEIVED, extension_announced=notice)

    assert refusal.value.params == {"announced": notice, "latest": date(2026, 4, 2)}


@pytest.mark.parametrize(
    ("since", "until"),
    [(RECEIVED - DAY, None), (RECEIVED + 5 * DAY, RECEIVED + 4 * DAY)],
)
def test_a_suspension_that_cannot_be_is_refused(since: date, until: date | None) -> None:
    with pytest.raises(SuspensionUpsideDown) as refusal:
        Consultation(
            received=RECEIVED, suspensions=frozenset({Suspension(since=since, until=until)})
        )

    assert refusal.value.params == {"since": since, "until": until}


def test_the_clock_stands_while_the_authority_waits_for_an_answer() -> None:
    asked = Suspension(since=date(2026, 3, 16), until=date(2026, 3, 30))
    facts = Consultation(received=RECEIVED, suspensions=frozenset({asked}))

    before, during, after = (
        clock(facts, on=day) for day in (date(2026, 3, 15), date(2026, 3, 20), date(2026, 3, 30))
    )

    assert (before.state, before.due) == (ClockState.RUNNING, date(2026, 4, 27))
    assert (during.state, during.due) == (ClockState.STANDING, date(2026, 5, 1))
    assert (after.state, after.due) == (ClockState.RUNNING, date(2026, 5, 11))
    assert after.suspended_days == 14


def test_days_that_two_suspensions_share_count_once() -> None:
    two = {
        Suspension(since=date(2026, 3, 10), until=date(2026, 3, 20)),
        Suspension(since=date(2026, 3, 15), until=date(2026, 3, 25)),
    }

    found = clock(Consultation(received=RECEIVED, suspensions=frozenset(two)), on=date(2026, 4, 1))

    assert found.suspended_days == 15


def test_the_term_has_passed_on_the_day_after_its_last() -> None:
    facts = Consultation(received=RECEIVED)

    assert clock(facts, on=date(2026, 4, 27)).state is ClockState.RUNNING
    assert clock(facts, on=date(2026, 4, 28)).state is ClockState.PASSED


def test_what_begins_after_the_last_day_stops_no_clock() -> None:
    late = Suspension(since=date(2026, 4, 28))
    facts = Consultation(received=RECEIVED, suspensions=frozenset({late}))

    found = clock(facts, on=date(2026, 5, 20))

    assert (found.state, found.due) == (ClockState.PASSED, date(2026, 4, 27))


def test_what_begins_on_the_last_day_still_stops_the_clock() -> None:
    asked = Suspension(since=date(2026, 4, 27), until=date(2026, 4, 30))
    facts = Consultation(received=RECEIVED, suspensions=frozenset({asked}))

    found = clock(facts, on=date(2026, 4, 30))

    assert (found.state, found.due) == (ClockState.RUNNING, date(2026, 4, 30))


def test_the_days_of_all_suspensions_are_told_together() -> None:
    two = {
        Suspension(since=date(2026, 3, 10), until=date(2026, 3, 20)),
        Suspension(since=date(2026, 4, 1), until=date(2026, 4, 5)),
    }

    found = clock(Consultation(received=RECEIVED, suspensions=frozenset(two)), on=date(2026, 4, 5))

    assert found.suspended_days == 14


def test_the_clock_stands_from_the_day_on_which_a_suspension_begins() -> None:
    asked = Suspension(since=date(2026, 3, 16))
    facts = Consultation(received=RECEIVED, suspensions=frozenset({asked}))

    found = clock(facts, on=date(2026, 3, 16))

    assert (found.state, found.suspended_days) == (ClockState.STANDING, 0)


@pytest.mark.parametrize("other", [date(2026, 3, 16), date(2026, 3, 20)])
def test_an_open_suspension_goes_on_whatever_another_one_does(other: date) -> None:
    """The other one begins and ends while it lasts, or on the day itself."""
    two = {Suspension(since=date(2026, 3, 10)), Suspension(since=other, until=date(2026, 3, 20))}

    found = clock(Consultation(received=RECEIVED, suspensions=frozenset(two)), on=date(2026, 3, 20))

    assert (found.state, found.suspended_days) == (ClockState.STANDING, 10)
