"""Linked data at its public addresses: releases, our words, their context and the shapes."""

import json

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import Release
from tests import make
from tests.browser import Browser
from tests.linked.reading import complaints, expected, parsed, read_back
from tests.make import People

BASE = "http://localhost"
LD = "application/ld+json"


@pytest.fixture
def published(session: Session, people: People) -> Release:
    """A release of the tests."""
    return make.release(session, people=people, now=clock.now())


def test_a_release_is_read_as_linked_data(browser: Browser, published: Release) -> None:
    path = f"/verdicts/{published.product.slug}/releases/1/release.jsonld"
    frozen, sha256 = json.loads(published.canonical), published.sha256

    answer = browser.fetch(path)

    assert answer.status_code == 200
    assert answer.mimetype == LD
    graph = parsed(answer.get_data(as_text=True))
    assert read_back(graph, base=BASE) == expected(frozen, sha256=sha256)
    assert complaints(graph, base=BASE) == ""
    assert browser.fetch("/verdicts/nope/releases/1/release.jsonld").status_code == 404


def test_who_has_the_release_already_gets_no_second_copy(
    browser: Browser, published: Release
) -> None:
    path = f"/verdicts/{published.product.slug}/releases/1/release.jsonld"
    first = browser.fetch(path)

    again = browser.fetch(path, headers={"If-None-Match": first.headers["ETag"]})

    assert not first.headers["ETag"].startswith("W/")
    assert "public" in first.headers["Cache-Control"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_namespace_is_a_page_that_explains_every_word(browser: Browser, lang: str) -> None:
    page = browser.get("/ns", lang=lang)

    assert len(page.table({"nl": "Onze woorden", "en": "Our words"}[lang])) > 50
    assert f"{BASE}/ns#" in page.text


def test_the_namespace_is_a_graph_for_programs(browser: Browser) -> None:
    answer = browser.fetch("/ns", headers={"Accept": LD})

    assert answer.mimetype == LD
    assert "Accept" in answer.headers["Vary"]
    assert len(parsed(answer.get_data(as_text=True))) > 200


def test_the_context_and_the_shapes_are_served(browser: Browser) -> None:
    known, shapes = browser.fetch("/ns/context.jsonld"), browser.fetch("/ns/shapes.ttl")

    assert known.get_json(force=True)["@context"]["wb"] == f"{BASE}/ns#"
    assert shapes.mimetype == "text/turtle"
    assert f"@prefix wb: <{BASE}/ns#>" in shapes.get_data(as_text=True)
