"""A school board's own assessment through the browser: who sees which form, what is refused."""

import io
import zipfile

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Event
from dpia_workbench.store.models import Adoption, Dossier, Release, ReleaseEvent
from dpia_workbench.usecases import dossier as dossiers
from tests import make
from tests.browser import Browser
from tests.web.adopting import begun, measure_urls, only_adoption, seen_by


def test_the_privacy_officer_begins_from_an_empty_list(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())
    browser.acts_as(people.officer)
    assert "No products yet" in browser.get("/school", lang="en").headings

    page = browser.post("/adoptions", data={"slug": release.product.slug, "number": "1"}, lang="en")

    row = only_adoption(session)
    assert page.path == f"/adoptions/{row.id}"
    assert "Go on with “Schools”" in page.links("//main")
    assert row.release_sha256 in page.main
    assert f"/verdicts/{release.product.slug}/releases/1" in page.links("//main").values()


def test_beginning_twice_leads_to_what_was_begun(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    slug = only_adoption(session).release.product.slug

    page = browser.post("/adoptions", data={"slug": slug, "number": "1"}, lang="en")

    assert page.path == path
    assert page.flashes


@pytest.mark.parametrize("who", ["fg", "board", "vendor", "analyst", "stranger"])
def test_only_a_privacy_officer_begins(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    release = make.release(session, people=people, now=clock.now())
    browser.acts_as(getattr(people, who))

    page = browser.post("/adoptions", data={"slug": release.product.slug, "number": "1"})

    assert page.status == 403
    assert session.query(Adoption).count() == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 422), ({"slug": "x", "number": "one"}, 422), ({"slug": "nothing", "number": "1"}, 404)],
)
def test_beginning_with_nothing_is_refused(
    browser: Browser, people: make.People, data: dict[str, str], status: int
) -> None:
    browser.acts_as(people.officer)

    assert browser.post("/adoptions", data=data).status == status


def test_measures_are_recorded_one_by_one(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.CONTEXT_DONE)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/measures", lang="en")
    assert page.headings[1:3] == ["Mandatory", "M3 Maatregel school_mandatory (en)"]
    assert "Doe dit (en)" in page.main

    page = browser.get(measure_urls(page)["M3"], lang="en")
    assert page.field("state").value is None
    page = browser.submit(page, state="implemented", evidence="Zie de schermafdruk.")

    assert page.path == f"{path}/views"  # the last measure was answered
    measure = only_adoption(session).measures[0]
    assert (measure.state, measure.evidence) == (LocalState.IMPLEMENTED, "Zie de schermafdruk.")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"state": "implemented"}, "evidence"),
        ({"state": "planned"}, "due"),
        ({"state": "planned", "due": "2020-01-01"}, "due"),
        ({"state": "not_applicable"}, "reason"),
        ({"state": "done"}, "state"),
        ({}, "state"),
    ],
)
def test_a_measure_without_what_it_rests_on_is_refused_at_the_field(
    browser: Browser,
    session: Session,
    people: make.People,
    typed: dict[str, str],
    field: str,
) -> None:
    path = begun(session, people, State.CONTEXT_DONE)
    browser.acts_as(people.officer)
    url = measure_urls(browser.get(f"{path}/measures"))["M3"]

    page = browser.submit(browser.get(url), **typed)

    assert page.status == 422
    assert set(page.errors) == {field}
    assert only_adoption(session).measures[0].state is LocalState.TODO


def test_after_the_decision_everything_is_a_record(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.ACTIVE)
    browser.acts_as(people.officer)

    page = browser.get(path, lang="en")
    assert page.links("//main")["3. Circumstances"] == "#situation"
    for place in ("scope", "circumstances", "operations", "agreement"):
        assert browser.get(f"{path}/{place}").status == 409
    for place in ("views", "advice", "decision"):
        assert not browser.get(f"{path}/{place}").names() & {"text", "outcome"}
    url = measure_urls(browser.get(f"{path}/measures"))["M3"]
    assert "state" not in browser.get(url).names()
    sent = {"state": "planned", "due": "2030-01-01", "version": "2"}
    assert browser.post(url, data=sent).status == 409


