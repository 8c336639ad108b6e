"""Looking again through the browser: what is asked, why, by when, and what can be done."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.report.local import local_report
from dpia_workbench.report.word import write
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.review import Resolution
from dpia_workbench.store.models import Adoption, ReviewTask
from dpia_workbench.usecases import local
from tests import make
from tests.browser import Browser
from tests.making import reviews


@pytest.fixture
def row(session: Session, people: make.People) -> Adoption:
    """An adoption that is in force."""
    return make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())


def worse(session: Session, people: make.People, row: Adoption) -> ReviewTask:
    """Publish a verdict with a worse risk; return what the board is asked."""
    assert row.release is not None
    now = clock.now() + timedelta(seconds=1)
    reviews.next_release(session, people, row.release, now=now, severity=3)
    reviews.spread(session, now=now)
    return reviews.looks(session, row)[0]


def asked(session: Session, browser: Browser, people: make.People, row: Adoption) -> ReviewTask:
    """Let the data protection officer ask for a new look."""
    browser.acts_as(people.fg)
    browser.post(f"/adoptions/{row.id}/new-look", data={"text": "Kijk naar de chat."})
    return reviews.looks(session, row)[0]


def test_the_page_of_an_adoption_says_what_changed_and_where_to_go_on(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    task = worse(session, people, row)
    browser.acts_as(people.officer)

    page = browser.get(f"/adoptions/{row.id}", lang="en")

    assert "Look again at this product" in page.headings
    assert "There is a newer verdict" in page.main
    assert "A risk is higher: R1 Gegevens lekken" in page.main
    links = page.links("//main")
    assert links["What changed since you adopted"].endswith("/changes/1/2")
    assert f"/reviews/{task.id}" in links.values()
    page = browser.submit(page, action="/adoptions")
    assert page.path != f"/adoptions/{row.id}"
    again = browser.get(f"/reviews/{task.id}", lang="en")
    assert "Your board already began with the newer verdict." in again.main


@pytest.mark.parametrize("who", ["fg", "board"])
def test_the_fg_and_the_board_read_it_and_decide_nothing(
    browser: Browser, session: Session, people: make.People, row: Adoption, who: str
) -> None:
    task = worse(session, people, row)
    browser.acts_as(getattr(people, who))

    page = browser.get(f"/reviews/{task.id}", lang="en")

    assert "There is a newer verdict" in page.headings
    assert "We looked, and nothing changes for us" not in page.headings
    assert "Begin with the newer verdict" not in page.main
    assert browser.post(f"/reviews/{task.id}", data={"reason": "X", "version": "1"}).status == 403


def test_the_adopted_record_reads_as_before_after_a_newer_verdict(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    """The old adoption renders byte for byte as before (issue 7, invariant 2)."""
    browser.acts_as(people.officer)
    before = _record(session, row), _sections(browser, row)

    worse(session, people, row)

    after = _record(session, row), _sections(browser, row)
    assert after[0] == before[0]
    for name in before[1]:
        assert after[1].get(name) == before[1][name]
    assert set(after[1]) >= {"decision", "risks", "situation", "measures", "advice", "views"}


def _record(session: Session, row: Adoption) -> bytes:
    """Return the text of the board's report; what became of the verdict since is no part of it."""
    session.expire_all()
    assessed = local.assess(row, on=clock.today())
    document = write(local_report(assessed, status=Status.CURRENT, language="nl"))
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return file.read("word/document.xml")


def _sections(browser: Browser, row: Adoption) -> dict[str, str]:
    """Return the parts of the page, but for what became of the verdict and what happens next."""
    html = browser.fetch(f"/adoptions/{row.id}").text
    found = re.findall(r'<section[^>]*aria-labelledby="([^"]+)">(.*?)</section>', html, re.DOTALL)
    return {
        name: text for name, text in found if name not in {"look-again", "next", "today", "verdict"}
    }


