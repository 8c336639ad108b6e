"""Queries for requests to vendors. Says in SQL what POLICY says of remediation:read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Measure, Remediation, Revision


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of remediation:read."""
    if actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER):
        return true()
    lines: list[ColumnElement[bool]] = [false()]
    if actor.has(Role.ANALYST):
        lines.append(Remediation.owner_id == actor.organisation_id)
    if actor.has(Role.VENDOR_CONTACT):
        mine = Remediation.vendor_id == actor.organisation_id
        lines.append(and_(mine, Remediation.is_sent))
    return or_(*lines)


def get(session: Session, remediation_id: UUID, *, actor: Actor) -> Remediation:
    """Return a request the actor may see. Raises NotFound."""
    query = select(Remediation).where(Remediation.id == remediation_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def resting(session: Session, ids: Sequence[UUID]) -> dict[UUID, Revision]:
    """Return the newest revision that rests on each of these requests, with its method.

    On one about a risk or a finding rests the newest revision of its dossier.
    """
    about = (
        select(Remediation.id, Revision)
        .join(Revision, Revision.dossier_id == Remediation.dossier_id)
        .where(Remediation.id.in_(ids), Remediation.about_part != DossierPart.MEASURE)
    )
    tied = (
        select(Measure.remediation_id, Revision)
        .join(Measure.revision)
        .where(Measure.remediation_id.in_(ids))
    )
    found: dict[UUID, Revision] = {}
    for query in (about, tied):
        newest = query.options(selectinload(Revision.method)).order_by(Revision.created_at)
        found |= {each: revision for each, revision in session.execute(newest) if each is not None}
    return found


def of_dossier(session: Session, dossier_id: UUID, *, actor: Actor) -> Sequence[Remediation]:
    """Return what was asked, or will be, about a dossier, if the actor may see it; by age."""
    query = select(Remediation).where(Remediation.dossier_id == dossier_id, readable_by(actor))
    return session.scalars(query.order_by(Remediation.requested_at)).all()


def find(session: Session, *, actor: Actor) -> Sequence[Remediation]:
    """Return the requests the actor may see; those with the nearest day first."""
    query = select(Remediation).where(readable_by(actor))
    query = query.options(selectinload(Remediation.due_dates))
    query = query.order_by(Remediation.due.is_(None), Remediation.due, Remediation.requested_at)
    return session.scalars(query).all()
