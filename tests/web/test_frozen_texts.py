"""An approval holds texts as they were read; what is typed after it is shown as typed after it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.assessment import NotEditable
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import review
from dpia_workbench.usecases.content import content_hash
from tests import make
from tests.browser import Browser
from tests.usecases.test_live_text import body, open_text, settle, take, type_


@pytest.fixture
def approved(session: Session, people: make.People) -> Dossier:
    """A dossier that a reviewer approved, with words in it that were typed."""
    row = make.dossier(session, people=people, now=clock.now())
    settle(session, type_(session, row, people.analyst, "Docenten lezen cijfers."))
    moment = {"dossier_id": row.id, "today": clock.today(), "now": clock.now()}
    review.submit(session, actor=people.analyst.actor, **moment)
    review.approve(session, actor=people.reviewer.actor, note="", **moment)
    session.commit()
    return row


def test_what_is_approved_takes_nothing_that_is_typed(
    session: Session, people: make.People, approved: Dossier
) -> None:
    before = approved.revision.approved_hash
    found = open_text(session, approved, people.analyst)

    assert not found.may_write
    with pytest.raises(NotEditable):
        take(session, approved, people.analyst, found, b"\0\0")
    session.rollback()

    assert body(session, approved) == "Docenten lezen cijfers."
    assert content_hash(approved.revision, on=clock.today()) == before


def test_what_is_typed_after_an_approval_is_shown_to_the_reviewer_as_such(
    browser: Browser, session: Session, people: make.People, approved: Dossier
) -> None:
    before = approved.revision.approved_hash
    later = {"now": clock.now() + timedelta(seconds=1)}
    review.reopen(session, actor=people.analyst.actor, dossier_id=approved.id, **later)
    session.commit()
    settle(session, type_(session, approved, people.analyst, "Docenten lezen alle cijfers."))
    review.submit(
        session, actor=people.analyst.actor, dossier_id=approved.id, today=clock.today(), **later
    )
    session.commit()
    browser.acts_as(people.reviewer)

    page = browser.get(f"/dossiers/{approved.id}/review", lang="en")
    changes = browser.get(page.links("//main")["What changed"], lang="en")

    assert content_hash(approved.revision, on=clock.today()) != before
    assert re.findall("<ins[^>]*>(.*?)</ins>", changes.html) == ["alle "]
    chosen = changes.field("old")
    assert "As it was approved on" in chosen.options[chosen.value]
