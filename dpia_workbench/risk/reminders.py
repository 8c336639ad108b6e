"""Of what somebody is reminded by mail, and when (method.md 5.4).

Each reason has days of its own, counted from the day that it is about. It is told on the first day
on which somebody looks after one of them has come, so that a day without mail loses nothing; and
it is told only while it holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from dpia_workbench.risk.deadlines import (
    Asked,
    Escalation,
    days_overdue,
    escalation,
    is_unanswered,
)
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level


class Side(Enum):
    """For whom a reminder is."""

    VENDOR = "vendor"
    ANALYSTS = "analysts"  # of the cooperative that asked
    LEADS = "leads"  # its programme lead: who reviews and publishes there


class Reason(Enum):
    """Of what somebody is reminded."""

    UNANSWERED = "unanswered"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"  # a level is reached; says also how late it is
    DECLINED = "declined"  # although a risk is high: the highest level at once
    TO_CHECK = "to_check"  # a delivery waits for a check
    PROPOSAL = "proposal"  # another day waits for an answer
    RENEWAL = "renewal"  # what was checked must be checked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the reminders about a request rest on."""

    asked: Asked
    periods: Periods
    promised_on: date | None = None  # when the day that holds was promised or accepted
    proposed_on: date | None = None  # when another day was proposed that still waits
    delivered_on: date | None = None
    declined_on: date | None = None
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reason, and how many days it lies ahead (negative: lies behind) of the day it is told."""

    reason: Reason
    days: int
    level: Escalation = Escalation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rhythm:
    """On which days from its own day a reason is told; after the last one every so many days."""

    days: tuple[int, ...]
    every: int = 0

    def last(self, day: int) -> int | None:
        """Return the newest of its days that has come."""
        come = [each for each in self.days if each <= day]
        if not come:
            return None
        newest = come[-1]
        if self.every and newest == self.days[-1]:
            newest += (day - newest) // self.every * self.every
        return newest


_SOON = _Rhythm(days=(-14, -7, -1))
_LATE = _Rhythm(days=(1, 7, 14), every=14)
_WEEKLY = _Rhythm(days=(7,), every=7)
_RENEWAL = _Rhythm(days=(-30, -7, 0))
_NEXT_DAY = _Rhythm(days=(1,))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """The day of today, and the last one on which somebody was told."""

    told: date | None
    today: date

    def crossed(self, rhythm: _Rhythm, *, of: date, since: date | None) -> bool:
        """Return whether a day of a rhythm has come that nobody heard of yet.

        What began only after such a day is told on its next one.
        """
        newest = rhythm.last(self.after(of))
        if newest is None:
            return False
        return all(newest > (seen - of).days for seen in (self.told, since) if seen is not None)

    def after(self, day: date) -> int:
        """Return how many days ago a day was."""
        return (self.today - day).days


def reminders(facts: Facts, side: Side, *, told: date | None, today: date) -> tuple[Reminder, ...]:
    """Return of what a side is reminded today about a request, since it was last told of anything.

    The vendor's rest on nothing but what the vendor knows: never on a level of a risk.
    """
    days = _Days(told=told, today=today)
    if side is Side.VENDOR:
        known = replace(facts, asked=replace(facts.asked, risk=Level.LOW))
        return (*_unanswered(known, days), *_soon(known, days), *_late(known, days))
    if side is Side.LEADS:
        return tuple(each for each in _late(facts, days) if each.level >= Escalation.LEADS)
    return (
        *_unanswered(facts, days), *_late(facts, days), *_waiting(facts, days),
        *_renewal(facts, days),
    )  # fmt: skip


def _unanswered(facts: Facts, days: _Days) -> Iterator[Reminder]:
    asked, periods = facts.asked, facts.periods
    if asked.requested_on is None or not is_unanswered(asked, periods=periods, on=days.today):
        return
    rhythm = _Rhythm(days=(periods.unanswered_days + 1,), every=7)
    if days.crossed(rhythm, of=asked.requested_on, since=None):
        yield Reminder(reason=Reason.UNANSWERED, days=-days.after(asked.requested_on))


def _soon(facts: Facts, days: _Days) -> Iterator[Reminder]:
    due = facts.asked.due
    if facts.asked.state is not State.COMMITTED or due is None or due < days.today:
        return
    if days.crossed(_SOON, of=due, since=facts.promised_on):
        yield Reminder(reason=Reason.DUE_SOON, days=-days.after(due))


def _late(facts: Facts, days: _Days) -> Iterator[Reminder]:
    """Yield that a day has passed; with the level, if that is reached and was not told yet."""
    asked, periods = facts.asked, facts.periods
    level = escalation(asked, periods=periods, on=days.today)
    late = days_overdue(asked, on=days.today)
    if level is Escalation.NONE:
        return
    if asked.due is None or not late:  # by a refusal
        if facts.declined_on and days.crossed(_NEXT_DAY, of=facts.declined_on, since=None):
            yield Reminder(reason=Reason.DECLINED, days=-days.after(facts.declined_on), level=level)
        return
    reached = _Rhythm(days=(1, periods.reminder_days + 1, periods.escalation_days + 1))
    if days.crossed(reached, of=asked.due, since=facts.promised_on):
        yield Reminder(reason=Reason.ESCALATED, days=-late, level=level)
    elif days.crossed(_LATE, of=asked.due, since=facts.promised_on):
        yield Reminder(reason=Reason.OVERDUE, days=-late, level=level)


def _waiting(facts: Facts, days: _Days) -> Iterator[Reminder]:
    """Yield what waits for the cooperative: a delivery to check, a proposal to answer."""
    state, delivered, proposed = facts.asked.state, facts.delivered_on, facts.proposed_on
    if state is State.DELIVERED and delivered and days.crossed(_WEEKLY, of=delivered, since=None):
        yield Reminder(reason=Reason.TO_CHECK, days=-days.after(delivered))
    if state is State.COMMITTED and proposed and days.crossed(_WEEKLY, of=proposed, since=None):
        yield Reminder(reason=Reason.PROPOSAL, days=-days.after(proposed))


def _renewal(facts: Facts, days: _Days) -> Iterator[Reminder]:
    ends = facts.asked.verification_expires_on
    if ends is None or facts.asked.state not in (State.VERIFIED, State.VERIFIED_PARTIAL):
        return
    if days.crossed(_RENEWAL, of=ends, since=facts.verified_on):
        yield Reminder(reason=Reason.RENEWAL, days=-days.after(ends))
