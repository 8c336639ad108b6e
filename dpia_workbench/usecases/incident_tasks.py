"""What waits for whom because of incidents: to send, to check, to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.incident import Gravity, State
from dpia_workbench.store import incidents
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Incident
from dpia_workbench.usecases.incident_marks import title_of


class Waits(StrEnum):
    """What somebody is asked to do with an incident."""

    SEND = "send_incident"
    CHECK = "check_incident"
    READ = "read_incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An incident that waits for somebody, and since when."""

    what: Waits
    subject: Bilingual
    subject_id: UUID
    since: date
    due: date | None  # what is critical is done on the day on which it was told


def waiting(session: Session, *, actor: Actor) -> Iterator[Waiting]:
    """Yield the incidents that wait for the actor."""
    if actor.has_any(STAFF):
        for row in incidents.to_send(session, actor=actor):
            if allows(actor, Permission.INCIDENT_SEND, row):
                yield _waiting(row, Waits.SEND)
        for row in incidents.to_check(session, actor=actor):
            if allows(actor, Permission.INCIDENT_CHECK, row):
                yield _waiting(row, Waits.CHECK)
    if actor.has_any(SCHOOL_ROLES):
        yield from _to_read(session, actor=actor)


def _to_read(session: Session, *, actor: Actor) -> Iterator[Waiting]:
    """Yield what was told and not read; of what is over only to boards that heard of it before."""
    read = incidents.read_up_to(session, board_id=actor.organisation_id)
    for row in incidents.find(session, actor=actor):
        is_known = row.state is State.OPEN or row.id in read
        if not is_known or read.get(row.id, 0) >= len(row.notes):
            continue
        if allows(actor, Permission.INCIDENT_RESPOND, row):
            yield _waiting(row, Waits.READ)


def _waiting(row: Incident, what: Waits) -> Waiting:
    since = day_of(row.newest.at if row.notes else row.reported_at)
    is_urgent = row.gravity is Gravity.CRITICAL and row.state in (State.DRAFT, State.OPEN)
    return Waiting(
        what=what, subject=title_of(row), subject_id=row.id, since=since,
        due=since if is_urgent else None,
    )  # fmt: skip
