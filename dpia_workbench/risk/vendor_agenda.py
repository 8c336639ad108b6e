"""The days of a request that its vendor wants in a calendar; derived, never stored (inv. 21)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.deadlines import (
    Asked,
    answer_until,
    is_unanswered,
    is_verification_expired,
)
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State, is_overdue


class RequestDay(StrEnum):
    """What a day is about."""

    ANSWER = "answer"  # the last day to say that the request was read
    PROMISE = "promise"
    PROPOSAL = "proposal"  # another day that waits for the cooperative's answer
    CHECK_ENDS = "check_ends"  # the last day on which a check counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of a request, and whether it passed without what it asks for."""

    on: date
    kind: RequestDay
    is_late: bool = False


def days(asked: Asked, *, proposed: date | None, periods: Periods, on: date) -> tuple[Day, ...]:
    """Return what is still to come of a request, and what passed and is not done; in order."""
    return tuple(sorted(_days(asked, proposed=proposed, periods=periods, on=on), key=_order))


def _order(day: Day) -> tuple[date, str]:
    return day.on, day.kind


def _days(asked: Asked, *, proposed: date | None, periods: Periods, on: date) -> Iterator[Day]:
    state, due, ends = asked.state, asked.due, asked.verification_expires_on
    last = answer_until(asked, periods=periods)
    if last is not None:
        late = is_unanswered(asked, periods=periods, on=on)
        yield Day(on=last, kind=RequestDay.ANSWER, is_late=late)
    if state is State.COMMITTED and due is not None:
        late = is_overdue(state, due=due, on=on)
        yield Day(on=due, kind=RequestDay.PROMISE, is_late=late)
        if proposed is not None:
            yield Day(on=proposed, kind=RequestDay.PROPOSAL)
    if state in (State.VERIFIED, State.VERIFIED_PARTIAL) and ends is not None:
        late = is_verification_expired(asked, on=on)
        yield Day(on=ends - timedelta(days=1), kind=RequestDay.CHECK_ENDS, is_late=late)
