"""Requests that were not sent yet, and those about a risk or a finding: who sees them."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.remediation import Move, State
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store.models import Dossier, Job, Remediation
from dpia_workbench.usecases import levels, remediation
from tests import make
from tests.browser import Api, Browser

TITLE = {"title.nl": "Waar staan de back-ups?", "title.en": "Where are the backups?"}
WORDS = "Noem het land en het bedrijf."


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people, now=clock.now())


def _one(session: Session) -> Remediation:
    session.expire_all()
    return session.query(Remediation).one()


def _mailed(session: Session) -> int:
    return session.query(Job).filter(Job.name == "mail.send").count()


def _seen_by_vendor(browser: Browser, people: make.People, row: Remediation) -> Iterator[bool]:
    """Yield of each route by which a vendor could learn of a request whether it does."""
    browser.acts_as(people.vendor)
    for path in ("", "/draft", "/messages", "/delivery", "/refusal", "/sending"):
        method = "POST" if path == "/sending" else "GET"
        yield browser.fetch(f"/requests/{row.id}{path}", method=method).status_code != 404
    yield browser.fetch(f"/api/v1/requests/{row.id}").status_code != 404
    yield browser.fetch("/api/v1/requests").json["total"] > 0
    for path in ("/requests", "/requests/requests.csv", "/tasks"):
        yield (
            str(row.id) in browser.fetch(path).text or TITLE["title.en"] in browser.fetch(path).text
        )


def test_a_draft_about_a_risk_is_kept_from_the_vendor_until_it_is_sent(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    before = _mailed(session)
    browser.acts_as(people.analyst)
    risk = draft.revision.risks[0]
    asking = f"/dossiers/{draft.id}/risks/{risk.id}/request"
    assert asking in browser.get(f"/dossiers/{draft.id}").links().values()
    assert asking in browser.get(f"/dossiers/{draft.id}/risks/{risk.id}").links().values()

    refused = browser.submit(browser.get(asking), words=WORDS, **{"title.nl": "Alleen Nederlands"})
    assert (refused.status, set(refused.errors)) == (422, {"title.en"})
    assert refused.field("words").value == WORDS
    page = browser.submit(refused, words=WORDS, is_draft="true", **TITLE)

    row = _one(session)
    assert page.path == f"/requests/{row.id}"
    assert (row.state, row.is_sent, row.about.key) == (State.DRAFT, False, "R1")
    assert not any(_seen_by_vendor(browser, people, row))
    assert _mailed(session) == before

    browser.acts_as(people.analyst2)
    page = browser.get(f"/requests/{row.id}/draft")
    page = browser.submit(page, words="Noem alleen het land.", sends="true")
    row = _one(session)
    assert (row.state, row.request) == (State.REQUESTED, "Noem alleen het land.")
    assert all(list(_seen_by_vendor(browser, people, row))[0:1])
    assert _mailed(session) > before
    assert browser.get(f"/requests/{row.id}", lang="en").h1 == TITLE["title.en"]
    assert "R1" not in browser.get(f"/requests/{row.id}").text
    assert browser.get(f"/requests/{row.id}/draft").status in (403, 409)


def test_a_draft_that_is_dropped_stays_unknown_to_the_vendor(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{draft.id}/measures/{draft.revision.measures[0].id}/request"
    page = browser.submit(browser.get(path), words=WORDS, is_draft="true")
    row = _one(session)
    assert draft.revision.measures[0].remediation_id is None

    page = browser.submit(browser.get(f"{page.path}/withdrawal"), words="Niet nodig.")

    assert _one(session).state is State.WITHDRAWN
    writing = f"/requests/{row.id}/messages"
    assert ("post", writing) not in browser.get(f"/requests/{row.id}").forms()
    assert browser.post(writing, data={"words": "Toch wel?"}).status == 409
    assert _mailed(session) == 0
    assert not any(_seen_by_vendor(browser, people, row))


def test_what_is_asked_about_a_finding_changes_no_level_until_a_measure_rests_on_it(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    today = clock.today()
    browser.acts_as(people.analyst)
    path = f"/dossiers/{draft.id}/findings/{Topic.RIGHTS}/request"
    browser.submit(browser.get(path), words=WORDS, **TITLE)
    row = _one(session)
    before = levels.outcome(draft.revision, on=today).verdict
    _answer(session, people, row)

    browser.acts_as(people.reviewer)
    page = browser.get(f"/requests/{row.id}/verification", lang="en")
    assert "changes no level by itself" in page.main
    page = browser.submit(page, move=Move.VERIFY.value, words="Nagezien.")
    assert _one(session).state is State.VERIFIED
    assert levels.outcome(draft.revision, on=today).verdict is before

    browser.acts_as(people.analyst)
    assert f"/requests/{row.id}" in browser.get(f"/dossiers/{draft.id}").links().values()
    page = browser.get(f"/requests/{row.id}/measure")
    measure = draft.revision.measures[0]
    page = browser.submit(page, measure_id=str(measure.id))
    assert page.path == f"/requests/{row.id}"
    session.refresh(measure)
    assert measure.remediation_id == row.id
    [fact] = [each for each in levels.assessment_of(draft.revision).measures if each.id == "M1"]
    assert (fact.state, fact.evidence, fact.independent) == (State.VERIFIED, True, True)
    again = browser.post(
        f"/requests/{row.id}/measure",
        data={"version": row.version, "measure_id": str(draft.revision.measures[0].id)},
    )
    assert again.status == 409


def _answer(session: Session, people: make.People, row: Remediation) -> None:
    moment = {"actor": people.vendor.actor, "remediation_id": row.id, "version": None}
    times = {"today": clock.today(), "now": clock.now()}
    remediation.acknowledge(session, now=clock.now(), **moment)
    due = clock.today().replace(year=clock.today().year + 1, day=1)
    remediation.commit(session, due=due, words="", **times, **moment)
    remediation.deliver(session, words="In Zwolle.", **times, **moment)
    session.commit()


def test_who_wrote_a_draft_cannot_check_what_comes_of_it(
    session: Session, people: make.People, browser: Browser, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{draft.id}/risks/{draft.revision.risks[0].id}/request"
    browser.submit(browser.get(path), words=WORDS, is_draft="true", **TITLE)
    row = _one(session)
    browser.acts_as(people.analyst2)
    browser.submit(browser.get(f"/requests/{row.id}"), action=f"/requests/{row.id}/sending")
    row = _one(session)
    _answer(session, people, row)

    for person, may in ((people.analyst, False), (people.analyst2, False), (people.reviewer, True)):
        found = remediation.checkable(session, actor=person.actor, rows=[row])
        assert (row.id in found) is may


def test_the_api_asks_about_each_part_and_keeps_drafts(
    api: Api, people: make.People, draft: Dossier
) -> None:
    api.carries(people.analyst)
    path, revision = f"/api/v1/dossiers/{draft.id}/requests", draft.revision
    titled = {"title": {"nl": "Vraag", "en": "Question"}, "words": WORDS}

    asked = api.post(path, json={"measure_id": str(revision.measures[0].id), "words": WORDS})
    kept = api.post(path, json={"risk_id": str(revision.risks[0].id), "is_draft": True, **titled})
    found = api.post(path, json={"topic": "rights", **titled})

    assert [each.status_code for each in (asked, kept, found)] == [201] * 3
    assert asked.json["measure_id"] == str(revision.measures[0].id)
    assert kept.json["state"] == "draft"
    assert kept.json["about"] == {"part": "risk", "key": "R1"}
    assert len(api.get(path).json["items"]) == 3
    for wrong, field in (
        ({"words": WORDS}, "measure_id"),
        ({"risk_id": str(revision.risks[0].id), "words": WORDS}, "title"),
        ({"risk_id": str(revision.measures[0].id), **titled}, "risk_id"),
        ({"topic": "rights", "risk_id": str(revision.risks[0].id), **titled}, "topic"),
    ):
        refused = api.post(path, json=wrong)
        assert refused.status_code == 422
        assert [each["pointer"] for each in refused.json["errors"]] == [f"/{field}"], wrong
    for sent in (200, 409):
        moved = api.change(f"/api/v1/requests/{kept.json['id']}", method="POST",
                           at=f"/api/v1/requests/{kept.json['id']}/sending")  # fmt: skip
        assert moved.status_code == sent
    api.carries(people.vendor)
    assert {each["state"] for each in api.get("/api/v1/requests").json["items"]} == {"requested"}
