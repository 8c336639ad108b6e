"""Feeds: valid Atom, every kind of news, both languages, and nothing twice over the line."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.release import Event
from dpia_workbench.store.models import Release, ReleaseEvent
from tests import make
from tests.browser import Browser

ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(browser: Browser, path: str) -> etree._Element:
    """Return a feed that obeys RFC 4287."""
    response = browser.fetch(path)
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")
    feed = etree.fromstring(response.get_data())
    assert list(_faults(feed)) == []
    assert response.headers["Last-Modified"]
    return feed


def _faults(feed: etree._Element) -> Iterator[str]:
    """Yield what RFC 4287 asks of a feed and of its entries, and is not there."""
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        yield from _lacks(part)
    ids = [_text(entry, "id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "an id twice"
    newest = max((_text(entry, "updated") for entry in entries), default="")
    if newest and _text(feed, "updated") != newest:
        yield "the feed is not as new as its newest entry"
    [own] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own.get("type") != "application/atom+xml":
        yield "no link to itself"


def _lacks(part: etree._Element) -> Iterator[str]:
    for name in ("id", "title", "updated", "author"):
        if len(part.findall(f"{ATOM}{name}")) != 1:
            yield f"{part.tag} has not one {name}"
    if datetime.fromisoformat(_text(part, "updated")).tzinfo is None:
        yield "a moment without a time zone"
    for link in part.findall(f"{ATOM}link"):
        if not link.get("href", "").startswith("http://localhost/"):
            yield f"a link that is no address: {link.get('href')}"


def _text(part: etree._Element, name: str) -> str:
    found = part.findtext(f"{ATOM}{name}")
    assert found
    return found


def titles(feed: etree._Element) -> list[str]:
    """Return what the entries are called, the newest first."""
    return [_text(entry, "title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release of the product Leerplein."""
    return make.release(session, people=people, now=clock.now() - timedelta(days=20))


def _happens(
    session: Session, row: Release, event: Event, *, reason: str = "Zie het rapport."
) -> None:
    at = clock.now() - timedelta(days=10) + timedelta(minutes=len(row.events))
    row.events.append(ReleaseEvent(kind=event, reason=reason, at=at))
    session.commit()


def test_every_kind_of_event_is_an_entry_with_its_label_and_reason(
    browser: Browser, session: Session, release: Release
) -> None:
    reasons = {Event.AGREEMENT_ENDS: "2026-12-31", Event.SUPERSEDED: "2"}
    for event in Event:
        _happens(session, release, event, reason=reasons.get(event, "Zie het rapport."))

    feed = read(browser, "/verdicts/leerplein/feed.atom?lang=en")

    assert len(titles(feed)) == len(Event) + 1
    assert titles(feed)[-1] == "Leerplein: Usable if you take these measures"
    assert "Leerplein: Withdrawn" in titles(feed)
    said = {_text(e, "title"): _text(e, "summary") for e in feed.findall(f"{ATOM}entry")}
    assert said["Leerplein: Withdrawn"] == "Zie het rapport."
    assert "31 December 2026" in said["Leerplein: An agreement that it rests on ends"]
    assert said["Leerplein: Replaced by a newer release"].startswith("Release 2 took the place")


def test_a_feed_speaks_the_readers_language_and_keeps_its_ids(
    browser: Browser, session: Session, release: Release
) -> None:
    _happens(session, release, Event.ATTENTION)

    dutch, english = (read(browser, f"/feed.atom?lang={each}") for each in ("nl", "en"))

    assert (dutch.get(_LANG), english.get(_LANG)) == ("nl", "en")
    assert titles(dutch)[0] == "Leerplein: Aandacht gevraagd"
    assert titles(english)[0] == "Leerplein: Attention asked for"
    assert _text(dutch, "id") == _text(english, "id")
    assert [_text(e, "id") for e in dutch.findall(f"{ATOM}entry")] == [
        _text(e, "id") for e in english.findall(f"{ATOM}entry")
    ]


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/verdicts/feed.atom", "/verdicts/leerplein/feed.atom",
             "/vendors/noorderlicht/feed.atom"],
)  # fmt: skip
def test_who_has_the_feed_already_gets_nothing_more(
    app: Flask, browser: Browser, release: Release, path: str
) -> None:
    _indexed(app)
    first = browser.fetch(path)
    assert len(read(browser, path).findall(f"{ATOM}entry")) == 1

    def again(**headers: str) -> TestResponse:
        return browser.fetch(path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    assert again(If_None_Match=first.headers["ETag"]).status_code == 304
    assert again(If_Modified_Since=first.headers["Last-Modified"]).status_code == 304
    assert again(If_None_Match='"other"').status_code == 200
    assert "Set-Cookie" not in first.headers


def _indexed(app: Flask) -> None:
    with app.app_context():
        indexing.rebuild()


def test_the_feed_of_a_search_holds_what_it_finds_and_what_ended_since(
    app: Flask, browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    assert people.vendor.organisation is not None
    other = make.product(
        session, vendor=people.vendor.organisation, name="Rekenvloer", sectors=["wo"]
    )
    make.release(session, people=people, product=other, now=clock.now())
    _happens(session, release, Event.WITHDRAWN)
    _indexed(app)

    assert (
        titles(read(browser, "/verdicts/feed.atom?sector=vo&lang=en"))[0] == "Leerplein: Withdrawn"
    )
    [only] = titles(read(browser, "/verdicts/feed.atom?sector=wo&lang=en"))
    assert only.startswith("Rekenvloer")
    feed = read(browser, "/verdicts/feed.atom?q=rekenvloer&sector=wo&lang=en")
    assert _text(feed, "title") == "Verdicts about “rekenvloer”"
    [home] = [e for e in feed.findall(f"{ATOM}link") if e.get("type") == "text/html"]
    assert home.get("href") == "http://localhost/verdicts?q=rekenvloer&sector=wo&lang=en"


@pytest.mark.parametrize(
    "query", ["q=%00%22%3B--", "sector=moon&verdict=PINK", "q=" + "a" * 5000, "q=🙂&vendor=x"]
)
def test_a_feed_of_nonsense_is_an_empty_feed_or_one_of_everything(
    browser: Browser, query: str
) -> None:
    read(browser, f"/verdicts/feed.atom?{query}")


def test_a_vendor_of_whom_nothing_is_public_has_no_feed(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.dossier(session, people=people, now=clock.now())

    assert browser.fetch("/vendors/noorderlicht/feed.atom").status_code == 404
