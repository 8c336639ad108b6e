"""States that follow from facts and a day, and are never stored (method.md 5.3, 5.4; inv. 21)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State, is_overdue
from dpia_workbench.risk.scale import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The facts of a request to a vendor that its derived states rest on."""

    state: State
    requested_on: date | None = None
    due: date | None = None
    verification_expires_on: date | None = None  # exclusive
    risk: Level = Level.LOW  # the highest level of the risks it is asked for, after the vendor


class Escalation(IntEnum):
    """How far a request is escalated, and what that means (method.md 5.4)."""

    NONE = 0
    REMINDER = 1
    LEADS = 2  # programme lead and the vendor's executive
    CONSEQUENCE = 3  # a consequence is published: a new verdict


def answer_until(asked: Asked, *, periods: Periods) -> date | None:
    """Return the last day on which a vendor says in time that it read the request, while it has
    not said so.
    """
    if asked.state is not State.REQUESTED or asked.requested_on is None:
        return None
    return asked.requested_on + timedelta(days=periods.unanswered_days)


def is_unanswered(asked: Asked, *, periods: Periods, on: date) -> bool:
    """Return whether the vendor did not even say in time that it read the request."""
    last = answer_until(asked, periods=periods)
    return last is not None and on > last


def is_verification_expired(asked: Asked, *, on: date) -> bool:
    """Return whether what was verified must be checked again before it counts."""
    verified = asked.state in (State.VERIFIED, State.VERIFIED_PARTIAL)
    ends = asked.verification_expires_on
    return verified and ends is not None and on >= ends


def days_overdue(asked: Asked, *, on: date) -> int:
    """Return how many days a promise is late; 0 if it is not."""
    if asked.due is None or not is_overdue(asked.state, due=asked.due, on=on):
        return 0
    return (on - asked.due).days


def escalation(asked: Asked, *, periods: Periods, on: date) -> Escalation:
    """Return how far a request is escalated: by lateness, or by a refusal on a high risk."""
    if asked.state is State.DECLINED and asked.risk is Level.HIGH:
        return Escalation.CONSEQUENCE
    late = days_overdue(asked, on=on)
    if late == 0:
        return Escalation.NONE
    if late <= periods.reminder_days:
        return Escalation.REMINDER
    return Escalation.LEADS if late <= periods.escalation_days else Escalation.CONSEQUENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """The facts of an agreement that its derived state rests on (invariant 23)."""

    is_signed: bool  # by every required party, with a file that is kept by hash
    valid_from: date | None
    valid_until: date | None = None  # exclusive; None: no end
    terminated_on: date | None = None


class Force(StrEnum):
    """Whether an agreement can be relied on, on a day."""

    NOT_SIGNED = "not_signed"
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"


HOLDS = frozenset({Force.IN_FORCE, Force.EXPIRING})


def force(agreed: Agreed, *, periods: Periods, on: date) -> Force:
    """Return whether an agreement is in force on a day, about to end, ended, or not there yet."""
    if not agreed.is_signed or agreed.valid_from is None:
        return Force.NOT_SIGNED
    ends = [day for day in (agreed.valid_until, agreed.terminated_on) if day is not None]
    if any(on >= day for day in ends):
        return Force.EXPIRED
    if on < agreed.valid_from:
        return Force.NOT_YET
    soon = on + timedelta(days=periods.expiring_days)
    return Force.EXPIRING if any(day <= soon for day in ends) else Force.IN_FORCE
