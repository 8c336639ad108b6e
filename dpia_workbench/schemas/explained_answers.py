"""What the API answers about an assessment: the shapes of contract.md section 4."""

from typing import Any

from marshmallow import Schema, fields

from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.base import Choice, StrictSchema

_LEVELS = (
    "Per stage (`r0`, `r1`, `r2`, `rb`, `rp`, and `r3` where there is a school) the level, and"
)


class PlanQuerySchema(StrictSchema):
    """Which verdict is wanted."""

    target = Choice(Verdict, required=True)


def _word(members: list[str]) -> fields.String:
    return fields.String(required=True, metadata={"enum": members})


def _words() -> fields.List[Any]:
    return fields.List(fields.String(), required=True)


class BecauseSchema(Schema):
    """What led to the verdict; nothing for the best one."""

    risks = _words()
    findings = _words()


class ConfidenceSchema(Schema):
    """How many of the claims that count rest on evidence, and on how many it is fresh."""

    fresh = fields.Integer(required=True)
    proven = fields.Integer(required=True)
    unknown_axes = fields.Integer(required=True)


class LimitSchema(Schema):
    """What limits the decision of a board."""

    obstacle = fields.String(required=True)
    subject = fields.String(required=True)


class SchoolAnswerSchema(Schema):
    """The worst level at the school, and what its board may decide."""

    worst = _word([*Level])
    decisions = fields.List(_word([*Outcome]), required=True)
    limits = fields.List(fields.Nested(LimitSchema), required=True)


class ExplainedSchema(Schema):
    """Levels, verdict and reasons."""

    as_of = fields.String(required=True)
    profile = fields.String(required=True)
    verdict = _word([*Verdict])
    because = fields.Nested(BecauseSchema, required=True)
    confidence = fields.Nested(ConfidenceSchema, required=True)
    risks = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String()),
        required=True,
        metadata={"description": f"{_LEVELS} under `explanation` what it rests on."},
    )
    school = fields.Nested(SchoolAnswerSchema)


class PlanSchema(Schema):
    """One smallest set of measures."""

    measures = _words()
    by_owner = fields.Dict(keys=fields.String(), values=_words(), required=True)
    verdict = _word([*Verdict])


class PlannedSchema(Schema):
    """All smallest sets that lead to a verdict, or what no set can lift."""

    target = _word([*Verdict])
    reachable = fields.Boolean(required=True)
    plans = fields.List(fields.Nested(PlanSchema), required=True)
    blocked_by = fields.Nested(BecauseSchema, required=True)
    cut = fields.Boolean(
        metadata={"description": "Present if there are more sets of this size than are listed."}
    )
