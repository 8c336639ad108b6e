"""Queries for vendors' statements. Says in SQL what POLICY says of statement:read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.vendor_statement import State
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Product, Release, VendorStatement


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of statement:read."""
    if actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER):
        return true()
    if actor.has(Role.VENDOR_CONTACT):
        return VendorStatement.vendor_id == actor.organisation_id
    return false()


def get(session: Session, statement_id: UUID, *, actor: Actor) -> VendorStatement:
    """Return a version of a statement the actor may see. Raises NotFound."""
    query = select(VendorStatement).where(VendorStatement.id == statement_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[VendorStatement]:
    """Return the versions of statements the actor may see, the newest first."""
    query = (
        select(VendorStatement)
        .where(readable_by(actor))
        .options(selectinload(VendorStatement.events))
        .order_by(VendorStatement.written_at.desc(), VendorStatement.number.desc())
    )
    return session.scalars(query).all()


def of_product(session: Session, product_id: UUID) -> Sequence[VendorStatement]:
    """Return every version of the statement on a product, the newest first."""
    query = (
        select(VendorStatement)
        .where(VendorStatement.product_id == product_id)
        .options(selectinload(VendorStatement.events))
        .order_by(VendorStatement.number.desc())
    )
    return session.scalars(query).all()


def accepted(session: Session, product_id: UUID) -> VendorStatement | None:
    """Return the version that stands beside the verdict on a product, which the public reads."""
    found = of_product(session, product_id)
    return next((row for row in found if row.state is State.ACCEPTED), None)


def released_products(session: Session, vendor_id: UUID) -> Sequence[Product]:
    """Return the products of a vendor that have a published verdict of a cooperative."""
    released = select(Release.id).where(Release.product_id == Product.id).exists()
    query = select(Product).where(Product.vendor_id == vendor_id, released)
    return session.scalars(query.order_by(Product.slug)).all()
