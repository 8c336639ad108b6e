"""The status of a release follows from events and days alone (method.md 3.6 and 8.2)."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.change import by_when
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.release import (
    IN_USE,
    Event,
    MarkRefused,
    NotCurrent,
    Promise,
    Status,
    WithdrawalReasonMissing,
    require_in_use,
    require_markable,
    status,
)
from tests.unit.strategies import thorough

PUBLISHED = date(2026, 1, 1)
VALID_UNTIL = date(2026, 12, 31)
DUE = date(2026, 3, 1)
GRACE = 30
# From good to bad.
ORDER = (
    Status.CURRENT,
    Status.ATTENTION,
    Status.UNDER_REVIEW,
    Status.EXPIRED,
    Status.SUPERSEDED,
    Status.WITHDRAWN,
)
OPEN, KEPT = Promise(due=DUE, kept=False), Promise(due=DUE, kept=True)


def on(day: date, *events: Event, promises: tuple[Promise, ...] = ()) -> Status:
    return status(events, valid_until=VALID_UNTIL, promises=promises, on=day, grace_days=GRACE)


def after_due(days: int) -> date:
    return DUE + timedelta(days=days)


def test_a_release_is_current_until_its_last_day_and_expired_after() -> None:
    assert on(PUBLISHED) is Status.CURRENT
    assert on(VALID_UNTIL) is Status.CURRENT
    assert on(VALID_UNTIL + timedelta(days=1)) is Status.EXPIRED


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Status.CURRENT),
        (0, Status.CURRENT),
        (1, Status.ATTENTION),
        (GRACE, Status.ATTENTION),
        (GRACE + 1, Status.UNDER_REVIEW),
    ],
)
def test_an_overdue_promise_asks_attention_and_after_the_grace_period_a_review(
    days: int, expected: Status
) -> None:
    assert on(after_due(days), promises=(OPEN,)) is expected


@pytest.mark.parametrize("days", [1, GRACE + 1])
def test_a_promise_that_was_kept_asks_nothing(days: int) -> None:
    assert on(after_due(days), promises=(KEPT,)) is Status.CURRENT


def test_the_most_overdue_promise_decides() -> None:
    late = Promise(due=after_due(GRACE), kept=False)

    assert on(after_due(GRACE + 1), promises=(late, OPEN, KEPT)) is Status.UNDER_REVIEW
    assert on(after_due(GRACE + 1), promises=(late, KEPT)) is Status.ATTENTION


def test_the_grace_period_is_the_one_that_was_given() -> None:
    def found(grace_days: int) -> Status:
        return status(
            [],
            valid_until=VALID_UNTIL,
            promises=[OPEN],
            on=after_due(10),
            grace_days=grace_days,
        )

    assert found(10) is Status.ATTENTION
    assert found(9) is Status.UNDER_REVIEW


def test_a_review_lasts_until_it_is_closed_and_can_be_opened_again() -> None:
    opened, closed = Event.UNDER_REVIEW, Event.REVIEW_CLOSED

    assert on(PUBLISHED, opened) is Status.UNDER_REVIEW
    assert on(PUBLISHED, opened, closed) is Status.CURRENT
    assert on(PUBLISHED, opened, closed, opened) is Status.UNDER_REVIEW
    assert on(PUBLISHED, closed) is Status.CURRENT


def test_closing_a_review_does_not_hide_an_overdue_promise() -> None:
    events = (Event.UNDER_REVIEW, Event.REVIEW_CLOSED)

    assert on(after_due(1), *events, promises=(OPEN,)) is Status.ATTENTION
    assert on(after_due(GRACE + 1), *events, promises=(OPEN,)) is Status.UNDER_REVIEW


@pytest.mark.parametrize(
    ("event", "ended"),
    [(Event.WITHDRAWN, Status.WITHDRAWN), (Event.SUPERSEDED, Status.SUPERSEDED)],
)
@pytest.mark.parametrize("day", [PUBLISHED, after_due(GRACE + 1), date.max])
def test_withdrawn_and_superseded_are_final(event: Event, ended: Status, day: date) -> None:
    later = (Event.UNDER_REVIEW, Event.REVIEW_CLOSED)

    assert on(day, event, promises=(OPEN,)) is ended
    assert on(day, event, *later) is ended


def test_a_release_that_was_both_replaced_and_withdrawn_is_withdrawn() -> None:
    assert on(PUBLISHED, Event.WITHDRAWN, Event.SUPERSEDED) is Status.WITHDRAWN
    assert on(PUBLISHED, Event.SUPERSEDED, Event.WITHDRAWN) is Status.WITHDRAWN


def test_an_expired_release_stays_expired_whatever_its_review() -> None:
    later = VALID_UNTIL + timedelta(days=1)

    assert on(later, Event.UNDER_REVIEW, promises=(OPEN,)) is Status.EXPIRED


days = st.integers(min_value=0, max_value=500).map(lambda n: PUBLISHED + timedelta(days=n))
promises = st.lists(st.builds(Promise, due=days, kept=st.booleans()), max_size=3)
events = st.lists(st.sampled_from(Event), max_size=3)


@thorough
@given(events, promises, days, days, days, st.integers(min_value=0, max_value=60))
def test_time_alone_never_improves_a_status(
    happened: list[Event],
    made: list[Promise],
    valid_until: date,
    one: date,
    other: date,
    grace_days: int,
) -> None:
    """Invariant 21: moving the clock forward without new facts never improves anything."""
    before, after = (
        status(happened, valid_until=valid_until, promises=made, on=day, grace_days=grace_days)
        for day in sorted((one, other))
    )

    assert ORDER.index(before) <= ORDER.index(after)


@thorough
@given(promises, days, days)
def test_keeping_promises_never_worsens_a_status(
    made: list[Promise], valid_until: date, day: date
) -> None:
    kept = [Promise(due=promise.due, kept=True) for promise in made]

    before, after = (
        status([], valid_until=valid_until, promises=some, on=day, grace_days=GRACE)
        for some in (made, kept)
    )

    assert ORDER.index(after) <= ORDER.index(before)


@pytest.mark.parametrize("current", list(Status))
def test_only_a_release_in_use_can_be_adopted(current: Status) -> None:
    if current in (Status.CURRENT, Status.ATTENTION, Status.UNDER_REVIEW):
        require_in_use(current)
        return
    with pytest.raises(NotCurrent) as refusal:
        require_in_use(current)
    assert refusal.value.params == {"status": current}


def test_a_release_is_in_use_exactly_before_it_ends() -> None:
    assert set(ORDER[:3]) == IN_USE


def test_statuses_are_those_of_the_method_and_all_can_occur() -> None:
    occurring = {
        on(day, *happened, promises=(OPEN,))
        for size in (0, 1, 2)
        for happened in combinations(Event, size)
        for day in (PUBLISHED, after_due(1), after_due(GRACE + 1), date.max)
    }

    assert occurring == set(Status) == set(ORDER)


def test_a_withdrawal_without_a_reason_has_its_own_code() -> None:
    assert WithdrawalReasonMissing.code == "release.reason-missing"


@pytest.mark.parametrize(
    ("ended", "is_red", "by"),
    [
        (Status.WITHDRAWN, False, date(2026, 12, 4)),  # a Friday and five working days
        (Status.WITHDRAWN, True, date(2026, 12, 4)),
        (Status.SUPERSEDED, True, date(2026, 12, 4)),
        (Status.SUPERSEDED, False, date(2026, 12, 27)),
        (Status.EXPIRED, False, date(2026, 12, 27)),
    ],
)
def test_who_adopted_looks_again_within_days_after_red_or_withdrawal(
    ended: Status, is_red: bool, by: date
) -> None:
    """Method 4.5: five working days, or else 30 days."""
    day = date(2026, 11, 27)
    is_urgent = ended is Status.WITHDRAWN or is_red
    assert by_when(day, is_urgent=is_urgent, periods=Periods()) == by


def test_a_publisher_asks_for_attention_until_it_is_no_longer_needed() -> None:
    asked, closed = Event.ATTENTION, Event.ATTENTION_CLOSED

    assert on(PUBLISHED, asked) is Status.ATTENTION
    assert on(PUBLISHED, asked, closed) is Status.CURRENT
    assert on(PUBLISHED, asked, closed, asked) is Status.ATTENTION
    assert on(after_due(1), asked, closed, promises=(OPEN,)) is Status.ATTENTION
    assert on(PUBLISHED, asked, Event.UNDER_REVIEW) is Status.UNDER_REVIEW
    require_markable([], mark=asked)
    require_markable([asked], mark=closed)
    for events, mark in (([asked], asked), ([], closed), ([asked, closed], closed),
                         ([], Event.WITHDRAWN)):  # fmt: skip
        with pytest.raises(MarkRefused):
            require_markable(events, mark=mark)
