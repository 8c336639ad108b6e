"""The page with what waits for the reader."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.i18n import speaking
from dpia_workbench.risk.adoption import State as Adopted
from dpia_workbench.risk.remediation import State as Asked
from dpia_workbench.usecases.task import Kind
from dpia_workbench.web.tasks.views import PLACES, SENTENCES
from tests import make
from tests.browser import Browser


def test_every_kind_of_task_has_a_sentence_and_a_place() -> None:
    assert set(SENTENCES) == set(PLACES) == set(Kind)
    with speaking("nl"):
        assert all(SENTENCES.values())


def test_an_empty_list_is_kind(browser: Browser, people: make.People) -> None:
    for person in people.everybody().values():
        browser.acts_as(person)
        assert "Nothing waits for you" in browser.get("/tasks", lang="en").headings


def test_who_is_not_signed_in_is_asked_to(browser: Browser) -> None:
    assert browser.redirect("/tasks").startswith("/login")


@pytest.mark.parametrize(
    ("who", "state", "place"),
    [
        ("vendor", Asked.REQUESTED, ""),
        ("vendor", Asked.ACKNOWLEDGED, ""),
        ("reviewer", Asked.DELIVERED, "/verification"),
    ],
)
def test_a_request_leads_to_where_it_is_done(
    browser: Browser, session: Session, people: make.People, who: str, state: Asked, place: str
) -> None:
    row = make.remediation(session, people=people, state=state, now=clock.now())
    browser.acts_as(getattr(people, who))

    page = browser.get("/tasks", lang="en")

    assert list(page.links("//main").values()) == [f"/requests/{row.id}{place}"]
    assert "Waits since" in page.main
    assert browser.get(f"/requests/{row.id}{place}").status == 200


@pytest.mark.parametrize(
    ("who", "state", "place"),
    [
        ("officer", Adopted.STARTED, "/schools"),
        ("officer", Adopted.CONTEXT_DONE, "/measures"),
        ("officer", Adopted.MEASURES_RECORDED, "/views"),
        ("fg", Adopted.MEASURES_RECORDED, "/advice"),
        ("board", Adopted.READY, "/decision"),
    ],
)
def test_a_step_of_an_adoption_leads_to_its_form(
    browser: Browser, session: Session, people: make.People, who: str, state: Adopted, place: str
) -> None:
    row = make.adoption(session, people=people, state=state, now=clock.now())
    browser.acts_as(getattr(people, who))

    page = browser.get("/tasks", lang="en")

    assert list(page.links("//main").values()) == [f"/adoptions/{row.id}{place}"]
    assert browser.get(f"/adoptions/{row.id}{place}").status == 200


def test_an_overdue_promise_is_late(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.remediation(session, people=people, state=Asked.COMMITTED)
    browser.acts_as(people.vendor)

    page = browser.get("/tasks", lang="en")

    assert "the day has passed" in page.main
    assert "Before or on 2 May 2025" in page.main


def test_a_dossier_leads_to_its_page(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=clock.now())
    browser.acts_as(people.reviewer)

    page = browser.get("/tasks", lang="en")

    assert list(page.links("//main").values()) == [f"/dossiers/{row.id}"]
