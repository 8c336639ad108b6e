"""Queries for adoptions: visible to the people of that board only (invariant 16)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, Actor
from dpia_workbench.risk.aggregate import Range, ranged, told
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    DecisionCondition,
    LocalMeasure,
    OwnRisk,
    RecordSnapshot,
    Release,
)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of adoption:read."""
    if actor.has_any(SCHOOL_ROLES):
        return Adoption.board_id == actor.organisation_id
    return false()


def get(session: Session, adoption_id: UUID, *, actor: Actor) -> Adoption:
    """Return an adoption the actor may see. Raises NotFound."""
    query = select(Adoption).where(Adoption.id == adoption_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


# What says how far an adoption is, and how its measures and conditions stand today.
_STANDING = (
    joinedload(Adoption.views),
    selectinload(Adoption.steps),
    selectinload(Adoption.advices),
    selectinload(Adoption.measures),
    selectinload(Adoption.deviations),
    selectinload(Adoption.risks).selectinload(OwnRisk.measures),
    selectinload(Adoption.follow_ups),
    joinedload(Adoption.decision)
    .selectinload(AdoptionDecision.condition_rows)
    .selectinload(DecisionCondition.marks),
)


def find(session: Session, *, actor: Actor) -> Sequence[Adoption]:
    """Return the adoptions the actor may see, newest first."""
    query = select(Adoption).where(readable_by(actor))
    whole = query.options(
        joinedload(Adoption.release).joinedload(Release.product),
        joinedload(Adoption.snapshot).joinedload(RecordSnapshot.product),
        selectinload(Adoption.fillers),
        *_STANDING,
    )
    return session.scalars(whole.order_by(Adoption.started_at.desc())).unique().all()


def of_board(session: Session, *, actor: Actor) -> Sequence[Adoption]:
    """Return the adoptions of the actor's board with what an overview of many of them shows.

    Contents of releases are read one by one when they are asked for: they are large.
    """
    basis = (Adoption.release, Adoption.snapshot)
    query = (
        select(Adoption)
        .where(readable_by(actor))
        .options(
            *(joinedload(each).defer(each.property.mapper.class_.canonical) for each in basis),
            *(joinedload(each).joinedload(each.property.mapper.class_.product) for each in basis),
            joinedload(Adoption.release).selectinload(Release.events),
            *_STANDING,
        )
    )
    return session.scalars(query).unique().all()


def of_release(session: Session, release_id: UUID, *, actor: Actor) -> Adoption | None:
    """Return the actor's board's adoption of a release, the newest round of it."""
    query = select(Adoption).where(Adoption.release_id == release_id, readable_by(actor))
    return session.scalars(query.order_by(Adoption.round.desc())).first()


def newest_of_product(session: Session, product_id: UUID, *, actor: Actor) -> Adoption | None:
    """Return the actor's board's adoption of a product that no other one follows."""
    follower = aliased(Adoption)
    query = (
        select(Adoption)
        .outerjoin(Adoption.release)
        .outerjoin(Adoption.snapshot)
        .where(
            func.coalesce(Release.product_id, RecordSnapshot.product_id) == product_id,
            ~exists().where(follower.follows_id == Adoption.id),
            readable_by(actor),
        )
        .order_by(Adoption.started_at.desc(), Release.number.desc())
    )
    return session.scalars(query).first()


def earlier(row: Adoption) -> Iterator[Adoption]:
    """Yield the rounds before an adoption, the last one first."""
    before = row.follows
    while before is not None:
        yield before
        before = before.follows


def later(row: Adoption) -> Iterator[Adoption]:
    """Yield the rounds after an adoption, the next one first."""
    after = row.followed_by
    while after is not None:
        yield after
        after = after.followed_by


def of_record(session: Session, product_id: UUID, *, actor: Actor) -> Adoption | None:
    """Return the actor's board's newest adoption of what the record of a product said."""
    query = (
        select(Adoption)
        .join(Adoption.snapshot)
        .where(RecordSnapshot.product_id == product_id, readable_by(actor))
        .order_by(RecordSnapshot.number.desc(), Adoption.round.desc())
    )
    return session.scalar(query.limit(1))


def measure(session: Session, measure_id: UUID, *, adoption: Adoption) -> LocalMeasure:
    """Return a local measure of an adoption. Raises NotFound."""
    found = session.get(LocalMeasure, measure_id)
    if found is None or found.adoption_id != adoption.id:
        raise NotFound
    return found


def of_product(product_id: UUID, *, adoption: type[Adoption] = Adoption) -> ColumnElement[bool]:
    """Return in SQL whether an adoption is of a product, by a release or by its record."""
    of_release = select(Release.id).where(Release.product_id == product_id)
    of_record = select(RecordSnapshot.id).where(RecordSnapshot.product_id == product_id)
    return or_(adoption.release_id.in_(of_release), adoption.snapshot_id.in_(of_record))


def count_for_public(session: Session, product_id: UUID) -> int | None:
    """Return how many boards adopted a product, or None below the smallest aggregate."""
    query = (
        select(func.count(func.distinct(Adoption.board_id)))
        .join(AdoptionDecision, AdoptionDecision.adoption_id == Adoption.id)
        .where(
            of_product(product_id),
            AdoptionDecision.outcome.in_([Outcome.APPROVED, Outcome.CONDITIONALLY_APPROVED]),
            Adoption.ended_at.is_(None),
        )
    )
    return told(session.scalar(query) or 0)


def waiting_for_vendor(session: Session, product_id: UUID) -> Range | None:
    """Return how many boards assess or use a product, as its vendor may know it."""
    query = select(func.count(func.distinct(Adoption.board_id))).where(
        of_product(product_id), Adoption.ended_at.is_(None)
    )
    return ranged(session.scalar(query) or 0)


def looking_again(session: Session, release_ids: Sequence[UUID]) -> dict[UUID, Range | None]:
    """Return how many boards assess or use each release, as anybody outside them may know it.

    A board that decided against it is not asked to look again.
    """
    query = (
        select(Adoption.release_id, func.count(func.distinct(Adoption.board_id)))
        .outerjoin(AdoptionDecision, AdoptionDecision.adoption_id == Adoption.id)
        .where(
            Adoption.release_id.in_(release_ids),
            Adoption.ended_at.is_(None),
            or_(AdoptionDecision.id.is_(None), AdoptionDecision.outcome != Outcome.REJECTED),
        )
        .group_by(Adoption.release_id)
    )
    counts = dict(session.execute(query).tuples().all())
    return {release_id: ranged(counts.get(release_id, 0)) for release_id in release_ids}
