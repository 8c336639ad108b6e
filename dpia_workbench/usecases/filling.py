"""Many statements at once: a dossier filled from a file, or carried over from another revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    BODY,
    Kind,
    Register,
    Section,
    UnknownReference,
    checked,
    field_of,
    fields_of,
)
from dpia_workbench.store import contents
from dpia_workbench.store.models import (
    Entry,
    EntryReference,
    NotApplicable,
    Revision,
    SectionText,
)
from dpia_workbench.usecases import steps
from dpia_workbench.usecases.editing import editable_dossier, sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An entry as somebody gives it: its key among those given with it, and what it holds."""

    key: str
    register: Register
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What a dossier can be filled with."""

    texts: Mapping[Section, str] = field(default_factory=dict)
    entries: Sequence[Given] = ()


def fill(
    session: Session, *, actor: Actor, dossier_id: UUID, statements: Statements, now: datetime
) -> dict[str, str]:
    """Add texts and entries to a draft; return the key that each given entry got.

    A text is put after what is there. Raises NotFound, Forbidden, NotEditable, UnknownField,
    WrongValue, TextTooLong or UnknownReference.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    revision = dossier.revision
    written = [
        _append(session, revision, section=section, body=str(checked(BODY, body)))
        for section, body in statements.texts.items()
    ]
    rows = _rows(session, revision, statements.entries)
    for given in statements.entries:
        _refer(rows[given.key], given=given, rows=rows)
    session.flush()
    added = [
        (Place(part=DossierPart.ENTRY, key=row.key), None, contents.values(row))
        for row in rows.values()
    ]
    steps.record_all(session, revision, [*written, *added], actor=actor, now=now)
    keys = {key: row.key for key, row in rows.items()}
    sign(
        session, dossier, "content.filled", actor=actor, now=now,
        texts=sorted(statements.texts), entries=sorted(keys.values()),
    )  # fmt: skip
    return keys


def _append(
    session: Session, revision: Revision, *, section: Section, body: str
) -> tuple[Place, str, str]:
    """Put a text after what is there; return where, what was there and what is there now."""
    place = Place(part=DossierPart.TEXT, key=section, field=BODY.name)
    row = contents.text(session, revision, section)
    if row is None:
        session.add(SectionText(revision_id=revision.id, section=section, body=body))
        return place, "", body
    before = row.body
    row.body = str(checked(BODY, "\n\n".join(part for part in (before, body) if part)))
    return place, before, row.body


def _rows(session: Session, revision: Revision, given: Sequence[Given]) -> dict[str, Entry]:
    """Return a new entry for each that is given, without what they refer to."""
    rows: dict[str, Entry] = {}
    numbers: dict[Register, int] = {}
    for each in given:
        register = each.register
        if register not in numbers:
            numbers[register] = contents.next_entry_number(session, revision, register)
        row = Entry(
            revision_id=revision.id, register=register, number=numbers[register],
            values=_plain(each),
        )  # fmt: skip
        numbers[register] += 1
        rows[each.key] = row
    session.add_all(rows.values())
    session.flush()
    return rows


def _plain(given: Given) -> dict[str, object]:
    found = {}
    for name, value in given.values.items():
        known = field_of(given.register, name)
        if known.kind is not Kind.REFERENCES:
            found[name] = checked(known, value)
    return {name: value for name, value in found.items() if value}


def _refer(row: Entry, *, given: Given, rows: Mapping[str, Entry]) -> None:
    for known in fields_of(row.register):
        if known.kind is not Kind.REFERENCES:
            continue
        keys = checked(known, given.values.get(known.name, []))
        for place, key in enumerate(keys):
            target = rows.get(key)
            if target is None or target.register is not known.to:
                raise UnknownReference(field=known.name, key=key)
            row.references.append(EntryReference(field=known.name, target=target, place=place))


def carry_over(old: Revision, new: Revision, *, to_check: bool) -> None:
    """Copy what one revision states to another one, which has no statements yet.

    Numbers stay, also those of entries that were taken out. `to_check` marks everything as still
    to be looked at.
    """
    new.language, new.templates = old.language, old.templates
    twins = {
        row.id: Entry(
            register=row.register, number=row.number, values=dict(row.values),
            is_removed=row.is_removed, to_check=to_check,
        )
        for row in old.entries
    }  # fmt: skip
    for row in old.entries:
        twins[row.id].references = [
            EntryReference(field=r.field, place=r.place, target=twins[r.target_id])
            for r in row.references
        ]
    new.entries = list(twins.values())
    new.texts = [
        SectionText(section=row.section, body=row.body, to_check=to_check, passages=row.passages)
        for row in old.texts
    ]
    new.not_applicable = [
        NotApplicable(subject=row.subject, reason=row.reason) for row in old.not_applicable
    ]
