"""A product of which no source names the vendor: that is said, and is no vendor itself."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM, OrganisationKind
from dpia_workbench.store import organisations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Product
from dpia_workbench.usecases import product
from tests import make
from tests.browser import Browser


@pytest.fixture
def esis(session: Session, people: make.People) -> Product:
    """A product whose vendor no source names."""
    nobody = make.organisation(
        session, kind=OrganisationKind.VENDOR, name="unconfirmed", slug="unconfirmed"
    )
    row = make.product(session, vendor=nobody, name="Esis")
    make.release(session, people=people, product=row, now=clock.now())
    return row


@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "leverancier niet bevestigd"), ("en", "vendor unconfirmed")]
)
def test_the_page_says_it_in_words_and_links_nowhere(
    browser: Browser, esis: Product, lang: str, said: str
) -> None:
    page = browser.get(f"/verdicts/{esis.slug}", lang=lang)

    assert said in page.main
    assert "/vendors/unconfirmed" not in page.links().values()
    assert browser.get("/vendors/unconfirmed").status == 404


@pytest.mark.usefixtures("esis")
def test_it_is_no_organisation_and_no_choice(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.administrator)
    assert "unconfirmed" not in browser.get("/admin", lang="en").main

    browser.acts_as(people.analyst)
    assert "unconfirmed" not in browser.get("/dossiers/products/new", lang="en").main
    choices = browser.get("/dossiers/new", lang="en").field("product_id").options.values()
    assert "Esis (vendor unconfirmed)" in choices


@pytest.mark.usefixtures("esis")
def test_nobody_can_add_a_product_to_it(session: Session) -> None:
    nobody = organisations.by_slug(session, organisations.NOBODY)
    assert nobody is not None

    with pytest.raises(NotFound):
        product.create(
            session, actor=SYSTEM, name=Bilingual("X", "X"), vendor_id=nobody.id,
            category=make.CATEGORY, sectors=["po"], editions=[Bilingual("A", "A")], now=make.NOW,
        )  # fmt: skip
