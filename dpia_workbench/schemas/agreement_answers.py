"""What the API asks and answers about agreements."""

from marshmallow import Schema, fields

from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Cover,
    Coverage,
    PartyRole,
    Regime,
    State,
)
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.schemas.base import BilingualField, Choice, StrictSchema, Text
from dpia_workbench.schemas.dossier_answers import NamedSchema, ProductNameSchema
from dpia_workbench.schemas.dossier_requests import PageSchema


class AgreementQuerySchema(PageSchema):
    """Which agreements, and which part of the list."""

    standing = Choice(Force, load_default=None)
    vendor = Text(load_default="", blank=True)


class JoiningSchema(StrictSchema):
    """Who signs for the board; who sends this may sign for it, and joins."""

    signatory = Text()
    function = Text()


class PartyAnswerSchema(Schema):
    """A party; who signed for it is told to its counterparts and to schools."""

    name = fields.String(required=True)
    role = Choice(PartyRole, required=True)
    is_mandatory = fields.Boolean(required=True)
    signed_on = fields.Date(required=True, allow_none=True)
    signatory = fields.String(required=True)
    function = fields.String(required=True)


class AnnexAnswerSchema(Schema):
    """A file of an agreement, by its hash."""

    kind = Choice(AnnexKind, required=True)
    title = fields.String(required=True)
    dated = fields.Date(required=True)
    sha256 = fields.String(required=True)


class SubprocessorAnswerSchema(Schema):
    """A sub-processor with its time."""

    name = fields.String(required=True)
    legal_entity = fields.String(required=True)
    country = fields.String(required=True)
    service = fields.String(required=True)
    data_categories = fields.String(required=True)
    mechanism = fields.String(required=True)
    since = fields.Date(required=True)
    until = fields.Date(required=True, allow_none=True)
    noticed_on = fields.Date(required=True, allow_none=True)


class AgreementAnswerSchema(Schema):
    """An agreement, and what follows of it today."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    kind = Choice(AgreementType, required=True)
    state = Choice(State, required=True)
    standing = Choice(Force, required=True)
    title = BilingualField(required=True)
    summary = BilingualField(required=True)
    document_version = fields.String(required=True)
    language = fields.String(required=True)
    mandate = fields.String(required=True)
    coverage = Choice(Coverage, required=True)
    cover = Choice(
        Cover, required=True, allow_none=True,
        metadata={"description": "Why it covers the reader's board; null if it does not."},
    )  # fmt: skip
    confidentiality = Choice(Confidentiality, required=True)
    vendor = fields.Nested(NamedSchema, required=True)
    owner = fields.Nested(NamedSchema, required=True)
    products = fields.List(fields.Nested(ProductNameSchema), required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    notice_days = fields.Integer(required=True, allow_none=True)
    renewal = fields.String(required=True)
    governing_law = fields.String(required=True)
    purposes_allowed = fields.String(required=True)
    purposes_prohibited = fields.String(required=True)
    retention = fields.String(required=True)
    end_days = fields.Integer(required=True, allow_none=True)
    locations = fields.String(required=True)
    transfer = fields.String(required=True)
    audit_scope = fields.String(required=True)
    audit_notice_days = fields.Integer(required=True, allow_none=True)
    audit_cost = fields.String(required=True)
    audit_report = fields.String(required=True)
    breach_hours = fields.Integer(required=True, allow_none=True)
    subprocessor_regime = Choice(Regime, required=True, allow_none=True)
    subprocessor_notice_days = fields.Integer(required=True, allow_none=True)
    subprocessor_objection_days = fields.Integer(required=True, allow_none=True)
    liability = fields.String(required=True)
    deviations = fields.String(required=True)
    supersedes_id = fields.UUID(required=True, allow_none=True)
    parties = fields.List(fields.Nested(PartyAnswerSchema), required=True)
    annexes = fields.List(fields.Nested(AnnexAnswerSchema), required=True)
    subprocessors = fields.List(fields.Nested(SubprocessorAnswerSchema), required=True)


class JoinderAnswerSchema(Schema):
    """How a board joined an agreement."""

    agreement_id = fields.UUID(required=True)
    board = fields.Nested(NamedSchema, required=True)
    signed_on = fields.Date(required=True)
    signatory = fields.String(required=True)
    function = fields.String(required=True)
    sha256 = fields.String(required=True)
    content = fields.Dict(required=True)
