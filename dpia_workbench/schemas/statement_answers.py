"""What the API answers about what a dossier states, is said of it and is shown by evidence."""

from typing import Any

from marshmallow import Schema, fields

from dpia_workbench.i18n import LANGUAGES
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.evidence import EvidenceKind, Validity
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.schemas.base import Choice
from dpia_workbench.schemas.dossier_answers import NamedSchema
from dpia_workbench.schemas.evidence import PlaceField
from dpia_workbench.schemas.statements import SUBJECTS, EntryValues


def _text(**metadata: Any) -> fields.String:
    return fields.String(required=True, metadata=metadata)


def _maybe() -> fields.String:
    return fields.String(required=True, allow_none=True)


def _version() -> fields.String:
    return _text(description="The ETag of this, without its quotes.")


def _to_check() -> fields.Boolean:
    words = "It was carried over from an earlier revision and nobody looked at it yet."
    return fields.Boolean(required=True, metadata={"description": words})


def _day() -> fields.Date:
    return fields.Date(required=True, allow_none=True)


class EntryAnswerSchema(Schema):
    """An entry of a register; what it refers to is given by key."""

    key = _text(description="Such as DI1.")
    register = Choice(Register, required=True)
    version = _version()
    values = EntryValues(required=True)
    to_check = _to_check()


class TextAnswerSchema(Schema):
    """A text of a dossier in Markdown; version 0 is one that nobody wrote yet."""

    section = Choice(Section, required=True)
    version = _version()
    body = _text()
    to_check = _to_check()


class NotApplicableAnswerSchema(Schema):
    """Why a text or register stays empty; without a reason it applies."""

    subject = _text(enum=[*SUBJECTS])
    version = _version()
    reason = _text()


class ContentAnswerSchema(Schema):
    """All that a dossier states, in the language of its revision."""

    language = _text(enum=[*LANGUAGES])
    texts = fields.Dict(
        keys=fields.String(metadata={"enum": [*Section]}), values=fields.String(), required=True
    )
    entries = fields.List(fields.Nested(EntryAnswerSchema), required=True)
    not_applicable = fields.Dict(
        keys=fields.String(metadata={"enum": [*SUBJECTS]}), values=fields.String(), required=True
    )


class FilledSchema(Schema):
    """Which key each entry got that was sent, by the key it was sent with."""

    keys = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class CommentAnswerSchema(Schema):
    """What somebody said in a thread."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    author = fields.Nested(NamedSchema, required=True)
    at = fields.AwareDateTime(required=True)
    body = _text()
    mentions = fields.List(fields.Nested(NamedSchema), required=True)


class ThreadAnswerSchema(Schema):
    """A thread at a place of a dossier; `proposed` is a suggestion, empty to take a text out."""

    id = fields.UUID(required=True)
    part = Choice(DossierPart, required=True)
    key = _text()
    field = _text()
    language = _text()
    passage = _text()
    proposed = _maybe()
    answer = Choice(Answer, required=True, allow_none=True)
    opened_by = fields.Nested(NamedSchema, required=True)
    opened_at = fields.AwareDateTime(required=True)
    assignee = fields.Nested(NamedSchema, required=True, allow_none=True)
    resolved_by = fields.Nested(NamedSchema, required=True, allow_none=True)
    resolved_at = fields.AwareDateTime(required=True, allow_none=True)
    comments = fields.List(fields.Nested(CommentAnswerSchema), required=True)


class ThreadListSchema(Schema):
    """Threads, the newest first; `next` is the cursor of the next part."""

    items = fields.List(fields.Nested(ThreadAnswerSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class PlaceOutField(PlaceField):
    """A place as it is sent: `part:key`."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return f"{value.part}:{value.key}"


class EvidenceAnswerSchema(Schema):
    """What is known of evidence; its file is below it as `file`."""

    id = fields.UUID(required=True)
    key = _text(description="Such as E1; texts show a picture as `evidence:E1`.")
    version = _version()
    title = _text()
    kind = Choice(EvidenceKind, required=True)
    source = _text()
    collected_on = fields.Date(required=True)
    collected_by = _text()
    confidentiality = Choice(Confidentiality, required=True)
    readers = fields.List(fields.UUID(), required=True)
    has_personal_data = fields.Boolean(required=True)
    delete_on = _day()
    expires_on = _day()
    validity = Choice(Validity, required=True)
    places = fields.List(PlaceOutField(), required=True, metadata={"description": "part:key"})
    file_name = _text()
    file_size = fields.Integer(required=True)
    file_sha256 = _text()
    media_type = _text()
    has_file = fields.Boolean(required=True)
    scan = Choice(Scan, required=True)
    uploaded_by = fields.Nested(NamedSchema, required=True)
    uploaded_at = fields.AwareDateTime(required=True)
