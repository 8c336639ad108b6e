"""What a dossier states: entries of registers, texts, what does not apply, all of it at once."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.api import paging
from dpia_workbench.api.collection import ROOT, answer, dossier_of, moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY, Register, Section
from dpia_workbench.schemas.dossier_answers import list_of, page_of
from dpia_workbench.schemas.statement_answers import (
    ContentAnswerSchema,
    EntryAnswerSchema,
    FilledSchema,
    NotApplicableAnswerSchema,
    TextAnswerSchema,
)
from dpia_workbench.schemas.statements import (
    SUBJECTS,
    ContentSchema,
    EntryChangeSchema,
    EntryQuerySchema,
    NewEntrySchema,
    NotApplicableSchema,
    TextChangeSchema,
    TextSchema,
    emptied,
    require_sound,
)
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Entry
from dpia_workbench.usecases import entry as verbs
from dpia_workbench.usecases import fields, filling
from dpia_workbench.usecases.filling import Given, Statements

Value = dict[str, Any]
_ENTRY = f"{ROOT}/entries/<string:key>"
_TEXT = f"{ROOT}/texts/<string:section>"
_EXEMPTION = f"{ROOT}/not-applicable/<string:subject>"


def _entry(row: Entry) -> Value:
    return {
        "key": row.key, "register": row.register, "version": row.version,
        "values": contents.values(row), "to_check": row.to_check,
    }  # fmt: skip


def _there(dossier: Dossier, key: str) -> Entry:
    row = contents.entry(db.session(), dossier.revision, key)
    if row.is_removed:
        raise NotFound
    return row


def _registers(dossier: Dossier) -> Mapping[str, Register]:
    """Return to what entries of a dossier can refer."""
    return {row.key: row.register for row in contents.entries(db.session(), dossier.revision)}


@operation(f"{ROOT}/entries", query=EntryQuerySchema, returns=page_of(EntryAnswerSchema))
def list_entries(*, dossier_id: UUID, query: Value) -> Value:
    """List the entries of a dossier's registers, or of some of them."""
    wanted = query["register"] or list(Register)
    rows = contents.entries(db.session(), dossier_of(dossier_id).revision)
    chosen = [row for row in rows if row.register in wanted]
    shown, rest = paging.page(chosen, query=query)
    return {"items": [_entry(row) for row in shown], **rest}


@operation(f"{ROOT}/entries", body=NewEntrySchema, returns=EntryAnswerSchema, status=201)
def add_entry(session: Session, *, dossier_id: UUID, body: Value) -> Answer:
    """Add an entry to a register of a draft."""
    require_sound(**body, known=_registers(dossier_of(dossier_id)))
    row = verbs.add(session, dossier_id=dossier_id, **body, **moment())
    session.flush()
    place = url_for("api.one_entry", dossier_id=dossier_id, key=row.key)
    return answer(row, _entry(row), location=place)


@operation(_ENTRY, returns=EntryAnswerSchema)
def one_entry(*, dossier_id: UUID, key: str) -> Answer:
    """Return one entry."""
    row = _there(dossier_of(dossier_id), key)
    return answer(row, _entry(row))


@operation(
    _ENTRY, method="PATCH", body=EntryChangeSchema, returns=EntryAnswerSchema, current=one_entry
)
def change_entry(
    session: Session, *, dossier_id: UUID, key: str, version: int, body: Value
) -> Answer:
    """Change fields of an entry of a draft, or merge them into what others wrote since."""
    dossier = dossier_of(dossier_id)
    row = _there(dossier, key)
    values = emptied(row.register, contents.values(row), left=body["values"])
    known = _registers(dossier)
    require_sound(row.register, values, known=known)
    require_sound(row.register, body["was"], known=known)
    row = verbs.save(
        session, dossier_id=dossier_id, key=key, values=values, was=body["was"], **moment()
    )
    session.flush()
    return answer(row, _entry(row))


@operation(_ENTRY, method="DELETE", returns=None, status=204, current=one_entry)
def remove_entry(session: Session, *, dossier_id: UUID, key: str, version: int) -> None:
    """Take an entry to which no other refers out of a draft; it can be brought back."""
    verbs.remove(session, dossier_id=dossier_id, key=key, **moment())


@operation(f"{_ENTRY}/return", method="POST", returns=EntryAnswerSchema)
def return_entry(session: Session, *, dossier_id: UUID, key: str) -> Answer:
    """Put an entry back that was taken out, with what it held."""
    row = verbs.bring_back(session, dossier_id=dossier_id, key=key, **moment())
    session.flush()
    return answer(row, _entry(row))


def _text(dossier: Dossier, section: str) -> Value:
    """Return a text as it is answered, also one that nobody wrote yet. Raises NotFound."""
    if section not in list(Section):
        raise NotFound
    row = contents.text(db.session(), dossier.revision, Section(section))
    found = (row.version, row.body, row.to_check) if row else (0, "", False)
    return dict(zip(("section", "version", "body", "to_check"), (section, *found), strict=True))


def _text_answer(dossier: Dossier, section: str) -> Answer:
    value = _text(dossier, section)
    return Answer(value=value, version=str(value["version"]))


