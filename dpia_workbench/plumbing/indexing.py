"""Between the database and the search index: the index is a cache, the database is the truth."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import get_args

from flask import current_app
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.position import now_at
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.search import (
    Document,
    Index,
    IndexBroken,
    IndexBusy,
    Kind,
    Part,
    Query,
    Results,
    Suggestion,
    said,
)
from dpia_workbench.store import products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import findable
from dpia_workbench.usecases.findable import Findable, FindablePart

log = logging.getLogger(__name__)
FOLLOWER = "search-follower"
_PATIENCE = 3.0
_AT_ONCE = 200
_DAY = 10  # length of 2024-06-28
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}


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
        for found in findable.of_product(session, product, on=today):
            yield _document(found)


def _document(found: Findable) -> Document:
    card = found.card
    return Document(
        slug=card.slug,
        product=card.name.text("nl"),
        names=found.names,
        vendor=card.vendor,
        vendor_slug=card.vendor_slug,
        category=card.category_code,
        category_names=card.category.as_dict(),
        words=(*found.words, *said("sector", card.sectors), *said("verdict", (card.verdict,))),
        sectors=card.sectors,
        verdict=card.verdict,
        published_on=_first_day(card.published),
        current=found.is_current,
        release=card.number,
        passages=_lines(found.texts),
        parts=tuple(map(_part, found.parts)),
    )


def _part(part: FindablePart) -> Part:
    titles = {language: lines[0] for language, lines in _lines([part.title]).items() if lines}
    return Part(kind=_KINDS[part.kind], key=part.key, title=titles, passages=_lines(part.texts))


def _lines(texts: Iterable[Bilingual]) -> dict[str, tuple[str, ...]]:
    """Return texts by language; where one is missing the other stands in for it."""
    kept = [text for text in texts if text]
    return {language: tuple(text.text(language) for text in kept) for language in ("nl", "en")}


def _first_day(partial: str) -> date | None:
    """Return the first day of a partial date, to sort by; None if it is not known."""
    try:
        return date.fromisoformat((partial + "-01-01")[:_DAY])
    except ValueError:
        return None


def put(slugs: Sequence[str]) -> None:
    """Bring the index up to date for some products. Raises IndexBroken or IndexBusy."""
    found = list(documents(db.session(), slugs=slugs))
    index().put(found)
    index().drop(set(slugs) - {document.slug for document in found})


def rebuild() -> int:
    """Make the index anew from the database, in whatever state it is; return how many products."""
    session = db.session()
    # First where we are, then what there is: what changes in between is only read twice.
    position = now_at(session)
    index().rebuild(documents(session, slugs=None), position=position)
    return len(index().slugs())


def refresh() -> None:
    """Bring the index up to date with the day it is: releases expire, and no row says so."""
    known, changed = index().states(), []
    for product in products.find(db.session()):
        found = findable.of_product(db.session(), product, on=clock.today())
        states = {(each.card.number, each.is_current, str(each.card.verdict)) for each in found}
        if states != known.get(product.slug, frozenset()):
            changed.append(product.slug)
    for first in range(0, len(changed), _AT_ONCE):
        put(changed[first : first + _AT_ONCE])


def find(query: Query) -> Results:
    """Search as the public would; mends an index that does not open.

    Raises IndexBusy while it is mended and that takes long.
    """
    try:
        return index().find(query)
    except IndexBroken:
        _mend()
        return index().find(query)


def suggest(prefix: str, *, language: str, limit: int) -> tuple[Suggestion, ...]:
    """Return what somebody who typed this may be typing.

    Raises IndexBusy while the index is mended and that takes long.
    """
    try:
        return index().suggest(prefix, language=language, limit=limit)
    except IndexBroken:
        _mend()
        return index().suggest(prefix, language=language, limit=limit)


def _mend() -> None:
    """Make the index anew, unless somebody else does so at the moment.

    A process that serves pages leaves it to its background: of a large catalogue it takes longer
    than a reader waits. Raises IndexBusy.
    """
    follower = current_app.extensions.get(FOLLOWER)
    if follower is not None:
        follower.look(seconds=_PATIENCE)
        if not index().healthy():
            raise IndexBusy("the index is being made anew")
        return
    log.warning("the search index did not open and is made anew")
    try:
        rebuild()
    except IndexBusy:
        if not index().healthy():
            raise


def public_slugs(session: Session) -> list[str]:
    """Return the slugs of all products of which something is public."""
    return [product.slug for product in products.all_published(session)]


def agrees(slugs: Iterable[str]) -> bool:
    """Return whether the index opens and holds exactly these products."""
    return index().healthy() and index().slugs() == frozenset(slugs)
