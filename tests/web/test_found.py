"""What the page of results shows below the verdicts: passages in their place, and parts."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.release import Event
from dpia_workbench.store import releases
from dpia_workbench.store.models import Release, ReleaseEvent
from tests import make
from tests.browser import Browser
from tests.make import People


@pytest.fixture
def published(browser: Browser, session: Session, people: People) -> Release:
    """A release in the index."""
    row = make.release(session, people=people, now=clock.now())
    session.commit()
    _index(browser)
    return row


def _index(browser: Browser) -> None:
    with browser.app.app_context():
        indexing.rebuild()


def _first_risk(row: Release) -> dict[str, Any]:
    risk: dict[str, Any] = releases.content(row)["risks"][0]
    return risk


def test_a_passage_of_a_part_leads_to_its_place_in_the_release(
    browser: Browser, published: Release
) -> None:
    risk = _first_risk(published)
    place = f"/verdicts/{published.product.slug}/releases/1#part-{risk['key']}"

    page = browser.get(f"/verdicts?q={risk['title']['nl']}", lang="en")

    assert page.links()[f"Risk {risk['key']}"] == place
    assert f'id="part-{risk["key"]}"' in browser.fetch(place.partition("#")[0]).text


def test_parts_are_looked_for_by_themselves(browser: Browser, published: Release) -> None:
    risk = _first_risk(published)

    page = browser.get(f"/verdicts?q={risk['title']['nl']}&kind=risk", lang="en")
    other = browser.get(f"/verdicts?q={risk['title']['nl']}&kind=nonsense", lang="en")

    assert risk["title"]["nl"] in page.main
    assert published.product.name.nl in page.main
    assert "2 results" in page.main
    assert "1 verdict" in other.main


def test_past_releases_are_found_on_request(
    browser: Browser, session: Session, published: Release
) -> None:
    published.events.append(ReleaseEvent(kind=Event.WITHDRAWN, reason="Fout.", at=clock.now()))
    session.commit()
    _index(browser)
    query = f"/verdicts?q={_first_risk(published)['title']['nl']}"

    assert "0 verdicts" in browser.get(query, lang="en").main
    assert "1 verdict" in browser.get(f"{query}&all=1", lang="en").main
    assert "of an older release" in browser.get(f"{query}&all=1&kind=risk", lang="en").main
