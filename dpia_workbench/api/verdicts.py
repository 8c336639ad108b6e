"""Public verdicts as JSON: the same search, the same cards, the same frozen content."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from dpia_workbench import clock
from dpia_workbench.api import paging
from dpia_workbench.api.operation import JSON, operation
from dpia_workbench.i18n import current_language
from dpia_workbench.linked import MEDIA_TYPE, release_graph
from dpia_workbench.linked.nodes import written
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.criteria import spoken
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.schemas.verdicts import (
    ReleaseListSchema,
    ReleaseQuerySchema,
    ReleaseSchema,
    VerdictDetailSchema,
    VerdictListSchema,
    VerdictQuerySchema,
)
from dpia_workbench.search import Highlight, Hit, Query, Results
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
    asked = Query(
        text=query["q"],
        sectors=tuple(query["sector"]),
        verdicts=tuple(query["verdict"]),
        vendors=tuple(query["vendor"]),
        categories=tuple(query["category"]),
        sort=query["sort"],
        language=spoken(),
    )
    answers: list[Results] = []

    def fetch(offset: int, limit: int) -> Sequence[Hit]:
        answers.append(indexing.find(replace(asked, offset=offset, limit=limit)))
        return answers[-1].hits

    shown, after = paging.part(fetch, key=lambda hit: hit.slug, query=query)
    found, hits = answers[-1], {hit.slug: hit for hit in shown}
    cards = verdict.cards(db.session(), slugs=list(hits), on=clock.today())
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
        "next": after,
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


@operation(
    "/verdicts/<slug>/releases", query=ReleaseQuerySchema, returns=ReleaseListSchema,
    errors=(404, 422),
)  # fmt: skip
def list_releases(*, slug: str, query: dict[str, Any]) -> dict[str, Any]:
    """Return the releases of a product, newest first."""
    product = products.published(db.session(), slug)
    rows, rest = paging.page(releases.find(db.session(), product_id=product.id), query=query)
    return {"items": [release_item(row, slug=slug) for row in rows], **rest}


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
def one_release(*, slug: str, number: int) -> dict[str, Any] | Response:
    """Return a release for ever: its canonical JSON, with the hash of that; or as linked data."""
    row = releases.get(db.session(), slug, number=number)
    content = releases.content(row)
    if request.accept_mimetypes.best_match([JSON, MEDIA_TYPE]) == MEDIA_TYPE:
        graph = release_graph(content, sha256=row.sha256, base=settings().base_url)
        return Response(written(graph), mimetype=MEDIA_TYPE)
    return {**content, "sha256": row.sha256}
