"""All releases of a product as lines of a list: without their content, which is large."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload

from dpia_workbench.store.models import Release


def of_product(session: Session, product_id: UUID) -> Sequence[Release]:
    """Return the releases of a product with what happened to them, the newest first."""
    query = (
        select(Release)
        .where(Release.product_id == product_id)
        .options(defer(Release.canonical), selectinload(Release.events))
        .order_by(Release.number.desc())
    )
    return session.scalars(query).all()
