"""A board's own judgement through the browser: own risks, what remains, conditions, authority."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import OwnRisk
from dpia_workbench.usecases import release as releases
from tests import make
from tests.browser import Browser
from tests.making import judging
from tests.web.adopting import WORDS, begun, only_adoption

RISK = {"title": "Eigen telefoons", "likelihood": "2", "severity": "unknown", "reason": "Soms."}
MEASURE = {
    "title": "Kluis", "axis": "likelihood", "cap": "1", "rationale": "Geen telefoon, geen foto.",
    "state": "implemented", "evidence": "Schoolregels.",
}  # fmt: skip


def test_a_risk_is_added_with_a_measure_and_the_step_is_finished(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/own-risks", lang="en")
    assert "Do pupils or staff use their own phones" in page.main
    assert browser.submit(page).errors.keys() == {"own_risks"}

    page = browser.get(f"{path}/own-risks/new", lang="en")
    assert page.field("likelihood").value is None
    assert "This can happen." in page.main  # the guidance of the method
    refused = browser.submit(page, description="Blijft staan")
    assert set(refused.errors) == {"title", "likelihood", "severity", "reason"}
    assert refused.field("description").value.strip() == "Blijft staan"
    page = browser.submit(page, **RISK)
    risk = session.query(OwnRisk).one()
    assert (risk.likelihood, risk.severity) == (2, None)
    assert browser.get(page.path).field("severity").value == "unknown"

    page = browser.get(f"{page.path}/measures/new", lang="en")
    assert set(browser.submit(page, **{**MEASURE, "evidence": ""}).errors) == {"evidence"}
    page = browser.submit(page, **MEASURE)
    assert "O1.1 Kluis" in page.main
    page = browser.submit(browser.get(f"{path}/own-risks"), own_risks="")
    assert page.path == f"{path}/views"
    assert "Eigen telefoons" in browser.get(f"{path}/own-risks", lang="en").main


def test_a_risk_and_a_measure_are_taken_out_by_who_read_the_newest(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people)
    risk = judging.own_risk(session, only_adoption(session), by=people.officer, now=clock.now())
    measure = judging.own_measure(session, risk, by=people.officer, now=clock.now())
    place = f"{path}/own-risks/{risk.id}"
    browser.acts_as(people.officer)
    old = browser.get(place, lang="en")
    browser.submit(old, action=place, title="Telefoons van thuis")

    assert browser.post(f"{place}/removal", data={"version": "1"}).status == 409
    late = browser.submit(old, action=place, title="Heel anders")
    assert late.status == 409
    assert "Telefoons van thuis" in late.main
    gone = browser.post(f"{place}/measures/{measure.id}/removal", data={"version": "1"})
    assert gone.path == place
    browser.post(f"{place}/removal", data={"version": "2"})
    assert browser.get(place).status == 404
    browser.acts_as(people.fg)
    assert browser.get(f"{path}/own-risks/new").status == 403
    assert browser.get(f"{path}/own-risks").names() & {"own_risks"} == set()


def test_a_risk_without_a_level_is_judged_before_the_step_is_finished(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = judging.unlevelled_adoption(session, people=people, now=clock.now())
    path = f"/adoptions/{row.id}"
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/own-risks", lang="en")
    assert "Risks that you must judge" in page.main
    assert browser.submit(page, own_risks="Geen.").status == 409

    page = browser.get(f"{path}/own-risks/judgement/R2", lang="en")
    assert "The publisher said, after measures: Medium" in page.main
    page = browser.submit(page, likelihood="1", severity="1", reason="Klein.")

    assert page.path == f"{path}/own-risks"
    assert browser.submit(page, own_risks="Geen.").path == f"{path}/views"
    assert browser.get(f"{path}/own-risks/judgement/R1").status == 422
    judged = session.query(OwnRisk).one()
    assert browser.get(f"{path}/own-risks/{judged.id}").path == f"{path}/own-risks/judgement/R2"


def test_what_remains_is_shown_with_what_makes_it_lower_and_words_are_prepared(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    risk = judging.own_risk(session, only_adoption(session), by=people.officer, now=clock.now())
    due = clock.today() + timedelta(days=5)
    judging.own_measure(
        session,
        risk,
        by=people.officer,
        now=clock.now(),
        state=LocalState.PLANNED,
        due=due,
        evidence="",
    )
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/risks", lang="en")
    assert page.headings[1:3] == ["What the board could decide today", "O1 Eigen telefoons"]
    assert "With O1.1 “Telefoons in de kluis” this risk would be low." in page.main
    assert "“Approved” is not possible" in page.main
    browser.submit(page, **{"acceptance.O1": "Het is kort."})
    late = browser.submit(page, **{"acceptance.O1": "Nee."})
    assert late.status == 409
    assert "Het is kort." in late.main

    browser.acts_as(people.board)
    assert "Het is kort." in browser.get(f"{path}/risks").main
    page = browser.get(f"{path}/decision", lang="en")
    assert page.field("acceptance.O1").value.strip() == "Het is kort."
    assert "Prepared by" in page.main
    assert only_adoption(session).decision is None


def test_the_officer_sees_everything_on_the_page_of_the_advice(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    row = only_adoption(session)
    judging.own_risk(session, row, by=people.officer, now=clock.now())
    row = only_adoption(session)
    row.outside, row.tags = "Videobellen", ["special_education"]
    session.commit()
    browser.acts_as(people.fg)

    page = browser.get(f"{path}/advice", lang="en")

    for text in ("O1 was judged by this board: medium.", "Videobellen", "Special education",
                 "every mandatory measure is in effect", "Eigen telefoons"):  # fmt: skip
        assert text in page.main
    assert set(browser.submit(page).errors) == {"text"}
    browser.submit(page, document="DOC-14")
    assert "DOC-14" in browser.get(f"{path}/decision", lang="en").main


def test_a_decision_with_conditions_is_confirmed_and_followed(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.board)
    page = browser.get(f"{path}/decision", lang="en")
    assert not page.field("confirmed").value
    typed = {**WORDS, "outcome": "CONDITIONALLY_APPROVED", "stance": "deviated"}
    typed |= {"follows_advice": "", "confirmed": [], "condition.1.text": "Handleiding klaar"}
    refused = browser.submit(page, **typed, **{"condition.2.due": clock.today().isoformat()})
    assert set(refused.errors) >= {
        "follows_advice", "confirmed", "condition.1.owner", "condition.1.due", "condition.2.due"
    }  # fmt: skip
    assert refused.field("condition.1.text").value.strip() == "Handleiding klaar"

    due = (clock.today() + timedelta(days=9)).isoformat()
    page = browser.submit(
        page, **{**typed, "follows_advice": "Te streng.", "confirmed": "true"},
        **{"condition.1.owner": "Ine", "condition.1.due": due},
    )  # fmt: skip

    taken = only_adoption(session).decision
    assert taken is not None
    assert [(each.text, each.owner) for each in taken.condition_rows] == [
        ("Handleiding klaar", "Ine")
    ]
    assert "Handleiding klaar" in browser.get(path).main
    assert "conditions" not in " ".join(browser.get(f"{path}/decision").links("//main").values())
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/decision", lang="en")
    place = f"{path}/conditions/{taken.condition_rows[0].id}"
    assert place in page.links("//main").values()
    assert set(browser.submit(browser.get(place)).errors) == {"is_met", "note"}
    page = browser.submit(browser.get(place, lang="en"), is_met="true", note="Op de site.")
    assert "Met on" in browser.get(f"{path}/decision", lang="en").main
    browser.acts_as(people.other_officer)
    assert browser.get(place).status == 404


def test_a_consultation_shows_its_clock_and_what_comes_next(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.CONSULTING)
    place = f"{path}/consultation"
    browser.acts_as(people.officer)
    page = browser.get(place, lang="en")
    assert set(page.field("kind").options) == {"submitted"}
    assert set(browser.submit(page, kind="submitted").errors) == {"applicant"}
    page = browser.submit(page, kind="submitted", applicant="cooperative")
    late = (clock.today() + timedelta(days=1)).isoformat()
    assert set(browser.submit(page, kind="received", on=late, action=place).errors) == {"on"}
    page = browser.submit(browser.get(place, lang="en"), action=place, kind="received")
    due = clock.today() + timedelta(weeks=8)

    page = browser.get(place, lang="en")
    assert f"{due.day} {due:%B %Y}" in page.main
    assert "Computed on" in page.main
    again = {"kind": "received", "on": clock.today().isoformat(), "version": "2"}
    assert browser.post(place, data=again).status == 409
    assert browser.post(place, data={**again, "version": "1"}).status == 409
    wrong = browser.post(f"{place}/correction", data={"number": "2", "text": "Andere dag."})
    assert "Taken back" in browser.get(place, lang="en").main
    assert wrong.path == place
    browser.acts_as(people.board)
    assert "kind" not in browser.get(place).names()
    assert browser.post(place, data={**again, "version": "3"}).status == 403
    browser.acts_as(people.other_officer)
    assert browser.get(place).status == 404


@pytest.mark.parametrize("place", ["consultation", "own-risks/judgement/R2"])
def test_there_is_no_such_page_where_there_is_nothing_to_do(
    browser: Browser, session: Session, people: make.People, place: str
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.officer)

    assert browser.get(f"{path}/{place}").status in (404, 422)


def test_a_release_that_was_withdrawn_halfway_can_only_be_rejected(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.board)
    page = browser.get(f"{path}/decision", lang="en")
    releases.withdraw(
        session, actor=people.publisher.actor, slug="leerplein", number=1, reason="Lek.",
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()

    refused = browser.submit(page, outcome="APPROVED", **WORDS)
    assert refused.status == 409
    assert set(refused.errors) == {"outcome"}
    assert refused.field("reason").value.strip() == WORDS["reason"]
    browser.submit(refused, outcome="REJECTED", **WORDS)
    decision = only_adoption(session).decision
    assert decision is not None
    assert decision.outcome is Outcome.REJECTED
