"""What the API answers about adoptions; only people of the board read it."""

from typing import Any

from marshmallow import Schema, fields

from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.adoption_step import AgreementForm, Step, UseKind
from dpia_workbench.risk.board_decision import AdviceStance, Hearing
from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.follow_up import Followed
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.readoption import LookAgain
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import BilingualField, Choice
from dpia_workbench.schemas.dossier_answers import NamedSchema, ProductNameSchema


def _text(**metadata: Any) -> fields.String:
    return fields.String(required=True, metadata=metadata)


def _texts() -> fields.List[Any]:
    return fields.List(fields.String(), required=True)


def _flag(**metadata: Any) -> fields.Boolean:
    return fields.Boolean(required=True, metadata=metadata)


def _maybe(**metadata: Any) -> fields.Boolean:
    return fields.Boolean(required=True, allow_none=True, metadata=metadata)


def _day() -> fields.Date:
    return fields.Date(required=True)


def _no_day() -> fields.Date:
    return fields.Date(required=True, allow_none=True)


def _moment() -> fields.AwareDateTime:
    return fields.AwareDateTime(required=True)


def _axis() -> fields.Raw:
    kinds = {"type": ["integer", "string"], "enum": [1, 2, 3, "unknown"]}
    return fields.Raw(required=True, metadata=kinds)


def _by() -> fields.Nested:
    return fields.Nested(NamedSchema, required=True)


class AdoptionItemSchema(Schema):
    """An adoption as it stands in a list."""

    id = fields.UUID(required=True)
    product = fields.Nested(ProductNameSchema, required=True)
    number = fields.Integer(
        required=True, allow_none=True,
        metadata={"description": "Of the release; null if an external record is adopted."},
    )  # fmt: skip
    sha256 = _text(description="Of the release, or of the record as it was then.")
    round = fields.Integer(
        required=True, metadata={"description": "How often the board looked at this text."}
    )
    follows = fields.UUID(required=True, allow_none=True)
    state = Choice(State, required=True)
    verdict = Choice(Verdict, required=True, metadata={"description": "As it was published."})
    started_at = _moment()
    decided_on = _no_day()
    outcome = Choice(Outcome, required=True, allow_none=True)
    next_review = _no_day()
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


class MeasuredSchema(Schema):
    """How far somebody is with a measure, and what that rests on."""

    key = _text()
    state = Choice(LocalState, required=True)
    since = _no_day()
    due = _no_day()
    review_due = _no_day()
    evidence = _text()
    reason = _text()


class PlaceSchema(Schema):
    """A school of the board, with what is different there."""

    id = fields.UUID(required=True)
    brin = _text()
    name = _text()
    sector = Choice(Sector, required=True)
    special_education = _flag()
    pupils = fields.Integer(required=True, allow_none=True)
    tags = _texts()
    deviations = fields.List(fields.Nested(MeasuredSchema), required=True)


class SchoolsSchema(Schema):
    """For which schools the adoption holds, and for which it does not."""

    every_school = _maybe(description="null: not answered yet.")
    school = fields.List(
        fields.UUID(), required=True,
        metadata={"description": "Which ones were chosen, if it is not for all."},
    )  # fmt: skip
    covered = fields.List(fields.Nested(PlaceSchema), required=True)
    uncovered = fields.List(fields.Nested(PlaceSchema), required=True)


class UncoveredSchema(Schema):
    """Use that no examined cell covers."""

    kind = Choice(UseKind, required=True)
    name = _text()
    supplement = _text()


class FitSchema(Schema):
    """Whether what the board uses fits what was examined."""

    cells = _texts()
    services = _texts()
    beyond = _maybe(description="Whether it uses more than was examined; null: not answered yet.")
    uncovered = fields.List(fields.Nested(UncoveredSchema), required=True)


class LocalOperationSchema(Schema):
    """What the board does in one operation."""

    key = _text(description="Of the operation in the release; empty for one of the board's own.")
    number = fields.Integer(required=True, allow_none=True)
    name = _text()
    is_done = _maybe(description="null: not answered yet.")
    purpose = _text()
    legal_basis = Choice(Article6, required=True, allow_none=True)
    basis_reason = _text()
    parental_consent = _text()
    data_items = _texts()
    other_data = _text()
    retention = _text()
    access = _text()
    links = _text()


class InForceSchema(Schema):
    """Which processor agreement is in force for the board."""

    form = Choice(AgreementForm, required=True, allow_none=True)
    title = _text()
    edition = _text()
    signed_on = _no_day()
    annexes = _text()
    notice_address = _text()
    explanation = _text()
    party_to = _texts()


class CheckedSchema(Schema):
    """That a second person looked; nobody with an account where it was an ICT partner."""

    at = _moment()
    by = fields.Nested(NamedSchema, required=True, allow_none=True)


class MeasureFileSchema(Schema):
    """A file with a measure, by its hash; one that was taken out counts no more."""

    id = fields.UUID(required=True)
    name = _text()
    size = fields.Integer(required=True)
    media_type = _text()
    sha256 = _text()
    has_personal_data = _flag()
    counts = _flag()
    added_at = _moment()


class MeasureOfBoardSchema(MeasuredSchema):
    """A measure of what is adopted, and how far the board is with it."""

    title = BilingualField(required=True)
    owner = Choice(Owner, required=True)
    applies = _flag(description="Whether it is meant for an edition that the board uses.")
    is_effective = _flag()
    check = fields.Nested(CheckedSchema, required=True, allow_none=True)
    files = fields.List(fields.Nested(MeasureFileSchema), required=True)


