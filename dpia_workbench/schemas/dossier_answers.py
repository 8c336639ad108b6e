"""What the API answers about products and dossiers."""

from typing import Any

from marshmallow import Schema, fields

from dpia_workbench.risk.assessment import Lack, Purpose, State
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.questionnaire import Instrument
from dpia_workbench.risk.remediation import State as RequestState
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import CENTRAL_STAGES
from dpia_workbench.risk.screening import Need
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup, Tag
from dpia_workbench.schemas.base import BilingualField, Choice
from dpia_workbench.schemas.explained_answers import ConfidenceSchema


def _text(**metadata: Any) -> fields.String:
    return fields.String(required=True, metadata=metadata)


def _id() -> fields.UUID:
    return fields.UUID(required=True)


def _both() -> BilingualField:
    return BilingualField(required=True)


def _day() -> fields.Date:
    return fields.Date(required=True, allow_none=True)


def _axis() -> fields.Raw:
    kinds = {"type": ["integer", "string"], "enum": [1, 2, 3, "unknown"]}
    return fields.Raw(required=True, metadata=kinds)


def _version() -> fields.String:
    return _text(description="The ETag of this, without its quotes.")


def _tags() -> fields.List[Any]:
    return fields.List(Choice(Tag), required=True)


class NamedSchema(Schema):
    """A thing with a name, where another one points to it."""

    id = _id()
    name = _text()


class EditionSchema(Schema):
    """An edition of a product."""

    id = _id()
    key = _text()
    name = _both()


class ProductAnswerSchema(Schema):
    """A product on which a dossier can be opened."""

    id = _id()
    slug = _text()
    name = _both()
    vendor = fields.Nested(NamedSchema, required=True)
    category = _both()
    sectors = fields.List(Choice(Sector), required=True)
    editions = fields.List(fields.Nested(EditionSchema), required=True)


class DossierItemSchema(Schema):
    """A dossier in a list, with the verdict as computed now."""

    id = _id()
    key = _text()
    product = fields.Nested(lambda: ProductNameSchema(), required=True)
    owner = fields.Nested(NamedSchema, required=True)
    lead = fields.Nested(NamedSchema, required=True)
    revision = fields.Integer(required=True)
    state = Choice(State, required=True)
    verdict = Choice(Verdict, required=True)
    created_at = fields.AwareDateTime(required=True)


class ProductNameSchema(Schema):
    """The product that a dossier is about."""

    id = _id()
    slug = _text()
    name = _both()


class MethodSchema(Schema):
    """The method that a revision pins."""

    key = _text()
    number = fields.Integer(required=True)


class GapSchema(Schema):
    """Something that is missing, from the thing with this key, before this can be done."""

    lack = Choice(Lack, required=True)
    key = _text()
    blocks = Choice(Purpose, required=True)


class ScreenedSchema(Schema):
    """What follows from the answers of the screening."""

    form = _text()
    version = fields.Integer(required=True)
    results = fields.Dict(
        keys=fields.String(metadata={"enum": [*Instrument]}), values=Choice(Need), required=True
    )
    open = fields.List(fields.String(), required=True, metadata={"description": "Open questions."})


class DossierAnswerSchema(DossierItemSchema):
    """A dossier: what it says as a whole, what is computed, and what is missing."""

    version = _version()
    method = fields.Nested(MethodSchema, required=True)
    summary = _both()
    scope = _both()
    sentence = _both()
    screening_answers = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    screening = fields.Nested(ScreenedSchema, required=True, allow_none=True)
    confidence = fields.Nested(ConfidenceSchema, required=True)
    cell_verdicts = fields.Dict(keys=fields.String(), values=Choice(Verdict), required=True)
    levels = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(
            keys=fields.String(metadata={"enum": [*CENTRAL_STAGES]}), values=Choice(Level)
        ),
        required=True,
        metadata={"description": "Of each risk per stage the highest level over all cells."},
    )
    gaps = fields.List(fields.Nested(GapSchema), required=True)
    content_hash = _text(description="The hash of all that would be reviewed or published today.")


