"""What an invented dossier states: its texts and the entries of its registers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import fields

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.i18n import gettext as _
from dpia_workbench.risk.registers import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Field,
    Kind,
    Register,
    Section,
    fields_of,
)
from dpia_workbench.schemas.base import StrictSchema, Text
from dpia_workbench.schemas.catalogue_fields import Code, Key
from dpia_workbench.schemas.source import Where

_REASON = 1_000
SUBJECTS = (
    *(f"text:{section}" for section in Section),
    *(f"register:{register}" for register in Register),
)
Item = Mapping[str, Any]


def _field(field: Field) -> fields.Field[Any]:
    """Return how a file gives a field of an entry; any of them may be left out."""
    options = tuple(field.options or ())
    if field.kind is Kind.CHOICE:
        return Code(*options, required=False)
    if field.kind is Kind.CHOICES:
        return fields.List(Code(*options))
    if field.kind is Kind.REFERENCES:
        return fields.List(Key())
    longest = LONGEST_LINE if field.kind is Kind.LINE else LONGEST_TEXT
    return Text(required=False, longest=longest)


def _entry_schema(register: Register) -> type[StrictSchema]:
    made: dict[str, fields.Field[Any]] = {each.name: _field(each) for each in fields_of(register)}
    name = f"Demonstration{register.title()}Schema"
    return StrictSchema.from_dict({"key": Key(), **made}, name=name)  # type: ignore[return-value]


TextsSchema = StrictSchema.from_dict(
    {str(section): Text(required=False, longest=LONGEST_TEXT) for section in Section},
    name="TextsSchema",
)
EntriesSchema = StrictSchema.from_dict(
    {str(r): fields.List(fields.Nested(_entry_schema(r))) for r in Register},
    name="EntriesSchema",
)
NotApplicableSchema = StrictSchema.from_dict(
    {subject: Text(required=False, longest=_REASON) for subject in SUBJECTS},
    name="NotApplicableSchema",
)


class SharedSchema(StrictSchema):
    """A file of shared/: entries that several dossiers hold, with the same words."""

    entries = fields.Nested(EntriesSchema, required=True)


class StatementsSchema(StrictSchema):
    """What a dossier states, in one language; `include` names files of shared/."""

    language = Code(*LANGUAGES, required=False)
    include = fields.List(Key(), load_default=list)
    texts = fields.Nested(TextsSchema, load_default=dict)
    entries = fields.Nested(EntriesSchema, load_default=dict)
    not_applicable = fields.Nested(NotApplicableSchema, load_default=dict)


def whole(item: Item, *, shared: Mapping[str, Item]) -> dict[str, Any]:
    """Return a dossier with the entries of the files that it includes after its own."""
    entries = {register: list(rows) for register, rows in item["entries"].items()}
    for name in item["include"]:
        for register, rows in shared.get(name, {}).get("entries", {}).items():
            entries.setdefault(register, []).extend(rows)
    return {**item, "entries": entries}


def faults(item: Item, *, shared: Mapping[str, Item]) -> Iterator[tuple[Where, str]]:
    """Yield where a dossier includes what is nowhere, refers to nothing or uses a key twice.

    A shared file with problems of its own allows all references.
    """
    for place, name in enumerate(item["include"]):
        if name not in shared:
            yield ("include", place), _("There is no %(name)s in the demonstration.", name=name)
    if all(shared.get(name) for name in item["include"]):
        known = _registers(shared[name]["entries"] for name in item["include"])
        yield from entry_faults(item["entries"], known=known)


def _registers(several: Iterator[Item]) -> dict[str, Register]:
    return {
        entry["key"]: Register(register)
        for entries in several
        for register, rows in entries.items()
        for entry in rows
    }


def entry_faults(entries: Item, *, known: Mapping[str, Register]) -> Iterator[tuple[Where, str]]:
    """Yield where entries use a key twice, or refer to what is not there or of another register."""
    here = _registers(iter([entries]))
    seen = set(known)
    for register, rows in entries.items():
        for place, entry in enumerate(rows):
            where = ("entries", register, place)
            if entry["key"] in seen:
                yield (*where, "key"), _("The key %(key)s is there twice.", key=entry["key"])
            seen.add(entry["key"])
            for name, at, key in _dangling(Register(register), entry, known={**known, **here}):
                yield (*where, name, at), _("There is no %(name)s in this file.", name=key)


def _dangling(
    register: Register, entry: Item, *, known: Mapping[str, Register]
) -> Iterator[tuple[str, int, str]]:
    for field in fields_of(register):
        keys: Sequence[str] = entry.get(field.name, ()) if field.kind is Kind.REFERENCES else ()
        for place, key in enumerate(keys):
            if known.get(key) is not field.to:
                yield field.name, place, key
