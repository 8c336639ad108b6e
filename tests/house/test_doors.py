"""Doors: closed by default, no change by looking, readable addresses, no dead ends."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS
from tests import make
from tests.browser import Browser
from tests.house import crawl
from tests.pages import Page

_SEGMENT = re.compile(r"\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
_ARGUMENT = re.compile(r"<(?:(?P<kind>[a-z]+):)?(?P<name>[a-z_]+)>")
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
    wrong = []
    for rule in _rules(app):
        for part in filter(None, rule.rule.split("/")):
            argument = _ARGUMENT.fullmatch(part)
            if argument is None:
                wrong += [rule.rule] if not _SEGMENT.fullmatch(part) else []
            elif (argument["kind"] is None and argument["name"] not in _WORDS) or (
                argument["name"].endswith("_id") and argument["kind"] != "uuid"
            ):
                wrong.append(rule.rule)

    assert wrong == []


@pytest.fixture
def known(app: Flask, session: Session, people: make.People) -> list[crawl.Known]:
    """Rows in every state, as arguments of rules."""
    return crawl.furnish(session, app=app, people=people)


@pytest.mark.slow
@pytest.mark.parametrize("name", crawl.PERSONS)
def test_looking_changes_nothing_and_leads_nowhere_dead(
    app: Flask, session: Session, people: make.People, browser: Browser,
    known: list[crawl.Known], name: str | None,
) -> None:  # fmt: skip
    browser.acts_as(people.everybody()[name] if name else None)
    wrong = []

    with crawl.watched(session) as written:
        for address in crawl.addresses(app, known):
            written.clear()
            response = browser.fetch(address)
            if response.status_code >= 500:
                wrong.append(f"{address}: {response.status_code}")
            wrong += [f"{address} writes: {statement[:80]}" for statement in written]
            if response.mimetype == crawl.HTML and response.status_code < 300:
                wrong += [f"{address} links to {x}" for x in Page(response, app=app).dead_links()]

    assert not wrong, "\n".join(wrong)


def test_every_page_that_is_there_is_reached(app: Flask, known: list[crawl.Known]) -> None:
    reached = {
        app.url_map.bind("localhost").match(address)[0] for address in crawl.addresses(app, known)
    }
    readable = {rule.endpoint for rule in _rules(app) if "GET" in (rule.methods or ())}

    assert readable - reached == {"static"}
