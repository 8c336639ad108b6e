"""Queries for what boards use and ask. Says in SQL what POLICY says of usedproduct:read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, joinedload

from dpia_workbench.access.actor import SCHOOL_ROLES, Actor
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import AssessmentPlan, Product, UsedProduct


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of usedproduct:read."""
    if not actor.has_any(SCHOOL_ROLES):
        return false()
    return UsedProduct.board_id == actor.organisation_id


def get(session: Session, used_id: UUID, *, actor: Actor) -> UsedProduct:
    """Return a product on the list of the actor's board. Raises NotFound."""
    query = select(UsedProduct).where(
        UsedProduct.id == used_id, UsedProduct.ended_at.is_(None), readable_by(actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[UsedProduct]:
    """Return the list of the actor's board, by name."""
    query = select(UsedProduct).where(UsedProduct.ended_at.is_(None), readable_by(actor))
    with_product = query.options(joinedload(UsedProduct.product).joinedload(Product.vendor))
    return session.scalars(with_product.order_by(UsedProduct.name_key)).all()


def of_board(
    session: Session, *, board_id: UUID | None, product_id: UUID | None, name_key: str
) -> UsedProduct | None:
    """Return what stands on a board's list as this product, or under this name."""
    query = select(UsedProduct).where(
        UsedProduct.board_id == board_id, UsedProduct.ended_at.is_(None)
    )
    same = UsedProduct.name_key == name_key
    if product_id is not None:
        same = same | (UsedProduct.product_id == product_id)
    return session.scalar(query.where(same).limit(1))


def asked(session: Session) -> Sequence[UsedProduct]:
    """Return what all boards ask a DPIA of; only for counting, see risk.demand.ranked."""
    query = select(UsedProduct).where(
        UsedProduct.ended_at.is_(None), UsedProduct.wants_verdict.is_(True)
    )
    return session.scalars(query).all()


def plans(session: Session) -> Sequence[AssessmentPlan]:
    """Return what cooperatives plan, the earliest first."""
    query = select(AssessmentPlan).where(AssessmentPlan.ended_at.is_(None))
    query = query.options(joinedload(AssessmentPlan.owner))
    ordered = query.order_by(AssessmentPlan.year, AssessmentPlan.quarter, AssessmentPlan.name_key)
    return session.scalars(ordered).all()


def plans_by_key(session: Session) -> dict[str, list[AssessmentPlan]]:
    """Return the same by the name that they are about, as it is compared."""
    found: dict[str, list[AssessmentPlan]] = {}
    for each in plans(session):
        found.setdefault(each.name_key, []).append(each)
    return found


def plan(session: Session, plan_id: UUID, *, owner_id: UUID | None) -> AssessmentPlan:
    """Return what a cooperative plans. Raises NotFound."""
    query = select(AssessmentPlan).where(
        AssessmentPlan.id == plan_id,
        AssessmentPlan.owner_id == owner_id,
        AssessmentPlan.ended_at.is_(None),
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found