class OwnMeasureOfBoardSchema(MeasuredSchema):
    """A measure of the board against a risk that it judged itself."""

    title = _text()
    axis = Choice(Axis, required=True)
    cap = fields.Integer(required=True)
    rationale = _text()


class OwnRiskOfBoardSchema(Schema):
    """A risk that the board judged itself."""

    key = _text()
    title = _text()
    description = _text()
    likelihood = _axis()
    severity = _axis()
    reason = _text()
    measures = fields.List(fields.Nested(OwnMeasureOfBoardSchema), required=True)


class OwnRisksOfBoardSchema(Schema):
    """The risks that the board judged itself, or why there are none of its own."""

    explanation = _text()
    risks = fields.List(fields.Nested(OwnRiskOfBoardSchema), required=True)


class RiskAtBoardSchema(Schema):
    """The level of a risk: what schools can attain (R2), if that was stated, and here (R3)."""

    key = _text()
    title = BilingualField(required=True)
    r2 = Choice(Level, required=True, allow_none=True)
    r3 = Choice(Level, required=True)
    acceptance = _text()


class FinishedSchema(Schema):
    """A step that somebody said is finished."""

    step = Choice(Step, required=True)
    at = _moment()
    by = _by()


class AdviceOfOfficerSchema(Schema):
    """Advice of the data protection officer."""

    text = _text()
    document = _text()
    on = _day()
    by = _by()


class ViewsOfPeopleSchema(Schema):
    """The views of parents, pupils and staff, or why they were not asked."""

    asked = _flag()
    heard = fields.List(Choice(Hearing), required=True)
    text = _text()
    on = _day()
    by = _by()


class ConditionOfBoardSchema(Schema):
    """A condition of the decision."""

    number = fields.Integer(required=True)
    text = _text()
    owner = _text()
    due = _day()
    measure = _text(description="Key of the planned measure it comes from, if any.")
    is_met = _flag()


class ConsultedSchema(Schema):
    """What happened in the prior consultation of the authority, or that it was noted wrongly."""

    number = fields.Integer(required=True)
    kind = Choice(EventKind, required=True, allow_none=True)
    on = _day()
    applicant = Choice(Applicant, required=True, allow_none=True)
    text = _text()
    takes_back = fields.Integer(
        required=True, allow_none=True,
        metadata={"description": "The number of what was noted wrongly."},
    )  # fmt: skip
    by = _by()


class FollowedSchema(MeasuredSchema):
    """What was said of a measure after the decision, and how it stands since."""

    number = fields.Integer(required=True)
    school_id = fields.UUID(required=True, allow_none=True)
    kind = Choice(Followed, required=True)
    on = _no_day()
    by = _by()


class DecisionOfBoardSchema(Schema):
    """The board's decision, as it was taken."""

    outcome = Choice(Outcome, required=True)
    reason = _text()
    stance = Choice(AdviceStance, required=True, allow_none=True)
    follows_advice = _text()
    mandate = _text()
    on = _day()
    next_review = _day()
    acceptances = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    conditions = fields.List(fields.Nested(ConditionOfBoardSchema), required=True)
    consultation = fields.List(fields.Nested(ConsultedSchema), required=True)
    by = _by()


class WhyAgainSchema(Schema):
    """Why the board looked again."""

    why = Choice(LookAgain, required=True)
    words = _text()


class EndedSchema(Schema):
    """That the board stopped using the product."""

    on = _day()
    reason = _text()


class AdoptionAnswerSchema(AdoptionItemSchema):
    """An adoption with all that the board recorded, and what follows of it."""

    version = _text(description="The ETag of this, without its quotes.")
    followed_by = fields.UUID(required=True, allow_none=True)
    again = fields.Nested(WhyAgainSchema, required=True, allow_none=True)
    ending = fields.Nested(EndedSchema, required=True, allow_none=True)
    steps = fields.List(fields.Nested(FinishedSchema), required=True)
    schools = fields.Nested(SchoolsSchema, required=True)
    scope = fields.Nested(FitSchema, required=True)
    circumstances = fields.Dict(
        keys=fields.String(), values=Choice(Said, allow_none=True), required=True,
        metadata={"description": "The answer to all that is asked; null: not answered yet."},
    )  # fmt: skip
    operations = fields.List(fields.Nested(LocalOperationSchema), required=True)
    agreement = fields.Nested(InForceSchema, required=True)
    measures = fields.List(fields.Nested(MeasureOfBoardSchema), required=True)
    own_risks = fields.Nested(OwnRisksOfBoardSchema, required=True)
    risks = fields.List(fields.Nested(RiskAtBoardSchema), required=True)
    allowed = fields.List(
        Choice(Outcome), required=True,
        metadata={"description": "The decisions that the levels leave open."},
    )  # fmt: skip
    prepared = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True,
        metadata={"description": "Why the board could accept a risk, prepared for it."},
    )  # fmt: skip
    advices = fields.List(
        fields.Nested(AdviceOfOfficerSchema), required=True,
        metadata={"description": "The newest, which counts, comes last."},
    )  # fmt: skip
    views = fields.Nested(ViewsOfPeopleSchema, required=True, allow_none=True)
    decision = fields.Nested(DecisionOfBoardSchema, required=True, allow_none=True)
    follow_ups = fields.List(
        fields.Nested(FollowedSchema), required=True,
        metadata={"description": "What was said of measures after the decision."},
    )  # fmt: skip
