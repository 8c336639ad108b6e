"""What happens in a prior consultation (GDPR art. 36), event by event, and what follows from it.

Events are only added; what was noted wrongly is taken back by an event of its own. Whatever order
they are noted in, what is left must tell a possible story: see `replay`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.risk import consultation
from dpia_workbench.risk.consultation import EXTENSION, TERM, Clock, ClockState, Suspension
from dpia_workbench.risk.rules import RuleViolation


class Applicant(StrEnum):
    """Who asks the authority."""

    BOARD = "board"
    COOPERATIVE = "cooperative"  # on a mandate of the board


class EventKind(StrEnum):
    """What happened."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ANSWERED = "answered"
    FOLLOWED = "followed"  # how the board follows the answer


class EventOutOfOrder(RuleViolation):
    """One thing follows from another: nothing is answered before it was received."""

    code = "consultation.event-out-of-order"


class EventTooEarly(RuleViolation):
    """What comes later is not dated before what it follows."""

    code = "consultation.event-too-early"


class EventAhead(RuleViolation):
    """What happened is not dated in the future."""

    code = "consultation.event-ahead"


class ApplicantMissing(RuleViolation):
    """A request is made by the board itself, or by its cooperative on a mandate."""

    code = "consultation.applicant-missing"


class StillNeeded(RuleViolation):
    """What later events follow from is not taken back before these are."""

    code = "consultation.event-still-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, on a day."""

    kind: EventKind
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How far a consultation is."""

    submitted: date | None = None
    received: date | None = None
    extended: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    answered: date | None = None
    followed: date | None = None

    @property
    def is_suspended(self) -> bool:
        """Return whether the clock stands since some day."""
        return bool(self.suspensions) and self.suspensions[-1].until is None

    @property
    def facts(self) -> consultation.Consultation | None:
        """Return what the clock is computed from, once the authority received the request."""
        if self.received is None:
            return None
        return consultation.Consultation(
            received=self.received,
            extension_announced=self.extended,
            suspensions=frozenset(self.suspensions),
        )

    @property
    def possible(self) -> tuple[EventKind, ...]:
        """Return what can happen next, in the usual order."""
        return tuple(kind for kind in EventKind if self._can(kind))

    def _can(self, kind: EventKind) -> bool:
        runs = self.received is not None and self.answered is None
        return {
            EventKind.SUBMITTED: self.submitted is None,
            EventKind.RECEIVED: self.submitted is not None and self.received is None,
            EventKind.EXTENDED: runs and self.extended is None,
            EventKind.SUSPENDED: runs and not self.is_suspended,
            EventKind.RESUMED: runs and self.is_suspended,
            EventKind.ANSWERED: runs,
            EventKind.FOLLOWED: self.answered is not None and self.followed is None,
        }[kind]


def replay(events: Iterable[Event]) -> Record:
    """Return how far a consultation is after these events.

    Raises EventOutOfOrder, EventTooEarly, NoticeTooLate or SuspensionUpsideDown.
    """
    found = Record()
    for event in events:
        if event.kind not in found.possible:
            raise EventOutOfOrder(kind=event.kind)
        _require_after(event, found)
        found = _with(found, event)
        _checked = found.facts  # refuses an extension that was announced too late
    return found


def _require_after(event: Event, found: Record) -> None:
    earliest = _earliest(event.kind, found)
    if earliest is not None and event.on < earliest:
        raise EventTooEarly(on=event.on, earliest=earliest)


def _earliest(kind: EventKind, found: Record) -> date | None:
    """Return the first day on which something can have happened."""
    if kind is EventKind.FOLLOWED:
        return found.answered
    ends = [each.until or each.since for each in found.suspensions]
    if kind in (EventKind.SUSPENDED, EventKind.RESUMED) and ends:
        return ends[-1]
    return found.received or found.submitted


def _with(found: Record, event: Event) -> Record:
    values = {name: getattr(found, name) for name in Record.__dataclass_fields__}
    if event.kind is EventKind.SUSPENDED:
        values["suspensions"] = (*found.suspensions, Suspension(since=event.on))
    elif event.kind is EventKind.RESUMED:
        last = Suspension(since=found.suspensions[-1].since, until=event.on)
        values["suspensions"] = (*found.suspensions[:-1], last)
    else:
        values[event.kind.value] = event.on
    return Record(**values)


def require_past(on: date, *, today: date) -> None:
    """Refuse an event in the future. Raises EventAhead."""
    if on > today:
        raise EventAhead(on=on, today=today)


def require_applicant(applicant: Applicant | None, *, asks: bool) -> None:
    """Refuse a request of which nobody is the applicant. Raises ApplicantMissing."""
    if asks and applicant is None:
        raise ApplicantMissing


def require_without(events: Sequence[Event]) -> None:
    """Refuse to take back what later events follow from. Raises StillNeeded."""
    try:
        replay(events)
    except RuleViolation as error:
        raise StillNeeded from error


class StepKind(StrEnum):
    """One step of the computation of the last day."""

    RECEIVED = "received"
    TERM = "term"
    EXTENSION = "extension"
    SUSPENSION = "suspension"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStep:
    """One step: what was added, and the last day as far as this step."""

    kind: StepKind
    day: date
    added: int = 0
    since: date | None = None
    until: date | None = field(default=None)


def clock(found: Record, *, on: date) -> Clock | None:
    """Return the clock on a day, or as it was on the day of the answer; none before receipt."""
    facts = found.facts
    if facts is None:
        return None
    return consultation.clock(facts, on=_read_on(found, on=on))


def _read_on(found: Record, *, on: date) -> date:
    return on if found.answered is None else min(on, found.answered)


def is_late(found: Record, *, on: date) -> bool:
    """Return whether the last day has passed and there is no answer."""
    told = clock(found, on=on)
    return told is not None and found.answered is None and told.state is ClockState.PASSED


def steps(found: Record, *, on: date) -> tuple[ClockStep, ...]:
    """Return how the last day was computed; the last step ends on the day that the clock says."""
    if found.received is None:
        return ()
    return tuple(_steps(found, on=_read_on(found, on=on)))


def _steps(found: Record, *, on: date) -> Iterator[ClockStep]:
    received = found.received
    assert received is not None  # noqa: S101  # `steps` asked
    due = received + TERM
    yield ClockStep(kind=StepKind.RECEIVED, day=received)
    yield ClockStep(kind=StepKind.TERM, day=due, added=TERM.days)
    if found.extended is not None and found.extended <= on:
        due += EXTENSION
        yield ClockStep(kind=StepKind.EXTENSION, day=due, added=EXTENSION.days)
    for each in found.suspensions:
        until = min(each.until or on, on)
        if each.since > min(due, on):
            continue
        due += until - each.since
        yield ClockStep(
            kind=StepKind.SUSPENSION, day=due, added=(until - each.since) // timedelta(days=1),
            since=each.since, until=each.until,
        )  # fmt: skip
