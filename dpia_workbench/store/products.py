"""Queries for the public catalogue of products."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from dpia_workbench.risk.fact_check import State
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Agreement,
    Edition,
    ExternalRecord,
    FactCheck,
    Product,
    Release,
    Remediation,
    agreement_product,
)


def get(session: Session, slug: str) -> Product:
    """Return a product by its public slug. Raises NotFound."""
    found = session.scalar(select(Product).where(Product.slug == slug))
    if found is None:
        raise NotFound
    return found


def is_published() -> ColumnElement[bool]:
    """Return in SQL whether anything about a product is public: a release, or a record."""
    released = select(Release.id).where(Release.product_id == Product.id).exists()
    recorded = select(ExternalRecord.id).where(ExternalRecord.product_id == Product.id).exists()
    return or_(released, recorded)


def published(session: Session, slug: str) -> Product:
    """Return a product of which something is public. Raises NotFound for any other."""
    found = session.scalar(select(Product).where(Product.slug == slug, is_published()))
    if found is None:
        raise NotFound
    return found


def all_published(session: Session) -> Sequence[Product]:
    """Return the products of which something is public."""
    query = select(Product).where(is_published()).options(joinedload(Product.vendor))
    return session.scalars(query.order_by(Product.slug)).all()


def vendor_is_public(session: Session, vendor_id: UUID) -> bool:
    """Return whether anything is public about any product of a vendor."""
    query = select(Product.id).where(Product.vendor_id == vendor_id, is_published())
    return session.scalar(query.limit(1)) is not None


def by_id(session: Session, product_id: UUID) -> Product:
    """Return a product by its id. Raises NotFound."""
    found = session.get(Product, product_id)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, slugs: Sequence[str] | None = None) -> Sequence[Product]:
    """Return all products, or those with the slugs, with what a list shows of them."""
    query = select(Product).options(
        joinedload(Product.vendor), joinedload(Product.record), selectinload(Product.editions)
    )
    if slugs is not None:
        query = query.where(Product.slug.in_(slugs))
    return session.scalars(query.order_by(Product.slug)).all()


def of_vendor(session: Session, vendor_id: UUID) -> Sequence[Product]:
    """Return the products of a vendor."""
    query = select(Product).where(Product.vendor_id == vendor_id).order_by(Product.slug)
    return session.scalars(query).all()


def known_to_vendor(session: Session, vendor_id: UUID) -> Sequence[Product]:
    """Return the products of a vendor of which it knows that somebody has to do with them.

    That is what is public, and what the vendor was asked or shown something about. Another
    product may be here only because somebody drafts an assessment of it, which the vendor must not
    learn (invariant 4).
    """
    asked = select(Remediation.product_id).where(Remediation.is_sent)
    shown = select(FactCheck.product_id).where(FactCheck.state != State.PREPARED)
    agreed = (
        select(agreement_product.c.product_id)
        .join(Agreement, Agreement.id == agreement_product.c.agreement_id)
        .where(Agreement.negotiated_at.is_not(None))
    )
    told = (Product.id.in_(each) for each in (asked, shown, agreed))
    query = select(Product).where(Product.vendor_id == vendor_id, or_(is_published(), *told))
    return session.scalars(query.order_by(Product.slug)).all()


def edition(session: Session, edition_id: UUID, *, product: Product) -> Edition:
    """Return an edition of a product. Raises NotFound."""
    found = session.get(Edition, edition_id)
    if found is None or found.product_id != product.id:
        raise NotFound
    return found


def newest_releases(session: Session, product_ids: Collection[UUID]) -> dict[UUID, Release]:
    """Return of each of these products that has one the release with the highest number."""
    last = (
        select(Release.product_id, func.max(Release.number).label("number"))
        .where(Release.product_id.in_(product_ids))
        .group_by(Release.product_id)
        .subquery()
    )
    query = (
        select(Release)
        .join(last, (Release.product_id == last.c.product_id) & (Release.number == last.c.number))
        .options(selectinload(Release.events), defer(Release.canonical))
    )
    return {row.product_id: row for row in session.scalars(query)}


def has_release(session: Session, product_id: UUID) -> bool:
    """Return whether anything was published here about a product."""
    query = select(Release.id).where(Release.product_id == product_id)
    return session.scalar(query.limit(1)) is not None


def newest_release(session: Session, product_id: UUID) -> Release | None:
    """Return the release of a product with the highest number."""
    query = select(Release).where(Release.product_id == product_id)
    return session.scalar(query.order_by(Release.number.desc()).limit(1))
