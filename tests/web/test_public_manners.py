"""How public pages behave towards browsers, caches and machines: asked again, found, unfollowed."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from lxml import etree, html
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS
from dpia_workbench.risk.release import Event
from dpia_workbench.store.models import Release, ReleaseEvent
from dpia_workbench.web.site import robots
from tests import make
from tests.browser import Browser
from tests.house import crawl

PAGE, PERMALINK = "/verdicts/leerplein", "/verdicts/leerplein/releases/1"
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml",
}  # fmt: skip


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A published verdict."""
    return make.release(session, people=people, now=clock.now())


def end(session: Session, row: Release, kind: Event) -> None:
    row.events.append(ReleaseEvent(kind=kind, reason="Er is een fout gevonden.", at=clock.now()))
    session.commit()


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(
    "path",
    ["/", "/verdicts?q=leer", PAGE, PERMALINK, f"{PERMALINK}/release.json", "/feed.atom",
     f"{PERMALINK}/report.docx", f"{PERMALINK}/report.pdf", "/sitemap.xml", f"{PAGE}/card.png"],
)  # fmt: skip
def test_who_has_the_same_page_gets_no_more_than_that(browser: Browser, path: str) -> None:
    first = browser.fetch(path)
    again = browser.fetch(path, headers={"If-None-Match": first.headers["ETag"]})
    looked = browser.fetch(path, method="HEAD")

    assert first.status_code == 200
    assert first.headers["Cache-Control"].startswith("public, ")
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == looked.headers["ETag"] == first.headers["ETag"]
    assert {"Accept-Language", "Cookie"} <= set(re.split(r",\s*", first.headers["Vary"]))


def test_a_verdict_that_is_withdrawn_is_another_page_at_once(
    browser: Browser, session: Session, release: Release
) -> None:
    tag = browser.fetch(PAGE).headers["ETag"]

    end(session, release, Event.WITHDRAWN)

    assert browser.fetch(PAGE, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.usefixtures("release")
def test_each_language_has_a_tag_of_its_own(browser: Browser) -> None:
    tags = {
        browser.fetch(PAGE, headers={"Accept-Language": language}).headers["ETag"]
        for language in ("nl", "en")
    }

    assert len(tags) == 2


@pytest.mark.usefixtures("release")
def test_what_somebody_sees_who_is_signed_in_is_kept_nowhere(
    browser: Browser, people: make.People
) -> None:
    browser.acts_as(people.officer)

    for path in (PAGE, f"{PERMALINK}/release.json", "/tasks"):
        headers = browser.fetch(path).headers
        assert headers["Cache-Control"] == "no-store", path


@pytest.mark.usefixtures("release")
def test_a_chosen_language_makes_nobody_known(browser: Browser) -> None:
    browser.http.set_cookie("language", "en")

    assert browser.fetch(PAGE).headers["Cache-Control"] == "public, no-cache"


def _public(app: Flask, known: list[crawl.Known]) -> Iterator[str]:
    match = app.url_map.bind("localhost").match
    for address in crawl.addresses(app, known):
        endpoint = match(address)[0]
        if endpoint in OPEN_ENDPOINTS and endpoint != "site.language":
            yield address


def _asked_for(page: html.HtmlElement) -> Iterator[str]:
    """Yield the addresses that a browser asks for by itself."""
    yield from page.xpath("//@src | //@srcset | //@poster | //object/@data")
    kinds = ("stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch")
    for link in page.xpath("//link[@href]"):
        if set(link.get("rel", "").split()) & set(kinds):
            yield link.get("href")


@pytest.mark.slow
def test_no_public_page_sets_a_cookie_or_asks_anything_of_others(
    app: Flask, session: Session, people: make.People, browser: Browser
) -> None:
    known = crawl.furnish(session, app=app, people=people)
    wrong = []

    for address in _public(app, known):
        answer = browser.fetch(address)
        if "Set-Cookie" in answer.headers:
            wrong.append(f"{address} sets a cookie")
        if answer.mimetype == crawl.HTML:
            asked = _asked_for(html.fromstring(answer.text))
            foreign = [url for url in asked if urlsplit(url).netloc not in ("", "localhost")]
            wrong += [f"{address} asks for {url}" for url in foreign]

    assert wrong == []


def head(browser: Browser, path: str, **words: str) -> html.HtmlElement:
    return html.fromstring(browser.fetch(path, query_string=words).text).find("head")


@pytest.mark.usefixtures("release")
@pytest.mark.parametrize(("language", "ending"), [("nl", ""), ("en", "?lang=en")])
def test_a_page_has_one_address_per_language(browser: Browser, language: str, ending: str) -> None:
    for path in (PAGE, PERMALINK):
        found = head(browser, path, lang=language, utm_source="x")
        assert found.xpath("link[@rel='canonical']/@href") == [f"http://localhost{PAGE}{ending}"]
        alternates = {
            link.get("hreflang"): link.get("href")
            for link in found.xpath("link[@rel='alternate'][@hreflang]")
        }
        assert alternates == {
            "nl": f"http://localhost{PAGE}", "en": f"http://localhost{PAGE}?lang=en",
            "x-default": f"http://localhost{PAGE}",
        }  # fmt: skip


@pytest.mark.parametrize("kind", [Event.WITHDRAWN, Event.SUPERSEDED])
def test_what_no_longer_holds_is_not_to_be_found_by_its_permalink(
    browser: Browser, session: Session, release: Release, kind: Event
) -> None:
    assert not head(browser, PERMALINK).xpath("meta[@name='robots']")

    end(session, release, kind)

    assert head(browser, PERMALINK).xpath("meta[@name='robots']/@content") == ["noindex"]
    assert not head(browser, PAGE).xpath("meta[@name='robots']")
    assert browser.fetch(PERMALINK).status_code == 200


@pytest.mark.usefixtures("release")
def test_pages_of_people_have_no_public_address(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.officer)

    for path in ("/tasks", "/account", f"{PAGE}/remark"):
        assert not head(browser, path).xpath("link[@rel='canonical']"), path


@pytest.mark.usefixtures("release")
def test_a_shared_link_shows_the_verdict(browser: Browser) -> None:
    found = head(browser, PAGE, lang="en")
    told = {meta.get("property"): meta.get("content") for meta in found.xpath("meta[@property]")}

    assert told["og:title"].endswith(": Usable if you take these measures")
    assert told["og:url"] == f"http://localhost{PAGE}?lang=en"
    assert told["og:locale"] == "en_GB"
    picture = browser.fetch(urlsplit(told["og:image"]).path)
    assert picture.data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture.data[at : at + 4]) for at in (16, 20))
    assert (str(width), str(height)) == (told["og:image:width"], told["og:image:height"])
    assert browser.fetch("/verdicts/nergens/card.png").status_code == 404


