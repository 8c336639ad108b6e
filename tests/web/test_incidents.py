"""Incidents through the browser: reported, sent, read, acted upon, closed; who sees what."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.incident import State
from dpia_workbench.store.models import Incident, IncidentDeed, IncidentReceipt, Release
from tests import make
from tests.browser import Browser

SECRET = "Wachtwoorden stonden in een wiki"
TITLE = "Accounts open"


@pytest.fixture
def release(session: Session, people: make.People) -> Release:
    """A release that the first board adopted."""
    made = make.release(session, people=people, now=clock.now())
    make.adoption(session, people=people, release=made, now=clock.now())
    return made


@pytest.fixture
def told(session: Session, people: make.People, release: Release) -> Incident:
    """What the vendor reported."""
    return make.incident(
        session, release.product, by=people.vendor, confidential=SECRET, now=clock.now()
    )


def _filled(**words: str) -> dict[str, str]:
    texts = {
        f"{name}.{half}": f"{name} ({half})"
        for name in ("title", "happened", "to_do") for half in ("nl", "en")
    }  # fmt: skip
    return {**texts, "gravity": "critical", "since": clock.today().isoformat(),
            "contact": "bel@surf.example", **words}  # fmt: skip


def test_a_cooperative_writes_sends_and_closes_an_incident(
    browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get("/incidents/new?q=leer", lang="nl")
    page = browser.get(f"/incidents/new/{release.product.slug}")
    page = browser.submit(page, **_filled(**{"title.nl": "", "title.en": "", "contact": ""}))
    assert page.status == 422
    assert {"title.nl", "title.en", "contact"} <= set(page.errors)
    page = browser.submit(page, **_filled(**{"to_do.en": ""}))
    row = session.query(Incident).one()
    assert page.path == f"/incidents/{row.id}"
    assert row.state is State.DRAFT
    sending = f"{page.path}/sending"
    assert browser.fetch(sending, method="POST", data={"version": 1}).status_code == 403

    browser.acts_as(people.publisher)
    assert browser.fetch(sending, method="POST", data={"version": 1}).status_code == 422
    browser.submit(browser.get(f"{page.path}/report"), **{"to_do.en": "Stop"})
    page = browser.post(sending, data={"version": 2})
    assert page.path == f"/incidents/{row.id}"
    verdict = browser.get(f"/verdicts/{release.product.slug}", lang="en").main
    assert "title (en)" in verdict
    assert "Stop" in verdict

    page = browser.submit(browser.get(f"/incidents/{row.id}/news"), **{"words.nl": "Nieuws"})
    assert list(page.errors) == ["words.en"]
    browser.submit(page, **{"words.en": "News"})
    page = browser.submit(browser.get(f"/incidents/{row.id}/end"))
    assert {"note", "words.nl", "words.en"} == set(page.errors)
    page = browser.submit(page, note="closed", **{"words.nl": "Klaar", "words.en": "Done"})
    assert "Klaar" in page.main
    session.expire_all()
    assert (row.state, len(row.notes)) == (State.CLOSED, 3)
    for path in ("news", "end", "report", "check"):
        assert browser.get(f"/incidents/{row.id}/{path}").status == 409
    assert "title (en)" not in browser.get(f"/verdicts/{release.product.slug}", lang="en").main


def test_a_vendor_reports_and_schools_read_it_unchecked(
    browser: Browser, session: Session, people: make.People, release: Release
) -> None:
    browser.acts_as(people.vendor)
    page = browser.get(f"/incidents/new/{release.product.slug}", lang="en")
    page = browser.submit(page, **_filled(**{"happened.en": ""}))
    assert list(page.errors) == ["happened.en"]
    page = browser.submit(page, **_filled(since="2999-01-01"))
    assert list(page.errors) == ["since"]
    page = browser.submit(page, **_filled(confidential=SECRET))
    assert SECRET in page.main
    assert "De Waterlelie" not in page.main
    row = session.query(Incident).one()

    browser.acts_as(people.officer)
    page = browser.get(f"/incidents/{row.id}", lang="en")
    assert "not yet checked" in page.main
    assert "to_do (en)" in page.main
    assert SECRET not in page.main
    assert "title (en)" not in browser.get(f"/verdicts/{release.product.slug}", lang="en").main
    browser.acts_as(people.reviewer)
    words = {"words.nl": "Klopt", "words.en": "True", "title.nl": "Lek", "title.en": "Leak"}
    page = browser.submit(browser.get(f"/incidents/{row.id}/check"), **words)
    assert page.path == f"/incidents/{row.id}"
    assert SECRET in page.main
    browser.acts_as(None)
    public = browser.get(f"/verdicts/{release.product.slug}", lang="en")
    assert "Leak" in public.main
    assert SECRET not in public.text
    assert "happened (en)" not in public.text


def test_a_board_confirms_and_records_what_it_did(
    browser: Browser, session: Session, people: make.People, told: Incident
) -> None:
    browser.acts_as(people.officer)
    path = f"/incidents/{told.id}"
    assert TITLE in browser.get("/tasks", lang="en").main
    assert browser.post(f"{path}/receipt", data={"number": 1}).path == path
    assert TITLE not in browser.get("/tasks").main
    page = browser.post(f"{path}/deeds", data={"text": "", "on": "2999-01-01"})
    assert page.status == 422
    assert "text" in page.errors
    page = browser.post(f"{path}/deeds", data={"text": "Klaar", "on": "2999-01-01"})
    assert list(page.errors) == ["on"]
    assert "Klaar" in page.text
    browser.post(f"{path}/deeds", data={"text": "Klaar", "on": clock.today().isoformat()})
    assert "Klaar" in browser.get(path).main
    assert browser.fetch(f"{path}/receipt", method="POST", data={"number": 7}).status_code == 409
    assert browser.fetch(f"{path}/receipt", method="POST", data={}).status_code == 422

    for person in (people.publisher, people.vendor):
        browser.acts_as(person)
        page = browser.get(path)
        assert "De Waterlelie" not in page.text
        assert "Klaar" not in page.main
    browser.acts_as(people.fg)
    assert "Klaar" in browser.get(path).main
    assert browser.fetch(f"{path}/receipt", method="POST", data={"number": 1}).status_code == 403
    assert session.query(IncidentReceipt).count() == session.query(IncidentDeed).count() == 1


def test_nobody_else_finds_it(
    browser: Browser, people: make.People, release: Release, told: Incident
) -> None:
    paths = ["", "/report", "/check", "/news", "/end", "/deeds"]
    for person in (people.other_officer, people.other_vendor, people.administrator):
        browser.acts_as(person)
        for path in paths:
            assert browser.get(f"/incidents/{told.id}{path}").status == 404
        for path, data in (("receipt", {"number": 1}), ("sending", {"version": 1}),
                           ("deeds", {"text": "x", "on": "2025-01-01"})):  # fmt: skip
            found = browser.fetch(f"/incidents/{told.id}/{path}", method="POST", data=data)
            assert found.status_code == 404
    browser.acts_as(people.other_vendor)
    assert browser.get(f"/incidents/new/{release.product.slug}").status == 404
    browser.acts_as(people.officer)
    assert browser.get("/incidents/new").status == 404
    browser.acts_as(people.administrator)
    assert browser.get("/incidents").status == 404
    browser.acts_as(None)
    assert browser.fetch(f"/incidents/{told.id}").status_code in (302, 303)
