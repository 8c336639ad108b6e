"""What an incident does to the releases of its product: they ask for attention while it is open.

Attention never changes a level or a verdict (invariant 5), and ends only when a cooperative says
that the incident is over and nobody else asks for it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import LANGUAGES, gettext, speaking
from dpia_workbench.i18n import deferred as _
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.incident import IncidentOpen
from dpia_workbench.risk.release import IN_USE, Event, asks_attention
from dpia_workbench.store import audit, incidents, releases, search_changes
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Incident, IncidentMark, Release, ReleaseEvent

_UNCHECKED = _("The vendor reported an incident. A cooperative is looking at it.")


def ask_attention(session: Session, row: Incident, *, actor: Actor, now: datetime) -> None:
    """Let the releases of the product that are in use ask for attention because of an incident."""
    for release in _in_use(session, row.product_id, now=now):
        _mark(session, release, row, event=Event.ATTENTION, reason=reason_of(row), actor=actor,
              now=now)  # fmt: skip


def _in_use(session: Session, product_id: UUID, *, now: datetime) -> list[Release]:
    found = releases.find(session, product_id=product_id)
    status = releases.statuses(session, found, on=day_of(now)) if found else {}
    return [release for release in found if status[release.id] in IN_USE]


def reason_of(row: Incident) -> Bilingual:
    """Return what everybody may read of an incident: no words of a vendor before a check."""
    if row.is_public:
        return title_of(row)
    halves = {}
    for language in LANGUAGES:
        with speaking(language):
            halves[language] = gettext(_UNCHECKED)
    return Bilingual(**halves)


def title_of(row: Incident) -> Bilingual:
    """Return the title as it was told last."""
    return next((note.title for note in reversed(row.notes) if note.title), row.title)


def to_do_of(row: Incident) -> Bilingual:
    """Return what schools must do now, as it was told last."""
    return next((note.to_do for note in reversed(row.notes) if note.to_do), row.to_do)


def _mark(
    session: Session,
    release: Release,
    row: Incident,
    *,
    event: Event,
    reason: Bilingual,
    actor: Actor,
    now: datetime,
) -> None:
    words = " / ".join(dict.fromkeys((reason.nl, reason.en)))
    happened = ReleaseEvent(kind=event, reason=words, at=now, by_id=actor.user_id)
    release.events.append(happened)
    session.flush()
    session.add(IncidentMark(incident_id=row.id, event_id=happened.id, reason=reason))
    audit.record(
        session, "release.marked", actor=actor, subject_id=release.id, at=now, event=event,
        reason=words, incident=row.id,
    )  # fmt: skip
    search_changes.record(session, [release.product.slug], at=now)


def end_attention(
    session: Session, row: Incident, *, reason: Bilingual, actor: Actor, now: datetime
) -> None:
    """End the attention that an incident asked for, where nothing else asks for it."""
    session.flush()
    if incidents.open_of(session, [row.product_id]):
        return
    for release in _in_use(session, row.product_id, now=now):
        if _is_only_reason(session, release):
            _mark(session, release, row, event=Event.ATTENTION_CLOSED, reason=reason, actor=actor,
                  now=now)  # fmt: skip


def _is_only_reason(session: Session, release: Release) -> bool:
    """Return whether attention is asked for, and no publisher asks for it apart from incidents."""
    of_incidents = incidents.marks(session, release.id)
    by_people = [event.kind for event in release.events if event.id not in of_incidents]
    asked: Iterable[Event] = [event.kind for event in release.events]
    return asks_attention(asked) and not asks_attention(by_people)


def carry_over(session: Session, release: Release, *, actor: Actor, now: datetime) -> None:
    """Let a new release ask for attention, too, because of what is still open."""
    for row in reversed(incidents.open_of(session, [release.product_id])):
        _mark(session, release, row, event=Event.ATTENTION, reason=reason_of(row), actor=actor,
              now=now)  # fmt: skip


def require_none_open(session: Session, release: Release) -> None:
    """Refuse to end attention while an incident with the product is open. Raises IncidentOpen."""
    if incidents.open_of(session, [release.product_id]):
        raise IncidentOpen
