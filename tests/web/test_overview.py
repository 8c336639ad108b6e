"""All dossiers as a table and as a board, and their deadlines as a calendar."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from dpia_workbench import clock
from tests import make
from tests.browser import Api, Browser

_TABLE = "All dossiers that you may see"


def _three(session: Session, people: make.People) -> None:
    now = clock.now()
    # At noon: late on an evening, as many times 24 hours may end on another day.
    before = datetime.combine(clock.today() - timedelta(days=40), time(12), tzinfo=UTC)
    make.dossier(session, people=people, request=make.RequestState.COMMITTED, now=before)
    make.dossier(session, people=people, state=make.State.IN_REVIEW, now=now)
    make.release(session, people=people, by=people.analyst2, now=now)


def test_the_table_says_where_each_dossier_stands(
    browser: Browser, session: Session, people: make.People
) -> None:
    _three(session, people)
    browser.acts_as(people.analyst)

    rows = browser.get("/dossiers", lang="en").table(_TABLE)

    assert len(rows) == 3
    assert rows[-1]["Age"].startswith("40 days")
    assert "M1: Promised day of the vendor" in rows[-1]["Next date"]
    assert {row["Lead"] for row in rows} == {
        people.analyst.user.name, people.analyst2.user.name
    }  # fmt: skip


def test_the_table_is_sorted_and_filtered_by_its_address(
    browser: Browser, session: Session, people: make.People
) -> None:
    _three(session, people)
    browser.acts_as(people.analyst)

    by_state = browser.get("/dossiers?sort=state", lang="en")
    turned = browser.get("/dossiers?sort=state&order=down", lang="en")
    drafts = browser.get("/dossiers?state=draft&sort=lead", lang="en")
    nothing = browser.get("/dossiers?state=abandoned", lang="en")

    states = [row["State"].split("revision")[0] for row in by_state.table(_TABLE)]
    assert states == ["Draft", "In review", "Published"]
    assert [row["State"].split("revision")[0] for row in turned.table(_TABLE)] == states[::-1]
    assert len(drafts.table(_TABLE)) == 1
    assert "draft" in drafts.field("state").value
    assert "No dossier has all that you filter by." in nothing.main


def test_the_board_has_a_column_for_each_state(
    browser: Browser, session: Session, people: make.People
) -> None:
    _three(session, people)
    browser.acts_as(people.analyst)

    page = browser.get("/dossiers?view=board", lang="en")

    assert page.headings == [
        "Dossiers", "Draft 1", "In review 1", "Changes requested 0", "Approved 0", "Published 1"
    ]  # fmt: skip


def test_nonsense_in_the_address_does_not_matter(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.analyst)

    page = browser.get("/dossiers?view=x&sort=y&order=z&state=%00&lead=🙂")

    assert page.status == 200


def test_the_calendar_shows_what_ends_by_month(
    browser: Browser, session: Session, people: make.People
) -> None:
    _three(session, people)
    browser.acts_as(people.reviewer)

    page = browser.get("/dossiers/calendar", lang="en")

    assert "M1: Promised day of the vendor" in page.main
    assert "Last day of the published verdict" in page.main


def test_a_calendar_program_reads_the_deadlines_without_signing_in(
    browser: Browser, api: Api, session: Session, people: make.People
) -> None:
    _three(session, people)
    browser.acts_as(people.analyst)
    browser.post("/dossiers/calendar/subscription")
    address = _address(browser)

    answer = api.get(address)
    text = answer.get_data(as_text=True).replace("\r\n ", "")

    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Leerplein: M1: Beloofde dag van de leverancier" in text
    assert text.count("BEGIN:VEVENT") == 2
    assert "Beloofd." not in text  # the vendor's words stay inside
    assert api.get(address.replace("/deadlines", "x/deadlines")).status_code == 404

    browser.post("/dossiers/calendar/subscription/end")
    assert api.get(address).status_code == 404


def _address(browser: Browser) -> str:
    page = browser.get("/dossiers/calendar")
    found = next(word for word in page.main.split() if word.endswith(".ics") and "://" in word)
    return found.removeprefix("http://localhost")


def test_the_deadlines_can_be_downloaded(
    browser: Browser, api: Api, session: Session, people: make.People
) -> None:
    make.release(session, people=people, now=clock.now())
    api.acts_as(people.publisher)

    answer = api.get("/dossiers/calendar.ics")

    assert answer.headers["Content-Disposition"] == "attachment; filename=deadlines.ics"
    assert b"BEGIN:VEVENT" in answer.get_data()


def test_who_has_no_dossiers_finds_no_calendar(browser: Browser, people: make.People) -> None:
    browser.acts_as(people.vendor)

    for path in ("/dossiers", "/dossiers/calendar"):
        assert browser.get(path).status == 404
    assert browser.fetch("/dossiers/calendar.ics").status_code == 404
    assert browser.post("/dossiers/calendar/subscription").status == 404
