"""Queries for the library: what was published about each product, here or elsewhere."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dpia_workbench.risk.release import Event
from dpia_workbench.store.models import Product, Release


def published(session: Session) -> list[tuple[Product, Release | None]]:
    """Return per product its newest release that was not withdrawn; else None, with a record.

    Products of which nothing was published are not there.
    """
    query = select(Release).options(selectinload(Release.events)).order_by(Release.number)
    newest = {row.product_id: row for row in session.scalars(query) if not _is_withdrawn(row)}
    rows: Sequence[Product] = session.scalars(
        select(Product).options(joinedload(Product.record)).order_by(Product.slug)
    ).all()
    found = [(row, newest.get(row.id)) for row in rows]
    return [(row, release) for row, release in found if release is not None or row.record]


def _is_withdrawn(row: Release) -> bool:
    return any(event.kind is Event.WITHDRAWN for event in row.events)
