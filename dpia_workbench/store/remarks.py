"""Queries for remarks of readers. Says in SQL what POLICY says of remark:read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, update
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, Actor, Role
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import AdoptionFeedback, Product, Remark, RemarkChange

_READERS = (Role.ANALYST, Role.REVIEWER, Role.PUBLISHER)
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many remarks on a product wait for an answer, and since when."""

    product: Product
    count: int
    since: datetime


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of remark:read."""
    lines: list[ColumnElement[bool]] = []
    if actor.organisation_id is not None and any(actor.has(role) for role in _READERS):
        lines.append(Remark.owner_id == actor.organisation_id)
    if actor.has(Role.ADMINISTRATOR):
        lines.append(Remark.owner_id.is_(None))
    return or_(*lines) if lines else false()


def get(session: Session, remark_id: UUID, *, actor: Actor) -> Remark:
    """Return a remark the actor may read. Raises NotFound."""
    found = session.scalar(select(Remark).where(Remark.id == remark_id, readable_by(actor)))
    if found is None:
        raise NotFound
    return found


def find(
    session: Session, *, product_id: UUID | None, actor: Actor, place: str | None = None
) -> Sequence[Remark]:
    """Return the remarks the actor may read, open ones first, then the newest.

    If wanted those on one product, or at one place in it.
    """
    about = [Remark.product_id == product_id] if product_id else []
    if place is not None:
        about.append(Remark.place == place)
    query = select(Remark).where(and_(readable_by(actor), *about))
    order = (Remark.outcome.is_not(None), Remark.sent_at.desc(), Remark.id)
    query = query.options(selectinload(Remark.product), selectinload(Remark.release))
    return session.scalars(query.order_by(*order).limit(MOST_SHOWN)).all()


def waiting(session: Session, *, actor: Actor) -> Sequence[Waiting]:
    """Return how many remarks that the actor may read wait, per product."""
    query = (
        select(Product, func.count(), func.min(Remark.sent_at))
        .join(Remark, Remark.product_id == Product.id)
        .where(readable_by(actor), Remark.outcome.is_(None))
        .group_by(Product.id)
        .order_by(Product.slug)
    )
    return [
        Waiting(product=product, count=count, since=since)
        for product, count, since in session.execute(query)
    ]


def open_places(session: Session, *, product_id: UUID, actor: Actor) -> dict[str, int]:
    """Return how many remarks on a product wait at each place, that the actor may read."""
    query = select(Remark.place, func.count()).where(
        readable_by(actor), Remark.product_id == product_id, Remark.outcome.is_(None)
    )
    return dict(session.execute(query.group_by(Remark.place)).tuples().all())


def feedback_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of feedback:read."""
    if actor.has_any(SCHOOL_ROLES):
        return AdoptionFeedback.board_id == actor.organisation_id
    return false()


def feedback(
    session: Session, *, adoption_id: UUID, actor: Actor, place: str | None = None
) -> Sequence[AdoptionFeedback]:
    """Return what the actor's board sent from an adoption, the newest first; at one place."""
    query = (
        select(AdoptionFeedback)
        .join(AdoptionFeedback.remark)
        .where(AdoptionFeedback.adoption_id == adoption_id, feedback_readable_by(actor))
    )
    if place is not None:
        query = query.where(Remark.place == place)
    return session.scalars(query.order_by(Remark.sent_at.desc(), Remark.id)).all()


def feedback_of(session: Session, remark_id: UUID) -> AdoptionFeedback | None:
    """Return from which adoption a remark came, for the work that follows; or None."""
    return session.scalar(select(AdoptionFeedback).where(AdoptionFeedback.remark_id == remark_id))


def change_of(session: Session, remark_id: UUID) -> RemarkChange | None:
    """Return to which change a remark leads, or None."""
    return session.scalar(select(RemarkChange).where(RemarkChange.remark_id == remark_id))


def promised(session: Session, product_id: UUID, *, owner_id: UUID) -> Sequence[RemarkChange]:
    """Return the remarks on a product that lead to a change, and show in no release yet."""
    query = (
        select(RemarkChange)
        .join(RemarkChange.remark)
        .where(
            Remark.product_id == product_id,
            Remark.owner_id == owner_id,
            RemarkChange.release_id.is_(None),
        )
    )
    return session.scalars(query.order_by(RemarkChange.promised_at, RemarkChange.id)).all()


def by_id(session: Session, remark_id: UUID) -> Remark | None:
    """Return a remark for the work that follows a decision about it, or None."""
    return session.get(Remark, remark_id)


def forget_addresses(session: Session, *, before: datetime) -> None:
    """Take away the addresses that came with remarks from before a moment."""
    session.execute(
        update(Remark)
        .where(Remark.email.is_not(None), Remark.sent_at < before)
        .values(email=None, version=Remark.version + 1)
        .execution_options(synchronize_session=False)
    )
