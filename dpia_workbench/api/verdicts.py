"""Public verdicts as JSON: the same search, the same cards, the same frozen content."""

from typing import Any

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.api.operation import operation
from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.schemas.verdicts import (
    ReleaseListSchema,
    ReleaseSchema,
    VerdictDetailSchema,
    VerdictListSchema,
    VerdictQuerySchema,
)
from dpia_workbench.search import Highlight, Query
from dpia_workbench.store import products, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import verdict
from dpia_workbench.usecases.verdict import Card


def _item(card: Card) -> dict[str, Any]:
    spoken = current_language()
    return {
        "slug": card.slug,
        "product": card.name.text(spoken),
        "vendor": card.vendor,
        "category": card.category_code,
        "sectors": list(card.sectors),
        "verdict": card.verdict,
        "summary": card.sentence.text(spoken),
        "published_on": card.published,
        "valid_until": card.valid_until,
        "status": card.status or "external",
        "url": settings().base_url + url_for("verdicts.show", slug=card.slug),
    }


def _pieces(line: Highlight) -> list[dict[str, Any]]:
    return [{"text": text, "match": match} for text, match in line]


@operation("/verdicts", returns=VerdictListSchema, query=VerdictQuerySchema, errors=(422,))
def find_verdicts(*, query: dict[str, Any]) -> dict[str, Any]:
    """Search verdicts as the public would."""
    found = indexing.find(
        Query(
            text=query["q"],
            sectors=tuple(query["sector"]),
            verdicts=tuple(query["verdict"]),
            vendors=tuple(query["vendor"]),
            categories=tuple(query["category"]),
            sort=query["sort"],
            limit=query["limit"],
            offset=query["cursor"],
            language="en" if current_language() == "en" else "nl",
        )
    )
    hits = {hit.slug: hit for hit in found.hits}
    cards = verdict.cards(db.session(), slugs=list(hits), on=clock.today())
    after = query["cursor"] + query["limit"]
    return {
        "items": [
            {
                **_item(card),
                "highlights": [_pieces(line) for line in hits[card.slug].highlights],
                "score": hits[card.slug].score,
            }
            for card in cards
        ],
        "total": found.total,
        "facets": found.facets,
        "correction": found.correction,
        "next": str(after) if after < found.total else None,
    }


@operation("/verdicts/<slug>", returns=VerdictDetailSchema, errors=(404,))
def one_verdict(*, slug: str) -> dict[str, Any]:
    """Return the current verdict on a product with all that was published."""
    product = products.published(db.session(), slug)
    card = verdict.card(db.session(), product, on=clock.today())
    if card is None:
        raise NotFound
    newest = products.newest_release(db.session(), product.id)
    content = releases.content(newest) if newest else product.record and product.record.content
    return {**_item(card), "content": content}


@operation("/verdicts/<slug>/releases", returns=ReleaseListSchema, errors=(404,))
def list_releases(*, slug: str) -> dict[str, Any]:
    """Return the releases of a product, newest first."""
    product = products.published(db.session(), slug)
    found = releases.find(db.session(), product_id=product.id)
    return {"items": [release_item(row, slug=slug) for row in found]}


def release_item(row: Release, *, slug: str) -> dict[str, Any]:
    """Return a release as it stands in a list."""
    path = url_for("verdicts.release", slug=slug, number=row.number)
    return {
        "number": row.number,
        "sha256": row.sha256,
        "verdict": row.verdict,
        "status": releases.status(db.session(), row, on=clock.today()),
        "published_on": row.published_at.astimezone(clock.AMSTERDAM).date(),
        "valid_until": row.valid_until,
        "url": settings().base_url + path,
    }


@operation("/verdicts/<slug>/releases/<int:number>", returns=ReleaseSchema, errors=(404,))
def one_release(*, slug: str, number: int) -> dict[str, Any]:
    """Return a release for ever: its canonical JSON, with the hash of that."""
    row = releases.get(db.session(), slug, number=number)
    return {**releases.content(row), "sha256": row.sha256}
