"""What a dossier states, as the API takes it: entries, texts, and what does not apply."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import (
    BODY,
    LONGEST_TEXT,
    Field,
    Kind,
    Register,
    Section,
    UnknownReference,
    checked,
    empty,
    field_of,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.base import (
    LONG,
    Choice,
    Cursor,
    Identifier,
    Many,
    Sentence,
    StrictSchema,
    Text,
    Whole,
)
from dpia_workbench.schemas.dossier_requests import MOST_ITEMS, ListSchema
from dpia_workbench.schemas.threads import ReplySchema
from dpia_workbench.store.threads import Show

_REASON, _WORDS = 1_000, 20_000
_OBJECT = Sentence(deferred("Give an object with named fields."))
SUBJECTS = (
    *(f"text:{section}" for section in Section),
    *(f"register:{register}" for register in Register),
)
Values = Mapping[str, Any]
Sentences = dict[str, list[str]]


class Markdown(Text):
    """A text exactly as it was written, in Markdown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=LONGEST_TEXT, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return fields.String._deserialize(self, value, attr, data, **kwargs)


class Named(fields.Dict):
    """Values by name, with the refusal in the reader's language."""

    default_error_messages = {"invalid": _OBJECT}


class EntryValues(Named):
    """What an entry holds, by the fields of its register: a text, choices, or keys of entries."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=fields.String(), values=fields.Raw(), **options)


def _wrong(field: Field, value: object) -> str:
    """Return what is wrong with the value of a field, or nothing."""
    try:
        checked(field, value)
    except RuleViolation as error:
        return message(error)
    return ""


def faults(register: Register, values: Values) -> Sentences:
    """Return what is wrong with the values of an entry by the name of their field."""
    found: Sentences = {}
    for name, value in values.items():
        try:
            sentence = _wrong(field_of(register, name), value)
        except RuleViolation as error:
            sentence = message(error)
        if sentence:
            found[name] = [sentence]
    return found


def references(register: Register, values: Values) -> Iterator[tuple[Field, str]]:
    """Yield to which entries the values of a sound entry refer, with the field."""
    for name, value in values.items():
        field = field_of(register, name)
        if field.kind is Kind.REFERENCES:
            for key in value:
                yield field, key


def require_sound(register: Register, values: Values, *, known: Mapping[str, Register]) -> None:
    """Refuse at its field what an entry cannot hold; `known` is to what it may refer.

    Raises ValidationError.
    """
    found = faults(register, values) or lost(register, values, known=known)
    if found:
        raise ValidationError({"values": found})


def lost(register: Register, values: Values, *, known: Mapping[str, Register]) -> Sentences:
    """Return which references of a sound entry lead nowhere, by their field."""
    found: Sentences = {}
    for field, key in references(register, values):
        if known.get(key) is not field.to:
            found[field.name] = [message(UnknownReference(field=field.name, key=key))]
    return found


def emptied(register: Register, stored: Values, *, left: Values) -> dict[str, Any]:
    """Return what an entry holds after a change: what was taken away is empty."""
    gone = {name: empty(field_of(register, name)) for name in stored if name not in left}
    return {**gone, **left}


class EntryQuerySchema(ListSchema):
    """Which entries."""

    register = Many(Choice(Register))


class NewEntrySchema(StrictSchema):
    """A new entry of a register."""

    register = Choice(Register, required=True)
    values = EntryValues(load_default=dict)


class EntryChangeSchema(StrictSchema):
    """What changes of an entry."""

    values = EntryValues(load_default=dict)
    was = EntryValues(
        load_default=dict,
        load_only=True,
        metadata={
            "description": "What the writer started from, per field: with `If-Match: *` what others"
            " wrote since is merged in, and a true conflict answers 409 with all texts."
        },
    )


class TextChangeSchema(StrictSchema):
    """A text, and what the writer started from."""

    body = Markdown(load_default="", metadata={"description": "Markdown."})
    was = Markdown(
        load_default=None,
        load_only=True,
        allow_none=True,
        metadata={
            "description": "What the writer started from: with `If-Match: *` what others wrote"
            " since is merged in, and a true conflict answers 409 with all texts."
        },
    )


class TextSchema(StrictSchema):
    """A text in Markdown that takes the place of what there was."""

    body = Markdown(metadata={"description": "Markdown."})


class NotApplicableSchema(StrictSchema):
    """Why a text or register stays empty."""

    reason = Text(longest=_REASON)


class GivenSchema(NewEntrySchema):
    """An entry under a key of the sender's own, by which others that are sent refer to it."""

    key = Text(longest=100)


class ContentSchema(StrictSchema):
    """Many texts, entries and reasons at once."""

    texts = Named(
        keys=fields.String(metadata={"enum": [*Section]}),
        values=Markdown(),
        load_default=dict,
        metadata={"description": "Markdown by section; it comes after what is there."},
    )
    entries = Many(fields.Nested(GivenSchema))
    not_applicable = Named(
        keys=fields.String(metadata={"enum": [*SUBJECTS]}),
        values=Text(longest=_REASON),
        load_default=dict,
        metadata={"description": "A reason by text:<section> or register:<register>."},
    )

    @validates_schema
    def _fits(self, data: Mapping[str, Any], **_options: Any) -> None:
        """Refuse texts, entries and reasons that a dossier cannot hold, each at its place."""
        found = {
            "texts": dict(_wrong_texts(data.get("texts", {}))),
            "entries": dict(_wrong_entries(data.get("entries", []))),
            "not_applicable": dict(_wrong_reasons(data.get("not_applicable", {}))),
        }
        if any(found.values()):
            raise ValidationError({name: each for name, each in found.items() if each})


def _wrong_texts(texts: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for name, body in texts.items():
        if name not in list(Section):
            yield name, [_("We do not know this field.")]
        elif sentence := _wrong(BODY, body):
            yield name, [sentence]


def _wrong_entries(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Any]]:
    known = {row["key"]: row["register"] for row in rows}
    seen: set[str] = set()
    for place, row in enumerate(rows):
        wrong = faults(row["register"], row["values"])
        wrong = wrong or lost(row["register"], row["values"], known=known)
        if wrong:
            yield place, {"values": wrong}
        elif row["key"] in seen:
            yield place, {"key": [_("The key %(key)s is there twice.", key=row["key"])]}
        seen.add(row["key"])


def _wrong_reasons(reasons: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for subject in reasons:
        if subject not in SUBJECTS:
            yield subject, [_("We do not know this field.")]


class CommentQuerySchema(StrictSchema):
    """Which threads."""

    show = Choice(Show, load_default=Show.OPEN)
    part = Choice(DossierPart, load_default=None)
    key = Text(blank=True)
    limit = Whole(least=1, most=MOST_ITEMS, load_default=20)
    cursor = Cursor()


class NewThreadSchema(ReplySchema):
    """A new thread at a place; `proposed` is a suggestion for the passage or the whole text."""

    part = Choice(DossierPart, required=True)
    key = Text(blank=True, metadata={"description": "Such as R1, DI1, or the section of a text."})
    field = Text(blank=True)
    language = Text(blank=True, metadata={"description": "Which half of a text in two languages."})
    passage = Text(blank=True, longest=_WORDS)
    body = Text(blank=True, longest=_WORDS)
    proposed = Text(blank=True, longest=LONG, load_default=None, allow_none=True)
    assignee_id = Identifier(allow_none=True, load_default=None)


class EvidenceQuerySchema(ListSchema):
    """Which evidence."""

    kind = Choice(EvidenceKind, load_default=None)
    confidentiality = Choice(Confidentiality, load_default=None)
