"""Between the database and the search index: the index is a cache, the database is the truth."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from flask import current_app
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.release import IN_USE
from dpia_workbench.search import Document, Index, IndexBroken, IndexBusy, Query, Results, said
from dpia_workbench.store import products
from dpia_workbench.usecases import verdict
from dpia_workbench.usecases.verdict import Card, Passages

log = logging.getLogger(__name__)
_DAY = 10  # length of 2024-06-28


def index() -> Index:
    """Return the index of the running application."""
    if "search" not in current_app.extensions:
        current_app.extensions["search"] = Index(settings().index_folder)
    found: Index = current_app.extensions["search"]
    return found


def documents(session: Session, *, slugs: Sequence[str] | None) -> Iterator[Document]:
    """Yield what the index should hold of the products with these slugs, or of all."""
    today = clock.today()
    for product in products.find(session, slugs=slugs):
        card = verdict.card(session, product, on=today)
        if card is not None:
            yield _document(card, passages=verdict.passages(session, product))


def _document(card: Card, *, passages: Passages) -> Document:
    return Document(
        slug=card.slug,
        product=card.name.text("nl"),
        names=passages.names,
        vendor=card.vendor,
        vendor_slug=card.vendor_slug,
        category=card.category_code,
        words=(*passages.words, *said("sector", card.sectors), *said("verdict", (card.verdict,))),
        sectors=card.sectors,
        verdict=card.verdict,
        published_on=_first_day(card.published),
        current=card.status is None or card.status in IN_USE,
        passages=passages.sentences,
    )


def _first_day(partial: str) -> date | None:
    """Return the first day of a partial date, to sort by; None if it is not known."""
    try:
        return date.fromisoformat((partial + "-01-01")[:_DAY])
    except ValueError:
        return None


def put(slugs: Sequence[str]) -> None:
    """Bring the index up to date for some products; mends an index that does not open."""
    found = list(documents(db.session(), slugs=slugs))
    gone = set(slugs) - {document.slug for document in found}
    try:
        index().put(found)
        index().drop(gone)
    except IndexBroken:
        rebuild()


def rebuild() -> int:
    """Make the index anew from the database, in whatever state it is, and return its size."""
    found = list(documents(db.session(), slugs=None))
    index().rebuild(found)
    return len(found)


def refresh() -> None:
    """Bring everything in the index up to date with the day it is."""
    put([product.slug for product in products.find(db.session())])


def find(query: Query) -> Results:
    """Search as the public would; mends an index that does not open.

    Raises IndexBusy when another process is mending it and needs long.
    """
    try:
        return index().find(query)
    except IndexBroken:
        log.warning("the search index did not open and is made anew")
        _mend()
        return index().find(query)


def _mend() -> None:
    """Make the index anew, unless another process does so at the moment."""
    try:
        rebuild()
    except IndexBusy:
        if not index().healthy():
            raise


def agrees(slugs: Iterable[str]) -> bool:
    """Return whether the index opens and holds exactly these products."""
    return index().healthy() and index().slugs() == frozenset(slugs)
