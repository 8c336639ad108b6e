"""Queries for incidents. Says in SQL what POLICY says of incident:read."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, Role
from dpia_workbench.risk.aggregate import Range, ranged
from dpia_workbench.risk.incident import Origin, State
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    Incident,
    IncidentDeed,
    IncidentMark,
    IncidentReceipt,
    ReleaseEvent,
    UsedProduct,
    boards_of,
    concerned,
)

MOST_SHOWN = 500


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of incident:read."""
    mine = actor.organisation_id
    lines: list[ColumnElement[bool]] = [false()]
    if mine is not None and (actor.has_any(STAFF) or actor.has(Role.VENDOR_CONTACT)):
        lines.append(Incident.reporter_id == mine)
    if actor.has_any(STAFF):
        lines.append(Incident.sent_at.is_not(None))
    if actor.has_any(SCHOOL_ROLES):
        lines.append(and_(Incident.sent_at.is_not(None), _concerns(mine)))
    return or_(*lines)


def _concerns(board_id: UUID | None) -> ColumnElement[bool]:
    """Return in SQL whether a board has to do with an incident, or read of it before."""
    adopting, listing = boards_of(Incident)
    read = select(IncidentReceipt.id).where(
        IncidentReceipt.incident_id == Incident.id, IncidentReceipt.board_id == board_id
    )
    return or_(
        adopting.where(Adoption.board_id == board_id).exists(),
        listing.where(UsedProduct.board_id == board_id).exists(),
        read.exists(),
    )


def get(session: Session, incident_id: UUID, *, actor: Actor) -> Incident:
    """Return an incident the actor may see. Raises NotFound."""
    query = select(Incident).where(Incident.id == incident_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[Incident]:
    """Return the incidents the actor may see, the newest first."""
    query = (
        select(Incident)
        .where(readable_by(actor))
        .options(selectinload(Incident.product), selectinload(Incident.notes))
        .order_by(Incident.reported_at.desc(), Incident.id)
        .limit(MOST_SHOWN)
    )
    return session.scalars(query).all()


def of_reporter(session: Session, *, product_id: UUID, reporter_id: UUID) -> Sequence[Incident]:
    """Return what an organisation reported about a product and is not over."""
    query = select(Incident).where(
        Incident.product_id == product_id,
        Incident.reporter_id == reporter_id,
        Incident.state.in_([State.DRAFT, State.OPEN]),
    )
    return session.scalars(query).all()


def open_of(session: Session, product_ids: Collection[UUID]) -> Sequence[Incident]:
    """Return the open incidents with some products, the newest first; whoever reported them."""
    query = (
        select(Incident)
        .where(Incident.product_id.in_(product_ids), Incident.state == State.OPEN)
        .options(selectinload(Incident.notes))
    )
    return session.scalars(query.order_by(Incident.sent_at.desc())).all()


def public_of(session: Session, product_id: UUID) -> list[Incident]:
    """Return the open incidents of a product of which everybody may know."""
    return [row for row in open_of(session, [product_id]) if row.is_public]


def to_send(session: Session, *, actor: Actor) -> Sequence[Incident]:
    """Return the drafts of the actor's own cooperative."""
    query = select(Incident).where(
        Incident.state == State.DRAFT, Incident.owner_id == actor.organisation_id
    )
    return session.scalars(query.where(readable_by(actor))).all()


def to_check(session: Session, *, actor: Actor) -> Sequence[Incident]:
    """Return what vendors reported and no cooperative looked at yet."""
    query = select(Incident).where(
        Incident.origin == Origin.VENDOR,
        Incident.state == State.OPEN,
        Incident.checked_at.is_(None),
    )
    return session.scalars(query.where(readable_by(actor))).all()


def board_ids(session: Session, incident: Incident) -> list[UUID]:
    """Return the boards that are told of an incident."""
    return sorted(session.scalars(concerned(incident.id)))


def read_up_to(session: Session, *, board_id: UUID | None) -> dict[UUID, int]:
    """Return per incident the newest note that a board read."""
    query = select(IncidentReceipt.incident_id, func.max(IncidentReceipt.number)).where(
        IncidentReceipt.board_id == board_id
    )
    return dict(session.execute(query.group_by(IncidentReceipt.incident_id)).tuples().all())


def receipts(
    session: Session, incident: Incident, *, board_id: UUID | None
) -> Sequence[IncidentReceipt]:
    """Return when a board read of an incident, the first time first; of no other board."""
    query = select(IncidentReceipt).where(
        IncidentReceipt.incident_id == incident.id, IncidentReceipt.board_id == board_id
    )
    return session.scalars(query.order_by(IncidentReceipt.number)).all()


def deeds(session: Session, incident: Incident, *, board_id: UUID | None) -> Sequence[IncidentDeed]:
    """Return what a board did because of an incident, in order; of no other board."""
    query = select(IncidentDeed).where(
        IncidentDeed.incident_id == incident.id, IncidentDeed.board_id == board_id
    )
    return session.scalars(query.order_by(IncidentDeed.on, IncidentDeed.at)).all()


def reach(session: Session, incident: Incident) -> tuple[Range | None, Range | None]:
    """Return how many boards were told, and how many did not read the newest, as may be told."""
    told = set(session.scalars(concerned(incident.id)))
    query = select(IncidentReceipt.board_id).where(
        IncidentReceipt.incident_id == incident.id,
        IncidentReceipt.number == len(incident.notes),
    )
    unread = told - set(session.scalars(query))
    return ranged(len(told)), ranged(len(unread))


def marks(session: Session, release_id: UUID) -> dict[UUID, IncidentMark]:
    """Return what came of incidents among the events of a release, by the event."""
    query = (
        select(IncidentMark)
        .join(ReleaseEvent, ReleaseEvent.id == IncidentMark.event_id)
        .where(ReleaseEvent.release_id == release_id)
    )
    return {row.event_id: row for row in session.scalars(query)}


def mark_of(session: Session, event_id: UUID) -> IncidentMark | None:
    """Return the incident of which an event of a release came, with its words."""
    return session.scalar(select(IncidentMark).where(IncidentMark.event_id == event_id))