def test_others_of_the_board_read_and_do_not_write(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    url = measure_urls(seen_by(browser, people.officer, f"{path}/measures"))["M3"]
    forms = {
        url: {"state": "not_applicable", "reason": "x", "version": "2"},
        f"{path}/views": {
            "asked": "true",
            "text": "x",
            "on": "2025-01-01",
            "heard": "staff",
            "version": "0",
        },
        f"{path}/own-risks": {"own_risks": "x", "version": "1"},
        f"{path}/risks": {"version": "0"},
    }
    for person in (people.fg, people.board):
        browser.acts_as(person)
        assert browser.get(path).status == 200
        assert browser.get(f"{path}/views").names() & {"asked"} == set()
        assert browser.get(url).names() & {"state"} == set()
        for place, sent in forms.items():
            assert browser.post(place, data=sent).status == 403


OUTSIDERS = (
    "other_officer", "other_fg", "other_board", "analyst", "reviewer", "publisher", "vendor",
    "administrator", "stranger",
)  # fmt: skip


@pytest.mark.parametrize("who", OUTSIDERS)
def test_others_do_not_find_the_adoption(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    path = begun(session, people, State.READY)
    url = measure_urls(seen_by(browser, people.officer, f"{path}/measures"))["M3"]
    browser.acts_as(getattr(people, who))

    places = [
        "", "/scope", "/circumstances", "/operations", "/operations/C1",
        "/operations/own", "/operations/own/1", "/agreement", "/measures", "/advice", "/views",
        "/decision", "/report.docx", "/own-risks", "/own-risks/new", "/risks", "/consultation",
    ]  # fmt: skip
    for place in [*(path + place for place in places), url]:
        assert browser.get(place).status == 404


@pytest.mark.parametrize("who", ["analyst", "vendor", "administrator", "stranger"])
def test_others_have_no_products(browser: Browser, people: make.People, who: str) -> None:
    browser.acts_as(getattr(people, who))

    assert browser.get("/school").status == 404


def test_the_list_shows_where_each_product_stands(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.ACTIVE)
    browser.acts_as(people.board)

    page = browser.get("/school", lang="en")

    assert page.links("//main")["Leerplein"] == path
    for text in ("Adopted", "Highest risk at your board: Low", "Next review:"):
        assert text in page.main


def test_a_newer_verdict_can_be_begun_from_the_older_one(
    browser: Browser, session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    path = _adopted(session, people)
    _revise(session, dossier, people)
    browser.acts_as(people.officer)

    page = browser.get(path, lang="en")
    assert "no longer holds" in page.main
    leads = page.links("//main")["What changed since you adopted"]
    assert leads == "/verdicts/leerplein/changes/1/2"
    page = browser.submit(page, action="/adoptions")

    assert page.path != path
    page = browser.get("/school", lang="en")
    assert page.headings.count("Leerplein") == 2  # the old one is in force until then
    assert "already began with the newer verdict" in browser.get(path, lang="en").main


def test_a_newer_verdict_that_was_withdrawn_is_not_offered(
    browser: Browser, session: Session, people: make.People
) -> None:
    dossier = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    path = _adopted(session, people)
    _revise(session, dossier, people)
    newer = session.query(Release).filter_by(number=2).one()
    _end(session, newer)
    browser.acts_as(people.officer)

    page = browser.get(path, lang="en")

    assert "There is no newer verdict that holds." in page.main
    assert "Read the newer verdict" not in page.links("//main")


@pytest.mark.parametrize("where", ["/school", ""])
def test_a_withdrawn_verdict_does_not_let_a_board_go_on(
    browser: Browser, session: Session, people: make.People, where: str
) -> None:
    path = begun(session, people, State.ACTIVE)
    browser.acts_as(people.board)
    assert "can use this product" in browser.get(where or path, lang="en").main

    _end(session, only_adoption(session).release)

    page = browser.get(where or path, lang="en")
    assert "can use this product" not in page.main
    assert "Your board decided on a verdict that no longer holds." in page.main
    assert "No current verdict" in page.main


def _end(session: Session, row: Release) -> None:
    """Withdraw a release."""
    row.events.append(ReleaseEvent(kind=Event.WITHDRAWN, reason="Fout", at=clock.now()))
    session.commit()


def _revise(session: Session, dossier: Dossier, people: make.People) -> None:
    """Publish a second release."""
    dossiers.revise(session, actor=people.analyst.actor, dossier_id=dossier.id, now=clock.now())
    make.bring_to(session, dossier, people=people, state=make.State.PUBLISHED, now=clock.now())


def _adopted(session: Session, people: make.People) -> str:
    release = session.query(Release).one()
    row = make.adoption(
        session, people=people, release=release, state=State.ACTIVE, now=clock.now()
    )
    return f"/adoptions/{row.id}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_report_is_a_word_file_with_a_readable_name(
    browser: Browser, session: Session, people: make.People, language: str
) -> None:
    path = begun(session, people, State.ACTIVE)
    browser.acts_as(people.officer)

    answer = browser.fetch(f"{path}/report.docx?lang={language}")

    assert answer.status_code == 200
    named = f"attachment; filename=dpia-de-waterlelie-leerplein-1-{language}.docx"
    assert answer.headers["Content-Disposition"] == named
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.STARTED, "The privacy officer describes the situation of your board first."),
        (State.CONTEXT_DONE, "1 mandatory measure has no answer yet."),
        (State.MEASURES_RECORDED, "The data protection officer (FG) gives advice to the board."),
        (State.READY, "Everything is there. Your board can decide."),
        (State.ACTIVE, "Your board can use this product as decided."),
        (State.CONSULTING, "Do not use this product until the Data Protection Authority"),
        (State.REJECTED, "Your board does not use this product."),
    ],
)
def test_the_page_says_whose_turn_it_is(
    browser: Browser, session: Session, people: make.People, state: State, sentence: str
) -> None:
    path = begun(session, people, state)
    browser.acts_as(people.board)

    assert sentence in browser.get(path, lang="en").main


def test_an_ended_adoption_is_a_record(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    only_adoption(session).ended_at = clock.now()
    session.commit()
    browser.acts_as(people.officer)

    assert "It stays here as a record." in browser.get(path, lang="en").main


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (Event.WITHDRAWN, "There is no newer verdict that holds."),
        (Event.UNDER_REVIEW, "Something happened since the verdict was published."),
    ],
)
def test_what_happened_to_the_verdict_is_told(
    browser: Browser, session: Session, people: make.People, event: Event, sentence: str
) -> None:
    path = begun(session, people, State.ACTIVE)
    release = only_adoption(session).release
    session.add(ReleaseEvent(release_id=release.id, kind=event, reason="Fout", at=clock.now()))
    session.commit()
    browser.acts_as(people.fg)

    assert sentence in browser.get(path, lang="en").main
    assert "Verdict:" in browser.get("/school", lang="en").main


def test_a_rejected_product_is_not_among_those_in_use(
    browser: Browser, session: Session, people: make.People
) -> None:
    begun(session, people, State.REJECTED)
    browser.acts_as(people.board)

    page = browser.get("/school", lang="en")

    assert "Rejected: your board does not use these" in page.headings
    assert "In use or in preparation" not in page.headings
    assert "No products yet" not in page.headings