@operation(f"{ROOT}/texts", returns=list_of(TextAnswerSchema))
def list_texts(*, dossier_id: UUID) -> Value:
    """List the texts of a dossier, also those that nobody wrote yet."""
    dossier = dossier_of(dossier_id)
    return {"items": [_text(dossier, section) for section in Section]}


@operation(_TEXT, returns=TextAnswerSchema)
def one_text(*, dossier_id: UUID, section: str) -> Answer:
    """Return one text."""
    return _text_answer(dossier_of(dossier_id), section)


def _write(session: Session, dossier_id: UUID, section: str, *, body: str, was: str) -> Answer:
    place = Place(part=DossierPart.TEXT, key=section, field=BODY.name)
    fields.save(session, dossier_id=dossier_id, place=place, value=body, was=was, **moment())
    session.flush()
    return _text_answer(dossier_of(dossier_id), section)


@operation(_TEXT, method="PUT", body=TextSchema, returns=TextAnswerSchema, current=one_text)
def write_text(
    session: Session, *, dossier_id: UUID, section: str, version: int, body: Value
) -> Answer:
    """Write a text of a draft in the place of what there was."""
    present = _text(dossier_of(dossier_id), section)["body"]
    return _write(session, dossier_id, section, body=body["body"], was=present)


@operation(_TEXT, method="PATCH", body=TextChangeSchema, returns=TextAnswerSchema, current=one_text)
def change_text(
    session: Session, *, dossier_id: UUID, section: str, version: int, body: Value
) -> Answer:
    """Change a text of a draft, or merge it into what others wrote since."""
    present = _text(dossier_of(dossier_id), section)["body"]
    was = present if body["was"] is None else body["was"]
    return _write(session, dossier_id, section, body=body["body"], was=was)


def _exemption(dossier: Dossier, subject: str) -> Value:
    """Return why something stays empty, also if it does not. Raises NotFound."""
    if subject not in SUBJECTS:
        raise NotFound
    for row in dossier.revision.not_applicable:
        if row.subject == subject:
            return {"subject": subject, "version": row.version, "reason": row.reason}
    return {"subject": subject, "version": 0, "reason": ""}


@operation(f"{ROOT}/not-applicable", returns=list_of(NotApplicableAnswerSchema))
def list_not_applicable(*, dossier_id: UUID) -> Value:
    """List which texts and registers stay empty, and why."""
    dossier = dossier_of(dossier_id)
    subjects = sorted(row.subject for row in dossier.revision.not_applicable)
    return {"items": [_exemption(dossier, subject) for subject in subjects]}


@operation(_EXEMPTION, returns=NotApplicableAnswerSchema)
def one_not_applicable(*, dossier_id: UUID, subject: str) -> Answer:
    """Return why a text or register stays empty; `subject` is text:<section> or so."""
    value = _exemption(dossier_of(dossier_id), subject)
    return Answer(value=value, version=str(value["version"]))


@operation(
    _EXEMPTION, method="PUT", body=NotApplicableSchema, returns=NotApplicableAnswerSchema,
    current=one_not_applicable,
)  # fmt: skip
def set_not_applicable(
    session: Session, *, dossier_id: UUID, subject: str, version: int, body: Value
) -> Answer:
    """Say why a text or register of a draft stays empty."""
    verbs.set_not_applicable(session, dossier_id=dossier_id, subject=subject, **body, **moment())
    session.flush()
    return one_not_applicable(dossier_id=dossier_id, subject=subject)  # type: ignore[no-any-return]  # a view is any callable


@operation(_EXEMPTION, method="DELETE", returns=None, status=204, current=one_not_applicable)
def unset_not_applicable(session: Session, *, dossier_id: UUID, subject: str, version: int) -> None:
    """Say that a text or register of a draft applies after all."""
    if not version:
        raise NotFound
    verbs.set_not_applicable(session, dossier_id=dossier_id, subject=subject, reason="", **moment())


@operation(f"{ROOT}/content", returns=ContentAnswerSchema)
def all_content(*, dossier_id: UUID) -> Value:
    """Return all that a dossier states."""
    revision = dossier_of(dossier_id).revision
    return {
        "language": revision.language,
        "texts": {row.section.value: row.body for row in revision.texts},
        "entries": [_entry(row) for row in contents.entries(db.session(), revision)],
        "not_applicable": {row.subject: row.reason for row in revision.not_applicable},
    }


@operation(f"{ROOT}/content", body=ContentSchema, returns=FilledSchema)
def fill_content(session: Session, *, dossier_id: UUID, body: Value) -> Value:
    """Add many texts, entries and reasons to a draft at once: all of them, or none."""
    statements = Statements(
        texts={Section(name): text for name, text in body["texts"].items()},
        entries=[Given(**each) for each in body["entries"]],
    )
    keys = filling.fill(session, dossier_id=dossier_id, statements=statements, **moment())
    for subject, reason in body["not_applicable"].items():
        verbs.set_not_applicable(
            session, dossier_id=dossier_id, subject=subject, reason=reason, **moment()
        )
    return {"keys": keys}
