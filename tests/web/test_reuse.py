"""Pages of reuse: a beginning, what must be looked at again, the library."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import Dossier
from tests import make
from tests.browser import Browser


def _source(session: Session, people: make.People) -> Dossier:
    make.release(session, people=people, now=clock.now())
    return session.scalars(select(Dossier)).one()


def _update(browser: Browser, session: Session, people: make.People) -> str:
    """Open an update DPIA by the form, and return its address."""
    source = _source(session, people)
    browser.acts_as(people.analyst)
    form = browser.get("/dossiers/new", lang="en")
    page = browser.submit(
        form, product_id=str(source.product_id), start="dossier", source_id=str(source.id),
        kind="verification",
    )  # fmt: skip
    return page.path


def test_a_verification_report_begins_with_an_earlier_dossier(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _update(browser, session, people)

    page = browser.get(path, lang="en")
    again = browser.get(f"{path}/to-check", lang="en")

    assert "Verification report" in page.main
    assert "parts were carried over: look at them again" in page.main
    assert "Risk R1" in again.main
    assert "R1: the likelihood is at most medium (2) when M1 work." in again.main

    told = browser.post(f"{path}/to-check", data={"parts": ["risk:R1", "claim:K1"]}, lang="en")
    assert told.flashes == ["2 parts are still right."]
    assert "Risk R1" not in told.main

    nothing = browser.post(f"{path}/to-check", data={}, lang="en")
    assert nothing.status == 422
    assert "parts" in nothing.errors
    assert browser.post(f"{path}/to-check", data={"parts": ["risk:R99"]}).status == 404


def test_a_beginning_that_is_not_there_is_refused_at_its_field(
    browser: Browser, session: Session, people: make.People
) -> None:
    source = _source(session, people)
    browser.acts_as(people.analyst)
    form = browser.get("/dossiers/new", lang="en")

    of_nothing = browser.submit(form, product_id=str(source.product_id), start="record")
    of_none = browser.submit(form, product_id=str(source.product_id), start="dossier")

    assert (of_nothing.status, list(of_nothing.errors)) == (422, ["start"])
    assert (of_none.status, list(of_none.errors)) == (422, ["source_id"])
    assert of_none.field("start").value == "dossier"


def test_a_risk_of_the_library_is_added_to_a_draft(
    browser: Browser, session: Session, people: make.People
) -> None:
    source = _source(session, people)
    draft = make.empty_dossier(session, people=people, now=clock.now())
    browser.acts_as(people.analyst)
    path = f"/dossiers/{draft.id}/library"

    page = browser.get(f"{path}?q=lekken", lang="en")
    assert "In 1 of 1 DPIAs, solved in 1." in page.main
    assert "Maatregel vendor (en)" in page.main

    told = browser.post(
        path, data={"part": "risk", "slug": source.product.slug, "key": "R1"}, lang="en"
    )
    assert told.flashes == ["R1 was added. Look at it: nothing of it counts yet."]
    assert "Already in this draft" in browser.get(f"{path}?part=risk", lang="en").main
    measures = browser.get(f"{path}?part=measure&q=%22vendor", lang="en")
    assert "Already in this draft" in measures.main

    for data in ({}, {"part": "x"}, {"part": "measure", "slug": "nergens", "key": "M1"}):
        assert browser.post(path, data=data).status == 404


def test_only_a_draft_of_ones_own_takes_from_the_library(
    browser: Browser, session: Session, people: make.People
) -> None:
    source = _source(session, people)
    path = f"/dossiers/{source.id}"

    for person, status in ((people.analyst, 409), (people.reviewer, 403), (people.vendor, 404)):
        browser.acts_as(person)
        for page in ("library", "to-check"):
            assert browser.get(f"{path}/{page}").status == status