class CellAnswerSchema(Schema):
    """A scope cell."""

    id = _id()
    key = _text()
    version = _version()
    edition_id = _id()
    group = Choice(SubjectGroup, required=True)
    use = _both()
    tags = _tags()
    exclusions = _both()


class FloorAnswerSchema(Schema):
    """If the tag applies, the axis is at least this."""

    tag = Choice(Tag, required=True)
    axis = Choice(Axis, required=True)
    level = fields.Integer(required=True)


class RiskAnswerSchema(Schema):
    """A risk as judged; its levels are computed and stand in the dossier."""

    id = _id()
    key = _text()
    version = _version()
    title = _both()
    description = _both()
    origin = Choice(Origin, required=True)
    likelihood = _axis()
    likelihood_reason = _text()
    severity = _axis()
    severity_reason = _text()
    unknown_note = _text()
    severe_floor_waived = fields.Boolean(required=True)
    waiver_reason = _text()
    floors = fields.List(fields.Nested(FloorAnswerSchema), required=True)


class MeasureAnswerSchema(Schema):
    """A measure, and the request to the vendor if there is one."""

    id = _id()
    key = _text()
    version = _version()
    title = _both()
    owner = Choice(Owner, required=True)
    kind = Choice(MeasureKind, required=True)
    instruction = _both()
    setting_path = _both()
    setting_value = _both()
    side_effect = _both()
    decided_by = _both()
    editions = fields.List(fields.String(), required=True)
    agreement = _text()
    agreement_id = fields.UUID(required=True, allow_none=True)
    clause = _text()
    in_force_from = _day()
    in_force_until = _day()
    open_to_sector = fields.Boolean(required=True)
    request_id = fields.UUID(required=True, allow_none=True)


class ClaimAnswerSchema(Schema):
    """A claim: these measures cap this axis of this risk."""

    id = _id()
    key = _text()
    version = _version()
    risk_id = _id()
    axis = Choice(Axis, required=True)
    cap = fields.Integer(required=True)
    requires = fields.List(fields.UUID(), required=True)
    void_if = _tags()
    rationale = _text()


class FindingAnswerSchema(Schema):
    """The lawfulness finding on one topic."""

    topic = Choice(Topic, required=True)
    version = _version()
    result = Choice(Result, required=True)
    note = _both()
    measure_id = fields.UUID(required=True, allow_none=True)


class AskedSchema(Schema):
    """What is told of a request to a vendor, wherever it is read."""

    id = _id()
    version = _version()
    title = _both()
    words = _text()
    state = Choice(RequestState, required=True)
    requested_at = fields.AwareDateTime(required=True)
    due = _day()
    is_overdue = fields.Boolean(required=True)
    promise = _text()
    delivery = _text()
    delivered_on = _day()
    refusal = _text()
    finding = _text()
    verified_on = _day()
    verification_expires_on = _day()


class AboutAnswerSchema(Schema):
    """The part of the dossier that a request is about, by the key that stays."""

    part = Choice(DossierPart, required=True)
    key = _text()


class RequestAnswerSchema(AskedSchema):
    """A request to the vendor about a part of this dossier, with the measure that rests on it."""

    measure_id = fields.UUID(required=True, allow_none=True)
    about = fields.Nested(AboutAnswerSchema, required=True, allow_none=True)


def list_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a whole list of something."""
    name = schema.__name__.removesuffix("Schema").removesuffix("Answer").removesuffix("Item")
    items = fields.List(fields.Nested(schema), required=True)
    return Schema.from_dict({"items": items}, name=f"{name}ListSchema")


def page_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a part of a long list; `next` is the cursor of the next part."""
    name = schema.__name__.removesuffix("Schema").removesuffix("Answer").removesuffix("Item")
    return Schema.from_dict(
        {
            "items": fields.List(fields.Nested(schema), required=True),
            "total": fields.Integer(required=True),
            "next": fields.String(required=True, allow_none=True),
        },
        name=f"{name}PageSchema",
    )
