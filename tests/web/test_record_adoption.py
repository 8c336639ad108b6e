"""A board adopts what others published elsewhere about a real product, in the browser."""

import io
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.schemas.catalogue import read_catalogue
from dpia_workbench.usecases import product
from tests import make
from tests.browser import Browser
from tests.web.adopting import only_adoption

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "data" / "catalogue")
GOOGLE = "google-workspace-for-education"


@pytest.fixture(autouse=True)
def catalogue(session: Session) -> None:
    """The catalogue as it is delivered, in the database."""
    product.load(
        session, actor=SYSTEM, vendors=CATALOGUE.vendors, categories=CATALOGUE.categories,
        products=CATALOGUE.products, now=clock.now(),
    )  # fmt: skip
    session.commit()


def test_a_board_begins_on_the_page_of_the_record(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(f"/verdicts/{GOOGLE}", lang="en")
    assert "Adopt this verdict for our school" in page.buttons()

    page = browser.post("/adoptions/records", data={"slug": GOOGLE}, lang="en")

    row = only_adoption(session)
    assert page.path == f"/adoptions/{row.id}"
    assert "Google Workspace for Education" in page.main
    assert row.release_sha256 in page.main
    assert f"/verdicts/{GOOGLE}" in page.links("//main").values()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_all_pages_and_the_report_of_such_an_adoption_open(
    browser: Browser, session: Session, people: make.People, lang: str
) -> None:
    browser.acts_as(people.officer)
    browser.post("/adoptions/records", data={"slug": GOOGLE})
    row = only_adoption(session)
    row.cells = ["C1"]
    session.commit()

    for place in ("", "/schools", "/scope", "/measures", "/advice", "/views", "/decision"):
        assert browser.get(f"/adoptions/{row.id}{place}", lang=lang).status == 200
    report = browser.fetch(f"/adoptions/{row.id}/report.docx?lang={lang}")
    text = "\n".join(each.text for each in Document(io.BytesIO(report.data)).paragraphs)
    assert row.release_sha256 in text or "SURF" in text
    assert "Google Workspace" in browser.get("/school", lang=lang).main


def test_beginning_twice_leads_to_what_was_begun(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.officer)
    first = browser.post("/adoptions/records", data={"slug": GOOGLE}).path

    again = browser.post("/adoptions/records", data={"slug": GOOGLE})

    assert again.path == first
    assert "To our own assessment" in browser.get(f"/verdicts/{GOOGLE}", lang="en").links("//main")


@pytest.mark.parametrize(("slug", "status"), [("meta-quest", 422), ("nergens", 404), ("", 422)])
def test_what_is_no_basis_cannot_be_begun_with(
    browser: Browser, people: make.People, slug: str, status: int
) -> None:
    browser.acts_as(people.officer)

    assert browser.post("/adoptions/records", data={"slug": slug}).status == status


def test_others_are_not_offered_to_begin(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.fg)

    page = browser.get(f"/verdicts/{GOOGLE}", lang="en")

    assert "Adopt this verdict for our school" not in page.buttons()
    assert browser.post("/adoptions/records", data={"slug": GOOGLE}).status == 403
