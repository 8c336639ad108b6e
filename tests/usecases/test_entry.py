"""Entries: added, taken out and brought back, carried over, and what does not apply."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.registers import (
    Register,
    Section,
    StillReferred,
    UnknownReference,
    WrongValue,
)
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Entry
from dpia_workbench.usecases import dossier as dossiers
from dpia_workbench.usecases import entry, filling
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.content import draft as content_of
from dpia_workbench.usecases.entry import ReasonMissing
from dpia_workbench.usecases.filling import Given, Statements
from dpia_workbench.usecases.holding import FieldConflict
from tests import make


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """An empty draft of SURF."""
    return make.empty_dossier(session, people=people)


@pytest.fixture
def told(draft: Dossier, people: make.People) -> dict[str, Any]:
    """Who writes where and when."""
    return {"actor": people.analyst.actor, "dossier_id": draft.id, "now": make.NOW}


def add(session: Session, register: Register, told: dict[str, Any], **values: Any) -> Entry:
    return entry.add(session, register=register, values=values, **told)


def test_what_others_refer_to_stays_until_they_no_longer_do(
    session: Session, told: dict[str, Any], draft: Dossier
) -> None:
    pupils = add(session, Register.DATA_SUBJECT, told, name="Pupils")
    marks = add(session, Register.DATA_ITEM, told, name="Marks", subjects=[pupils.key])

    with pytest.raises(StillReferred) as refused:
        entry.remove(session, key=pupils.key, **told)
    assert refused.value.params["entries"] == [marks.key]

    entry.remove(session, key=marks.key, **told)
    entry.remove(session, key=pupils.key, **told)
    assert contents.entries(session, draft.revision) == []


def test_what_was_taken_out_comes_back_with_what_it_held(
    session: Session, told: dict[str, Any], draft: Dossier
) -> None:
    pupils = add(session, Register.DATA_SUBJECT, told, name="Pupils")
    marks = add(session, Register.DATA_ITEM, told, name="Marks", subjects=[pupils.key])
    entry.remove(session, key=marks.key, **told)

    with pytest.raises(NotFound):
        entry.remove(session, key=marks.key, **told)
    entry.bring_back(session, key=marks.key, **told)

    assert contents.values(marks) == {"name": "Marks", "subjects": [pupils.key]}
    assert [row.key for row in contents.entries(session, draft.revision)] == ["DI1", "DS1"]


def test_what_lost_what_it_refers_to_does_not_come_back_without_it(
    session: Session, told: dict[str, Any]
) -> None:
    pupils = add(session, Register.DATA_SUBJECT, told, name="Pupils")
    marks = add(session, Register.DATA_ITEM, told, name="Marks", subjects=[pupils.key])
    entry.remove(session, key=marks.key, **told)
    entry.remove(session, key=pupils.key, **told)

    with pytest.raises(UnknownReference):
        entry.bring_back(session, key=marks.key, **told)
    entry.bring_back(session, key=pupils.key, **told)
    assert contents.values(entry.bring_back(session, key=marks.key, **told))["subjects"] == [
        pupils.key
    ]


def test_another_reference_is_another_version(session: Session, told: dict[str, Any]) -> None:
    pupils = add(session, Register.DATA_SUBJECT, told, name="Pupils")
    marks = add(session, Register.DATA_ITEM, told, name="Marks")
    version = marks.version

    entry.save(session, key=marks.key, values={"subjects": [pupils.key]}, was={}, **told)
    session.flush()

    assert marks.version > version
    with pytest.raises(UnknownReference):
        entry.save(session, key=marks.key, values={"subjects": ["DS01"]}, was={}, **told)


def test_what_only_the_cooperative_reads_is_reviewed_and_never_published(
    session: Session, told: dict[str, Any], draft: Dossier
) -> None:
    before = content_hash(draft.revision, on=make.TODAY)
    secret = Statements(
        texts={Section.TEAM: "Who knows."},
        entries=[
            Given(key="a", register=Register.DOCUMENT,
                  values={"name": "Report", "location": "In the safe"}),
        ],
    )  # fmt: skip
    filling.fill(session, statements=secret, **told)
    entry.set_not_applicable(session, subject="text:team", reason="Only us.", **told)

    told_to_all = str(content_of(draft.revision, on=make.TODAY))

    assert "Report" in told_to_all
    for words in ("Who knows.", "In the safe", "Only us."):
        assert words not in told_to_all
    assert content_hash(draft.revision, on=make.TODAY) != before


def test_two_reasons_are_not_put_over_each_other(session: Session, told: dict[str, Any]) -> None:
    subject = "register:asset"
    entry.set_not_applicable(session, subject=subject, reason="One.", was="", **told)

    with pytest.raises(FieldConflict):
        entry.set_not_applicable(session, subject=subject, reason="Two.", was="", **told)


def test_a_number_is_never_given_out_twice(session: Session, told: dict[str, Any]) -> None:
    first = add(session, Register.ASSET, told, name="A server")
    entry.remove(session, key=first.key, **told)

    assert add(session, Register.ASSET, told, name="A phone").key == "AS2"


def test_a_form_that_is_late_is_merged_field_by_field(
    session: Session, told: dict[str, Any]
) -> None:
    row = add(session, Register.PURPOSE, told, name="Learning", description="To learn.")
    was = {"name": "Learning", "description": "To learn."}
    entry.save(session, key=row.key, values={"name": "Teaching"}, was=was, **told)

    entry.save(
        session, key=row.key, values={"name": "Learning", "description": "To teach."}, was=was,
        **told,
    )  # fmt: skip

    assert row.values == {"name": "Teaching", "description": "To teach."}


def test_one_true_conflict_refuses_the_whole_form(session: Session, told: dict[str, Any]) -> None:
    row = add(session, Register.PURPOSE, told, name="Learning")
    was = {"name": "Learning", "description": ""}
    entry.save(session, key=row.key, values={"name": "Teaching"}, was=was, **told)

    with pytest.raises(FieldConflict):
        entry.save(
            session, key=row.key, values={"description": "New", "name": "Playing"}, was=was, **told
        )


def test_what_does_not_apply_says_why(
    session: Session, told: dict[str, Any], draft: Dossier
) -> None:
    subject = "register:asset"
    with pytest.raises(ReasonMissing):
        entry.set_not_applicable(session, subject=subject, reason=" ", **told)
    with pytest.raises(NotFound):
        entry.set_not_applicable(session, subject="register:unheard", reason="x", **told)

    entry.set_not_applicable(session, subject=subject, reason="A web page only.", **told)
    entry.set_not_applicable(session, subject=subject, reason="Only a web page.", **told)
    assert [row.reason for row in draft.revision.not_applicable] == ["Only a web page."]

    entry.set_not_applicable(session, subject=subject, reason="", **told)
    assert draft.revision.not_applicable == []


STATEMENTS = Statements(
    texts={Section.PROPOSAL: "What it is."},
    entries=(
        Given(key="marks", register=Register.DATA_ITEM,
              values={"name": "Marks", "subjects": ["pupils"]}),
        Given(key="pupils", register=Register.DATA_SUBJECT, values={"name": "Pupils"}),
    ),
)  # fmt: skip


def test_a_dossier_is_filled_at_once_whatever_the_order(
    session: Session, told: dict[str, Any], draft: Dossier
) -> None:
    first = filling.fill(session, statements=STATEMENTS, **told)
    second = filling.fill(session, statements=STATEMENTS, **told)

    assert first == {"marks": "DI1", "pupils": "DS1"}
    assert second == {"marks": "DI2", "pupils": "DS2"}
    held = {row.key: contents.values(row) for row in contents.entries(session, draft.revision)}
    assert held["DI2"] == {"name": "Marks", "subjects": ["DS2"]}
    text = contents.text(session, draft.revision, Section.PROPOSAL)
    assert text is not None
    assert text.body == "What it is.\n\nWhat it is."


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"subjects": ["nobody"]}, UnknownReference), ({"category": "unheard"}, WrongValue)],
)
def test_nothing_is_filled_with_what_is_wrong(
    session: Session, told: dict[str, Any], values: dict[str, Any], refusal: type[Exception]
) -> None:
    wrong = Statements(entries=[Given(key="x", register=Register.DATA_ITEM, values=values)])

    with pytest.raises(refusal):
        filling.fill(session, statements=wrong, **told)


def test_the_next_revision_says_what_the_last_one_said(
    session: Session, people: make.People
) -> None:
    release = make.release(session, people=people)
    old = session.get_one(Dossier, _dossier_of(session, release))
    row = old.revision
    actor = people.analyst.actor
    before = content_of(row, on=make.TODAY)

    new = dossiers.revise(session, actor=actor, dossier_id=old.id, now=make.NOW).revision

    after = content_of(new, on=make.TODAY)
    for name in ("texts", "entries", "not_applicable", "language", "templates"):
        assert after[name] == before[name], name


def _dossier_of(session: Session, release: Any) -> Any:
    from dpia_workbench.store.models import Revision

    return session.get_one(Revision, release.revision_id).dossier_id
