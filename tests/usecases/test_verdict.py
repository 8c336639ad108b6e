"""What the public reads of a product: its newest release, else the external record."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.catalogue import Catalogue, read_catalogue
from dpia_workbench.store import products
from dpia_workbench.usecases import product, release, verdict
from tests import make
from tests.conftest import ROOT
from tests.make import NOW, TODAY, People


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real catalogue, read once."""
    return read_catalogue(ROOT / "data" / "catalogue")


@pytest.fixture
def loaded(session: Session, catalogue: Catalogue) -> None:
    """The real catalogue in the database."""
    product.load(
        session,
        actor=SYSTEM,
        vendors=catalogue.vendors,
        categories=catalogue.categories,
        products=catalogue.products,
        now=NOW,
    )
    session.commit()


@pytest.mark.usefixtures("loaded")
def test_an_external_record_shows_the_publishers_words_and_no_status(session: Session) -> None:
    card = verdict.card(session, products.get(session, "microsoft-365-copilot"), on=TODAY)

    assert card is not None
    assert card.is_external
    assert card.status is None
    assert card.verdict is Verdict.AMBER
    assert card.publisher.nl == "SURF"
    assert card.published == "2026-05-27"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("slug", ["magister", "schooloas", "canvas-lms", "afas-hrm-payroll"])
def test_a_source_without_a_verdict_stays_grey(session: Session, slug: str) -> None:
    card = verdict.card(session, products.get(session, slug), on=TODAY)

    assert card is not None
    assert card.verdict is Verdict.GREY


def test_a_product_without_anything_published_has_no_card(session: Session, people: People) -> None:
    row = make.dossier(session, people=people)

    assert verdict.card(session, row.product, on=TODAY) is None


def test_a_release_shows_its_own_verdict_and_day(session: Session, people: People) -> None:
    row = make.release(session, people=people)

    card = verdict.card(session, row.product, on=TODAY)

    assert card is not None
    assert not card.is_external
    assert card.verdict is row.verdict
    assert card.status is Status.CURRENT
    assert card.valid_until == row.valid_until


def test_a_release_that_expired_or_was_withdrawn_gives_no_verdict(
    session: Session, people: People
) -> None:
    row = make.release(session, people=people)
    late = row.valid_until + timedelta(days=1)

    expired = verdict.card(session, row.product, on=late)
    release.withdraw(
        session, actor=people.publisher.actor, slug=row.product.slug, number=1,
        reason="Fout gevonden.", today=TODAY, now=NOW,
    )  # fmt: skip
    withdrawn = verdict.card(session, row.product, on=TODAY)

    assert expired is not None
    assert withdrawn is not None
    assert (expired.verdict, expired.status) == (Verdict.GREY, Status.EXPIRED)
    assert (withdrawn.verdict, withdrawn.status) == (Verdict.GREY, Status.WITHDRAWN)


def test_cards_come_in_the_order_asked_for_and_skip_the_unknown(
    session: Session, people: People
) -> None:
    first = make.release(session, people=people)
    other = make.product(session, vendor=people.vendor.organisation, name="Ander")
    second = make.release(session, people=people, product=other)
    slugs = [second.product.slug, "nope", first.product.slug]

    found = verdict.cards(session, slugs=slugs, on=TODAY)

    assert [card.slug for card in found] == [slugs[0], slugs[2]]