@pytest.mark.usefixtures("release")
def test_machines_read_what_was_reviewed_and_by_whom(browser: Browser) -> None:
    (text,) = head(browser, PAGE, lang="en").xpath("script[@type='application/ld+json']/text()")
    told = json.loads(text)

    assert told["@type"] == "Review"
    assert told["itemReviewed"]["@type"] == "SoftwareApplication"
    assert told["publisher"]["name"]
    assert told["expires"] > told["datePublished"]
    assert "reviewRating" not in told


def test_no_text_ends_the_block_that_machines_read(
    browser: Browser, session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    people.vendor.organisation.name = "</script><script>alert(1)</script>"
    make.release(session, people=people, now=clock.now())

    page = browser.get(PAGE)

    assert "<script>alert" not in page.html


def _sitemap(browser: Browser, path: str = "/sitemap.xml") -> etree._Element:
    return etree.fromstring(browser.fetch(path).data)


def test_the_sitemap_lists_verdicts_with_the_day_of_their_last_change(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now() - timedelta(days=30))
    end(session, release, Event.WITHDRAWN)
    found = _sitemap(browser)

    locations = found.xpath("//s:loc/text()", namespaces=NAMESPACES)
    assert f"http://localhost{PAGE}" in locations
    assert f"http://localhost{PAGE}?lang=en" in locations
    assert f"http://localhost/vendors/{release.product.vendor.slug}" in locations
    assert not [each for each in locations if "/releases/" in each]
    changed = found.xpath(
        f"//s:url[s:loc='http://localhost{PAGE}']/s:lastmod/text()", namespaces=NAMESPACES
    )
    assert changed == [clock.today().isoformat()]
    languages = found.xpath(
        f"//s:url[s:loc='http://localhost{PAGE}']/x:link/@hreflang", namespaces=NAMESPACES
    )
    assert languages == ["nl", "en", "x-default"]


@pytest.mark.usefixtures("release")
def test_a_sitemap_that_is_too_long_is_split(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _sitemap(browser).xpath("//s:loc/text()", namespaces=NAMESPACES)
    monkeypatch.setattr(robots, "MOST_ADDRESSES", 6)

    parts = _sitemap(browser).xpath("//s:sitemap/s:loc/text()", namespaces=NAMESPACES)
    found = [
        location
        for part in parts
        for location in _sitemap(browser, urlsplit(part).path).xpath(
            "//s:loc/text()", namespaces=NAMESPACES
        )
    ]

    assert len(parts) > 1
    assert found == whole
    for path in ("/sitemaps/0.xml", f"/sitemaps/{len(parts) + 1}.xml"):
        assert browser.fetch(path).status_code == 404


def test_robots_are_told_what_is_not_for_them(browser: Browser) -> None:
    lines = browser.fetch("/robots.txt").text.splitlines()

    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert {"Disallow: /account", "Disallow: /verdicts/*/remark"} <= set(lines)
    assert "Disallow: /verdicts" not in lines
