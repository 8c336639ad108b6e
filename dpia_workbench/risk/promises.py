"""What became of the promises of a vendor, in numbers that anybody may read.

A promise is measured by the first day that was promised (invariant 22): a day that was moved later
never makes it kept. It is kept only once somebody independent found that what was delivered works.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.remediation import State, is_overdue


class PromiseOutcome(StrEnum):
    """What became of something that a vendor was asked for."""

    KEPT = "kept"  # delivered on or before the first promised day, and found to work
    KEPT_LATE = "kept_late"  # delivered after that day, and found to work
    OPEN = "open"  # the promised day has not passed, or the delivery is being checked
    MOVED = "moved"  # the first day passed without a delivery; a later one was agreed
    PAST = "past"  # the day that was agreed has passed without a delivery
    NOT_GOOD_ENOUGH = "not_good_enough"  # a check found that it does not work, or only partly
    TAKEN_BACK = "taken_back"  # the cooperative took the request back after the promise
    DECLINED = "declined"
    NOT_PROMISED = "not_promised"  # asked, and no day promised


PROMISED = tuple(
    each
    for each in PromiseOutcome
    if each not in (PromiseOutcome.DECLINED, PromiseOutcome.NOT_PROMISED)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The facts of a request that its outcome rests on."""

    state: State
    first_due: date | None = None  # the first day that was ever promised
    due: date | None = None  # the day that holds
    delivered_on: date | None = None  # of the last delivery
    was_checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often each outcome occurs among some requests."""

    counts: Mapping[PromiseOutcome, int]

    @property
    def asked(self) -> int:
        """Return how many requests there are."""
        return sum(self.counts.values())

    @property
    def promised(self) -> int:
        """Return how many of them were ever promised for a day."""
        return sum(self.counts[each] for each in PROMISED)


def outcome(given: Given, *, on: date) -> PromiseOutcome | None:
    """Return what became of a request on a day; None for one that never counts.

    That is a request that was not sent, or that was taken back before anything was promised.
    """
    if given.state is State.DECLINED:
        return PromiseOutcome.DECLINED
    if given.first_due is None:
        aside = given.state in (State.DRAFT, State.WITHDRAWN)
        return None if aside else PromiseOutcome.NOT_PROMISED
    if given.state is State.WITHDRAWN:
        return PromiseOutcome.TAKEN_BACK
    if given.state is State.VERIFIED:
        in_time = given.delivered_on is not None and given.delivered_on <= given.first_due
        return PromiseOutcome.KEPT if in_time else PromiseOutcome.KEPT_LATE
    return _unfinished(given, first_due=given.first_due, on=on)


def _unfinished(given: Given, *, first_due: date, on: date) -> PromiseOutcome:
    if is_overdue(given.state, due=given.due, on=on):
        return PromiseOutcome.PAST
    if given.state is State.DELIVERED:
        return PromiseOutcome.OPEN
    if given.state is State.VERIFIED_PARTIAL or given.was_checked:
        return PromiseOutcome.NOT_GOOD_ENOUGH
    return PromiseOutcome.MOVED if first_due < on else PromiseOutcome.OPEN


def tally(requests: Iterable[Given], *, on: date) -> Tally:
    """Return the numbers of some requests on a day."""
    found = Counter(outcome(each, on=on) for each in requests)
    return Tally(counts={each: found[each] for each in PromiseOutcome})
