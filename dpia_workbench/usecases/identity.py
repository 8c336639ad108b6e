"""Who somebody is who signed in or showed a token, and as what they act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Membership, Organisation, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is signed in, as whom they act, and as what else they could act."""

    actor: Actor
    user: User
    session_id: UUID
    organisation: Organisation | None
    organisations: tuple[Organisation, ...]


def held(user: User, *, on: date) -> list[Membership]:
    """Return what a person can act as on a day, the oldest first."""
    found = [m for m in user.memberships if m.holds(on=on) and m.organisation.is_active]
    return sorted(found, key=lambda m: (m.since, m.organisation.name, m.role))


def acting(user: User, *, organisation_id: UUID | None, on: date) -> Actor:
    """Return a person as who acts for an organisation, in the roles held there on a day."""
    roles = frozenset(m.role for m in held(user, on=on) if m.organisation_id == organisation_id)
    return Actor(user_id=user.id, organisation_id=organisation_id, roles=roles, name=user.name)


def acting_anywhere(user: User, *, on: date) -> list[Actor]:
    """Return a person as who acts for each organisation where they hold a role on a day."""
    places = dict.fromkeys(m.organisation_id for m in held(user, on=on))
    return [acting(user, organisation_id=each, on=on) for each in places]


def oneself(session: Session, *, actor: Actor) -> User:
    """Return the account of who acts, which they may change. Raises NotFound."""
    user = session.get(User, actor.user_id) if actor.user_id else None
    if user is None:
        raise NotFound
    require(actor, Permission.ACCOUNT_MANAGE, user)
    return user
