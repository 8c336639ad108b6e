"""A vendor's statement through the browser: written, decided upon, read beside the verdict."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.vendor_statement import State
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Release, VendorStatement
from tests import make
from tests.browser import Browser

HOSTILE = '<script>alert(1)</script> <a href="https://x.example">klik</a> **vet**'


def _release(session: Session, people: make.People) -> Release:
    return make.release(session, people=people, now=clock.now())


def test_a_statement_is_written_accepted_and_read_beside_the_verdict(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = _release(session, people)
    slug, before = release.product.slug, release.canonical
    browser.acts_as(people.vendor)
    page = browser.get(f"/fact-checks/statements/products/{slug}", lang="en")
    page = browser.submit(page, **{"text.nl": "Wij doen het anders."}, signatory="V. Erkoper")
    assert page.status == 422
    assert {"text.en", "function"} <= set(page.errors)
    typed = {"text.en": HOSTILE, "function": "Directeur"}
    page = browser.submit(page, **typed)
    path = page.path
    assert path.startswith("/fact-checks/statements/")
    browser.acts_as(None)
    assert "V. Erkoper" not in browser.get(f"/verdicts/{slug}").main

    browser.acts_as(people.publisher)
    assert "Decide about the statement" in browser.get("/tasks", lang="en").main
    page = browser.submit(browser.get(path), action=f"{path}/decision", move="refuse")
    assert (page.status, list(page.errors)) == (422, ["reason"])
    page = browser.submit(page, action=f"{path}/decision", move="accept")
    assert page.path == path

    browser.acts_as(None)
    shown = browser.get(f"/verdicts/{slug}", lang="nl")
    assert "Wij doen het anders." in shown.main
    assert "V. Erkoper, Directeur" in shown.main
    shown = browser.get(f"/verdicts/{slug}", lang="en")
    assert HOSTILE in shown.main
    assert "https://x.example" not in shown.links().values()
    session.expire_all()
    assert release.canonical == before
    found = browser.fetch(f"/verdicts/{slug}/releases/1/release.json").text
    assert "Wij doen het anders." not in found


def test_it_is_taken_away_by_the_publisher_with_a_reason_or_by_the_vendor(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = _release(session, people)
    row = make.statement(session, release.product, people=people, accepted=True, now=clock.now())
    path, public = f"/fact-checks/statements/{row.id}", f"/verdicts/{release.product.slug}"
    browser.acts_as(people.publisher)
    page = browser.submit(browser.get(path), action=f"{path}/removal")
    assert (page.status, list(page.errors)) == (422, ["reason"])
    browser.submit(page, action=f"{path}/removal", reason="Het noemt een ander product.")
    browser.acts_as(people.vendor)
    page = browser.get(path)
    assert "Het noemt een ander product." in page.main
    assert people.publisher.user.name not in page.main
    assert "Wij doen het anders." not in browser.get(public).main

    again = make.statement(session, release.product, people=people, accepted=True, now=clock.now())
    path = f"/fact-checks/statements/{again.id}"
    assert "Wij doen het anders." in browser.get(public, lang="nl").main
    browser.submit(browser.get(path), action=f"{path}/withdrawal")
    assert "Wij doen het anders." not in browser.get(public).main
    session.expire_all()
    assert session.get_one(VendorStatement, again.id).state is State.WITHDRAWN
    assert browser.post(f"{path}/withdrawal").status == 409


def test_others_find_no_statement_and_no_product_to_write_about(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = _release(session, people)
    row = make.statement(
        session, release.product, people=people, text=Bilingual("GEHEIM", "SECRET"),
        now=clock.now(),
    )  # fmt: skip
    hidden = make.dossier(session, people=people, now=clock.now())
    path = f"/fact-checks/statements/{row.id}"
    for person in (people.other_vendor, people.analyst, people.board):
        browser.acts_as(person)
        assert browser.get(path).status == 404
        for post in ("decision", "removal", "withdrawal"):
            data = {"move": "accept", "reason": "x"}
            assert browser.post(f"{path}/{post}", data=data).status == 404
    browser.acts_as(people.other_vendor)
    slug = release.product.slug
    assert browser.get(f"/fact-checks/statements/products/{slug}").status == 404
    assert "GEHEIM" not in browser.get("/fact-checks/statements").main
    browser.acts_as(people.vendor)
    written = browser.get("/fact-checks/statements").main
    unpublished = hidden.product.slug
    assert f"/products/{unpublished}" not in written
    assert browser.get(f"/fact-checks/statements/products/{unpublished}").status == 404
