"""The public page of a vendor: its promises in numbers, and nothing of what is not published."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.models import Release, Remediation
from dpia_workbench.usecases import dossier, remediation
from tests import make
from tests.browser import Browser
from tests.pages import Page

PAGE = "/vendors/noorderlicht"


def _numbers(page: Page) -> dict[str, str]:
    rows = page.table("What became of the promises") + page.table("Asked for, and not promised")
    return {row["Outcome"]: row["How many"] for row in rows if row["How many"] != "0"}


def _released(session: Session, people: make.People, state: State) -> Remediation:
    """Return the request that a published release rests on."""
    now = clock.now()
    made: Release = make.release(session, people=people, request=state, now=now)
    row = session.query(Remediation).filter_by(product_id=made.product_id).one()
    session.commit()
    return row


def test_what_became_of_promises_stands_there_in_numbers_with_their_meaning(
    browser: Browser, session: Session, people: make.People
) -> None:
    for state in (State.VERIFIED, State.COMMITTED, State.VERIFIED_PARTIAL, State.REQUESTED):
        _released(session, people, state)

    page = browser.get(PAGE, lang="en")

    assert _numbers(page) == {
        "Kept": "1", "Open": "1", "Not good enough": "1", "No promise yet": "1",
    }  # fmt: skip
    assert "Measures asked for: 4. Promised for a day: 3." in page.main
    assert "The first day that the vendor promised is the measure" in page.main
    assert "What this vendor promised and kept" in page.headings


def test_a_page_says_so_when_nothing_was_asked_or_promised(
    browser: Browser, session: Session, people: make.People
) -> None:
    make.release(session, people=people, now=clock.now())

    page = browser.get(PAGE, lang="en")
    assert "rest on nothing that this vendor was asked for" in page.main

    _released(session, people, State.DECLINED)
    page = browser.get(PAGE, lang="en")
    assert "This vendor was asked for 1 measure and promised nothing." in page.main
    assert page.table("Asked for, and not promised")[0]["How many"] == "1"


def test_two_releases_that_rest_on_one_request_count_it_once(
    browser: Browser, session: Session, people: make.People
) -> None:
    now = clock.now()
    row = make.dossier(
        session, people=people, state=make.State.PUBLISHED, request=State.COMMITTED, now=now
    )
    dossier.revise(session, actor=people.analyst.actor, dossier_id=row.id, now=now)
    make.bring_to(session, row, people=people, state=make.State.PUBLISHED, now=now)
    assert session.query(Release).count() == 2

    assert _numbers(browser.get(PAGE, lang="en")) == {"Open": "1"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_nothing_that_is_not_published_ever_shows_on_the_page(
    browser: Browser, session: Session, people: make.People, seed: int
) -> None:
    """Whatever vendor and analysts do with requests of other dossiers: not a byte changes."""
    chance, now = Random(seed), clock.now()
    published = _released(session, people, State.COMMITTED)
    drafts = [
        make.dossier(session, people=people, product=product, now=now)
        for product in (None, published.product)
    ]
    rows = [make.ask(session, each, actor=people.analyst.actor, now=now) for each in drafts]
    in_review = make.dossier(session, people=people, request=State.DELIVERED, now=now)
    rows.append(_asked(in_review.revision.measures[0].remediation))
    session.commit()
    before, done = browser.fetch(PAGE).get_data(), set()

    for _step in range(25):
        done.add(_act(session, people, chance.choice(rows), chance=chance))
        session.commit()
        assert browser.fetch(PAGE).get_data() == before

    assert len(done) > 3
    remediation.withdraw(
        session, actor=people.analyst.actor, remediation_id=published.id, words="Niet nodig.",
        version=None, now=now,
    )  # fmt: skip
    assert browser.fetch(PAGE).get_data() != before


def _asked(row: Remediation | None) -> Remediation:
    assert row is not None
    return row


def _act(session: Session, people: make.People, row: Remediation, *, chance: Random) -> str:
    """Do something that may be refused; return what, or nothing."""
    today, by = clock.today(), {"remediation_id": row.id, "version": None, "now": clock.now()}
    vendor: dict[str, Any] = {**by, "actor": people.vendor.actor}
    analyst: dict[str, Any] = {**by, "actor": people.analyst.actor, "words": "Zo."}
    reviewer: dict[str, Any] = {**by, "actor": people.reviewer.actor, "words": "Zo."}
    dated = {**vendor, "words": "Zo.", "today": today}
    due = today + timedelta(days=chance.randint(1, 30))
    move = chance.choice(list(remediation.CHECKS))
    acts: dict[str, Callable[[], object]] = {
        "acknowledge": lambda: remediation.acknowledge(session, **vendor),
        "commit": lambda: remediation.commit(session, due=due, **dated),
        "propose": lambda: remediation.propose_date(session, due=due, **dated),
        "deliver": lambda: remediation.deliver(session, **dated),
        "verify": lambda: remediation.verify(
            session, move=move, due=due, today=today, **reviewer
        ),
        "decline": lambda: chance.random() < 0.2 and remediation.decline(session, **dated),
        "withdraw": lambda: chance.random() < 0.1 and remediation.withdraw(session, **analyst),
    }  # fmt: skip
    name = chance.choice(list(acts))
    try:
        acts[name]()
    except (RuleViolation, Forbidden):
        return ""
    return name
