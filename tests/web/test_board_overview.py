"""A board's overview, its annual report and its norms, in the browser."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import SYSTEM
from dpia_workbench.risk.adoption import State
from dpia_workbench.schemas.norms import read_norms
from dpia_workbench.store.models import Norm, NormScore
from dpia_workbench.usecases import norm
from tests import make
from tests.browser import Browser

FRAMEWORKS = read_norms(Path(__file__).parents[2] / "data" / "norms")
PAGES = ("/school/overview", "/school/annual-report", "/school/norms")


@pytest.fixture
def norms(session: Session) -> dict[str, Norm]:
    """The norms as they are delivered, by their number."""
    norm.load(session, actor=SYSTEM, frameworks=FRAMEWORKS, now=clock.now())
    session.commit()
    return {row.code: row for row in session.query(Norm)}


def test_the_overview_names_products_actions_and_decisions(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())
    browser.acts_as(people.board)

    page = browser.get("/school/overview", lang="en")

    assert page.h1 == "Overview"
    assert f"/adoptions/{row.id}" in page.links("//main").values()
    assert "Nothing is open." in page.main
    assert people.board.user.name in page.main


def test_what_waits_is_named_by_who_does_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.adoption(session, people=people, state=State.READY, now=clock.now())
    browser.acts_as(people.officer)

    page = browser.get("/school/overview", lang="en")

    assert "Take the board's decision" in page.main


def test_the_products_are_given_as_a_table(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())
    browser.acts_as(people.fg)

    table = browser.fetch("/school/overview.csv?lang=en").get_data(as_text=True)
    sheet = browser.fetch("/school/overview.xlsx")

    assert "Leerplein" in table
    assert sheet.data.startswith(b"PK")


@pytest.mark.parametrize("who", ["analyst", "vendor", "administrator", "stranger"])
@pytest.mark.parametrize("path", [*PAGES, "/school/overview.csv", "/school/annual-report.docx"])
def test_only_people_of_a_board_see_it(
    browser: Browser, people: make.People, who: str, path: str
) -> None:
    browser.acts_as(getattr(people, who))

    assert browser.get(path).status == 404


@pytest.mark.parametrize("year", ["2017", "2999", "x", "20261"])
def test_a_year_that_cannot_be_is_not_found(
    browser: Browser, people: make.People, year: str
) -> None:
    browser.acts_as(people.board)

    assert browser.get(f"/school/annual-report?year={year}").status == 404


def test_the_annual_report_keeps_the_plan_and_comes_as_word(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())
    browser.acts_as(people.officer)
    year = clock.today().year

    page = browser.post(
        f"/school/annual-report?year={year}", data={"plan": "Alles nog eens bekijken."}, lang="en"
    )
    word = browser.fetch(f"/school/annual-report.docx?year={year}&lang=en")

    assert "Alles nog eens bekijken." in page.main
    text = "\n".join(each.text for each in Document(io.BytesIO(word.data)).paragraphs)
    assert "Alles nog eens bekijken." in text
    assert "1 product" in text


def test_the_board_reads_the_plan_and_cannot_write_it(
    browser: Browser, people: make.People
) -> None:
    browser.acts_as(people.board)

    assert browser.post("/school/annual-report", data={"plan": "x"}).status == 403


def test_a_board_says_how_far_it_is_and_the_earlier_word_stays(
    browser: Browser, session: Session, people: make.People, norms: dict[str, Norm]
) -> None:
    row = make.adoption(session, people=people, state=State.ACTIVE, now=clock.now())
    browser.acts_as(people.officer)
    path = f"/school/norms/{norms['SW.01'].id}"
    assert not browser.get(path, lang="en").values(action=path).get("maturity")

    browser.post(path, data={"maturity": "ad_hoc"})
    browser.post(path, data={"maturity": "defined", "adoptions": str(row.id), "plan": "Verder."})

    page = browser.get(path, lang="en")
    assert "1: ad hoc" in page.main
    assert f"/adoptions/{row.id}" in page.links("//main").values()
    assert "3: defined" in browser.get("/school/norms", lang="en").main
    assert session.query(NormScore).count() == 2


def test_a_level_that_is_shown_by_nothing_is_refused_at_the_field(
    browser: Browser, people: make.People, norms: dict[str, Norm]
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(
        f"/school/norms/{norms['GO.02'].id}",
        data={"maturity": "managed", "plan": "Doen"},
        lang="en",
    )

    assert page.status == 422
    assert page.errors["evidence"].startswith("From level 3 on")
    assert "Doen" in page.main


def test_another_boards_adoption_shows_nothing(
    browser: Browser, session: Session, people: make.People, norms: dict[str, Norm]
) -> None:
    row = make.adoption(session, people=people, at=people.other_school, now=clock.now())
    browser.acts_as(people.officer)
    path = f"/school/norms/{norms['GO.02'].id}"

    for typed in (str(row.id), "geen-id"):
        answer = browser.post(path, data={"maturity": "defined", "adoptions": typed})
        assert answer.status == 404


def test_a_board_never_sees_the_score_of_another(
    browser: Browser, people: make.People, norms: dict[str, Norm]
) -> None:
    browser.acts_as(people.other_officer)
    path = f"/school/norms/{norms['RB.03'].id}"
    browser.post(path, data={"maturity": "repeatable", "evidence": "Alleen van ons."})

    browser.acts_as(people.officer)

    assert "Alleen van ons." not in browser.get(path).main


@pytest.mark.parametrize("who", ["fg", "board"])
def test_others_of_the_board_read_and_do_not_judge(
    browser: Browser, people: make.People, norms: dict[str, Norm], who: str
) -> None:
    browser.acts_as(getattr(people, who))
    path = f"/school/norms/{norms['RB.03'].id}"

    assert browser.get(path).status == 200
    assert browser.post(path, data={"maturity": "ad_hoc"}).status == 403


def test_a_review_that_comes_near_is_among_the_things_to_do(
    browser: Browser, session: Session, people: make.People
) -> None:
    long_ago = clock.now() - timedelta(days=350)
    make.adoption(session, people=people, state=State.ACTIVE, now=long_ago)
    browser.acts_as(people.officer)

    assert (
        "Look again at what your board adopted" in browser.get("/school/overview", lang="en").main
    )
