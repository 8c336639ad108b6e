"""An incident with a product: who says what to whom, and when it is over (issue 7, point 6).

What schools must know does not wait for a check: a report of a vendor reaches them at once, marked
as not checked. Only a cooperative says that it is over, so that a vendor alone never takes a
warning away (invariant 5).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.rules import RuleViolation

LONGEST_TITLE, LONGEST_TEXT = 200, 5_000


class Gravity(StrEnum):
    """How serious an incident is for pupils and staff."""

    LIMITED = "limited"
    SERIOUS = "serious"
    CRITICAL = "critical"


class Origin(StrEnum):
    """Who reported an incident."""

    COOPERATIVE = "cooperative"
    VENDOR = "vendor"


class State(StrEnum):
    """How far an incident is; a draft is known to its own cooperative only."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Note(StrEnum):
    """What was told about an incident: each of them goes to all who are concerned."""

    SENT = "sent"
    CHECKED = "checked"
    UPDATED = "updated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class IncidentOver(RuleViolation):
    """What is closed or withdrawn is a record; what is sent is no draft any more."""

    code = "incident.move-refused"


class AlreadyReported(RuleViolation):
    """An organisation reports the same incident with a product once."""

    code = "incident.already-reported"


class SinceAhead(RuleViolation):
    """An incident began on a day that has come."""

    code = "incident.since-ahead"


class LanguageMissing(RuleViolation):
    """What schools read is there in Dutch and in English before it goes out."""

    code = "incident.language-missing"


class IncidentWordsMissing(RuleViolation):
    """What is told, and what was done, is said in words."""

    code = "incident.words-missing"


class DeedAhead(RuleViolation):
    """What was done cannot be dated in the future."""

    code = "incident.deed-ahead"


class AlreadyChecked(RuleViolation):
    """A report of a vendor is checked once; what a cooperative reports needs no check."""

    code = "incident.already-checked"


class IncidentOpen(RuleViolation):
    """Attention to a release does not end while an incident with the product is open."""

    code = "release.incident-open"


def require_state(state: State, *, wanted: State) -> None:
    """Refuse what cannot be done with an incident any more, or not yet. Raises IncidentOver."""
    if state is not wanted:
        raise IncidentOver(state=state)


def require_since(since: date, *, today: date) -> None:
    """Refuse an incident of a day that has not come. Raises SinceAhead."""
    if since > today:
        raise SinceAhead(since=since, today=today)


def require_both(texts: Iterable[tuple[str, str, str]]) -> None:
    """Refuse texts, as (field, Dutch, English), of which a language is missing.

    Raises LanguageMissing, which names the field.
    """
    for field, dutch, english in texts:
        for half, text in (("nl", dutch), ("en", english)):
            if not text.strip():
                raise LanguageMissing(field=f"{field}.{half}")


def require_unchecked(*, origin: Origin, is_checked: bool) -> None:
    """Refuse a second check, or one of a cooperative's own report. Raises AlreadyChecked."""
    if origin is not Origin.VENDOR or is_checked:
        raise AlreadyChecked


def require_done(text: str, *, on: date, today: date) -> None:
    """Refuse a deed without words or on a day ahead. Raises IncidentWordsMissing or DeedAhead."""
    if not text.strip():
        raise IncidentWordsMissing(field="text")
    if on > today:
        raise DeedAhead(on=on, today=today)
