"""What became of promises: measured by the first day, and kept only once a check says so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.promises import (
    PROMISED,
    Given,
    PromiseOutcome,
    outcome,
    tally,
)
from dpia_workbench.risk.remediation import State

FIRST = date(2026, 6, 1)
BEFORE, AFTER = FIRST - timedelta(days=1), FIRST + timedelta(days=1)
LATER = FIRST + timedelta(days=90)


def asked(state: State, *, due: date | None = FIRST, **words: object) -> Given:
    return Given(state=state, first_due=FIRST, due=due, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("request_", "on", "expected"),
    [
        (asked(State.VERIFIED, delivered_on=FIRST), LATER, "kept"),
        (asked(State.VERIFIED, delivered_on=AFTER), LATER, "kept_late"),
        (asked(State.VERIFIED, due=LATER, delivered_on=AFTER), LATER, "kept_late"),
        (asked(State.COMMITTED), FIRST, "open"),
        (asked(State.COMMITTED), AFTER, "past"),
        (asked(State.COMMITTED, due=LATER), BEFORE, "open"),
        (asked(State.COMMITTED, due=LATER), AFTER, "moved"),
        (asked(State.COMMITTED, due=LATER), LATER + timedelta(days=1), "past"),
        (asked(State.DELIVERED, delivered_on=FIRST), LATER, "open"),
        (asked(State.COMMITTED, due=LATER, was_checked=True), AFTER, "not_good_enough"),
        (asked(State.COMMITTED, was_checked=True), AFTER, "past"),
        (asked(State.VERIFIED_PARTIAL, delivered_on=FIRST), LATER, "not_good_enough"),
        (asked(State.WITHDRAWN), LATER, "taken_back"),
        (Given(state=State.DECLINED), LATER, "declined"),
        (Given(state=State.REQUESTED), LATER, "not_promised"),
        (Given(state=State.ACKNOWLEDGED), LATER, "not_promised"),
        (Given(state=State.WITHDRAWN), LATER, None),
        (Given(state=State.DRAFT), LATER, None),
    ],
)
def test_each_request_has_one_outcome(request_: Given, on: date, expected: str | None) -> None:
    assert outcome(request_, on=on) == expected


days = st.integers(min_value=-60, max_value=60).map(lambda n: FIRST + timedelta(days=n))
some_day = st.none() | days
requests = st.builds(
    Given, state=st.sampled_from(State), first_due=some_day, due=some_day, delivered_on=some_day,
    was_checked=st.booleans(),
)  # fmt: skip


@given(st.lists(requests, max_size=12), days)
def test_each_request_always_counts_once(given_: list[Given], on: date) -> None:
    numbers = tally(given_, on=on)

    promised = [each for each in given_ if each.first_due and each.state is not State.DECLINED]
    assert numbers.promised == len(promised) == sum(numbers.counts[each] for each in PROMISED)
    aside = [each for each in given_ if outcome(each, on=on) is None]
    assert numbers.asked == len(given_) - len(aside)
    assert set(numbers.counts) == set(PromiseOutcome)


@given(requests, days, st.integers(min_value=0, max_value=99))
def test_the_clock_never_makes_a_promise_kept_or_undoes_that(
    given_: Given, on: date, more: int
) -> None:
    kept = (PromiseOutcome.KEPT, PromiseOutcome.KEPT_LATE)
    now, then = (outcome(given_, on=day) for day in (on, on + timedelta(days=more)))

    assert (now in kept) == (then in kept)
    if now is PromiseOutcome.PAST:
        assert then is PromiseOutcome.PAST


@given(requests, days, days)
def test_a_day_that_was_moved_never_makes_a_promise_kept(
    given_: Given, on: date, due: date
) -> None:
    """Which day holds now decides whether it is late, never whether it was kept."""
    moved = Given(
        state=given_.state, first_due=given_.first_due, due=due,
        delivered_on=given_.delivered_on, was_checked=given_.was_checked,
    )  # fmt: skip

    kept = PromiseOutcome.KEPT
    assert (outcome(given_, on=on) is kept) == (outcome(moved, on=on) is kept)
