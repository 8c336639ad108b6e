"""What stands between a draft and green, what if, and how a risk comes to its levels."""

from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import AuditEvent, Dossier, Revision
from tests import make
from tests.browser import Browser
from tests.pages import Page


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft: R1 and R2, and M1 of the vendor that was not asked yet."""
    return make.dossier(session, people=people, now=clock.now())


def found(page: Page, path: str) -> Any:
    return html.fromstring(page.html).xpath(path)


def text(page: Page, path: str = "//*[@id='way']") -> str:
    return " ".join(" ".join(found(page, path)[0].itertext()).split())


def test_the_dossier_says_what_leads_to_green(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{draft.id}", lang="en")

    assert "What stands between this product and green?" in text(page)


def test_ticking_a_measure_shows_what_would_be_and_stores_nothing(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    before = session.query(AuditEvent).count()

    page = browser.get(f"/dossiers/{draft.id}?done=M1&target=AMBER", lang="en")

    said = text(page)
    assert "Then the verdict would be:" in said
    assert "Nothing is stored" in said
    assert found(page, "//input[@id='done-M1']/@checked")
    assert found(page, "//option[@value='AMBER']/@selected")
    assert session.query(AuditEvent).count() == before


@pytest.mark.parametrize("query", ["target=BLUE", "done=M99", "done=", "target=&done=<script>"])
def test_odd_questions_are_answered_with_what_is_there(
    browser: Browser, people: make.People, draft: Dossier, query: str
) -> None:
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{draft.id}?{query}", lang="en")

    assert page.status == 200
    assert not found(page, "//section[@id='way']//script")


def test_an_empty_dossier_has_no_way_yet(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.empty_dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{row.id}", lang="en")

    assert not found(page, "//*[@id='way']")


def test_a_risk_is_explained_in_sentences_per_stage(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    risk = draft.revision.risks[0]

    page = browser.get(f"/dossiers/{draft.id}/risks/{risk.id}/levels", lang="en")

    said = " ".join(page.linear().split())
    assert "Likelihood as tested: 3 (high)." in said
    assert "Likelihood is at most 1 (low) because of:" in said
    assert "if schools take it" in said
    assert "agreement in force since 1 January 2020" in said


@pytest.mark.parametrize("who", ["vendor", "officer", "board", "fg", "sivon_analyst", None])
def test_nobody_else_sees_how_a_draft_is_computed(
    browser: Browser, people: make.People, draft: Dossier, who: str | None
) -> None:
    risk = draft.revision.risks[0]
    if who is not None:
        browser.acts_as(getattr(people, who))

    answer = browser.fetch(f"/dossiers/{draft.id}/risks/{risk.id}/levels")

    assert answer.status_code == (404 if who else 303)


def test_everybody_reads_how_a_release_came_to_its_levels(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.release(session, people=people, now=clock.now())
    place = f"/verdicts/{row.product.slug}/releases/{row.number}"

    page = browser.get(f"{place}/risks/R1", lang="en")

    said = " ".join(page.linear().split())
    assert page.h1 == "How risk R1 comes to its levels"
    assert "Likelihood is at most 1 (low) because of:" in said
    assert f"{place}/risks/R1" in browser.get(place).links().values()


@pytest.mark.parametrize("key", ["R99", "x", "R1%00", "%F0%9F%92%A9"])
def test_a_risk_that_is_not_there_is_not_found(
    browser: Browser, session: Session, people: make.People, key: str
) -> None:
    row = make.release(session, people=people, now=clock.now())

    answer = browser.fetch(f"/verdicts/{row.product.slug}/releases/{row.number}/risks/{key}")

    assert answer.status_code == 404


def test_an_analyst_chooses_the_method_and_sees_its_guidance(
    browser: Browser, session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation)
    browser.acts_as(people.analyst)

    page = browser.get("/dossiers/new", lang="en")
    assert page.values()["method"] == "nl-rijk-3.0"
    sent = {"product_id": str(product.id), "method": "dpv-rm3x3"}
    address = browser.redirect("/dossiers/new", method="POST", data=sent)
    form = browser.get(f"{address}/risks/new", lang="en")

    assert session.query(Revision).one().method.key == "dpv-rm3x3"
    assert "This happens already, is part of how the product works, or nothing stops it." in (
        form.text
    )


def test_a_method_that_is_not_there_is_refused_at_its_field(
    browser: Browser, session: Session, people: make.People
) -> None:
    assert people.vendor.organisation is not None
    product = make.product(session, vendor=people.vendor.organisation)
    browser.acts_as(people.analyst)

    page = browser.post("/dossiers/new", data={"product_id": str(product.id), "method": "mine"})

    assert page.status == 422
    assert set(page.errors) == {"method"}
