"""What a board does with an incident: confirm that it was read, and record what was done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import incident as rules
from dpia_workbench.store import audit, incidents
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Incident, IncidentDeed, IncidentReceipt


def confirm(
    session: Session, *, actor: Actor, incident_id: UUID, number: int, now: datetime
) -> IncidentReceipt | None:
    """Record that the board read everything up to a note; twice is once, and adds nothing.

    Raises NotFound, Forbidden or Stale, if something was told since.
    """
    row = incidents.get(session, incident_id, actor=actor)
    require(actor, Permission.INCIDENT_RESPOND, row)
    if number != len(row.notes):
        raise Stale
    board_id = _board(actor)
    read = incidents.receipts(session, row, board_id=board_id)
    if any(each.number == number for each in read):
        return None
    made = IncidentReceipt(
        incident_id=row.id, board_id=board_id, number=number, by_id=actor.user_id, at=now
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # a colleague confirmed at the same moment
        return None
    _record(session, row, "incident.read", actor=actor, now=now, number=number)
    return made


def _board(actor: Actor) -> UUID:
    if actor.organisation_id is None:
        raise NotFound
    return actor.organisation_id


def _record(
    session: Session, row: Incident, fact: str, *, actor: Actor, now: datetime, **detail: object
) -> None:
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def record_deed(
    session: Session,
    *,
    actor: Actor,
    incident_id: UUID,
    text: str,
    on: date,
    today: date,
    now: datetime,
) -> IncidentDeed:
    """Record what the board did; what was recorded stays, and more can be added.

    Raises NotFound, Forbidden, IncidentWordsMissing or DeedAhead.
    """
    row = incidents.get(session, incident_id, actor=actor)
    require(actor, Permission.INCIDENT_RESPOND, row)
    rules.require_done(text, on=on, today=today)
    made = IncidentDeed(
        incident_id=row.id, board_id=_board(actor), text=text, on=on, by_id=actor.user_id, at=now
    )
    session.add(made)
    session.flush()
    _record(session, row, "incident.acted-upon", actor=actor, now=now, on=on)
    return made
