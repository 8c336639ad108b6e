"""Passages of a text that people talk about: who may, what becomes of them, who wrote the words."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.registers import Section
from dpia_workbench.store import contents, dossiers, text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.usecases import authors, passages, suggestion
from dpia_workbench.usecases.discussing import NothingSaid
from dpia_workbench.usecases.passages import Quote
from dpia_workbench.usecases.rewording import TextChanged
from dpia_workbench.usecases.suggestion import SuggestionClosed
from dpia_workbench.usecases.thread import PassageNotFound
from tests import make
from tests.usecases.test_live_text import SPEAKING, body, open_text, settle, type_, write

TIMES = {"today": make.TODAY, "now": make.NOW}


@pytest.fixture
def dossier(session: Session, people: make.People) -> Dossier:
    """A dossier of which the proposal says something."""
    row = make.dossier(session, people=people)
    write(session, row, people.analyst, "Docenten lezen **alle** cijfers, ouders lezen cijfers.")
    return row


def start(session: Session, row: Dossier, by: make.Person, passage: str, **words: Any) -> Thread:
    """Open a thread on a passage of the proposal."""
    quote = Quote(passage=passage, before=words.pop("before", ""), after=words.pop("after", ""))
    given = {"body": "", "proposed": None, **words}
    made = passages.start(
        session, actor=by.actor, dossier_id=row.id, section=Section.PROPOSAL, quote=quote,
        document=SPEAKING, **given, **TIMES,
    )  # fmt: skip
    session.commit()
    return made


def accept(session: Session, by: make.Person, row: Thread) -> None:
    """Accept a suggestion in the text."""
    suggestion.accept(
        session, actor=by.actor, dossier_id=row.dossier_id, thread_id=row.id, read=None, text=None,
        document=SPEAKING, now=make.NOW,
    )  # fmt: skip
    session.commit()


def test_a_suggestion_is_written_where_it_was_made(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    made = start(
        session, dossier, people.reviewer, "cijfers", before="ouders lezen ", proposed="toetsen"
    )
    found = type_(session, dossier, people.analyst2, "Nu: " + body(session, dossier))
    settle(session, found)

    accept(session, people.analyst, made)

    assert body(session, dossier) == ("Nu: Docenten lezen **alle** cijfers, ouders lezen toetsen.")
    assert made.answer == "accepted"
    assert not made.is_open
    assert people.reviewer.user.id in dossiers.author_ids(dossier.revision)


def test_what_changed_meanwhile_is_not_accepted_unseen(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    made = start(session, dossier, people.reviewer, "alle cijfers", proposed="de cijfers")
    type_(session, dossier, people.analyst, body(session, dossier).replace("alle", "veel"))

    with pytest.raises(TextChanged):
        accept(session, people.analyst, made)

    session.rollback()
    assert made.waits_for_answer


def test_a_suggestion_is_answered_once_and_by_who_may_edit(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    made = start(session, dossier, people.reviewer, "alle", proposed="de")

    with pytest.raises(Forbidden):
        accept(session, people.reviewer, made)
    session.rollback()
    accept(session, people.analyst, made)
    with pytest.raises(SuggestionClosed):
        accept(session, people.analyst, made)


def test_only_who_discusses_a_dossier_says_something_of_a_passage(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    for stranger in (people.vendor, people.officer):
        with pytest.raises((NotFound, Forbidden)):
            start(session, dossier, stranger, "alle", body="Wat?")
        session.rollback()


def test_a_passage_is_there_and_something_is_said_of_it(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    with pytest.raises(PassageNotFound):
        start(session, dossier, people.analyst, "staat er niet", body="Wat?")
    session.rollback()
    with pytest.raises(NothingSaid):
        start(session, dossier, people.analyst, "alle")


def test_talking_changes_nothing_of_the_text_nor_its_history(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    open_text(session, dossier, people.analyst)
    before = len(contents.steps(session, dossier.revision))

    start(session, dossier, people.reviewer, "alle cijfers", body="Echt alle?")

    assert body(session, dossier) == "Docenten lezen **alle** cijfers, ouders lezen cijfers."
    assert len(contents.steps(session, dossier.revision)) == before


def test_a_passage_is_marked_again_in_the_next_revision(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    made = start(session, dossier, people.reviewer, "alle", proposed="de")
    row = contents.text(session, dossier.revision, Section.PROPOSAL)
    assert row is not None
    row.settled, row.settled_as = 0, ""
    for each in text_updates.after(session, row.id):
        session.delete(each)
    session.commit()

    found = passages.open_text(
        session, actor=people.analyst.actor, dossier_id=dossier.id, section=Section.PROPOSAL,
        document=SPEAKING, now=make.NOW,
    )  # fmt: skip

    assert SPEAKING.quoted(found.updates) == {str(made.id): "alle"}


def told(session: Session, row: Dossier) -> list[tuple[str | None, str]]:
    """Return the proposal with who wrote which words."""
    text = contents.text(session, row.revision, Section.PROPOSAL)
    assert text is not None
    return list(authors.written(session, text, dossier=row, document=SPEAKING))


def test_every_word_has_who_typed_it(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    found = type_(
        session,
        dossier,
        people.analyst2,
        body(session, dossier).replace("lezen **", "en ouders lezen **"),
    )
    settle(session, found)

    assert told(session, dossier) == [
        (str(people.analyst.user.id), "Docenten "),
        (str(people.analyst2.user.id), "en ouders "),
        (str(people.analyst.user.id), "lezen alle cijfers, ouders lezen cijfers."),
    ]


def test_a_text_that_nobody_typed_together_has_its_authors_by_its_history(
    session: Session, dossier: Dossier, people: make.People
) -> None:
    write(session, dossier, people.analyst2, body(session, dossier) + " Ook toetsen.")

    assert told(session, dossier) == [
        (str(people.analyst.user.id), "Docenten lezen alle cijfers, ouders lezen cijfers."),
        (str(people.analyst2.user.id), " Ook toetsen."),
    ]
