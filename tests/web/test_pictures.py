"""Pictures on pages: there where there is something to show, with the table, never changing."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.assessment import State as DossierState
from tests import make
from tests.browser import Browser
from tests.pages import Page
from tests.web.adopting import begun

RISKS, MEASURES = "The risk matrices as a table", "How far measures are, as a table"
DETAIL = "likelihood high (3), severity medium (2)"


def _panels(page: Page) -> int:
    return page.html.count('class="picture__panel"')


def test_a_release_shows_three_matrices_and_the_bars(
    browser: Browser, session: Session, people: make.People
) -> None:
    release = make.release(session, people=people, now=clock.now())

    for path in ("", f"/releases/{release.number}"):
        page = browser.get(f"/verdicts/{release.product.slug}{path}", lang="en")
        levels = page.table("Levels, the worst of all editions and groups")
        rows = page.table(RISKS)
        assert _panels(page) == 4
        assert len(rows) == len(levels)
        for one, other in zip(rows, levels, strict=True):
            shown = {stage: text.partition(" likelihood")[0] for stage, text in one.items()}
            assert shown == other
        assert page.table(MEASURES)


def test_the_picture_of_a_release_stays_when_the_dossier_goes_on(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=DossierState.PUBLISHED, now=clock.now())
    path = f"/verdicts/{row.product.slug}/releases/1"
    before = browser.get(path, lang="en").table(RISKS)

    row.revision.risks[0].severity = 1
    session.commit()

    assert browser.get(path, lang="en").table(RISKS) == before


def test_a_dossier_shows_them_once_there_is_something_to_show(
    browser: Browser, session: Session, people: make.People
) -> None:
    empty = make.empty_dossier(session, people=people)
    browser.acts_as(people.analyst)
    assert _panels(browser.get(f"/dossiers/{empty.id}", lang="en")) == 0

    full = make.dossier(session, people=people, now=clock.now(), product=empty.product)
    page = browser.get(f"/dossiers/{full.id}", lang="en")

    assert _panels(page) == 4
    assert page.table(RISKS)[0]["As tested"].endswith(DETAIL)


def test_a_board_sees_a_fourth_matrix_with_its_own_levels(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.STARTED)
    browser.acts_as(people.officer)
    assert _panels(browser.get(path, lang="en")) == 1  # the measures; levels come with the use


def test_a_decided_board_has_all_four(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.ACTIVE)
    browser.acts_as(people.officer)

    page = browser.get(path, lang="en")

    assert _panels(page) == 5
    assert set(page.table(RISKS)[0]) >= {"After your measures", "At this school"}
    applied = {row["Who takes it"]: row.get("Applied") for row in page.table(MEASURES)}
    assert applied["School, mandatory"] == "1"
