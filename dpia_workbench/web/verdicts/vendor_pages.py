"""What the pages of vendors, and feeds, may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.web.verdicts.pages import CardView, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """How often something became of what a vendor was asked, and when it is counted so."""

    label: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesView:
    """What became of all that was asked of a vendor in published verdicts."""

    summary: str
    promised: tuple[PromiseRow, ...]
    others: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An agreement that school boards can join."""

    title: Told
    kind: str
    owner: str
    since: date | None
    until: date | None
    products: tuple[Told, ...]
    url: str
    join_url: str | None
    is_joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """A vendor with the verdicts on its products, and what it promised and kept."""

    name: str
    is_invented: bool
    cards: tuple[CardView, ...]
    promises: PromisesView
    offers: tuple[OfferView, ...]
    follow_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """Something that happened to a release, in a feed."""

    id: str
    title: str
    url: str
    updated: datetime
    summary: str
    kind: str
    kind_label: str
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """An Atom feed."""

    id: str
    title: str
    url: str
    home: str
    others: tuple[tuple[str, str], ...]  # its addresses in other languages
    updated: datetime
    language: str
    entries: tuple[FeedEntry, ...]
