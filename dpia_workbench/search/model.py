"""What goes into the search index, what is asked of it, and what it answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

Language = Literal["nl", "en"]
Sort = Literal["relevance", "date", "name"]

Highlight = tuple[tuple[str, bool], ...]
"""A passage in pieces; the second half of a piece says whether it is what the reader sought."""


Kind = Literal["verdict", "risk", "measure", "setting", "agreement"]

KINDS: tuple[Kind, ...] = ("verdict", "risk", "measure", "setting", "agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A risk, measure, setting or agreement in a verdict: found by itself, shown in its place."""

    kind: Kind
    key: str
    title: Mapping[str, str]
    passages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One public verdict with its parts, as the index sees it: a release, or an external record.

    There is deliberately no place for what a vendor promises or for a projected level: what
    is not in the index cannot move a verdict up the list. `passages` are those of no part.
    A product has one document that is `current`, or none; the others are its past releases.
    """

    slug: str
    product: str
    names: tuple[str, ...] = ()
    vendor: str
    vendor_slug: str
    category: str
    category_names: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    verdict: str
    published_on: date | None = None
    current: bool = True
    release: int | None = None
    passages: Mapping[str, tuple[str, ...]]
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader asks; empty filters filter nothing.

    Of the kind "verdict" each product is found once, however many of its parts speak of what is
    sought. Past releases are found with `include_past` only, after all that are current.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ("verdict",)
    sectors: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    sort: Sort = "relevance"
    limit: int = 20
    offset: int = 0
    language: Language = "nl"
    include_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands: a kind and a key, such as R1, in a release; no number: a record."""

    kind: Kind
    key: str
    release: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document found: the place, and passages of it.

    `places` tells for each of the highlights where it stands; None is the verdict itself.
    `title` is that of a part, in the reader's language if it has one.
    """

    slug: str
    score: float
    place: Place
    title: str = ""
    highlights: tuple[Highlight, ...] = ()
    places: tuple[Place | None, ...] = ()
    is_current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a reader may be typing; `slug` is that of a product, vendor or category."""

    text: str
    kind: Literal["product", "vendor", "category", "word"]
    slug: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of what was found, and the counts beside it.

    `facets` counts per verdict, sector, vendor and category what the reader would get by
    choosing it: each count ignores its own filter. `kinds` does so for the kinds of document.
    `names` has the names of the vendors and categories in it, in the reader's language.
    `correction` is the text that was really answered when the typed one found nothing. `partial`
    says that no document has all words and that these have most of them.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    correction: str | None = None
    partial: bool = False
    kinds: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class IndexBroken(Exception):
    """The index does not open; it is a cache, so the caller rebuilds it."""


class IndexBusy(Exception):
    """Another process keeps writing; the caller tries again later."""


class SearchBackend(Protocol):
    """What the workbench needs of a search engine; tests run against this."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents; those there were of the same slugs go. Raises IndexBroken, IndexBusy."""

    def drop(self, slugs: Iterable[str]) -> None:
        """Remove all documents of these slugs. Raises IndexBroken or IndexBusy."""

    def find(self, query: Query) -> Results:
        """Return what a query finds. Raises IndexBroken."""

    def suggest(self, prefix: str, *, language: str, limit: int) -> tuple[Suggestion, ...]:
        """Return what somebody may be typing. Raises IndexBroken."""

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew; readers keep the old one until it is ready. Raises IndexBusy."""

    def healthy(self) -> bool:
        """Tell whether the index can be asked."""
