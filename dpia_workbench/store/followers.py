"""Queries for followers without an account, for what they follow, and for saved searches.

They are cut by nobody: who asks holds a signed link to the row, or is the worker. Saved searches
are cut by their owner.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.following import Pace, Subject
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.daily import none_since
from dpia_workbench.store.models import (
    Follow,
    FollowAttempt,
    Follower,
    SavedSearch,
    Told,
    User,
)
from dpia_workbench.store.news import News


def by_email(session: Session, email: str) -> Follower | None:
    """Return the follower with an address, if there is one now."""
    return session.scalar(select(Follower).where(Follower.email == email))


def follower(session: Session, follower_id: UUID) -> Follower:
    """Return a follower who was not ended. Raises NotFound."""
    found = session.get(Follower, follower_id, options=[selectinload(Follower.follows)])
    if found is None or found.ended_at is not None:
        raise NotFound
    return found


def follow(session: Session, follow_id: UUID) -> Follow:
    """Return something that is or was followed. Raises NotFound."""
    found = session.get(Follow, follow_id)
    if found is None:
        raise NotFound
    return found


def attempts(session: Session, subject: str, *, since: datetime) -> int:
    """Return how often something was asked by or for somebody since a moment."""
    query = select(func.count()).where(FollowAttempt.subject == subject, FollowAttempt.at > since)
    return session.scalar(query) or 0


def unconfirmed(session: Session, *, before: datetime) -> Sequence[Follow]:
    """Return what was asked before a moment and never confirmed."""
    query = select(Follow).where(
        Follow.confirmed_at.is_(None), Follow.ended_at.is_(None), Follow.created_at < before
    )
    return session.scalars(query.order_by(Follow.created_at)).all()


def concerned(session: Session, news: News) -> Sequence[Follow]:
    """Return what is followed of which the owner hears this news at once, searches among it.

    Whether a search finds the product is still to be asked.
    """
    about: list[ColumnElement[bool]] = [Follow.pace == Pace.AT_ONCE]
    if news.is_urgent:
        about.append(Follow.product_id == news.product.id)
        about.append(Follow.vendor_id == news.product.vendor_id)
    query = _heard().where(or_(*about), Follow.confirmed_at <= news.at)
    return session.scalars(query.order_by(Follow.created_at)).all()


def due(session: Session, *, day_began: datetime) -> Sequence[UUID]:
    """Return the ids of followers who can get the mail of today and had none yet."""
    query = (
        _heard()
        .with_only_columns(Follow.follower_id)
        .join(Follower, Follower.id == Follow.follower_id)
        .where(
            Follow.pace != Pace.URGENT,
            none_since(Follower.digest_at, day_began),
        )
    )
    return session.scalars(query.distinct().order_by(Follow.follower_id)).all()


def heard_daily(session: Session, follower_id: UUID) -> Sequence[Follow]:
    """Return of what a follower gets the news once a day."""
    query = _heard().where(Follow.follower_id == follower_id, Follow.pace != Pace.URGENT)
    return session.scalars(query.order_by(Follow.created_at)).all()


def _heard() -> Select[tuple[Follow]]:
    """Return what is confirmed and not ended; with an account, while that is not ended either."""
    return (
        select(Follow)
        .outerjoin(SavedSearch, SavedSearch.follow_id == Follow.id)
        .outerjoin(User, User.id == SavedSearch.user_id)
        .where(
            Follow.confirmed_at.is_not(None),
            Follow.ended_at.is_(None),
            or_(User.id.is_(None), User.is_active),
        )
        .options(joinedload(Follow.follower))
    )


def locked(session: Session, follower_id: UUID) -> Follower | None:
    """Return a follower for as long as the transaction lasts, or None who was ended."""
    query = select(Follower).where(Follower.id == follower_id, Follower.ended_at.is_(None))
    return session.scalar(
        query.with_for_update(of=Follower).execution_options(populate_existing=True)
    )


def told(session: Session, follower_id: UUID, keys: Sequence[str]) -> set[str]:
    """Return which of these pieces of news a follower was told already."""
    query = select(Told.news).where(Told.follower_id == follower_id, Told.news.in_(keys))
    return set(session.scalars(query))


def same(session: Session, follower_id: UUID, wanted: Follow) -> Follow | None:
    """Return what a follower follows, or asked to follow, that is the same as something wanted."""
    query = select(Follow).where(
        Follow.follower_id == follower_id,
        Follow.ended_at.is_(None),
        Follow.subject == wanted.subject,
    )
    if wanted.subject is Subject.PRODUCT:
        query = query.where(Follow.product_id == wanted.product_id)
    elif wanted.subject is Subject.VENDOR:
        query = query.where(Follow.vendor_id == wanted.vendor_id)
    found = session.scalars(query.order_by(Follow.created_at))
    alike = [row for row in found if row.criteria == wanted.criteria and row.saved is None]
    return next((row for row in alike if row.is_on), alike[0] if alike else None)


def searches(session: Session, *, actor: Actor) -> Sequence[SavedSearch]:
    """Return the searches that the actor saved, by name."""
    if actor.user_id is None:
        return []
    query = select(SavedSearch).where(
        SavedSearch.user_id == actor.user_id, SavedSearch.ended_at.is_(None)
    )
    return session.scalars(query.options(joinedload(SavedSearch.follow)).order_by(
        func.lower(SavedSearch.name), SavedSearch.created_at
    )).all()  # fmt: skip


def search(session: Session, search_id: UUID, *, actor: Actor) -> SavedSearch:
    """Return a search that the actor saved. Raises NotFound."""
    row = session.get(SavedSearch, search_id)
    if row is None or row.user_id != actor.user_id or row.ended_at is not None:
        raise NotFound
    return row
