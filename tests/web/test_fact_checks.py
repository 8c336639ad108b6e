"""Fact checks through the browser: choosing, answering, processing, and who sees what."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.fact_check import Answer, State
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, FactCheck, Job
from tests import make
from tests.browser import Browser

CANARY = "KANARIE"


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of today."""
    return make.dossier(session, people=people, now=clock.now())


def _check(
    session: Session, draft: Dossier, people: make.People, state: State = State.SENT
) -> FactCheck:
    return make.fact_check(session, draft, people=people, state=state, now=clock.now())


def test_an_analyst_chooses_previews_and_sends(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    page = browser.get(f"/dossiers/{draft.id}/fact-checks/new", lang="en")
    assert "description:scope:" not in page.main

    assert browser.post(page.path, data={"places": ["risk:R99:"]}).status == 422
    assert browser.post(page.path, data={}).status == 422
    page = browser.post(page.path, data={"places": ["description::scope", "risk:R1:"]}, lang="en")
    assert page.path.startswith("/fact-checks/")
    assert "Reikwijdte (en)" in page.main
    assert "Samenvatting" not in page.main
    path = page.path

    page = browser.submit(page, action=f"{path}/sending", deadline="2020-01-01")
    assert page.status == 422
    assert "deadline" in page.errors
    due = (clock.today() + timedelta(days=14)).isoformat()
    page = browser.submit(page, action=f"{path}/sending", deadline=due)
    assert page.path == path
    row = session.query(FactCheck).one()
    assert (row.state, row.deadline and row.deadline.isoformat()) == (State.SENT, due)
    assert browser.get(f"{path}/selection").status == 409
    assert session.query(Job).filter(Job.name == "mail.send").count() == 1


def test_a_prepared_selection_is_chosen_again(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    row = _check(session, draft, people, State.PREPARED)
    browser.acts_as(people.reviewer)
    path = f"/fact-checks/{row.id}"

    page = browser.get(f"{path}/selection?preset=all")
    page = browser.submit(page, places=["measure:M1:"])

    assert page.path == path
    assert "Doe dit" in page.main
    assert "Reikwijdte" not in page.main


def test_a_vendor_answers_in_place_and_hands_in(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = f"/fact-checks/{_check(session, draft, people).id}"
    browser.acts_as(people.vendor)
    second = f"{path}/items/2/answer"

    page = browser.submit(browser.get(path, lang="en"), action=second, **{"answer-2": "correct"})
    assert (page.status, list(page.errors)) == (422, ["words-2"])
    page = browser.submit(page, action=second, **{"words-2": "Sinds versie 5 niet meer."})
    assert page.path == path
    page = browser.submit(page, action=f"{path}/submission")
    assert page.status == 422
    assert "1" in page.main
    page = browser.submit(browser.get(path), action=f"{path}/rest")
    page = browser.submit(page, action=f"{path}/submission")

    session.expire_all()
    row = session.query(FactCheck).one()
    assert row.state is State.ANSWERED
    assert [item.answer for item in row.items] == [Answer.AGREE, Answer.CORRECT]
    refused = browser.post(second, data={"answer-2": "agree", "version": "2"})
    assert refused.status == 409


def test_of_two_colleagues_at_once_the_second_keeps_what_was_typed(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = f"/fact-checks/{_check(session, draft, people).id}"
    browser.acts_as(people.vendor)
    page, action = browser.get(path, lang="en"), f"{path}/items/1/answer"
    browser.submit(page, action=action, **{"answer-1": "dispute", "words-1": "Van de een."})

    late = browser.submit(page, action=action, **{"answer-1": "dispute", "words-1": "Van mij."})

    assert late.status == 409
    assert "Van mij." in late.main
    assert "Van de een." in late.main
    saved = browser.submit(late, action=action)
    assert (saved.status, saved.path) == (200, path)


def test_the_cooperative_processes_the_answers_beside_the_text_of_today(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    path = f"/fact-checks/{_check(session, draft, people, State.ANSWERED).id}"
    risk = draft.revision.risks[0]
    risk.description = make.both("Nieuwe beschrijving")
    session.commit()
    browser.acts_as(people.vendor)
    assert "Nieuwe" not in browser.get(path).main
    browser.acts_as(people.analyst)
    page, action = browser.get(path, lang="nl"), f"{path}/items/2/disposition"
    assert "Sinds versie 5 niet meer." in page.main
    assert "Nieuwe" in page.main

    page = browser.submit(page, action=action, **{"disposition-2": "not_taken_over"})
    assert (page.status, list(page.errors)) == (422, ["reason-2"])
    page = browser.submit(page, action=action, **{"reason-2": "Nog niet aangetoond."})
    browser.acts_as(people.vendor)
    assert "Nog niet aangetoond." not in browser.get(path).main
    browser.acts_as(people.analyst)
    page = browser.submit(browser.get(path), action=f"{path}/closing")
    assert page.path == path

    browser.acts_as(people.vendor)
    assert "Nog niet aangetoond." in browser.get(path).main
    assert people.analyst.user.name not in browser.get(path).main


def test_silence_is_recorded_when_somebody_closes(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    row = make.fact_check(
        session, draft, people=people, days=1, now=clock.now() - timedelta(days=3)
    )
    path = f"/fact-checks/{row.id}"
    browser.acts_as(people.vendor)
    assert browser.post(f"{path}/rest").status == 409
    assert "Deadline passed" in browser.get("/fact-checks", lang="en").main
    browser.acts_as(people.analyst)
    assert "close the fact check" in browser.get("/tasks", lang="en").main

    browser.submit(browser.get(path), action=f"{path}/closing")

    session.expire_all()
    assert (row.state, row.is_silent) == (State.PROCESSED, True)


def test_the_publisher_reads_why_nothing_can_be_published(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED, now=clock.now())
    check = _check(session, row, people)
    browser.acts_as(people.publisher)

    for path in (f"/dossiers/{row.id}", f"/dossiers/{row.id}/publication"):
        page = browser.get(path, lang="en")
        assert "A fact check is with the vendor" in page.main
        assert f"/fact-checks/{check.id}" in page.links().values()
    assert browser.post(f"/dossiers/{row.id}/publication", data={}).status == 409


def test_everybody_finds_what_waits_among_their_tasks(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    _check(session, draft, people)
    browser.acts_as(people.vendor)
    assert "Check the facts about your product" in browser.get("/tasks", lang="en").main
    _check(session, draft, people, State.ANSWERED)
    browser.acts_as(people.analyst)
    assert "Process what the vendor answered" in browser.get("/tasks", lang="en").main


def test_others_find_nothing_at_any_address_of_a_fact_check(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    sent, prepared = _check(session, draft, people), _check(session, draft, people, State.PREPARED)
    posts = ("rest", "submission", "closing", "sending", "items/1/answer", "items/1/disposition")
    hidden = [(people.vendor, prepared)]
    hidden += [(who, sent) for who in (people.other_vendor, people.sivon_analyst, people.board)]
    for person, row in hidden:
        browser.acts_as(person)
        path = f"/fact-checks/{row.id}"
        assert browser.get(path).status == 404
        assert browser.get(f"{path}/selection").status == 404
        assert browser.get(f"/dossiers/{draft.id}/fact-checks").status == 404
        for post in posts:
            assert browser.post(f"{path}/{post}", data={"version": "1"}).status == 404
    browser.acts_as(people.other_vendor)
    assert str(sent.id) not in browser.fetch("/fact-checks").text
    browser.acts_as(people.board)
    assert browser.get("/fact-checks").status == 404


def test_a_vendors_pages_hold_no_word_of_the_dossier_that_was_not_sent(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    row = _check(session, draft, people)
    revision = draft.revision
    text = Bilingual(CANARY, CANARY)
    revision.summary = revision.scope = revision.sentence = text
    for risk in revision.risks:
        risk.title = risk.description = text
        risk.likelihood_reason = risk.severity_reason = CANARY
    for measure in revision.measures:
        measure.title = measure.instruction = text
    for finding in revision.findings:
        finding.note = text
    for cell in revision.cells:
        cell.use = text
    session.commit()
    _check(session, draft, people, State.PREPARED)
    make.thread(session, draft, by=people.analyst, body=CANARY, now=clock.now())
    make.evidence(session, draft, by=people.analyst, title=CANARY, now=clock.now())
    browser.acts_as(people.vendor)
    addresses = (
        "/fact-checks", f"/fact-checks/{row.id}", "/fact-checks/statements", "/tasks", "/requests",
        "/requests/requests.csv", "/verdicts", "/api/v1/requests",
        f"/dossiers/{draft.id}", f"/dossiers/{draft.id}/fact-checks",
    )  # fmt: skip

    for path in addresses:
        assert CANARY not in browser.fetch(path).text, path
    found, other = (browser.fetch(f"/verdicts?q={word}").text for word in (CANARY, "EINARAK"))
    assert found.replace(CANARY, "EINARAK") == other
    browser.post(f"/fact-checks/{row.id}/rest")
    browser.post(f"/fact-checks/{row.id}/submission")
    assert CANARY not in browser.fetch(f"/fact-checks/{row.id}").text
