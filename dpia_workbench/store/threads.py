"""Queries for the discussion on dossiers: seen by exactly who may read the dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Comment,
    Dossier,
    Membership,
    Mention,
    Organisation,
    Thread,
    User,
)

PER_PAGE = 50


class Show(StrEnum):
    """Which threads of a dossier somebody wants to see."""

    OPEN = "open"
    RESOLVED = "resolved"
    MINE = "mine"
    MENTIONS = "mentions"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits in the discussion on one dossier, and since when."""

    dossier: Dossier
    count: int
    since: datetime


def get(session: Session, thread_id: UUID, *, dossier_id: UUID, actor: Actor) -> Thread:
    """Return a thread of a dossier that the actor may read. Raises NotFound."""
    query = (
        select(Thread)
        .join(Thread.dossier)
        .where(
            Thread.id == thread_id,
            Thread.dossier_id == dossier_id,
            dossiers.readable_by(actor),
        )
        .options(
            selectinload(Thread.comments).selectinload(Comment.mentions).selectinload(Mention.user)
        )
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(
    session: Session,
    *,
    dossier_id: UUID,
    show: Show,
    actor: Actor,
    place: Place | None = None,
    page: int = 1,
) -> tuple[Sequence[Thread], int]:
    """Return threads of a dossier that the actor may read, the newest first, and how many pages.

    `place` narrows them to one part; its field does not count. A page that is not there is the
    nearest one that is.
    """
    wanted = _wanted(dossier_id=dossier_id, show=show, actor=actor, place=place)
    total = session.scalar(select(func.count(Thread.id)).join(Thread.dossier).where(*wanted)) or 0
    pages = max(1, -(-total // PER_PAGE))
    offset = (min(max(page, 1), pages) - 1) * PER_PAGE
    return session.scalars(_listed(wanted, offset=offset, limit=PER_PAGE)).all(), pages


def slice_of(
    session: Session,
    *,
    dossier_id: UUID,
    show: Show,
    actor: Actor,
    place: Place | None,
    offset: int,
    limit: int,
) -> Sequence[Thread]:
    """Return at most so many threads from an offset of what `find` lists."""
    wanted = _wanted(dossier_id=dossier_id, show=show, actor=actor, place=place)
    return session.scalars(_listed(wanted, offset=offset, limit=limit)).all()


def _wanted(
    *, dossier_id: UUID, show: Show, actor: Actor, place: Place | None
) -> list[ColumnElement[bool]]:
    wanted = [
        Thread.dossier_id == dossier_id,
        dossiers.readable_by(actor),
        _shown(show, actor=actor),
    ]
    if place is not None:
        wanted += [Thread.part == place.part, Thread.key == place.key]
    return wanted


def _listed(
    wanted: Sequence[ColumnElement[bool]], *, offset: int, limit: int
) -> Select[tuple[Thread]]:
    return (
        select(Thread)
        .join(Thread.dossier)
        .where(*wanted)
        .options(
            selectinload(Thread.comments).selectinload(Comment.author),
            selectinload(Thread.opened_by),
            selectinload(Thread.assignee),
        )
        .order_by(Thread.opened_at.desc(), Thread.id)
        .limit(limit)
        .offset(offset)
    )


_OPEN = Thread.resolved_at.is_(None)
_SUGGESTION_WAITS = and_(_OPEN, Thread.proposed.is_not(None), Thread.answer.is_(None))


def _shown(show: Show, *, actor: Actor) -> ColumnElement[bool]:
    unseen = and_(Mention.user_id == actor.user_id, Mention.seen_at.is_(None))
    return {
        Show.OPEN: _OPEN,
        Show.RESOLVED: Thread.resolved_at.is_not(None),
        Show.MINE: and_(_OPEN, Thread.assignee_id == actor.user_id),
        Show.MENTIONS: Thread.comments.any(Comment.mentions.any(unseen)),
        Show.SUGGESTIONS: _SUGGESTION_WAITS,
    }[show]


def count_open(session: Session, dossier_id: UUID) -> int:
    """Return how many threads of a dossier nobody resolved."""
    query = select(func.count(Thread.id)).where(Thread.dossier_id == dossier_id, _OPEN)
    return session.scalar(query) or 0


def open_counts(session: Session, *, actor: Actor) -> Mapping[UUID, int]:
    """Return how many threads are open per dossier that the actor may read; none is left out."""
    query = (
        select(Thread.dossier_id, func.count(Thread.id))
        .join(Thread.dossier)
        .where(_OPEN, dossiers.readable_by(actor))
        .group_by(Thread.dossier_id)
    )
    return dict(session.execute(query).tuples().all())


def counts(session: Session, *, dossier_id: UUID, actor: Actor) -> Mapping[Place, int]:
    """Return how many threads are open per part of a dossier that the actor may read."""
    query = (
        select(Thread.part, Thread.key, func.count(Thread.id))
        .join(Thread.dossier)
        .where(Thread.dossier_id == dossier_id, _OPEN, dossiers.readable_by(actor))
        .group_by(Thread.part, Thread.key)
    )
    return {
        Place(part=DossierPart(part), key=key): count for part, key, count in session.execute(query)
    }


def unseen_mentions(
    session: Session, *, thread_id: UUID, user_id: UUID | None
) -> Sequence[Mention]:
    """Return where a thread calls somebody who has not seen it."""
    query = (
        select(Mention)
        .join(Mention.comment)
        .where(
            Comment.thread_id == thread_id, Mention.user_id == user_id, Mention.seen_at.is_(None)
        )
    )
    return session.scalars(query).all()


def readers(session: Session, dossier: Dossier, *, on: date) -> Sequence[User]:
    """Return who may read a dossier on a day, by name: the people of dossier:read."""
    held = and_(
        Membership.since <= on,
        or_(Membership.until.is_(None), Membership.until > on),
        or_(
            and_(Membership.role == Role.ANALYST, Membership.organisation_id == dossier.owner_id),
            Membership.role.in_((Role.REVIEWER, Role.PUBLISHER)),
        ),
        Membership.organisation.has(Organisation.is_active),
    )
    query = select(User).where(User.is_active, User.memberships.any(held))
    return session.scalars(query.order_by(User.name, User.id)).all()


def assigned_to(session: Session, *, actor: Actor) -> list[Waiting]:
    """Return per dossier the open threads that the actor was asked to see to."""
    mine = and_(_OPEN, Thread.assignee_id == actor.user_id)
    return _per_dossier(session, mine, since=Thread.assigned_at, actor=actor)


def mentioning(session: Session, *, actor: Actor) -> list[Waiting]:
    """Return per dossier the mentions that the actor has not seen."""
    query = (
        select(Dossier, func.count(Mention.comment_id), func.min(Comment.at))
        .join(Thread, Thread.dossier_id == Dossier.id)
        .join(Comment, Comment.thread_id == Thread.id)
        .join(Mention, Mention.comment_id == Comment.id)
        .where(
            Mention.user_id == actor.user_id,
            Mention.seen_at.is_(None),
            dossiers.readable_by(actor),
        )
        .group_by(Dossier.id)
    )
    return [Waiting(dossier=d, count=n, since=since) for d, n, since in session.execute(query)]


def unanswered(session: Session, *, actor: Actor) -> list[Waiting]:
    """Return per dossier the suggestions that nobody answered."""
    return _per_dossier(session, _SUGGESTION_WAITS, since=Thread.opened_at, actor=actor)


def unresolved(session: Session, *, actor: Actor) -> list[Waiting]:
    """Return per dossier the threads that nobody resolved."""
    return _per_dossier(session, _OPEN, since=Thread.opened_at, actor=actor)


def _per_dossier(
    session: Session, which: ColumnElement[bool], *, since: InstrumentedAttribute[Any], actor: Actor
) -> list[Waiting]:
    query = (
        select(Dossier, func.count(Thread.id), func.min(since))
        .join(Thread, Thread.dossier_id == Dossier.id)
        .where(which, dossiers.readable_by(actor))
        .group_by(Dossier.id)
    )
    return [Waiting(dossier=d, count=n, since=first) for d, n, first in session.execute(query)]
