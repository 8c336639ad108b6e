"""A table whose cells name their column, so that its rows can stand as cards."""

from markupsafe import Markup
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.filters import labelled
from tests import make
from tests.browser import Browser


def test_each_cell_names_its_column_and_each_row_begins_anew() -> None:
    rows = Markup('<tr><th scope="row">R1</th><td>Hoog</td></tr>' * 2)

    made = labelled(rows, ["Risico", ("Niveau & kans", "number")])

    once = (
        '<tr role="row"><th role="rowheader" scope="row">R1</th>'
        '<td role="cell" data-label="Niveau &amp; kans">Hoog</td></tr>'
    )
    assert made == once * 2


def test_words_that_look_like_cells_stay_words() -> None:
    rows = Markup("<tr><td>{}</td></tr>").format("<td> <trap>")

    assert labelled(rows, ["A"]).count("data-label") == 1


def test_the_answers_of_a_verdict_name_their_column(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.release(session, people=people, now=clock.now())

    page = browser.get("/verdicts/leerplein", lang="en")

    for name in ("As tested", "After your measures", "Group", "Verdict", "Not covered"):
        assert f'data-label="{name}"' in page.html
