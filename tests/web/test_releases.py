"""A release on its page: what holds today, what held then, what it rests on, what changed."""

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.release import Event
from dpia_workbench.store.models import Dossier, Release, ReleaseEvent
from dpia_workbench.usecases import dossier, risk
from tests import make
from tests.browser import Browser
from tests.pages import Page

USABLE = "You can use this product"
NO_VERDICT = "No current verdict"


def end(session: Session, row: Release, event: Event) -> None:
    """Let something end a release."""
    row.events.append(ReleaseEvent(kind=event, reason="Er is een fout gevonden.", at=clock.now()))
    session.commit()


def next_release(session: Session, people: make.People, row: Dossier) -> None:
    """Publish the draft revision of a dossier."""
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())


def banner(page: Page) -> str:
    """Return what the banner with the answer says."""
    text = page.main
    return text[text.index("Verdict ") : text.index("Download the report")]


@pytest.mark.parametrize("path", ["/verdicts/leerplein", "/verdicts/leerplein/releases/1"])
def test_a_withdrawn_release_gives_no_verdict_and_says_what_it_was(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    row = make.release(session, people=people, now=clock.now())
    assert USABLE in browser.get(path, lang="en").main

    end(session, row, Event.WITHDRAWN)

    page = browser.get(path, lang="en")
    assert USABLE not in page.main
    assert NO_VERDICT in banner(page)
    assert "Published then: Usable if you take these measures." in banner(page)
    assert "verdict--green" not in page.html
    assert "Er is een fout gevonden." in page.main
    assert "Samenvatting (en)" in page.main


def test_an_expired_release_gives_no_verdict(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.APPROVED, now=make.NOW)
    make.publish(session, row, people=people, now=make.NOW)

    page = browser.get("/verdicts/leerplein", lang="en")

    assert NO_VERDICT in banner(page)
    assert USABLE not in page.main


def test_a_superseded_release_leads_to_the_newer_one(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=clock.now())
    next_release(session, people, row)

    page = browser.get("/verdicts/leerplein/releases/1", lang="en")

    assert USABLE not in page.main
    assert "A newer release took its place." in banner(page)
    assert page.links("//main")["To the newest release"] == "/verdicts/leerplein"
    assert USABLE in browser.get("/verdicts/leerplein", lang="en").main


def test_a_release_superseded_by_one_that_was_withdrawn_gives_no_verdict(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=make.State.PUBLISHED, now=clock.now())
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=clock.now())
    next_release(session, people, row)
    newer = session.query(Release).filter_by(number=2).one()
    end(session, newer, Event.WITHDRAWN)

    page = browser.get("/verdicts/leerplein/releases/1", lang="en")

    assert NO_VERDICT in banner(page)


def test_a_release_says_what_it_rests_on(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.release(session, people=people, request=make.RequestState.VERIFIED, now=clock.now())

    page = browser.get("/verdicts/leerplein", lang="en")

    told = page.main[page.main.index(" Sources ") :]
    assert "Revision 1" in told
    assert "Method profile nl-rijk-3.0" in told
    assert "Maatregel vendor (en) · Delivered by the vendor on" in told
    assert "Checked on" in told
    assert "Verwerkersovereenkomst · Clause: 4" in told


def test_what_analysts_wrote_in_markdown_is_read_as_lists_and_never_runs(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    common = {"actor": people.analyst.actor, "dossier_id": row.id, "version": None}
    words = make.both("- **eerst**\n- dan\n\n<script>alert(1)</script>")
    dossier.describe(
        session, summary=words, scope=words, sentence=make.both("Ja."), now=clock.now(), **common
    )
    values = make.risk_values(description=words)
    first = row.revision.risks[0]
    risk.save(session, risk_id=first.id, values=values, now=clock.now(), **common)
    browser.acts_as(people.analyst)
    drafted = browser.get(f"/dossiers/{row.id}", lang="nl").html
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=clock.now())

    published = browser.get("/verdicts/leerplein", lang="nl").html

    for page in (drafted, published):
        assert page.count("<li><strong>eerst</strong></li>") == 3
        assert "<script>alert" not in page
