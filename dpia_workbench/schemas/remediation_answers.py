"""What the API answers about requests to vendors. No person of the other side is named."""

from marshmallow import Schema, fields

from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.remediation import State
from dpia_workbench.schemas.base import Choice
from dpia_workbench.schemas.dossier_answers import AskedSchema, NamedSchema, ProductNameSchema
from dpia_workbench.schemas.dossier_requests import PageSchema


class RequestQuerySchema(PageSchema):
    """Which requests, and which part of the list."""

    state = Choice(State, load_default=None)


class PromisedDaySchema(Schema):
    """A day that was agreed once; all stay in sight, the first one first (invariant 22)."""

    due = fields.Date(required=True)
    at = fields.AwareDateTime(required=True)


class RemediationAnswerSchema(AskedSchema):
    """A request to a vendor, with what follows of it today."""

    product = fields.Nested(ProductNameSchema, required=True)
    vendor = fields.Nested(NamedSchema, required=True)
    owner = fields.Nested(NamedSchema, required=True)
    due_dates = fields.List(fields.Nested(PromisedDaySchema), required=True)
    proposed_due = fields.Date(required=True, allow_none=True)
    proposal = fields.String(required=True)
    days_overdue = fields.Integer(required=True)
    is_unanswered = fields.Boolean(required=True)
    is_verification_expired = fields.Boolean(required=True)
    escalation = fields.Integer(
        required=True,
        metadata={
            "enum": [*Escalation],
            "description": "For the vendor by lateness alone (method.md 5.4).",
        },
    )
