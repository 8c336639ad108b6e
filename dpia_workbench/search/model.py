"""What goes into the search index, what is asked of it, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["nl", "en"]
Sort = Literal["relevance", "date", "name"]

Highlight = tuple[tuple[str, bool], ...]
"""A passage in pieces; the second half of a piece says whether it is what the reader sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One public verdict, as the index sees it.

    There is deliberately no place for what a vendor promises or for a projected level: what
    is not in the index cannot move a verdict up the list.
    """

    slug: str
    product: str
    names: tuple[str, ...] = ()
    vendor: str
    vendor_slug: str
    category: str
    words: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    verdict: str
    published_on: date | None = None
    current: bool = True
    passages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader asks; empty filters filter nothing."""

    text: str = ""
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
class Hit:
    """One document found."""

    slug: str
    score: float
    highlights: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of what was found, and the counts beside it.

    `facets` counts per verdict, sector, vendor and category what the reader would get by
    choosing it: each count ignores its own filter. `correction` is the text that was really
    answered when the typed one found nothing. `partial` says that no document has all words
    and that these have most of them.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    correction: str | None = None
    partial: bool = False


class IndexBroken(Exception):
    """The index does not open; it is a cache, so the caller rebuilds it."""


class IndexBusy(Exception):
    """Another process keeps writing; the caller tries again later."""
