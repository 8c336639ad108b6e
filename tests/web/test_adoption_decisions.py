"""Advice, views and decision of a school board through the browser."""

from datetime import timedelta

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.verdict import Result, Topic
from tests import make
from tests.browser import Browser
from tests.web.adopting import WORDS, begun, measure_urls, only_adoption


def test_the_officer_advises_and_the_board_is_next(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/views", lang="en")
    assert page.field("asked").value is None
    browser.submit(page, asked="false", text="Het past hier niet.")
    browser.acts_as(people.fg)

    page = browser.get(path, lang="en")
    assert "Give your advice" in page.links("//main")
    page = browser.submit(browser.get(f"{path}/advice"), text="Doe het.")
    assert page.path == path

    row = only_adoption(session)
    assert row.views is not None
    assert row.views.asked is False
    assert row.advice is not None
    assert row.advice.on == clock.today()
    browser.acts_as(people.board)
    assert "Take the decision" in browser.get(path, lang="en").links("//main")


def test_advice_and_views_are_refused_at_their_fields(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    browser.acts_as(people.fg)
    page = browser.submit(browser.get(f"{path}/advice"), text="Doe het.", on=tomorrow)
    assert set(page.errors) == {"on"}
    browser.acts_as(people.officer)
    page = browser.submit(browser.get(f"{path}/views"), on="")
    assert set(page.errors) == {"asked", "text", "on"}
    page = browser.submit(page, asked="true", text="Akkoord.", on="2025-01-01")
    assert set(page.errors) == {"heard"}


def test_views_can_be_changed_until_the_decision(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/views")
    assert page.field("asked").value == "true"
    browser.submit(page, asked="false", text="Toch niet gevraagd.")

    row = only_adoption(session)
    assert row.views is not None
    assert (row.views.asked, row.views.text) == (False, "Toch niet gevraagd.")


def test_the_board_decides_within_what_the_levels_allow(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.board)

    page = browser.get(f"{path}/decision", lang="en")
    assert set(page.field("outcome").options) == {member.value for member in Outcome}
    assert page.field("outcome").value is None
    assert page.field("next_review").value > clock.today().isoformat()
    page = browser.submit(page, outcome="APPROVED", **WORDS)

    assert page.path == path
    row = only_adoption(session)
    assert row.decision is not None
    assert row.decision.outcome is Outcome.APPROVED
    assert "Decision of the board: Approved" in browser.get(path, lang="en").headings


def _with_medium_risk(session: Session, people: make.People) -> str:
    """Return an adoption that waits for the board with a plan instead of a done measure."""
    release = make.release(
        session, people=people, now=clock.now(), results={Topic.TRANSFERS: Result.REMEDIABLE}
    )
    row = make.adoption(session, people=people, release=release, state=State.READY, now=clock.now())
    row.party_to = []
    session.commit()
    return f"/adoptions/{row.id}"


def test_what_is_not_possible_is_told_with_its_reasons(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = _with_medium_risk(session, people)
    browser.acts_as(people.board)

    page = browser.get(f"{path}/decision", lang="en")

    assert "this school is not party to the agreement" in page.main
    allowed = set(page.field("outcome").options)
    assert allowed == {"CONSULTATION", "REJECTED"}
    assert "Risk R1" in page.main
    assert "is high at your board" in page.main


def test_each_medium_risk_is_accepted_with_its_own_reason(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(
        session, people=people, now=clock.now(), request=make.RequestState.VERIFIED
    )
    row = make.adoption(
        session, people=people, release=release, state=State.CONTEXT_DONE, now=clock.now()
    )
    path = f"/adoptions/{row.id}"
    _plan_everything(browser, people, path)
    browser.acts_as(people.board)
    page = browser.get(f"{path}/decision", lang="en")
    assert set(page.field("outcome").options) == set(Outcome) - {Outcome.APPROVED}

    page = browser.submit(page, outcome="CONDITIONALLY_APPROVED", **WORDS)
    assert page.status == 422
    assert set(page.errors) == {"acceptance.R1"}
    browser.submit(page, **{"acceptance.R1": "Voor even."})

    decision = only_adoption(session).decision
    assert decision is not None
    assert decision.acceptances == {"R1": "Voor even."}
    assert "Voor even." in browser.get(path).main


def _plan_everything(browser: Browser, people: make.People, path: str) -> None:
    due = (clock.today() + timedelta(days=30)).isoformat()
    browser.acts_as(people.officer)
    for url in measure_urls(browser.get(f"{path}/measures")).values():
        browser.submit(browser.get(url), state="planned", due=due)
    browser.submit(browser.get(f"{path}/views"), asked="true", text="Akkoord.", heard=["staff"])
    browser.acts_as(people.fg)
    browser.submit(browser.get(f"{path}/advice"), text="Akkoord.")


def test_the_decision_is_refused_at_its_fields(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.board)
    late = (clock.today() + timedelta(days=900)).isoformat()

    page = browser.submit(browser.get(f"{path}/decision"))
    assert set(page.errors) == {"outcome", "reason", "stance", "mandate", "confirmed"}
    page = browser.submit(page, outcome="CONDITIONALLY_APPROVED", **WORDS)
    assert set(page.errors) == {"condition.1.text"}
    page = browser.submit(page, outcome="REJECTED", next_review=late)
    assert set(page.errors) == {"next_review"}
    assert only_adoption(session).decision is None


def test_the_board_decides_last(browser: Browser, session: Session, people: make.People) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    browser.acts_as(people.board)

    page = browser.get(f"{path}/decision", lang="en")

    assert "The board decides last" in page.main
    assert "outcome" not in page.names()


def test_only_the_officer_advises_and_only_the_board_decides(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    advice = {"text": "Doe het.", "on": clock.today().isoformat()}
    decided = {**WORDS, "outcome": "REJECTED", "next_review": "2027-01-01"}

    for person in (people.officer, people.board):
        browser.acts_as(person)
        assert "text" not in browser.get(f"{path}/advice").names()
        assert browser.post(f"{path}/advice", data=advice).status == 403
    for person in (people.officer, people.fg):
        browser.acts_as(person)
        assert "outcome" not in browser.get(f"{path}/decision").names()
        assert browser.post(f"{path}/decision", data=decided).status == 403


def test_the_board_hears_when_something_changed_after_the_advice(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/own-risks")
    browser.submit(page, own_risks="Toch een eigen risico.")
    browser.acts_as(people.board)

    page = browser.get(f"{path}/decision", lang="en")

    assert "changed after the advice was given" in page.main


def test_the_officer_sees_what_changed_and_renews_the_advice(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.READY)
    browser.acts_as(people.fg)
    assert "text" not in browser.get(f"{path}/advice").names()
    browser.acts_as(people.officer)
    browser.submit(browser.get(f"{path}/own-risks"), own_risks="Toch een eigen risico.")
    browser.acts_as(people.fg)

    page = browser.get(path, lang="en")
    assert "Renew your advice" in page.links("//main")
    page = browser.get(f"{path}/advice", lang="en")
    assert "Why there are no other risks of our own" in page.main
    browser.submit(page, text="Met dat risico ook akkoord.")

    page = browser.get(path, lang="en")
    assert "Met dat risico ook akkoord." in page.main
    assert "Earlier advice, given by" in page.main
    assert "Akkoord." in page.main
    assert "Renew your advice" not in page.links("//main")
    browser.acts_as(people.board)
    assert "changed after the advice" not in browser.get(f"{path}/decision", lang="en").main


STEPS = ["schools", "scope", "circumstances", "operations", "agreement", "own-risks", "views"]


def test_who_advised_is_offered_no_step_and_keeps_what_they_typed(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    roles = [Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER]
    both = make.person(session, organisation=people.officer.organisation, role=roles)
    browser.acts_as(both)
    opened_before = browser.get(f"{path}/views")
    browser.submit(browser.get(f"{path}/advice"), text="Doe het.")

    refused = browser.submit(opened_before, asked="false", text="Past niet.")
    assert refused.status == 403
    assert refused.field("text").value == "Past niet."
    assert "adviseren én beslissen" in refused.main
    for step in STEPS:
        page = browser.get(f"{path}/{step}")
        assert [url for _method, url in page.forms() if url.startswith(path)] == [], step
        assert page.status == 200 or "adviseren én beslissen" in page.main, step
    assert only_adoption(session).views is None
