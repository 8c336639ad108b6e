"""Queries for the colleagues of a vendor's contact: people of the own organisation alone."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Invitation, Membership


def find(session: Session, *, on: date, actor: Actor) -> Sequence[Membership]:
    """Return who answers for the actor's vendor on a day, by name; nobody for others."""
    if not actor.has(Role.VENDOR_CONTACT) or actor.organisation_id is None:
        return []
    return contacts(session, vendor_id=actor.organisation_id, on=on)


def contacts(session: Session, *, vendor_id: UUID, on: date) -> Sequence[Membership]:
    """Return who answers for a vendor on a day, by name."""
    query = (
        select(Membership)
        .where(Membership.organisation_id == vendor_id, Membership.role == Role.VENDOR_CONTACT)
        .options(selectinload(Membership.user))
    )
    held = [each for each in session.scalars(query) if each.holds(on=on) and each.user.is_active]
    return sorted(held, key=lambda each: (each.user.name, each.user.email))


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL which invitations somebody may see: those of the own vendor."""
    if not actor.has(Role.VENDOR_CONTACT) or actor.organisation_id is None:
        return false()
    return Invitation.organisation_id == actor.organisation_id


def is_open(*, now: datetime) -> ColumnElement[bool]:
    """Return in SQL whether an invitation can still be accepted."""
    return and_(
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )


def invitations(session: Session, *, now: datetime, actor: Actor) -> Sequence[Invitation]:
    """Return the open invitations that the actor may see, the newest first."""
    query = select(Invitation).where(readable_by(actor), is_open(now=now))
    return session.scalars(query.order_by(Invitation.created_at.desc())).all()


def invitation(session: Session, invitation_id: UUID, *, actor: Actor) -> Invitation:
    """Return an invitation of the own vendor, or one to the actor. Raises NotFound."""
    mine = Invitation.user_id == actor.user_id if actor.user_id else false()
    query = select(Invitation).where(Invitation.id == invitation_id, or_(readable_by(actor), mine))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def by_link(session: Session, link_id: UUID) -> Invitation | None:
    """Return the invitation that a one-time link is of, if it is of one."""
    return session.scalar(select(Invitation).where(Invitation.link_id == link_id))
