"""Status of a published release: derived from events and dates, never stored (method.md 8.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation


class Status(StrEnum):
    """Whether a release can be relied on today."""

    CURRENT = "current"
    ATTENTION = "attention"
    UNDER_REVIEW = "under_review"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What people decide about a release after its publication."""

    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    AGREEMENT_ENDS = "agreement_ends"  # one that it rests on
    UNDER_REVIEW = "under_review"
    REVIEW_CLOSED = "review_closed"
    ATTENTION = "attention"
    ATTENTION_CLOSED = "attention_closed"


IN_USE = frozenset({Status.CURRENT, Status.ATTENTION, Status.UNDER_REVIEW})


class NotCurrent(RuleViolation):
    """Only a release that is in use can be adopted or withdrawn."""

    code = "release.not-current"


class MarkRefused(RuleViolation):
    """Attention is asked for once, and is no longer needed only where it was asked for."""

    code = "release.mark-refused"


class WithdrawalReasonMissing(RuleViolation):
    """A withdrawal says why."""

    code = "release.reason-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment the release tolerates: when it is due, and whether it was kept since."""

    due: date
    kept: bool
    kept_on: date | None = None  # None: the day is not known, or it was not kept


def status(
    events: Iterable[Event],
    *,
    valid_until: date,
    promises: Iterable[Promise],
    on: date,
    grace_days: int,
) -> Status:
    """Return the status on a day; `valid_until` is the last day on which the release holds.

    A promise that passes its day asks for attention, and so does a publisher; after the grace
    period the release is under review (the overdue rule of method.md 3.6).
    """
    happened = list(events)
    for event, ended in (
        (Event.WITHDRAWN, Status.WITHDRAWN),
        (Event.SUPERSEDED, Status.SUPERSEDED),
    ):
        if event in happened:
            return ended
    if on > valid_until:
        return Status.EXPIRED
    overdue = [promise.due for promise in promises if not promise.kept and promise.due < on]
    past_grace = any(on > due + timedelta(days=grace_days) for due in overdue)
    if past_grace or is_under_review(happened):
        return Status.UNDER_REVIEW
    asks = overdue or asks_attention(happened) or Event.AGREEMENT_ENDS in happened
    return Status.ATTENTION if asks else Status.CURRENT


def asks_attention(events: Iterable[Event]) -> bool:
    """Return whether a publisher asked for attention, and did not close that since."""
    return _is_open(events, Event.ATTENTION, Event.ATTENTION_CLOSED)


def is_under_review(events: Iterable[Event]) -> bool:
    """Return whether a publisher took it under review, and did not close that since."""
    return _is_open(events, Event.UNDER_REVIEW, Event.REVIEW_CLOSED)


def _is_open(events: Iterable[Event], opens: Event, closes: Event) -> bool:
    marks = [event for event in events if event in (opens, closes)]
    return bool(marks) and marks[-1] is opens


def require_in_use(current: Status) -> None:
    """Refuse a release that no longer holds. Raises NotCurrent."""
    if current not in IN_USE:
        raise NotCurrent(status=current)


def require_markable(events: Iterable[Event], *, mark: Event) -> None:
    """Refuse to ask for attention twice, or to end what was not begun. Raises MarkRefused."""
    opens = {Event.ATTENTION: False, Event.ATTENTION_CLOSED: True}
    if opens.get(mark) is not asks_attention(events):
        raise MarkRefused
