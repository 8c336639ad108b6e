"""The statuses that a release had over time, with the reason: derived, never stored (8.2).

It is told from what is known today: a promise that was kept late asked for attention until then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.release import (
    Event,
    Promise,
    Status,
    asks_attention,
    is_under_review,
    status,
)

_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a release has the status it has."""

    NOTHING_OPEN = "nothing_open"
    ATTENTION_ASKED = "attention_asked"
    AGREEMENT_ENDS = "agreement_ends"
    PROMISE_OVERDUE = "promise_overdue"
    PROMISE_LONG_OVERDUE = "promise_long_overdue"
    REVIEW_OPENED = "review_opened"
    PASSED_ITS_END = "passed_its_end"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that people decided about a release, on a day, with their reason."""

    on: date
    event: Event
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time in which the status of a release was the same; `until` is its last day."""

    starts: date
    until: date | None  # None: it still is
    status: Status
    why: Why
    reason: str = ""  # in the words of who decided it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the status of a release follows from."""

    published_on: date
    valid_until: date
    happened: Sequence[Happened]
    promises: Sequence[Promise]
    grace_days: int

    def by(self, day: date) -> "Facts":
        """Return the facts as they were at the end of a day."""
        return Facts(
            published_on=self.published_on,
            valid_until=self.valid_until,
            happened=[each for each in self.happened if each.on <= day],
            promises=[
                Promise(due=p.due, kept=p.kept and (p.kept_on is None or p.kept_on <= day))
                for p in self.promises
            ],
            grace_days=self.grace_days,
        )

    @property
    def events(self) -> list[Event]:
        """Return what was decided, in its order."""
        return [each.event for each in self.happened]


def status_on(facts: Facts, day: date) -> Status:
    """Return the status at the end of a day."""
    known = facts.by(day)
    return status(
        known.events, valid_until=known.valid_until, promises=known.promises, on=day,
        grace_days=known.grace_days,
    )  # fmt: skip


def periods(facts: Facts, *, on: date) -> list[Period]:
    """Return the periods from the publication up to a day, the first one first."""
    starts = [day for day in sorted(set(_turns(facts))) if facts.published_on <= day <= on]
    found: list[Period] = []
    for day in starts or [facts.published_on]:
        reached = status_on(facts, day)
        why, reason = _why(facts.by(day), reached)
        made = Period(starts=day, until=None, status=reached, why=why, reason=reason)
        if found and _same(found[-1], made):
            continue
        if found:
            found[-1] = replace(found[-1], until=day - _DAY)
        found.append(made)
    return found


def _turns(facts: Facts) -> Iterator[date]:
    """Yield the days on which a status can begin."""
    yield facts.published_on
    yield facts.valid_until + _DAY
    for each in facts.happened:
        yield max(each.on, facts.published_on)
    for promise in facts.promises:
        yield promise.due + _DAY
        yield promise.due + timedelta(days=facts.grace_days + 1)
        if promise.kept_on is not None:
            yield promise.kept_on


def _same(one: Period, other: Period) -> bool:
    return (one.status, one.why, one.reason) == (other.status, other.why, other.reason)


def _why(facts: Facts, reached: Status) -> tuple[Why, str]:
    """Return why a release has a status, and in whose words."""
    if reached is Status.WITHDRAWN:
        return Why.WITHDRAWN, _words(facts, Event.WITHDRAWN)
    if reached is Status.SUPERSEDED:
        return Why.SUPERSEDED, _words(facts, Event.SUPERSEDED)
    if reached is Status.EXPIRED:
        return Why.PASSED_ITS_END, ""
    if reached is Status.UNDER_REVIEW:
        if is_under_review(facts.events):
            return Why.REVIEW_OPENED, _words(facts, Event.UNDER_REVIEW)
        return Why.PROMISE_LONG_OVERDUE, ""
    if reached is Status.ATTENTION:
        return _why_attention(facts)
    return Why.NOTHING_OPEN, ""


def _why_attention(facts: Facts) -> tuple[Why, str]:
    if asks_attention(facts.events):
        return Why.ATTENTION_ASKED, _words(facts, Event.ATTENTION)
    if Event.AGREEMENT_ENDS in facts.events:
        return Why.AGREEMENT_ENDS, _words(facts, Event.AGREEMENT_ENDS)
    return Why.PROMISE_OVERDUE, ""


def _words(facts: Facts, event: Event) -> str:
    return next(each.reason for each in reversed(facts.happened) if each.event is event)
