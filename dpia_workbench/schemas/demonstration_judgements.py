"""The demonstration: risks that a board sees itself, with what it does against them."""

from marshmallow import fields

from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.risk.scale import Axis
from dpia_workbench.schemas.base import Choice, StrictSchema, Text, Whole
from dpia_workbench.schemas.catalogue_fields import Code, Part
from dpia_workbench.schemas.demonstration_dossiers import Ago

_LONG = 20_000


class OwnMeasureSchema(StrictSchema):
    """A measure that the board applied against a risk of its own."""

    title = Text()
    axis = Code(*Axis)
    cap = Whole(least=1, most=2, required=True)
    rationale = Text(longest=_LONG)
    evidence = Text(longest=_LONG)


class OwnRiskSchema(StrictSchema):
    """A risk that the board sees itself."""

    title = Text()
    description = Text(blank=True, longest=_LONG)
    likelihood = Whole(least=1, most=3, required=True)
    severity = Whole(least=1, most=3, required=True)
    reason = Text(longest=_LONG)
    measures = fields.List(Part(OwnMeasureSchema), load_default=list)


class ConditionSchema(StrictSchema):
    """A condition of a decision, so many days after it."""

    text = Text(longest=_LONG)
    owner = Text()
    due_in = Whole(least=1, most=360, required=True)


class HappenedSchema(StrictSchema):
    """What happened in a consultation of the authority."""

    kind = Code(*EventKind)
    happened = Ago(required=True)
    applicant = Choice(Applicant, load_default=None)
    text = Text(blank=True, longest=_LONG)
