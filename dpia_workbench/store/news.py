"""News about releases: what was published, and what people decided about it. All of it is public.

Every kind of event is news; nobody has to add one here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from dpia_workbench.risk.calendar import AMSTERDAM
from dpia_workbench.risk.news import Kind, Turn, is_urgent
from dpia_workbench.risk.release import Event
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    IncidentMark,
    Product,
    Release,
    ReleaseErratum,
    ReleaseEvent,
)

_ENDED = (Event.SUPERSEDED, Event.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened to a release; `key` is its name for ever."""

    key: str
    id: UUID
    kind: Kind
    at: datetime
    reason: Bilingual | str
    release: Release

    @property
    def product(self) -> Product:
        """Return the product that it is about."""
        return self.release.product

    @property
    def is_urgent(self) -> bool:
        """Return whether who follows the product hears it at once."""
        return is_urgent(self.kind, verdict=self.release.verdict)


def recent(
    session: Session,
    *,
    limit: int,
    slugs: Sequence[str] | None = None,
    vendor_id: UUID | None = None,
    since: datetime | None = None,
) -> list[News]:
    """Return the newest news, newest first: of all products, or of some, or of a vendor's."""
    about: list[ColumnElement[bool]] = []
    if slugs is not None:
        about.append(Product.slug.in_(slugs))
    if vendor_id is not None:
        about.append(Product.vendor_id == vendor_id)
    releases = _releases().where(*about)
    events = _events().where(*about)
    errata = _errata().where(*about)
    if since is not None:
        releases = releases.where(Release.published_at >= since)
        events = events.where(ReleaseEvent.at >= since)
        errata = errata.where(ReleaseErratum.at >= since)
    found = [
        *map(
            _published,
            session.scalars(releases.order_by(Release.published_at.desc()).limit(limit)),
        ),
        *_happened(session, events.order_by(ReleaseEvent.at.desc()).limit(limit)),
        *map(_corrected, session.scalars(errata.order_by(ReleaseErratum.at.desc()).limit(limit))),
    ]
    return sorted(found, key=lambda news: (news.at, news.key), reverse=True)[:limit]


def expired(session: Session, *, since: date, today: date) -> list[News]:
    """Return which releases came to their end by their date, from a day on until today."""
    ended = select(ReleaseEvent.id).where(
        ReleaseEvent.release_id == Release.id, ReleaseEvent.kind.in_(_ENDED)
    )
    query = _releases().where(
        Release.valid_until >= since - timedelta(days=1),
        Release.valid_until < today,
        ~ended.exists(),
    )
    return [
        _expired(row)
        for row in session.scalars(query.order_by(Release.valid_until, Release.published_at))
    ]


def by_keys(session: Session, keys: Iterable[str]) -> list[News]:
    """Return the news with these keys, oldest first. What is gone is left out."""
    found = []
    for key in keys:
        try:
            found.append(get(session, key))
        except NotFound:
            continue
    return sorted(found, key=lambda news: (news.at, news.key))


def get(session: Session, key: str) -> News:
    """Return one piece of news by its key. Raises NotFound."""
    kind, _colon, name = key.partition(":")
    if kind == "event":
        found = _happened(session, _events().where(ReleaseEvent.id == UUID(name)))
    elif kind == "erratum":
        errata = session.scalars(_errata().where(ReleaseErratum.id == UUID(name)))
        found = [_corrected(row) for row in errata]
    else:
        made = _expired if kind == "expired" else _published
        found = [made(row) for row in session.scalars(_releases().where(Release.id == UUID(name)))]
    if not found:
        raise NotFound
    return found[0]


def _releases() -> Select[tuple[Release]]:
    vendor = contains_eager(Release.product).contains_eager(Product.vendor)
    return select(Release).join(Release.product).join(Product.vendor).options(vendor)


def _events() -> Select[tuple[ReleaseEvent, Release, Bilingual]]:
    return (
        select(ReleaseEvent, Release, IncidentMark.reason)
        .join(Release, Release.id == ReleaseEvent.release_id)
        .outerjoin(IncidentMark, IncidentMark.event_id == ReleaseEvent.id)
        .join(Product, Product.id == Release.product_id)
        .options(joinedload(Release.product).joinedload(Product.vendor))
    )


def _errata() -> Select[tuple[ReleaseErratum]]:
    product = contains_eager(ReleaseErratum.release).contains_eager(Release.product)
    return (
        select(ReleaseErratum)
        .join(ReleaseErratum.release)
        .join(Release.product)
        .join(Product.vendor)
        .options(product.contains_eager(Product.vendor))
    )


def _corrected(row: ReleaseErratum) -> News:
    return News(
        key=f"erratum:{row.id}", id=row.id, kind=Turn.CORRECTED, at=row.at, reason=row.text,
        release=row.release,
    )  # fmt: skip


def _published(row: Release) -> News:
    return News(
        key=f"release:{row.id}", id=row.id, kind=Turn.PUBLISHED, at=row.published_at, reason="",
        release=row,
    )  # fmt: skip


def _expired(row: Release) -> News:
    at = datetime.combine(row.valid_until + timedelta(days=1), time(), tzinfo=AMSTERDAM)
    return News(
        key=f"expired:{row.id}", id=row.id, kind=Turn.EXPIRED, at=at, reason="", release=row
    )


def _happened(
    session: Session, query: Select[tuple[ReleaseEvent, Release, Bilingual]]
) -> list[News]:
    return [
        News(key=f"event:{event.id}", id=event.id, kind=event.kind, at=event.at,
             reason=said or event.reason, release=release)
        for event, release, said in session.execute(query)
    ]  # fmt: skip
