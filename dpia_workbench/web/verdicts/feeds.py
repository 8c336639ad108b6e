"""Atom feeds (RFC 4287) of what is published and of what people decided about it since."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.criteria import Criteria, found_by
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import news, organisations, products
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.news import News
from dpia_workbench.usecases import news as words
from dpia_workbench.web.verdicts.vendor_pages import FeedEntry, FeedPage
from dpia_workbench.web.verdicts.views import blueprint

__all__ = ["blueprint"]

MOST_ENTRIES = 50
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@blueprint.get("/feed.atom")
def feed() -> ResponseReturnValue:
    """Return the newest news about all products."""
    rows = news.recent(db.session(), limit=MOST_ENTRIES)
    return _feed(rows, title=_("New verdicts"), path=url_for(".feed"), home=url_for(".home"))


@blueprint.get("/verdicts/feed.atom")
def search_feed() -> ResponseReturnValue:
    """Return the newest news about what a search finds; it takes the arguments of a search."""
    criteria = Criteria.of_args(request.args)
    rows = news.recent(db.session(), limit=MOST_ENTRIES, slugs=found_by(criteria))
    title = (
        _("Verdicts about “%(query)s”", query=criteria.text)
        if criteria.text
        else _("Verdicts that you filtered")
        if criteria
        else _("All verdicts")
    )
    where = criteria.address()
    return _feed(
        rows, title=title, path=url_for(".search_feed", **where),
        home=url_for(".results", **where),
    )  # fmt: skip


@blueprint.get("/verdicts/<slug>/feed.atom")
def product_feed(slug: str) -> ResponseReturnValue:
    """Return the news about one product."""
    product = products.published(db.session(), slug)
    rows = news.recent(db.session(), limit=MOST_ENTRIES, slugs=[slug])
    title = _("Verdicts about %(product)s", product=product.name.text(current_language()))
    return _feed(
        rows,
        title=title,
        path=url_for(".product_feed", slug=slug),
        home=url_for(".show", slug=slug),
    )


@blueprint.get("/vendors/<slug>/feed.atom")
def vendor_feed(slug: str) -> ResponseReturnValue:
    """Return the news about the products of a vendor of which something is public."""
    vendor = organisations.vendor(db.session(), slug)
    if not products.vendor_is_public(db.session(), vendor.id):
        raise NotFound
    rows = news.recent(db.session(), limit=MOST_ENTRIES, vendor_id=vendor.id)
    title = _("Verdicts about products of %(vendor)s", vendor=vendor.name)
    return _feed(
        rows,
        title=title,
        path=url_for(".vendor_feed", slug=slug),
        home=url_for(".vendor", slug=slug),
    )


def _feed(rows: Sequence[News], *, title: str, path: str, home: str) -> ResponseReturnValue:
    """Return a feed; a reader that has it already gets 304 and nothing more."""
    base, spoken = settings().base_url, current_language()
    language = spoken if spoken in LANGUAGES else "en"
    updated = max((row.at for row in rows), default=_BEGINNING)
    page = FeedPage(
        id=f"{base}{path}",
        title=title,
        url=f"{base}{_in(language, path)}",
        home=f"{base}{_in(language, home)}",
        others=tuple(
            (other, f"{base}{_in(other, path)}") for other in LANGUAGES if other != language
        ),
        updated=updated,
        language=language,
        entries=tuple(_entry(row, base=base) for row in rows),
    )
    response = Response(
        render_template("verdicts/feed.xml", page=page), mimetype="application/atom+xml"
    )
    response.last_modified = updated
    response.add_etag()
    return response.make_conditional(request)


def _in(language: str, path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def _entry(row: News, *, base: str) -> FeedEntry:
    return FeedEntry(
        id=row.id.urn,
        title=words.title(row),
        url=f"{base}{words.path(row)}",
        updated=row.at,
        summary=words.summary(row),
        kind=row.kind,
        kind_label=label(row.kind),
        publisher=words.publisher(row),
    )
