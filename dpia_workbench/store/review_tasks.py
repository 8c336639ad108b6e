"""Queries for looks again: visible to the people of that board only (invariant 16)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, insert, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.review import Trigger
from dpia_workbench.store import adopters, adoptions
from dpia_workbench.store.base import Base, NotFound
from dpia_workbench.store.models import Adoption, RecordSnapshot, Release, ReviewTask

Key = tuple[UUID, Trigger, str]  # of an event for an adoption


class Show(StrEnum):
    """Which looks again a list shows."""

    OPEN = "open"
    DONE = "done"


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of adoption:read: a look again is part of an adoption."""
    return ReviewTask.adoption_id.in_(select(Adoption.id).where(adoptions.readable_by(actor)))


def get(session: Session, task_id: UUID, *, actor: Actor) -> ReviewTask:
    """Return a look again that the actor may see. Raises NotFound."""
    found = session.scalar(select(ReviewTask).where(ReviewTask.id == task_id, readable_by(actor)))
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, show: Show, actor: Actor) -> Sequence[ReviewTask]:
    """Return the looks again that the actor may see: the nearest day first, or the last ended."""
    query = _with_products(select(ReviewTask)).where(readable_by(actor))
    if show is Show.OPEN:
        query = query.where(ReviewTask.resolved_at.is_(None))
        return session.scalars(query.order_by(ReviewTask.due, ReviewTask.made_at)).all()
    query = query.where(ReviewTask.resolved_at.is_not(None))
    return session.scalars(query.order_by(ReviewTask.resolved_at.desc(), ReviewTask.due)).all()


def _with_products(query: Select[tuple[ReviewTask]]) -> Select[tuple[ReviewTask]]:
    adoption = contains_eager(ReviewTask.adoption)
    return query.join(ReviewTask.adoption).options(
        adoption.joinedload(Adoption.release)
        .options(joinedload(Release.product))
        .defer(Release.canonical),
        adoption.joinedload(Adoption.snapshot)
        .options(joinedload(RecordSnapshot.product))
        .defer(RecordSnapshot.canonical),
    )


def of_adoption(session: Session, adoption: Adoption) -> Sequence[ReviewTask]:
    """Return what is open about an adoption, the nearest day first."""
    query = select(ReviewTask).where(
        ReviewTask.adoption_id == adoption.id, ReviewTask.resolved_at.is_(None)
    )
    return session.scalars(query.order_by(ReviewTask.due, ReviewTask.made_at)).all()


def known(session: Session, adoption_ids: Iterable[UUID], *, refs: Collection[str]) -> set[Key]:
    """Return which of some events are known for adoptions already."""
    found: set[Key] = set()
    for some in adopters.in_parts(adoption_ids):
        query = select(ReviewTask.adoption_id, ReviewTask.trigger, ReviewTask.ref).where(
            ReviewTask.adoption_id.in_(some)
        )
        if len(refs) == 1:  # of one event there may be thousands; of many there are few each
            query = query.where(ReviewTask.ref.in_(refs))
        found.update((row.adoption_id, row.trigger, row.ref) for row in session.execute(query))
    return found


def made_by(
    session: Session, adoption_ids: Iterable[UUID], *, trigger: Trigger, at: datetime
) -> set[UUID]:
    """Return which adoptions got a look again by a trigger at a moment."""
    return {
        found
        for some in adopters.in_parts(adoption_ids)
        for found in session.scalars(
            select(ReviewTask.adoption_id).where(
                ReviewTask.adoption_id.in_(some),
                ReviewTask.trigger == trigger,
                ReviewTask.made_at == at,
            )
        )
    }


def add_all(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put many rows in at once, by the names of the columns: that is twice as fast."""
    if rows:
        session.execute(insert(Base.metadata.tables["review_task"]), rows)


def ahead(session: Session, *, until: date) -> Sequence[ReviewTask]:
    """Return what is open and falls due up to a day, with its board and product."""
    query = _with_products(select(ReviewTask)).where(
        ReviewTask.resolved_at.is_(None), ReviewTask.due <= until, Adoption.ended_at.is_(None)
    )
    return session.scalars(query.order_by(ReviewTask.due, ReviewTask.id)).all()


def claim(session: Session, task_ids: Iterable[UUID], *, today: date) -> set[UUID]:
    """Note that somebody is reminded today; return of which nobody was yet."""
    claimed: set[UUID] = set()
    for some in adopters.in_parts(task_ids):
        done = session.execute(
            update(ReviewTask)
            .where(
                ReviewTask.id.in_(some),
                ReviewTask.resolved_at.is_(None),
                (ReviewTask.reminded_on.is_(None)) | (ReviewTask.reminded_on < today),
            )
            .values(reminded_on=today)
            .returning(ReviewTask.id)
            .execution_options(synchronize_session=False)
        )
        claimed.update(done.scalars())
    return claimed
