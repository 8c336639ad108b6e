"""Doors: closed by default, no change by looking, readable addresses, no dead ends."""

import re

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS
from tests import make
from tests.browser import Browser
from tests.house import crawl

_SEGMENT = re.compile(r"\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
_ARGUMENT = re.compile(r"<(?:(?P<kind>[a-z]+):)?(?P<name>[a-z_]+)>(?:\.[a-z]+)?")
# Arguments that are words and not numbers or ids.
_WORDS = {"slug", "topic", "token", "filename"}


def _rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def test_the_list_of_open_endpoints_names_only_what_there_is(app: Flask) -> None:
    assert sorted(OPEN_ENDPOINTS - {rule.endpoint for rule in _rules(app)}) == []


def test_whatever_is_not_open_asks_a_visitor_to_sign_in(app: Flask, browser: Browser) -> None:
    ajar = []
    for rule in _rules(app):
        if rule.endpoint in OPEN_ENDPOINTS:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            response = browser.fetch(crawl.example(rule), method=method)
            is_api = rule.rule.startswith("/api/")
            where = response.headers.get("Location", "")
            shut = response.status_code == 401 if is_api else where.startswith("/login?next=")
            if not shut:
                ajar.append(f"{method} {rule.rule}: {response.status_code}")

    assert not ajar, "\n".join(ajar)


def test_what_is_open_asks_nobody_to_sign_in(app: Flask, browser: Browser) -> None:
    shut = []
    for rule in _rules(app):
        if rule.endpoint in OPEN_ENDPOINTS and rule.endpoint != "static":
            response = browser.fetch(crawl.example(rule))
            if response.status_code == 401 or "/login" in response.headers.get("Location", ""):
                shut.append(rule.rule)

    assert shut == []


def test_addresses_are_words_with_dashes_and_typed_arguments(app: Flask) -> None:
    parts = {(rule.rule, part) for rule in _rules(app) for part in rule.rule.split("/") if part}

    assert sorted(rule for rule, part in parts if not _is_proper(part)) == []


def _is_proper(part: str) -> bool:
    """Return whether a part of an address is a plain word, or an argument of the right type."""
    argument = _ARGUMENT.fullmatch(part)
    if argument is None:
        return _SEGMENT.fullmatch(part) is not None
    kind, name = argument["kind"], argument["name"]
    return kind == "uuid" if name.endswith("_id") else bool(kind) or name in _WORDS


def test_every_page_that_is_there_is_reached(
    app: Flask, session: Session, people: make.People
) -> None:
    known = crawl.furnish(session, app=app, people=people)
    match = app.url_map.bind("localhost").match
    reached = {match(address)[0] for address in crawl.addresses(app, known)}
    pages = (rule for rule in _rules(app) if not rule.websocket)
    readable = {rule.endpoint for rule in pages if "GET" in (rule.methods or ())}

    assert readable - reached == {"static"}
