"""What the search box offers while somebody types."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from tests import make
from tests.browser import Browser


@pytest.fixture(autouse=True)
def _index(app: Flask, session: Session, people: make.People) -> None:
    make.release(session, people=people, now=clock.now())
    assert people.vendor.organisation is not None
    hidden = make.product(session, vendor=people.vendor.organisation, name="Geheimplan")
    make.dossier(session, people=people, product=hidden, now=clock.now())
    session.commit()
    with app.app_context():
        indexing.rebuild()


def _offered(browser: Browser, typed: str) -> list[dict[str, Any]]:
    answer = browser.fetch("/verdicts/suggestions", query_string={"q": typed})
    assert answer.status_code == 200
    assert "private" not in answer.headers["Cache-Control"]
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_the_beginning_of_a_name_leads_to_its_verdict(browser: Browser) -> None:
    [first, *_more] = _offered(browser, "LEERP")

    assert (first["text"], first["kind"]) == ("Leerplein", "product")
    assert browser.get(first["url"]).status == 200


def test_nothing_is_offered_twice(browser: Browser) -> None:
    offered = [each["text"].lower() for each in _offered(browser, "noo")]

    assert "noorderlicht" in " ".join(offered)
    assert len(offered) == len(set(offered))


def test_other_suggestions_lead_to_what_a_search_finds(browser: Browser) -> None:
    [vendor] = [each for each in _offered(browser, "noorder") if each["kind"] == "vendor"]

    assert "Leerplein" in browser.get(vendor["url"]).main


@pytest.mark.parametrize(
    "typed", ["", " ", "x" * 10_000, "\x00", "%", "'; drop table", "😀", "מגן", "geheim"]
)
def test_whatever_is_typed_is_answered_and_nothing_hidden_is_offered(
    browser: Browser, typed: str
) -> None:
    assert "geheimplan" not in str(_offered(browser, typed)).lower()


def test_the_box_says_where_suggestions_come_from(browser: Browser) -> None:
    for path in ("/", "/verdicts"):
        assert 'data-suggest="/verdicts/suggestions"' in browser.get(path).html
