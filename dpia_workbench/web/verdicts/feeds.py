"""Atom feeds of published releases."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import products, proofs, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Release, ReleaseErratum
from dpia_workbench.web.verdicts.pages import FeedEntry, FeedPage
from dpia_workbench.web.verdicts.views import blueprint

__all__ = ["blueprint"]

MOST_ENTRIES = 50
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """Return the newest releases of all products."""
    rows = releases.recent(db.session(), limit=MOST_ENTRIES)
    errata = proofs.recent_errata(db.session(), product_id=None, limit=MOST_ENTRIES)
    return _feed(rows, errata, title=_("New verdicts"), path=url_for(".feed"))


@blueprint.get("/verdicts/<slug>/feed.atom")
def product_feed(slug: str) -> ResponseReturnValue:
    """Return the releases of one product."""
    product = products.published(db.session(), slug)
    rows = releases.find(db.session(), product_id=product.id)[:MOST_ENTRIES]
    errata = proofs.recent_errata(db.session(), product_id=product.id, limit=MOST_ENTRIES)
    name = product.name.text(current_language())
    title = _("Verdicts about %(product)s", product=name)
    return _feed(rows, errata, title=title, path=url_for(".product_feed", slug=slug))


def _feed(
    rows: Sequence[Release], errata: Sequence[ReleaseErratum], *, title: str, path: str
) -> ResponseReturnValue:
    base = settings().base_url
    entries = [_entry(row, base=base) for row in rows]
    entries += [_correction(row, base=base) for row in errata]
    entries.sort(key=lambda each: each.updated, reverse=True)
    page = FeedPage(
        id=f"{base}{path}",
        title=title,
        url=f"{base}{path}",
        home=f"{base}/",
        updated=max((each.updated for each in entries), default=_BEGINNING),
        language=current_language() if current_language() in LANGUAGES else "en",
        entries=tuple(entries[:MOST_ENTRIES]),
    )
    text = render_template("verdicts/feed.xml", page=page)
    return Response(text, mimetype="application/atom+xml")


def _entry(row: Release, *, base: str) -> FeedEntry:
    content, spoken = releases.content(row), current_language()
    name = Bilingual.of(content["product"]["name"]).text(spoken)
    path = url_for(".release", slug=content["product"]["slug"], number=row.number)
    return FeedEntry(
        id=f"urn:sha256:{row.sha256}",
        title=f"{name}: {label(row.verdict)}",
        url=f"{base}{path}",
        updated=row.published_at,
        summary=Bilingual.of(content["sentence"]).text(spoken),
    )


def _correction(row: ReleaseErratum, *, base: str) -> FeedEntry:
    release, spoken = row.release, current_language()
    name = release.product.name.text(spoken)
    path = url_for(".release", slug=release.product.slug, number=release.number)
    return FeedEntry(
        id=f"urn:uuid:{row.id}",
        title=_("Correction: %(product)s, release %(number)s", product=name, number=release.number),
        url=f"{base}{path}",
        updated=row.at,
        summary=row.text.text(spoken),
    )
