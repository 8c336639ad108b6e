"""What tests of a board's pages share."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.adoption import State
from dpia_workbench.store.models import Adoption
from tests import make
from tests.browser import Browser
from tests.pages import Page

OPERATION = {
    "is_done": "true", "purpose": "Huiswerk maken", "legal_basis": "public_task",
    "other_data": "Namen en werk", "retention": "Een schooljaar", "access": "Leraren",
}  # fmt: skip
AGREEMENT = {
    "form": "own", "title": "Verwerkersovereenkomst", "signed_on": "2025-01-10",
    "notice_address": "privacy@bestuur.example", "party_to": ["M2"],
}  # fmt: skip
WORDS = {
    "reason": "Het nut weegt op.",
    "stance": "followed",
    "follows_advice": "Het advies is gevolgd.",
    "mandate": "Besluit 14",
    "confirmed": "true",
}


def begun(session: Session, people: make.People, state: State = State.STARTED) -> str:
    """Return the address of an adoption as far as a state."""
    row = make.adoption(session, people=people, state=state, now=clock.now())
    return f"/adoptions/{row.id}"


def only_adoption(session: Session) -> Adoption:
    """Return the one adoption there is, as it is in the database."""
    session.expire_all()
    return session.query(Adoption).one()


def measure_urls(page: Page) -> dict[str, str]:
    """Return where the measures on a page are recorded, by their key."""
    links = page.links("//main")
    return {text.split()[0]: url for text, url in links.items() if "/measures/" in url}


def seen_by(browser: Browser, person: make.Person, path: str) -> Page:
    """Return a page as somebody sees it."""
    browser.acts_as(person)
    return browser.get(path)
