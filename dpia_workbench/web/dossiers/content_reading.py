"""From a template and a revision's statements to the values that the pages of points show."""

import json
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from flask import url_for

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.entry_words import entry_name, value_words
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.i18n.register_labels import field_hint, field_label
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import (
    BODY,
    Field,
    Kind,
    Register,
    Section,
    Value,
    empty,
    field_of,
    fields_of,
    missing,
)
from dpia_workbench.risk.templates import ShownRegister
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Entry
from dpia_workbench.web.dossiers.content_pages import EntryRow, FieldView
from dpia_workbench.web.dossiers.facts import FIELDS, subject_name

LONGEST_CELL = 140  # characters of a text in a table


def place_label(place: str) -> str:
    """Return where in a dossier somebody is, in words; nothing if it is no place."""
    part, _slash, rest = place.partition("/")
    key, _slash, name = rest.partition("/")
    if part == DossierPart.TEXT and key in list(Section):
        return label(Section(key))
    if part != DossierPart.ENTRY:
        return _part_label(part, key, name.partition(".")[0])
    try:
        register, _number = contents.split(key)
    except NotFound:
        return ""
    known = {field.name for field in fields_of(register)}
    return f"{key}, {field_label(register, name)}" if name in known else key


def _part_label(part: str, key: str, name: str) -> str:
    """Return a field of a part that is no register, in words; nothing if there is none."""
    if part not in list(DossierPart) or name not in FIELDS:
        return ""
    known = label(Topic(key)) if key in list(Topic) else key
    return ", ".join(word for word in (known, _(FIELDS[name])) if word)


def field_name(place: Place) -> str:
    """Return the name of a field within its part, in words."""
    if place.part is DossierPart.TEXT:
        return label(DossierPart.TEXT)
    if place.part is DossierPart.ENTRY:
        return field_label(contents.split(place.key)[0], place.field)
    return _(FIELDS[place.field]) if place.field in FIELDS else place.field


def place_name(place: Place) -> str:
    """Return the name of a field of a dossier, in words."""
    if place.part is DossierPart.EXEMPTION:
        return ": ".join((subject_name(place.key), label(place.part)))
    if place.part in (DossierPart.TEXT, DossierPart.ENTRY):
        return place_label(f"{place.part}/{place.key}/{place.field}")
    key = label(Topic(place.key)) if place.key in list(Topic) else place.key
    name = field_name(place) if place.field else ""
    return ", ".join(part for part in (key or label(place.part), name) if part)


def name_of(row: Entry) -> str:
    """Return by which words people know an entry."""
    return entry_name(row.register, row.values)


def told(field: Field, value: Value, *, names: Mapping[str, str]) -> str:
    """Return the value of a field as people read it in a table."""
    text = value_words(field, value, names=names)
    is_cut = field.kind in (Kind.LINE, Kind.TEXT) and len(text) > LONGEST_CELL
    return f"{text[:LONGEST_CELL]}…" if is_cut else text


def stored(row: Entry, rows: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Yield the label and the value of each field of an entry that is filled."""
    names = {each.key: name_of(each) for each in rows}
    values = contents.values(row)
    for field in fields_of(row.register):
        if values.get(field.name):
            label_of = field_label(row.register, field.name)
            yield label_of, told(field, values[field.name], names=names)


def field_view(
    register: Register, field: Field, *, row: Entry | None, choices: Sequence[tuple[str, str]]
) -> FieldView:
    """Return a field of an entry as a form shows it."""
    value = contents.values(row).get(field.name, empty(field)) if row else empty(field)
    return FieldView(
        name=field.name,
        label=field_label(register, field.name),
        hint=field_hint(register, field.name),
        kind=field.kind,
        required=field.required,
        options=options(field.options) if field.options else choices,
        part=DossierPart.ENTRY,
        key=row.key if row else "",
        was=json.dumps(value),
    )


def body_view(section: Section, *, body: str, title: str) -> FieldView:
    """Return the body of a text as a form shows it."""
    return FieldView(
        name=BODY.name, label=title, hint="", kind=Kind.TEXT, required=False, options=(),
        part=DossierPart.TEXT, key=section, was=json.dumps(body),
    )  # fmt: skip


def targets(rows: Sequence[Entry], field: Field) -> list[tuple[str, str]]:
    """Return what a field of references can refer to."""
    return [(row.key, f"{row.key} {name_of(row)}") for row in rows if row.register is field.to]


def entry_rows(
    rows: Sequence[Entry],
    *,
    register: Register,
    names: Sequence[str],
    shown: ShownRegister,
    dossier_id: UUID,
) -> Iterator[EntryRow]:  # fmt: skip
    """Yield the entries of a register that a point shows."""
    known = {row.key: name_of(row) for row in rows}
    for row in rows:
        values = contents.values(row)
        if row.register is not register or not shown.matches(values):
            continue
        yield EntryRow(
            key=row.key,
            name=name_of(row),
            cells=tuple(
                told(field, values.get(name, empty(field)), names=known)
                for name in names
                for field in (field_of(register, name),)
            ),
            url=url_for("dossiers.entry", dossier_id=dossier_id, key=row.key),
            to_check=row.to_check,
            missing=tuple(field_label(register, name) for name in missing(register, values)),
        )


def columns(register: Register, names: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of the columns of a register's table."""
    return tuple(field_label(register, name) for name in names)


def excerpt(text: Bilingual) -> str:
    """Return the beginning of a text in the reader's language."""
    words = text.text(current_language())
    return words if len(words) <= LONGEST_CELL else f"{words[:LONGEST_CELL]}…"


def product_name(dossier: Dossier) -> str:
    """Return the name of a dossier's product in the reader's language."""
    return dossier.product.name.text(current_language())


def in_words(texts: Mapping[str, str]) -> str:
    """Return a text of a template in the reader's language."""
    return texts.get(current_language()) or texts["en"]


def empty_text(name: str) -> str:
    """Return that a text or register is empty, as a gap."""
    if name.startswith("register:"):
        return _("Nothing in the register: %(name)s", name=subject_name(name))
    return _("Nothing written: %(name)s", name=subject_name(name))
