"""The clock of a prior consultation (GDPR art. 36(2); method.md 2.1, invariant 33).

The authority answers within eight weeks of receipt. It may add six weeks for complexity if it
says so within a month, and it may suspend the period until it has the information it asked for.
Days are days in Europe/Amsterdam; `until` of a suspension is the day on which it ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.rules import RuleViolation

TERM, EXTENSION = timedelta(weeks=8), timedelta(weeks=6)
NOTICE_MONTHS = 1


class NoticeTooLate(RuleViolation):
    """An extension is announced within a month of receipt, and not before it."""

    code = "consultation.notice-too-late"


class SuspensionUpsideDown(RuleViolation):
    """A suspension begins after receipt and ends after it began."""

    code = "consultation.suspension-upside-down"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Suspension:
    """A period in which the clock stands; without an end it still does."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """What happened so far. Raises NoticeTooLate or SuspensionUpsideDown."""

    received: date
    extension_announced: date | None = None
    suspensions: frozenset[Suspension] = frozenset()

    def __post_init__(self) -> None:
        notice, latest = self.extension_announced, add_months(self.received, months=NOTICE_MONTHS)
        if notice is not None and not self.received <= notice <= latest:
            raise NoticeTooLate(announced=notice, latest=latest)
        for each in self.suspensions:
            if each.since < self.received or (each.until is not None and each.until < each.since):
                raise SuspensionUpsideDown(since=each.since, until=each.until)


class ClockState(StrEnum):
    """Where the clock is on a day."""

    RUNNING = "running"
    STANDING = "standing"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The last day for the answer; while the clock stands it is the earliest that day can be."""

    state: ClockState
    due: date
    suspended_days: int


def clock(facts: Consultation, *, on: date) -> Clock:
    """Return the clock as it is on a day, with what was known on that day.

    A suspension adds the days that it lasted, and those it has lasted so far; days that two
    suspensions share count once, and what begins after the last day adds nothing.
    """
    extended = facts.extension_announced is not None and facts.extension_announced <= on
    due = facts.received + TERM + (EXTENSION if extended else timedelta())
    suspended, stands = timedelta(), False
    for since, until, is_open in _merged(facts.suspensions, on=on):
        if since > due:
            break
        suspended += until - since
        due += until - since
        stands = is_open
    state = ClockState.PASSED if on > due else ClockState.RUNNING
    return Clock(
        state=ClockState.STANDING if stands else state, due=due, suspended_days=suspended.days
    )


def _merged(suspensions: Iterable[Suspension], *, on: date) -> list[tuple[date, date, bool]]:
    """Return suspensions as far as a day, and whether each goes on; what touches is one."""
    merged: list[tuple[date, date, bool]] = []
    for each in sorted((each.since, each.until or date.max) for each in suspensions):
        since, until = each[0], min(each[1], on)
        is_open = each[1] > on
        if since > on:
            break
        if merged and since <= merged[-1][1]:
            before = merged[-1]
            merged[-1] = (before[0], max(before[1], until), before[2] or is_open)
        else:
            merged.append((since, until, is_open))
    return merged
