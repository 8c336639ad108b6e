"""Texts that several people type in: kept at once, settled as Markdown, never lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import NotEditable, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.store import contents, dossiers, text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, TextUpdate
from dpia_workbench.together import Remembering, Speaking
from dpia_workbench.usecases import fields, live_text, review, settling, taking
from dpia_workbench.usecases.live_text import Opened
from dpia_workbench.usecases.taking import Sent
from tests import make

SPEAKING = Speaking()
PROPOSAL = Place(part=DossierPart.TEXT, key="proposal", field="body")
TIMES = {"now": make.NOW}


@pytest.fixture
def dossier(session: Session, people: make.People) -> Dossier:
    """A dossier of which the proposal says something."""
    row = make.dossier(session, people=people)
    write(session, row, people.analyst, "Docenten lezen cijfers.")
    return row


def write(session: Session, row: Dossier, by: make.Person, text: str) -> None:
    """Write the proposal as a form does."""
    held = contents.text(session, row.revision, Section.PROPOSAL)
    was = held.body if held else ""
    fields.save(
        session, actor=by.actor, dossier_id=row.id, place=PROPOSAL, value=text, was=was, **TIMES
    )
    session.commit()


def open_text(session: Session, row: Dossier, by: make.Person) -> Opened:
    """Open the proposal."""
    found = live_text.open_text(
        session, actor=by.actor, dossier_id=row.id, section=Section.PROPOSAL, document=SPEAKING,
        **TIMES,
    )  # fmt: skip
    session.commit()
    return found


def type_(session: Session, row: Dossier, by: make.Person, text: str) -> Opened:
    """Change the proposal to a text, as somebody does who types."""
    found = open_text(session, row, by)
    update = SPEAKING.rewritten(found.updates, text)
    take(session, row, by, found, update)
    return found


def take(session: Session, row: Dossier, by: make.Person, found: Opened, update: bytes) -> int:
    """Let the workbench take an update."""
    sent = [Sent(actor=by.actor, dossier_id=row.id, text_id=found.text_id, update=update)]
    number = taking.take(session, sent, asked=taking.ask(session, sent), **TIMES)[0]
    if isinstance(number, Exception):
        raise number
    session.commit()
    return number


def settle(session: Session, found: Opened, **words: Any) -> None:
    """Write what was typed as Markdown."""
    given = {"document": SPEAKING, **TIMES, **words}
    live_text.settle(session, text_id=found.text_id, **given)
    session.commit()


def body(session: Session, row: Dossier) -> str:
    """Return the proposal as all else reads it."""
    session.expire_all()
    held = contents.text(session, row.revision, Section.PROPOSAL)
    return held.body if held else ""


def test_what_is_typed_is_settled_with_its_author(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = type_(session, dossier, people.analyst2, "Docenten lezen **alle** cijfers.")
    assert body(session, dossier) == "Docenten lezen cijfers."

    settle(session, found)

    assert body(session, dossier) == "Docenten lezen **alle** cijfers."
    step = contents.steps(session, dossier.revision, place=PROPOSAL)[0]
    assert (step.by_id, step.after) == (people.analyst2.user.id, body(session, dossier))
    assert people.analyst2.user.id in dossiers.author_ids(dossier.revision)


def test_what_two_people_type_together_is_one_step_of_both(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    before = len(contents.steps(session, dossier.revision, place=PROPOSAL))
    found = type_(session, dossier, people.analyst, "Docenten lezen alle cijfers.")
    update = SPEAKING.rewritten(found.updates, "Docenten en ouders lezen cijfers.")
    take(session, dossier, people.analyst2, found, update)
    settle(session, found)
    type_(session, dossier, people.analyst, body(session, dossier) + "\n\nErbij.")
    settle(session, found, now=make.NOW + timedelta(minutes=5))

    steps = contents.steps(session, dossier.revision, place=PROPOSAL)
    assert body(session, dossier) == "Docenten en ouders lezen alle cijfers.\n\nErbij."
    assert len(steps) == before + 1
    both = {str(people.analyst.user.id), str(people.analyst2.user.id)}
    assert {str(steps[0].by_id), *(steps[0].beside or [])} == both


def test_a_form_that_is_saved_meanwhile_becomes_an_edit_of_the_document(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = open_text(session, dossier, people.analyst)
    typing = SPEAKING.rewritten(found.updates, "Alle docenten lezen cijfers.")
    write(session, dossier, people.analyst2, "Docenten lezen cijfers en toetsen.")
    take(session, dossier, people.analyst, found, typing)

    settle(session, found)

    assert body(session, dossier) == "Alle docenten lezen cijfers en toetsen."
    again = open_text(session, dossier, people.analyst)
    assert SPEAKING.said(again.updates) == body(session, dossier)


def test_opening_a_text_changes_nothing_of_it(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    write(session, dossier, people.analyst, "Een __oude__\nmanier\n* van schrijven")
    steps = len(contents.steps(session, dossier.revision, place=PROPOSAL))

    found = open_text(session, dossier, people.analyst2)
    settle(session, found)

    assert body(session, dossier) == "Een __oude__\nmanier\n* van schrijven"
    assert len(contents.steps(session, dossier.revision, place=PROPOSAL)) == steps


def test_many_updates_are_kept_as_one(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = open_text(session, dossier, people.analyst)
    updates, text = list(found.updates), "Docenten lezen cijfers."
    for number in range(settling.MOST_APART + 5):
        text = f"{text} w{number}"
        updates.append(SPEAKING.rewritten(updates, text))
        updates = [SPEAKING.brought_together(updates)]
        take(session, dossier, people.analyst, found, updates[0])

    settle(session, found)

    rows = session.scalars(select(TextUpdate)).all()
    assert len(rows) == 1
    assert body(session, dossier) == text
    assert take(session, dossier, people.analyst, found, updates[0]) == rows[0].number + 1


def test_who_may_type_and_who_may_only_see(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = open_text(session, dossier, people.analyst)
    assert found.may_write
    assert not open_text(session, dossier, people.reviewer).may_write
    for person in (people.reviewer, people.publisher):
        with pytest.raises(Forbidden):
            take(session, dossier, person, found, b"\0\0")
    for person in (people.vendor, people.officer, people.board, people.stranger):
        with pytest.raises(NotFound):
            open_text(session, dossier, person)
        with pytest.raises(NotFound):
            take(session, dossier, person, found, b"\0\0")


def test_a_closed_revision_takes_nothing_and_is_not_closed_while_somebody_types(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    found = type_(session, row, people.analyst, "Nog iets.")

    def submit() -> None:
        review.submit(
            session, actor=people.analyst.actor, dossier_id=row.id, today=make.TODAY, **TIMES
        )
        session.commit()

    with pytest.raises(live_text.StillTyping):
        submit()
    session.rollback()
    settle(session, found)
    submit()
    with pytest.raises(NotEditable):
        take(session, row, people.analyst, found, b"\0\0")
    assert not open_text(session, row, people.analyst).may_write


def test_one_update_has_an_end(session: Session, dossier: Dossier, people: make.People) -> None:
    found = open_text(session, dossier, people.analyst)

    with pytest.raises(taking.UpdateTooLarge):
        take(session, dossier, people.analyst, found, b"\0" * (taking.LARGEST_UPDATE + 1))


def test_what_came_too_late_does_not_change_what_was_closed(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, state=State.IN_REVIEW)
    before = body(session, row)
    found = open_text(session, row, people.analyst)
    update = SPEAKING.rewritten(found.updates, f"{before} Te laat.")
    session.add(
        TextUpdate(text_id=found.text_id, number=found.number + 1, data=update, by_id=None,
                   at=make.NOW)
    )  # fmt: skip
    session.commit()

    settle(session, found)

    assert body(session, row) == before


def test_a_text_that_nobody_wrote_yet_begins_empty(session: Session, people: make.People) -> None:
    row = make.empty_dossier(session, people=people)

    found = open_text(session, row, people.analyst)

    assert SPEAKING.said(found.updates) == ""
    assert body(session, row) == ""


def test_what_was_computed_before_is_what_is_written_and_what_came_since_waits(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = type_(session, dossier, people.analyst, "Docenten lezen alle cijfers.")
    document = Remembering()
    upto = live_text.prepare(session, text_id=found.text_id, document=document)
    both = [*found.updates, *(each.data for each in text_updates.after(session, found.text_id))]
    update = SPEAKING.rewritten(both, "Docenten lezen alle cijfers. En toetsen.")
    take(session, dossier, people.analyst2, found, update)

    settle(session, found, document=document, upto=upto)
    assert body(session, dossier) == "Docenten lezen alle cijfers."
    settle(session, found)

    assert body(session, dossier) == "Docenten lezen alle cijfers. En toetsen."
    steps = contents.steps(session, dossier.revision, place=PROPOSAL)
    assert str(people.analyst2.user.id) in {str(steps[0].by_id), *(steps[0].beside or [])}
    assert live_text.prepare(session, text_id=found.text_id, document=document) is None
