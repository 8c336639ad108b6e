"""Requests to a vendor on one page, with their timelines; a vendor has its own in its inbox."""

from datetime import timedelta

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.remediation import Move, State
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import remediation
from tests import make
from tests.browser import Browser
from tests.pages import Page

PATH = "/requests/vendors/noorderlicht"


def _told(page: Page) -> list[dict[str, str]]:
    return page.table("The timelines as a table")


def _failed(session: Session, people: make.People) -> Remediation:
    """Return a request that was delivered, found wanting, and moved to another day."""
    now = clock.now()
    row = make.remediation(session, people=people, state=State.DELIVERED, now=now)
    remediation.verify(
        session, actor=people.reviewer.actor, remediation_id=row.id, move=Move.REJECT,
        words="Het werkt niet.", due=clock.today() + timedelta(days=90), version=None,
        today=clock.today(), now=now,
    )  # fmt: skip
    session.commit()
    return row


def test_the_cooperative_sees_all_requests_to_a_vendor_in_time(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = _failed(session, people)
    browser.acts_as(people.analyst)

    overview = browser.get("/requests", lang="en")
    assert overview.links()["Noorderlicht"] == PATH
    page = browser.get(PATH, lang="en")

    [told] = _told(page)
    assert told["First promised day"]
    assert told["Later promised days"]
    assert "Checked: it does not work" in told["Checked"]
    [outcome] = page.table("What became of the requests")
    assert (outcome["Outcome"], outcome["How many"]) == ("Not good enough", "1")
    assert f"/requests/{row.id}" in page.links().values()


def test_the_requests_of_a_vendor_can_be_cut_by_product(
    browser: Browser, session: Session, people: make.People
) -> None:
    vendor = people.vendor.organisation
    assert vendor is not None
    product = make.product(session, vendor=vendor, name="Agenda")
    other = make.dossier(session, people=people, product=product, now=clock.now())
    make.ask(session, other, actor=people.analyst.actor, now=clock.now())
    make.remediation(session, people=people, now=clock.now())
    browser.acts_as(people.reviewer)

    assert {row["Product"] for row in _told(browser.get(PATH, lang="en"))} == {
        "Agenda", "Leerplein",
    }  # fmt: skip
    page = browser.get(f"{PATH}?product=agenda", lang="en")
    assert {row["Product"] for row in _told(page)} == {"Agenda"}
    assert "No request fits this filter." in browser.get(f"{PATH}?product=x", lang="en").main


def test_a_vendor_sees_its_own_timelines_in_its_inbox_and_nowhere_anybody_elses(
    browser: Browser, session: Session, people: make.People
) -> None:
    _failed(session, people)

    browser.acts_as(people.vendor)
    assert len(_told(browser.get("/requests", lang="en"))) == 1
    assert browser.get(PATH).status == 404
    browser.acts_as(people.other_vendor)
    assert "timeline" not in browser.get("/requests").text
    assert browser.get(PATH).status == 404
    browser.acts_as(people.sivon_analyst)
    assert browser.get(PATH).status == 404
    browser.acts_as(people.officer)
    assert browser.get(PATH).status == 404
    browser.acts_as(people.reviewer)
    assert browser.get("/requests/vendors/zuiderzon").status == 404
