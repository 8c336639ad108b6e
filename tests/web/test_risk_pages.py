"""A dossier with more risks than fit on a page shows them page by page."""

import pytest
from lxml import html
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import Risk
from dpia_workbench.web.dossiers.pages import RISKS_PER_PAGE
from tests import make
from tests.browser import Browser


@pytest.mark.parametrize(
    ("asked", "first", "count"),
    [("", "R1", RISKS_PER_PAGE), ("?risks=2", f"R{RISKS_PER_PAGE + 1}", 2), ("?risks=99", "", 2),
     ("?risks=-1", "R1", RISKS_PER_PAGE), ("?risks=x", "R1", RISKS_PER_PAGE)],
)  # fmt: skip
def test_many_risks_are_shown_page_by_page(
    browser: Browser, session: Session, people: make.People, asked: str, first: str, count: int
) -> None:
    dossier = make.empty_dossier(session, people=people, now=clock.now())
    for number in range(1, RISKS_PER_PAGE + 3):
        row = Risk(number=number, **make.risk_values())
        row.revision_id = dossier.revision.id
        session.add(row)
    session.commit()
    session.expire_all()
    browser.acts_as(people.analyst)

    page = html.fromstring(browser.get(f"/dossiers/{dossier.id}{asked}").html)

    shown = page.xpath("//article[starts-with(@id, 'R')]/@id")
    assert len(shown) == count
    assert not first or shown[0] == first
    assert page.xpath("//nav[contains(@class, 'pagination')]//a[@rel]")
