"""Which public pages there are, and when each last changed: columns only, for there may be many."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpia_workbench.risk.calendar import day_of
from dpia_workbench.store.models import (
    ExternalRecord,
    Organisation,
    Product,
    Release,
    ReleaseEvent,
)
from dpia_workbench.store.organisations import NOBODY

_WHOLE_DAY = 10  # letters; an old source may know only the year


@dataclass(frozen=True, slots=True)
class Page:
    """A verdict, and the day on which it last changed, if that is known."""

    slug: str
    changed: str


def verdicts(session: Session) -> Iterator[Page]:
    """Yield every product with a published verdict: a release, or a record from elsewhere."""
    query = (
        select(Product.slug, func.max(Release.published_at), func.max(ReleaseEvent.at),
               func.max(ExternalRecord.published))
        .outerjoin(Release, Release.product_id == Product.id)
        .outerjoin(ReleaseEvent, ReleaseEvent.release_id == Release.id)
        .outerjoin(ExternalRecord, ExternalRecord.product_id == Product.id)
        .where((Release.id.is_not(None)) | (ExternalRecord.id.is_not(None)))
        .group_by(Product.slug)
        .order_by(Product.slug)
    )  # fmt: skip
    for slug, released, happened, published in session.execute(query):
        moments = [moment for moment in (released, happened) if moment is not None]
        if moments:
            yield Page(slug, day_of(max(moments)).isoformat())
        else:
            yield Page(slug, published if len(published or "") == _WHOLE_DAY else "")


def vendors(session: Session) -> list[str]:
    """Return the vendors of products with a published verdict."""
    released = select(Release.product_id)
    recorded = select(ExternalRecord.product_id)
    query = (
        select(Organisation.slug)
        .join(Product, Product.vendor_id == Organisation.id)
        .where(Product.id.in_(released) | Product.id.in_(recorded))
        .distinct()
        .order_by(Organisation.slug)
    )
    return [slug for slug in session.scalars(query) if slug and slug != NOBODY]
