"""Fields that several people write: merged, refused with both texts, kept step by step."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.assessment import NotEditable
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    LONGEST_LINE,
    Register,
    TextTooLong,
    UnknownField,
    UnknownReference,
    Value,
    WrongValue,
)
from dpia_workbench.store import audit, contents, dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import entry, fields, presence
from dpia_workbench.usecases.fields import Saved
from dpia_workbench.usecases.holding import FieldConflict
from tests import make

PROPOSAL = Place(part=DossierPart.TEXT, key="proposal", field="body")
LATER = make.NOW + timedelta(minutes=10)
MUCH_LATER = make.NOW + timedelta(minutes=30)


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """An empty draft of SURF."""
    return make.empty_dossier(session, people=people)


def save(
    session: Session, dossier: Dossier, value: Any, *, by: make.Person, was: Any = "",
    place: Place = PROPOSAL, now: Any = make.NOW,
) -> Saved:  # fmt: skip
    return fields.save(
        session, actor=by.actor, dossier_id=dossier.id, place=place, value=value, was=was, now=now
    )


def item(session: Session, dossier: Dossier, people: make.People, **values: Value) -> str:
    row = entry.add(
        session, actor=people.analyst.actor, dossier_id=dossier.id, register=Register.DATA_ITEM,
        values=values, now=make.NOW,
    )  # fmt: skip
    return row.key


def at(key: str, field: str) -> Place:
    return Place(part=DossierPart.ENTRY, key=key, field=field)


def test_what_is_saved_is_there_and_its_writer_is_an_author(
    session: Session, people: make.People, draft: Dossier
) -> None:
    saved = save(session, draft, "Pupils hand in work.\r\n", by=people.analyst2)

    row = contents.text(session, draft.revision, PROPOSAL.key)  # type: ignore[arg-type]
    assert row is not None
    assert (saved.value, saved.merged) == ("Pupils hand in work.\n", False)
    assert row.body == "Pupils hand in work.\n"
    assert people.analyst2.user.id in dossiers.author_ids(draft.revision)


def test_two_people_who_change_different_words_both_find_theirs(
    session: Session, people: make.People, draft: Dossier
) -> None:
    base = "Pupils hand in work. Teachers mark it. Parents read the marks."
    save(session, draft, base, by=people.analyst)
    save(session, draft, base.replace("Pupils", "Children"), was=base, by=people.analyst)

    saved = save(session, draft, base.replace("marks.", "results."), was=base, by=people.analyst2)

    assert saved.value == "Children hand in work. Teachers mark it. Parents read the results."
    assert saved.merged


def test_two_people_who_change_the_same_words_see_both_and_nothing_is_stored(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, "Kept for 30 days.", by=people.analyst)
    save(session, draft, "Kept for 60 days.", was="Kept for 30 days.", by=people.analyst)

    with pytest.raises(FieldConflict) as refused:
        save(session, draft, "Kept for 90 days.", was="Kept for 30 days.", by=people.analyst2)

    assert refused.value.params["theirs"] == "Kept for 60 days."
    assert refused.value.params["mine"] == "Kept for 90 days."
    assert refused.value.params["base"] == "Kept for 30 days."


def test_saving_what_is_there_already_changes_nothing(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, "The same.", by=people.analyst)

    assert save(session, draft, "The same.", by=people.analyst2).seq is None
    assert len(contents.steps(session, draft.revision)) == 1


def test_edits_of_one_person_within_a_quarter_are_one_step(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, "One", by=people.analyst)
    save(session, draft, "One two", was="One", by=people.analyst, now=LATER)
    save(session, draft, "One two three", was="One two", by=people.analyst2, now=LATER)
    save(session, draft, "Four", was="One two three", by=people.analyst2, now=MUCH_LATER)

    steps = contents.steps(session, draft.revision, place=PROPOSAL)
    assert [(step.before, step.after) for step in steps] == [
        ("One two three", "Four"), ("One two", "One two three"), ("", "One two"),
    ]  # fmt: skip
    assert [step.by_id for step in steps] == [
        people.analyst2.user.id, people.analyst2.user.id, people.analyst.user.id,
    ]  # fmt: skip


def test_choices_that_two_people_make_are_joined(
    session: Session, people: make.People, draft: Dossier
) -> None:
    row = entry.add(
        session, actor=people.analyst.actor, dossier_id=draft.id, register=Register.OPERATION,
        values={"name": "Handing in", "phases": ["collect"]}, now=make.NOW,
    )  # fmt: skip
    place = at(row.key, "phases")
    save(session, draft, ["collect", "use"], was=["collect"], place=place, by=people.analyst)

    saved = save(session, draft, ["store"], was=["collect"], place=place, by=people.analyst2)

    assert set(saved.value) == {"use", "store"}


def test_a_new_name_is_found_wherever_the_entry_is_used(
    session: Session, people: make.People, draft: Dossier
) -> None:
    marks = item(session, draft, people, name="Marks")
    operation = entry.add(
        session, actor=people.analyst.actor, dossier_id=draft.id, register=Register.OPERATION,
        values={"name": "Marking", "data": [marks]}, now=make.NOW,
    )  # fmt: skip

    save(session, draft, "Results", was="Marks", place=at(marks, "name"), by=people.analyst)

    assert [r.target.values["name"] for r in operation.references] == ["Results"]
    assert contents.values(operation)["data"] == [marks]


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("category", "unheard", WrongValue),
        ("subjects", ["DI1"], UnknownReference),
        ("subjects", ["DS9"], UnknownReference),
        ("subjects", "DS1", WrongValue),
        ("subjects", [1], WrongValue),
        ("name", ["a"], WrongValue),
        ("name", "x" * (LONGEST_LINE + 1), TextTooLong),
        ("colour", "red", UnknownField),
    ],
)
def test_what_a_field_is_not_for_is_refused(
    session: Session,
    people: make.People,
    draft: Dossier,
    field: str,
    value: Any,
    refusal: type[Exception],
) -> None:
    key = item(session, draft, people, name="Marks")
    was: Any = [] if field == "subjects" else ""

    with pytest.raises(refusal):
        save(session, draft, value, was=was, place=at(key, field), by=people.analyst)


@pytest.mark.parametrize(
    "place",
    [
        Place(part=DossierPart.TEXT, key="unheard", field="body"),
        Place(part=DossierPart.TEXT, key="proposal", field="head"),
        at("DI9", "name"),
        at("XX1", "name"),
        at("DI²", "name"),
        at("", "name"),
    ],
)
def test_a_place_that_is_not_there_is_not_found(
    session: Session, people: make.People, draft: Dossier, place: Place
) -> None:
    with pytest.raises(NotFound):
        save(session, draft, "x", place=place, by=people.analyst)


def test_only_analysts_of_the_owner_write_and_only_in_a_draft(
    session: Session, people: make.People
) -> None:
    closed = make.dossier(session, people=people, state=make.State.IN_REVIEW)
    with pytest.raises(NotEditable):
        save(session, closed, "x", by=people.analyst)
    with pytest.raises(Forbidden):
        save(session, closed, "x", by=people.reviewer)
    for person in (people.sivon_analyst, people.vendor, people.officer):
        with pytest.raises(NotFound):
            save(session, closed, "x", by=person)


def test_the_trail_keeps_hashes_and_not_the_text(
    session: Session, people: make.People, draft: Dossier
) -> None:
    save(session, draft, "A secret of the vendor", by=people.analyst)

    event = audit.find(session, subject_id=draft.id, limit=1)[0]
    assert event.fact == "field.saved"
    assert event.detail["after_hash"] == fields.hash_of("A secret of the vendor")
    assert "secret" not in str(event.detail)


def test_who_is_here_hears_what_others_wrote(
    session: Session, people: make.People, draft: Dossier
) -> None:
    def attend(person: make.Person, *, after: int = 0, now: Any = make.NOW) -> presence.News:
        return presence.attend(
            session, actor=person.actor, dossier_id=draft.id, place="text/proposal/body",
            after=after, now=now,
        )  # fmt: skip

    attend(people.analyst)
    save(session, draft, "New words", by=people.analyst)

    news = attend(people.analyst2)
    assert [each.user.name for each in news.people] == [people.analyst.user.name]
    assert [(step.key, step.after) for step in news.steps] == [("proposal", "New words")]
    assert attend(people.analyst2, after=news.seq).steps == []
    assert attend(people.analyst2, now=make.NOW + timedelta(minutes=1)).people == []


def test_nobody_outside_is_told_who_is_here(
    session: Session, people: make.People, draft: Dossier
) -> None:
    for person in (people.vendor, people.officer, people.sivon_analyst, people.administrator):
        with pytest.raises(NotFound):
            presence.attend(
                session, actor=person.actor, dossier_id=draft.id, place="", after=0, now=make.NOW
            )
    with pytest.raises(NotFound):
        presence.attend(
            session, actor=people.analyst.actor, dossier_id=uuid4(), place="", after=0,
            now=make.NOW,
        )  # fmt: skip
