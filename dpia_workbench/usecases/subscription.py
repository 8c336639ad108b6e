"""The address under which a calendar program, which cannot sign in, reads a person's deadlines.

What stands behind it is what the person may see on the day it is read; it ends when the person
ends it, or when the account is ended.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import CalendarSubscription, User
from dpia_workbench.usecases.identity import oneself


def current(session: Session, *, actor: Actor) -> CalendarSubscription | None:
    """Return the actor's address in force for the organisation they act for, if there is one."""
    found = _open(session, actor=actor)
    return found[-1] if found else None


def _open(session: Session, *, actor: Actor) -> Sequence[CalendarSubscription]:
    query = (
        select(CalendarSubscription)
        .where(
            CalendarSubscription.user_id == actor.user_id,
            CalendarSubscription.organisation_id == actor.organisation_id,
            CalendarSubscription.ended_at.is_(None),
        )
        .order_by(CalendarSubscription.created_at)
    )
    return session.scalars(query).all()


def _own(session: Session, *, actor: Actor) -> User:
    if actor.organisation_id is None:
        raise NotFound
    return oneself(session, actor=actor)


def start(session: Session, *, actor: Actor, now: datetime) -> CalendarSubscription:
    """Give a new address; the one before no longer works. Raises NotFound or Forbidden."""
    user = _own(session, actor=actor)
    _end(session, actor=actor, now=now)
    row = CalendarSubscription(
        user_id=user.id, organisation_id=actor.organisation_id, created_at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, "calendar.subscribed", actor=actor, subject_id=user.id, at=now)
    return row


def end(session: Session, *, actor: Actor, now: datetime) -> None:
    """End the address; whoever knows it reads nothing any more. Raises NotFound or Forbidden."""
    user = _own(session, actor=actor)
    if _end(session, actor=actor, now=now):
        audit.record(session, "calendar.ended", actor=actor, subject_id=user.id, at=now)


def _end(session: Session, *, actor: Actor, now: datetime) -> int:
    rows = _open(session, actor=actor)
    for row in rows:
        row.ended_at = now
    return len(rows)


def reader(session: Session, *, subscription_id: UUID, today: date) -> tuple[Actor, str]:
    """Return who reads at an address, with their roles of today, and their language.

    Raises NotFound for an address that was ended, or whose account was.
    """
    row = session.get(CalendarSubscription, subscription_id)
    if row is None or row.ended_at is not None or not row.user.is_active:
        raise NotFound
    roles = frozenset(
        each.role
        for each in row.user.memberships
        if each.organisation_id == row.organisation_id
        and each.holds(on=today)
        and each.organisation.is_active
    )
    actor = Actor(
        user_id=row.user_id, organisation_id=row.organisation_id, roles=roles, name=row.user.name
    )
    return actor, row.user.language
