"""What the API answers about changes of sub-processors. No board and no person is named."""

from marshmallow import Schema, fields

from dpia_workbench.risk.statements import DataCategory, Mechanism
from dpia_workbench.risk.sub_processors import ChangeKind, State
from dpia_workbench.schemas.base import Choice
from dpia_workbench.schemas.dossier_answers import NamedSchema, ProductNameSchema


class ChangeAnswerSchema(Schema):
    """An announcement, and where its period for objection is today."""

    id = fields.UUID(required=True)
    vendor = fields.Nested(NamedSchema, required=True)
    products = fields.List(fields.Nested(ProductNameSchema), required=True)
    kind = Choice(ChangeKind, required=True)
    name = fields.String(required=True)
    legal_entity = fields.String(required=True)
    country = fields.String(required=True)
    service = fields.String(required=True)
    categories = fields.List(Choice(DataCategory), required=True)
    mechanism = Choice(Mechanism, required=True)
    replaces = fields.String(required=True)
    words = fields.String(required=True)
    language = fields.String(required=True)
    state = Choice(State, required=True)
    announced_on = fields.Date(required=True)
    objection_until = fields.Date(
        required=True, metadata={"description": "The last day on which one can object."}
    )
    effective_on = fields.Date(required=True)
    is_running = fields.Boolean(required=True)
    in_silence = fields.Boolean(
        required=True, metadata={"description": "The period ended and nobody objected."}
    )
