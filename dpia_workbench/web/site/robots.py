"""What robots ask for: which pages there are, since when, and which ones they leave alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.plumbing import canonical
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.store import sitemap
from dpia_workbench.store.base import NotFound
from dpia_workbench.web.site.views import blueprint

__all__ = ["blueprint"]

MOST_ADDRESSES = 50_000  # of one file, as sitemaps.org has it
# Forms, accounts and choices are no pages to be found; nor is the API, which has its own document.
_CLOSED = ("/login", "/password", "/welcome/", "/account", "/language", "/api/v1/",
           "/verdicts/*/remark", "/verdicts/*/releases/*/remark")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One address of a page, with the addresses of the same page in each language."""

    url: str
    changed: str
    alternates: tuple[tuple[str, str], ...]


@blueprint.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """Tell robots what is public."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in _CLOSED),
        f"Sitemap: {settings().base_url}{url_for('.sitemap_index')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap_index() -> ResponseReturnValue:
    """List the public pages, or the files that list them if there are too many."""
    pages = list(_pages())
    if len(pages) * len(LANGUAGES) <= MOST_ADDRESSES:
        return _listed(pages)
    urls = [
        f"{settings().base_url}{url_for('.sitemap_part', number=number)}"
        for number in range(1, -(-len(pages) // _per_file()) + 1)
    ]
    return _xml(render_template("site/sitemaps.xml", urls=urls))


@blueprint.get("/sitemaps/<int:number>.xml")
def sitemap_part(number: int) -> ResponseReturnValue:
    """List a part of the public pages."""
    pages = list(_pages())[_per_file() * (number - 1) : _per_file() * number] if number else []
    if not pages:
        raise NotFound
    return _listed(pages)


def _per_file() -> int:
    return MOST_ADDRESSES // len(LANGUAGES)


def _pages() -> Iterator[tuple[str, str]]:
    """Yield path and day of the last change of every public page that is worth to be found."""
    for endpoint in ("verdicts.home", "verdicts.results", "screening.show", "site.about",
                     "site.accessibility", "site.privacy"):  # fmt: skip
        yield url_for(endpoint), ""
    for page in sitemap.verdicts(db.session()):
        yield url_for("verdicts.show", slug=page.slug), page.changed
    for slug in sitemap.vendors(db.session()):
        yield url_for("verdicts.vendor", slug=slug), ""


def _listed(pages: list[tuple[str, str]]) -> Response:
    found = []
    for path, changed in pages:
        urls = {language: canonical.address(path, language=language) for language in LANGUAGES}
        alternates = (*urls.items(), ("x-default", urls[LANGUAGES[0]]))
        found += [Listed(url=url, changed=changed, alternates=alternates) for url in urls.values()]
    return _xml(render_template("site/sitemap.xml", pages=found))


def _xml(body: str) -> Response:
    return Response(body, mimetype="application/xml")