def test_nothing_changes_for_us_needs_a_reason_and_is_kept(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    task = asked(session, browser, people, row)
    browser.acts_as(people.officer)
    here = f"/reviews/{task.id}"

    page = browser.post(here, data={"reason": " ", "version": "1"}, lang="en")
    assert page.status == 422
    assert page.errors["reason"]
    page = browser.post(here, data={"reason": "De chat staat uit.", "version": "1"}, lang="en")

    assert page.path == f"/adoptions/{row.id}"
    assert "Look again at this product" not in page.headings
    session.expire_all()
    assert session.get_one(ReviewTask, task.id).resolution is Resolution.NO_CHANGE
    done = browser.get("/school/reviews?show=done", lang="en")
    assert "Looked at, nothing changes" in done.main
    assert "De chat staat uit." in browser.get(here, lang="en").main
    late = browser.post(here, data={"reason": "Nog eens.", "version": "1"}, lang="en")
    assert late.status == 409
    assert "Somebody ended this already." in late.main
    assert "Nog eens." in late.text


def test_two_who_look_at_once_lose_nothing(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    task = asked(session, browser, people, row)
    browser.acts_as(people.officer)
    session.execute(ReviewTask.__table__.update().values(version=9))
    session.commit()

    page = browser.post(
        f"/reviews/{task.id}", data={"reason": "Mijn tekst.", "version": "1"}, lang="en"
    )

    assert page.status == 409
    assert "Mijn tekst." in page.text


def test_what_changed_here_is_chosen_and_explained(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(f"/adoptions/{row.id}", lang="en")
    here = page.links()["Something changed at our board"]

    page = browser.post(here, data={"text": "Nieuwe module."}, lang="en")
    assert page.status == 422
    assert page.errors["changes"] == "Choose what changed."
    assert "Nieuwe module." in page.text
    page = browser.post(
        here, data={"changes": ["module", "links"], "text": "Nieuwe module."}, lang="en"
    )

    assert page.path == f"/adoptions/{row.id}"
    assert "We switched on another service, module or AI feature" in page.main
    assert "Nieuwe module." in page.main
    tasks = browser.get("/tasks", lang="en")
    assert "Look again at what your board adopted" in tasks.main


def _stopping(reason: str) -> dict[str, str]:
    return {"reason": reason, "on": clock.today().isoformat()}


def test_a_board_that_stops_finds_a_record(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    asked(session, browser, people, row)
    browser.acts_as(people.officer)

    page = browser.post(
        f"/adoptions/{row.id}/ending", data=_stopping("Wij stappen over."), lang="en"
    )

    assert page.path == f"/adoptions/{row.id}"
    assert "This adoption has ended." in page.main
    assert "We stop using it" not in page.links()
    again = browser.post(f"/adoptions/{row.id}/ending", data=_stopping("X"), lang="en")
    assert again.status == 409


def test_the_list_has_the_days_also_for_a_calendar(
    browser: Browser, session: Session, people: make.People, row: Adoption
) -> None:
    task = asked(session, browser, people, row)
    browser.acts_as(people.board)

    page = browser.get("/school/reviews", lang="en")
    assert "Your data protection officer (FG) asks for a new look" in page.main
    file = browser.fetch(page.links("//main")["These days for your calendar (ics)"])

    assert f"DTSTART;VALUE=DATE:{task.due:%Y%m%d}".encode() in file.data
    browser.acts_as(people.other_board)
    assert "Nothing to look at again" in browser.get("/school/reviews", lang="en").headings
    assert b"VEVENT" not in browser.fetch("/school/reviews.ics").data


@pytest.mark.parametrize("who", ["other_officer", "other_fg", "analyst", "vendor"])
def test_another_board_and_others_find_nothing(
    browser: Browser, session: Session, people: make.People, row: Adoption, who: str
) -> None:
    task = asked(session, browser, people, row)
    browser.acts_as(getattr(people, who))

    for path in (f"/reviews/{task.id}", f"/adoptions/{row.id}/changes-here",
                 f"/adoptions/{row.id}/new-look", f"/adoptions/{row.id}/ending"):  # fmt: skip
        assert browser.get(path).status == 404
        assert browser.post(path, data={"text": "x", "reason": "x"}).status == 404
