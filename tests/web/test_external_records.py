"""The page of a real product: what others published about it, with every source."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.schemas.catalogue import Catalogue, read_catalogue
from dpia_workbench.usecases import product
from tests.browser import Browser

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "data" / "catalogue")
RECORDS = {item["slug"]: item["record"] for item in CATALOGUE.products if item.get("record")}


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    """The catalogue as it is delivered, in the database."""
    product.load(
        session,
        actor=SYSTEM,
        vendors=CATALOGUE.vendors,
        categories=CATALOGUE.categories,
        products=CATALOGUE.products,
        now=clock.now(),
    )
    session.commit()
    return CATALOGUE


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("slug", RECORDS)
def test_a_record_shows_every_risk_and_measure_and_links_every_source(
    browser: Browser, slug: str, lang: str
) -> None:
    record = RECORDS[slug]

    page = browser.get(f"/verdicts/{slug}", lang=lang)

    assert page.status == 200
    assert record["verdict"]["one_line"][lang] in page.main
    for item in record["risks"]:
        assert item["title"][lang] in page.main
    for item in record["school_measures"]:
        assert item["measure"][lang] in page.main
    for source in record["sources"]:
        assert source["title"] in page.main
        assert source["url"] in page.links().values() or not source["url"].startswith("http")
