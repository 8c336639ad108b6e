"""What the API answers about requests to vendors. No person of the other side is named."""

from typing import Any

from marshmallow import Schema, fields

from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.remediation import State
from dpia_workbench.schemas.base import BilingualField, Choice
from dpia_workbench.schemas.dossier_answers import NamedSchema, ProductNameSchema
from dpia_workbench.schemas.dossier_requests import PageSchema


def _text(**metadata: Any) -> fields.String:
    return fields.String(required=True, metadata=metadata)


def _day() -> fields.Date:
    return fields.Date(required=True, allow_none=True)


class RequestQuerySchema(PageSchema):
    """Which requests, and which part of the list."""

    state = Choice(State, load_default=None)


class PromisedDaySchema(Schema):
    """A day that was agreed once; all stay in sight, the first one first (invariant 22)."""

    due = fields.Date(required=True)
    at = fields.AwareDateTime(required=True)


class RemediationAnswerSchema(Schema):
    """A request to a vendor, with what follows of it today."""

    id = fields.UUID(required=True)
    version = _text(description="The ETag of this, without its quotes.")
    title = BilingualField(required=True)
    words = _text()
    product = fields.Nested(ProductNameSchema, required=True)
    vendor = fields.Nested(NamedSchema, required=True)
    owner = fields.Nested(NamedSchema, required=True)
    state = Choice(State, required=True)
    requested_at = fields.AwareDateTime(required=True)
    due = _day()
    due_dates = fields.List(fields.Nested(PromisedDaySchema), required=True)
    promise = _text()
    proposed_due = _day()
    proposal = _text()
    delivery = _text()
    delivered_on = _day()
    refusal = _text()
    finding = _text()
    verified_on = _day()
    verification_expires_on = _day()
    is_overdue = fields.Boolean(required=True)
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
