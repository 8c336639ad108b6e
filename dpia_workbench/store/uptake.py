"""Rows for counting how far boards are with releases; only for risk.uptake, which tells ranges."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from dpia_workbench.risk.uptake import Answered, Course
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    AdoptionFeedback,
    Incident,
    LocalMeasure,
    Product,
    Release,
    Remark,
)


def releases_of(session: Session, owner_id: UUID | None) -> Sequence[Release]:
    """Return the releases of a cooperative, by product, the newest first."""
    query = (
        select(Release)
        .join(Release.product)
        .where(Release.owner_id == owner_id)
        .options(
            defer(Release.canonical), joinedload(Release.product), selectinload(Release.events)
        )
    )
    return session.scalars(query.order_by(Product.slug, Release.number.desc())).all()


def courses(session: Session, product_ids: Collection[UUID]) -> dict[UUID, list[Course]]:
    """Return what boards did with the releases of some products, by product."""
    query = (
        select(
            Release.product_id, Adoption.id, Adoption.release_id, Adoption.board_id,
            Adoption.started_at, Adoption.ended_at, AdoptionDecision.outcome, AdoptionDecision.at,
        )
        .join(Release, Release.id == Adoption.release_id)
        .outerjoin(AdoptionDecision, AdoptionDecision.adoption_id == Adoption.id)
        .where(Release.product_id.in_(product_ids))
    )  # fmt: skip
    found: dict[UUID, list[Course]] = {}
    for row in session.execute(query):
        found.setdefault(row.product_id, []).append(
            Course(
                adoption_id=row.id, release=str(row.release_id), board_id=row.board_id,
                started_at=row.started_at, ended_at=row.ended_at, outcome=row.outcome,
                decided_at=row.at,
            )
        )  # fmt: skip
    return found


def answers(session: Session, release_id: UUID, *, of: Collection[UUID]) -> list[Answered]:
    """Return how far boards are with the measures of a release, of some adoptions."""
    query = (
        select(LocalMeasure.adoption_id, LocalMeasure.key, LocalMeasure.state, LocalMeasure.due)
        .join(Adoption, Adoption.id == LocalMeasure.adoption_id)
        .where(Adoption.release_id == release_id)
    )
    return [
        Answered(key=key, state=state, due=due)
        for adoption_id, key, state, due in session.execute(query)
        if adoption_id in of
    ]


def feedback(
    session: Session, release_id: UUID, *, owner_id: UUID | None, until: datetime
) -> dict[str, int]:
    """Return how many remarks of boards came at each place of a release: the owner reads them."""
    query = (
        select(Remark.place, func.count())
        .join(AdoptionFeedback, AdoptionFeedback.remark_id == Remark.id)
        .where(Remark.release_id == release_id, Remark.owner_id == owner_id, Remark.sent_at < until)
    )
    return dict(session.execute(query.group_by(Remark.place)).tuples().all())


def incidents_of(session: Session, owner_id: UUID | None) -> Sequence[Incident]:
    """Return the incidents that a cooperative sees to and that schools know of, newest first."""
    query = (
        select(Incident)
        .where(Incident.owner_id == owner_id, Incident.sent_at.is_not(None))
        .options(selectinload(Incident.notes), joinedload(Incident.product))
    )
    return session.scalars(query.order_by(Incident.sent_at.desc())).all()
