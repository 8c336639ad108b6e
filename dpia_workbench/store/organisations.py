"""Queries for organisations and people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor, OrganisationKind, Role
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import LoginSession, Membership, Organisation, User

NOBODY = "unconfirmed"
"""The slug under which products stand of which no source names the vendor: no organisation."""


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of organisation:read."""
    if actor.has(Role.ADMINISTRATOR):
        return true()
    if actor.has(Role.PRIVACY_OFFICER):
        return Organisation.id == actor.organisation_id
    return false()


def get(session: Session, organisation_id: UUID, *, actor: Actor) -> Organisation:
    """Return an organisation the actor may see. Raises NotFound."""
    query = select(Organisation).where(Organisation.id == organisation_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[Organisation]:
    """Return the organisations the actor may see, by kind and name."""
    query = select(Organisation).where(readable_by(actor), Organisation.slug != NOBODY)
    return session.scalars(query.order_by(Organisation.kind, Organisation.name)).all()


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Return the organisation with a slug; for the public pages of vendors and for commands."""
    return session.scalar(select(Organisation).where(Organisation.slug == slug))


def vendor(session: Session, slug: str) -> Organisation:
    """Return a vendor by its public slug. Raises NotFound."""
    found = by_slug(session, slug) if slug != NOBODY else None
    if found is None or found.kind is not OrganisationKind.VENDOR:
        raise NotFound
    return found


def vendors(session: Session) -> Sequence[Organisation]:
    """Return all vendors by name; vendors are public."""
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.VENDOR, Organisation.slug != NOBODY
    )
    return session.scalars(query.order_by(Organisation.name)).all()


def person(session: Session, user_id: UUID, *, actor: Actor) -> User:
    """Return a person the actor may see. Raises NotFound."""
    query = select(User).where(User.id == user_id)
    if not actor.has(Role.ADMINISTRATOR):
        query = query.where(User.memberships.any(Membership.organisation.has(readable_by(actor))))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def people(session: Session, *, organisation_id: UUID, actor: Actor) -> Sequence[Membership]:
    """Return the memberships of an organisation the actor may see, by name. Raises NotFound."""
    get(session, organisation_id, actor=actor)
    query = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation_id)
        .options(selectinload(Membership.user))
        .order_by(User.name, Membership.role)
    )
    return session.scalars(query).all()


def user_by_email(session: Session, email: str) -> User | None:
    """Return the person with an e-mail address."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def open_sessions(session: Session, *, actor: Actor) -> Sequence[LoginSession]:
    """Return the actor's own sessions that have not been ended, newest first."""
    query = select(LoginSession).where(
        LoginSession.user_id == actor.user_id, LoginSession.ended_at.is_(None)
    )
    return session.scalars(query.order_by(LoginSession.seen_at.desc())).all()


def emails_with_role(
    session: Session, *, organisation_id: UUID, role: Role, on: date
) -> list[tuple[str, str]]:
    """Return (address, language) of everybody who holds a role at an organisation on a day."""
    query = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.role == role)
        .options(selectinload(Membership.user))
    )
    held = [m for m in session.scalars(query) if m.holds(on=on) and m.organisation.is_active]
    found = [m.user for m in held if m.user.is_active]
    return sorted({(user.email, user.language) for user in found})


def holders(session: Session, *, organisation_id: UUID, role: Role, on: date) -> list[User]:
    """Return everybody who held a role at an organisation on a day, by name.

    For papers of that day: whether an account still works does not matter.
    """
    query = (
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.role == role)
        .options(selectinload(Membership.user))
    )
    held = {each.user for each in session.scalars(query) if each.holds(on=on)}
    return sorted(held, key=lambda user: (user.name, user.email))
