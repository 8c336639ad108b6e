"""What the API answers about fact checks. No person of the other side is named."""

from marshmallow import Schema, fields

from dpia_workbench.risk.fact_check import Answer, Disposition, State
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.schemas.base import BilingualField, Choice
from dpia_workbench.schemas.dossier_answers import NamedSchema, ProductNameSchema
from dpia_workbench.schemas.dossier_requests import PageSchema


class FactCheckQuerySchema(PageSchema):
    """Which fact checks, and which part of the list."""

    state = Choice(State, load_default=None)


class FactCheckRowSchema(Schema):
    """A fact check in a list; its state is that of today."""

    id = fields.UUID(required=True)
    product = fields.Nested(ProductNameSchema, required=True)
    vendor = fields.Nested(NamedSchema, required=True)
    owner = fields.Nested(NamedSchema, required=True)
    state = Choice(State, required=True)
    deadline = fields.Date(required=True, allow_none=True)
    sent_at = fields.AwareDateTime(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    is_silent = fields.Boolean(
        required=True, metadata={"description": "Closed without an answer to everything."}
    )
    sha256 = fields.String(
        required=True, metadata={"description": "Of the canonical JSON of what the vendor sees."}
    )


class CheckedPlaceSchema(Schema):
    """Where in the dossier an item came from."""

    part = Choice(DossierPart, required=True)
    key = fields.String(required=True)
    field = fields.String(required=True)


class PassageSchema(Schema):
    """A frozen text under its name; a half is empty where it was not written."""

    name = BilingualField(required=True)
    text = BilingualField(required=True)
    kind = fields.String(
        required=True,
        metadata={"enum": ["markdown", "line", "choice"], "description": "What the text is."},
    )


class CheckedItemSchema(Schema):
    """One item: what was frozen, what the vendor says, what was done with it.

    The vendor reads the last once the fact check is closed.
    """

    number = fields.Integer(required=True)
    place = fields.Nested(CheckedPlaceSchema, required=True)
    title = BilingualField(required=True)
    passages = fields.List(fields.Nested(PassageSchema), required=True)
    answer = Choice(Answer, required=True, allow_none=True)
    words = fields.String(required=True)
    disposition = Choice(Disposition, required=True, allow_none=True)
    reason = fields.String(required=True)
    changed = fields.String(required=True)


class FactCheckAnswerSchema(FactCheckRowSchema):
    """One fact check with its items."""

    items = fields.List(fields.Nested(CheckedItemSchema), required=True)
