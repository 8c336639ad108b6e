"""The screening through the door: the public page, and the start of a dossier."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store import audit
from dpia_workbench.store.models import AuditEvent, Dossier
from tests import make
from tests.browser import Browser
from tests.pages import Page

PUBLIC = "/screening"


def filled(**words: str | list[str]) -> dict[str, str | list[str]]:
    """Return the fields of a form in which every question is answered."""
    return {name: sorted(chosen) for name, chosen in make.screening_answers(**words).items()}


@pytest.fixture
def form(session: Session) -> None:
    make.screening_form(session)


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A dossier in which nothing was written yet."""
    make.screening_form(session)
    return make.empty_dossier(session, people=people, now=clock.now())


def address(dossier: Dossier) -> str:
    return f"/dossiers/{dossier.id}/screening"


def section(page: Page, heading: str) -> str:
    """Return the text of a page from a heading on."""
    assert heading in page.main
    return page.main.partition(heading)[2]


@pytest.mark.usefixtures("form")
def test_anybody_sees_the_questions_in_both_languages(browser: Browser) -> None:
    dutch, english = browser.get(PUBLIC), browser.get(PUBLIC, lang="en")

    assert (dutch.h1, english.h1) == ("Is een DPIA nodig?", "Is a DPIA needed?")
    assert len(dutch.names()) == 20
    assert "Wat uit uw antwoorden volgt" not in dutch.main
    assert list(english.field("cloud").options.values()) == ["Yes", "No", "I do not know"]


@pytest.mark.usefixtures("form")
def test_the_outcome_stands_above_the_answers_that_were_given(
    browser: Browser, session: Session
) -> None:
    before = session.query(AuditEvent).count()

    page = browser.post(PUBLIC, data=filled(ap_list=["profiling", "cameras"]), lang="en")

    assert page.status == 200
    outcome = section(page, "What follows from your answers")
    assert "This is on the list of the Data Protection Authority." in outcome
    assert "Camera surveillance" in outcome
    assert page.links("//main")["Search the published verdicts"] == "/verdicts"
    assert page.field("ap_list").value == ["profiling", "cameras"]
    assert page.field("cloud").value == "yes"
    assert session.query(AuditEvent).count() == before


@pytest.mark.usefixtures("form")
def test_nothing_is_required_where_nothing_asks_for_it(browser: Browser) -> None:
    page = browser.post(PUBLIC, data=filled(criteria="none"), lang="en")

    assert "Keep this outcome with your records" in page.main
    assert "Search the published verdicts" not in page.links("//main")
    assert "Recommended" not in page.main


@pytest.mark.usefixtures("form")
def test_what_is_not_answered_is_counted_as_the_worst_and_named(browser: Browser) -> None:
    page = browser.post(PUBLIC, data={}, lang="en")

    assert page.status == 200
    assert "20 questions are still open" in page.main
    assert "we count the worst" in page.main
    assert page.links("//main")["Where does the vendor keep the data?"] == ("#field-storage")


@pytest.mark.usefixtures("form")
def test_wrong_answers_are_refused_at_their_fields_and_kept(browser: Browser) -> None:
    data = filled(ap_list=["none", "profiling"], cloud="perhaps", special=["health", "x"])

    page = browser.post(PUBLIC, data=data, lang="en")

    assert page.status == 422
    assert page.errors == {
        "ap_list": "These answers exclude each other. Choose one.",
        "cloud": "Choose an answer from the list.",
        "special": "Choose an answer from the list.",
    }
    assert page.field("ap_list").value == ["profiling", "none"]
    assert "What follows" not in page.main


@pytest.mark.usefixtures("form")
def test_the_public_page_can_be_found(browser: Browser) -> None:
    for path in ("/", "/about"):
        assert PUBLIC in browser.get(path).links().values()
    assert f"{PUBLIC}</loc>" in browser.fetch("/sitemap.xml").text


def test_without_a_form_there_is_no_page(browser: Browser) -> None:
    assert browser.get(PUBLIC).status == 404


def test_a_new_dossier_begins_with_its_screening(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{draft.id}", lang="en")

    assert page.links()["Answer the screening"] == address(draft)
    assert page.links()["Answer all questions of the screening."] == address(draft)


def test_an_analyst_answers_it_and_sees_what_follows(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)

    page = browser.submit(browser.get(address(draft)), **filled())

    assert page.path == f"/dossiers/{draft.id}"
    assert "Beantwoord alle vragen van de screening." not in page.main
    assert "Verplicht" in section(page, "Screening")
    again = browser.get(address(draft), lang="en")
    assert "What follows from the saved answers" in again.main
    assert again.field("criteria").value == ["large_scale", "vulnerable_people"]
    assert audit.find(session, subject_id=draft.id)[0].fact == "dossier.screened"
    assert "Screening bewaard" in browser.get(f"/dossiers/{draft.id}/history").main


def test_a_draft_may_be_saved_with_open_questions(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    page = browser.submit(browser.get(address(draft)), cloud="no", other_transfer="no")

    assert "Er staan nog 14 vragen open" in page.main
    assert page.links()["Beantwoord alle vragen van de screening."] == address(draft)


def test_the_second_editor_sees_both_answers(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    stale = browser.get(address(draft))
    browser.submit(stale, **filled())
    browser.acts_as(people.analyst2)

    page = browser.submit(stale, **filled(cloud="no"))

    assert page.status == 409
    assert page.field("cloud").value == "no"


def test_who_may_only_read_gets_the_answers_and_cannot_write(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    browser.acts_as(people.reviewer)

    page = browser.get(address(row), lang="en")
    refused = browser.post(address(row), data={"version": "1"})

    assert page.names() == set()
    assert "Do data leave the EEA in another way?" in page.main
    assert "On what basis may the data leave the EEA?" not in page.main
    assert refused.status == 403


def test_before_the_screening_there_is_nothing_to_read(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)

    assert "This revision was not screened yet." in browser.get(address(draft), lang="en").main


@pytest.mark.parametrize("name", ["vendor", "officer", "sivon_analyst", "stranger"])
def test_others_do_not_find_it(
    browser: Browser, people: make.People, draft: Dossier, name: str
) -> None:
    browser.acts_as(people.everybody()[name])

    assert browser.get(address(draft)).status == 404
    assert browser.post(address(draft), data={"version": "1"}).status == 404


def test_what_was_published_is_no_longer_answered(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    browser.acts_as(people.analyst)

    page = browser.get(address(row), lang="en")
    version = str(row.revision.version)
    refused = browser.post(address(row), data={**filled(), "version": version})

    assert page.names() == set()
    assert refused.status == 409
