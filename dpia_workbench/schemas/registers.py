"""What comes in for entries and texts; what a field may hold is checked by `risk.registers`."""

from typing import Any

from marshmallow import Schema, fields, validate

from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import Kind, Register, fields_of
from dpia_workbench.schemas.base import Choice, Many, StrictSchema, Text


class Written(fields.String):
    """Text exactly as it was typed: spaces count while somebody is still typing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(load_default="", **options)


def entry_schema(register: Register) -> Schema:
    """Return the schema of a form with the fields of a register."""
    made: dict[str, fields.Field[Any]] = {}
    for field in fields_of(register):
        several = field.kind in (Kind.CHOICES, Kind.REFERENCES)
        made[field.name] = Many(fields.String()) if several else Written()
    schema: type[Schema] = StrictSchema.from_dict(made, name=f"{register.title()}Schema")
    return schema()


class BodySchema(StrictSchema):
    """A text in Markdown."""

    body = Written()


class ReasonSchema(StrictSchema):
    """Why something does not apply; without a reason it does."""

    reason = Text(blank=True, longest=1_000)


class FieldSchema(StrictSchema):
    """One field as a page saves it while somebody types."""

    part = Choice(DossierPart, required=True)
    key = fields.String(load_default="")
    field = fields.String(required=True)
    value = fields.Raw(required=True)
    was = fields.Raw(required=True)
    writer = fields.UUID(load_default=None)  # for whom the page was made


class PresenceSchema(StrictSchema):
    """Where somebody is in a dossier, and the newest step that their page knows."""

    place = fields.String(load_default="", validate=validate.Regexp(r"[ -~]*\Z"))
    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))


class PreviewSchema(StrictSchema):
    """A text to be shown as it will look."""

    text = Written()
