"""Products side by side: what was published about each, and what cannot be compared."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.plumbing import indexing
from dpia_workbench.usecases import product as products
from tests import make
from tests.browser import Browser
from tests.pages import Page
from tests.web.test_external_records import CATALOGUE


@pytest.fixture
def published(session: Session, people: make.People) -> list[str]:
    """Two products with a release."""
    names = ("Een", "Twee")
    for name in names:
        product = make.product(session, vendor=people.vendor.organisation, name=name)
        state = make.RequestState.COMMITTED if name == "Een" else None
        make.release(session, people=people, product=product, request=state, now=clock.now())
    return ["een", "twee"]


ZOOM = next(item for item in CATALOGUE.products if item["slug"] == "zoom")["name"]["en"]


def address(*slugs: str, **words: str) -> str:
    """Return the address of a comparison."""
    pairs = [*(("product", slug) for slug in slugs), *words.items()]
    return "/compare?" + "&".join(f"{name}={value}" for name, value in pairs)


def boxes(page: Page) -> dict[str, bool]:
    """Return which products can be ticked, and whether they are."""
    found = re.findall(
        r'type="checkbox" id="[^"]*" name="product" value="([^"]*)"( checked)?', page.html
    )
    return {value: bool(checked) for value, checked in found}


def rows(browser: Browser, *slugs: str, lang: str = "en") -> dict[str, dict[str, str]]:
    """Return the table by the names of its rows."""
    caption = {"en": "What was published about each product",
               "nl": "Wat over elk product is gepubliceerd"}[lang]  # fmt: skip
    first = {"en": "About", "nl": "Over"}[lang]
    found = browser.get(address(*slugs), lang=lang).table(caption)
    return {row[first]: row for row in found}


def test_two_products_stand_side_by_side(browser: Browser, published: list[str]) -> None:
    found = rows(browser, *published)

    assert list(found["Verdict"]) == ["About", "Een", "Twee"]
    assert "Usable if you take these measures" in found["Verdict"]["Twee"]
    assert "1 mandatory measure" in found["What must your school do?"]["Een"]
    assert "2 risks" in found["Risks by level"]["Een"]
    assert "promised for" in found["Promises of the vendor (these count for nothing in the"
                                   " verdict)"]["Een"]  # fmt: skip
    assert found["Sub-processors"]["Een"] == "Not stated in what was published"


def test_a_product_that_others_published_about_stands_beside_with_what_it_has(
    app: Flask, browser: Browser, session: Session, published: list[str]
) -> None:
    products.load(
        session, actor=SYSTEM, vendors=CATALOGUE.vendors, categories=CATALOGUE.categories,
        products=CATALOGUE.products, now=clock.now(),
    )  # fmt: skip
    session.commit()
    with app.app_context():
        indexing.rebuild()

    found = rows(browser, published[0], "zoom")

    assert "not computed here" in found["Published by"][ZOOM]
    assert "0 risks" in found["Risks by level"][ZOOM]
    assert "EU" in found["Where data are"][ZOOM]
    assert found["Validity"][ZOOM] == "Not stated in what was published"
    for record in ("magister", "microsoft-365-copilot", "meta-quest"):
        assert browser.get(address("zoom", record), lang="nl").status == 200
    more = browser.get(address("zoom", q="magister"), lang="en")
    assert boxes(more)["magister"] is False
    assert boxes(more)["zoom"] is True


def test_four_products_are_too_many_and_can_be_unticked(
    browser: Browser, published: list[str]
) -> None:
    page = browser.get(address(*published, "drie", "vier"), lang="en")

    assert page.status == 422
    assert "You chose more than 3 products." in page.main
    assert "There is no verdict on a product with the address “drie”." in page.main
    assert dict.fromkeys(published, True).items() <= boxes(page).items()


HOSTILE = ["onbekend", "%00", "..%2F..", "%F0%9F%8F%AB", "'%20OR%201=1", "x" * 5000, "%3Cscript%3E"]


def test_an_address_that_nobody_knows_is_said_beside_the_others(
    browser: Browser, published: list[str]
) -> None:
    for slug in HOSTILE:
        page = browser.get(address(published[0], slug))
        assert page.status in (200, 404), slug
        assert "Een" in page.main
        assert "<script>" not in page.html.replace("<script src", "")
    page = browser.get(address("onbekend"), lang="en")
    assert (page.status, "Choose two or three products." in page.main) == (404, True)


def test_what_is_named_twice_is_shown_once(browser: Browser, published: list[str]) -> None:
    page = browser.get(address(published[0], published[0], ""), lang="en")

    assert "Choose one or two products more" in page.main
    assert boxes(page) == {"een": True, "twee": False}


def test_products_are_ticked_among_the_results_and_chosen_from_a_verdict(
    app: Flask, browser: Browser, published: list[str]
) -> None:
    with app.app_context():
        indexing.rebuild()

    results = browser.get("/verdicts", lang="en")

    assert set(boxes(results)) == set(published)
    assert "At most three products" in results.main
    verdict = browser.get(f"/verdicts/{published[0]}", lang="en")
    leads = verdict.links()["Compare with other products"]
    assert leads == address(published[0])
