"""The list of a board through the browser: pasted, looked through, asked for."""

import re
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.store import used_products
from dpia_workbench.store.models import Release
from tests import make
from tests.browser import Browser
from tests.pages import Page

LIST = "/school/products/list"


@pytest.fixture
def release(app: Flask, session: Session, people: make.People) -> Release:
    """A release on a product that has a second name, and another product of that name."""
    assert people.vendor.organisation is not None
    for name in ("Plein Groot", "Plein Klein"):
        make.recorded_product(
            session, vendor=people.vendor.organisation, name=name, aliases=["Pleintje"]
        )
    made = make.release(session, people=people, now=clock.now())
    session.commit()
    with app.app_context():
        indexing.rebuild()
    return made


def _written(page: Page) -> list[str]:
    return [row["U schreef"] for row in page.table("Uw namen, en wat zij betekenen")]


def _names(session: Session, person: make.Person) -> list[str]:
    session.expire_all()
    return [row.name for row in used_products.find(session, actor=person.actor)]


def test_a_pasted_list_is_looked_through_before_anything_is_added(
    browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    browser.acts_as(people.officer)
    name = release.product.name.text("nl")

    found = browser.submit(browser.get(LIST), names=f"{name.upper()}\nPleintje\nKlassenkaart\n")
    assert _names(session, people.officer) == []
    assert _written(found) == ["Pleintje", name.upper(), "Klassenkaart"]
    assert re.findall(r'value="([^"]*)" selected', found.html) == [release.product.slug, "keep"]

    late = browser.post(
        "/school/products",
        data={"name": [name, "Pleintje"], "choice": [release.product.slug, ""]},
    )
    assert (late.status, set(late.errors)) == (422, {"choice"})
    done = browser.post(
        "/school/products",
        data={
            "name": [name, "Pleintje", "Klassenkaart", "Weg ermee"],
            "choice": [release.product.slug, "plein-klein", "keep", "leave-out"],
        },
    )

    assert done.path == "/school"
    assert "3 producten toegevoegd" in done.text
    assert _names(session, people.officer) == ["Klassenkaart", name, "Plein Klein"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"Naam;Leverancier\nKaart;X\n;Atlas\n", ["Kaart", "Atlas"]),
        ("\ufeffKaart\tX\r\nDict\u00e9e\tY".encode(), ["Kaart", "Dictée"]),
        ("Dictée".encode("cp1252"), ["Dictée"]),
        (b"=cmd|' /C calc'!A0\n", ["=cmd|' /C calc'!A0"]),
    ],
)
def test_a_file_is_read_as_schools_save_it(
    browser: Browser, people: make.People, body: bytes, names: list[str]
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(LIST, data={"names": "", "file": (BytesIO(body), "lijst.csv")})

    assert _written(page) == names


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"names": " \n-\n"}, "names"),
        ({"names": "\n".join(map(str, range(301)))}, "names"),
        ({"names": "", "file": (BytesIO(b"PK\x03\x04\x00\x00"), "lijst.xlsx")}, "file"),
        ({"names": "x" * 200_001}, "names"),
    ],
)
def test_a_list_that_is_none_is_refused_at_its_field(
    browser: Browser, people: make.People, data: dict[str, object], field: str
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(LIST, data=data)

    assert (page.status, set(page.errors)) == (422, {field})


def test_a_board_asks_and_takes_a_product_off_again(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.used_product(session, by=people.officer, now=clock.now())
    browser.acts_as(people.officer)
    path = f"/school/products/{row.id}"
    page = browser.get(path)

    wrong = browser.submit(page, action=path, pupils="veel", takes_part="true")
    assert (wrong.status, set(wrong.errors)) == (422, {"pupils"})
    assert wrong.field("takes_part").value
    asked = browser.submit(wrong, action=path, pupils="120")
    assert "Wij vragen om een DPIA" in asked.text
    assert "120 leerlingen" in asked.text

    late = browser.post(f"/school/products/{row.id}/end", data={"version": "1"})
    assert late.status == 409
    session.refresh(row)
    browser.post(f"/school/products/{row.id}/end", data={"version": str(row.version)})
    assert _names(session, people.officer) == []


def test_a_name_that_got_a_verdict_is_offered(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.used_product(session, by=people.officer, name="LEERPLEIN", now=clock.now())
    release = make.release(session, people=people, now=clock.now())
    browser.acts_as(people.officer)
    name = release.product.name.text("nl")

    assert f"Er is een oordeel over {name}" in browser.get("/school").text
    page = browser.get(f"/school/products/{row.id}")
    done = browser.submit(page, action=f"/school/products/{row.id}/product")

    assert "Lees het oordeel en begin" in done.text
    session.refresh(row)
    assert row.product_id == release.product_id


def test_cooperatives_plan_and_boards_read_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.used_product(session, by=people.officer, wants_verdict=True, pupils=77, now=clock.now())
    browser.acts_as(people.analyst)
    page = browser.get("/demand")
    assert "Klassenkaart" in page.text
    assert "minder dan vijf" in page.text
    assert "77" not in page.text
    assert "De Waterlelie" not in page.text

    wrong = browser.submit(browser.get("/demand/plan?name=Klassenkaart"), year="2001")
    assert (wrong.status, set(wrong.errors)) == (422, {"quarter"})
    planned = browser.submit(wrong, year=str(clock.today().year + 1), quarter="2")
    assert "tweede kwartaal" in planned.text
    browser.acts_as(people.officer)
    assert "tweede kwartaal" in browser.get("/school").text
    browser.acts_as(people.analyst)
    (plan,) = used_products.plans(session)
    assert "tweede kwartaal" not in browser.post(f"/demand/plans/{plan.id}/end").text


@pytest.mark.parametrize("who", ["vendor", "fg", "board", "administrator", "stranger"])
def test_nobody_else_finds_the_list_or_the_demand(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    row = make.used_product(session, by=people.officer, now=clock.now())
    browser.acts_as(getattr(people, who))

    for path in (LIST, f"/school/products/{row.id}", "/demand", "/demand/plan"):
        assert browser.get(path).status == 404
