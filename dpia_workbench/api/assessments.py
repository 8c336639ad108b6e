"""The engine for anybody: an assessment in, levels and ways to a verdict out; nothing is kept."""

from collections.abc import Mapping
from typing import Any

from dpia_workbench import clock
from dpia_workbench.api.operation import operation
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.plan import way_to
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.schemas.assessment_file import AssessmentFileSchema, Case, case_of
from dpia_workbench.schemas.explained import explained, planned
from dpia_workbench.schemas.explained_answers import (
    ExplainedSchema,
    PlannedSchema,
    PlanQuerySchema,
)
from dpia_workbench.store import profiles

_STEPS = 3_000_000  # somebody who is not known gets an answer, or a refusal, within seconds
_ERRORS = (400, 413, 415, 422)


def _case(body: Mapping[str, Any]) -> Case:
    known = {row.key: MethodProfile.of(row.content) for row in profiles.all_newest(db.session())}
    return case_of(body, profiles=known)


@operation("/explanations", body=AssessmentFileSchema, returns=ExplainedSchema, errors=_ERRORS)
def explain_assessment(*, body: dict[str, Any]) -> dict[str, Any]:
    """Compute levels, verdict and decisions of an assessment, with the reasons."""
    case = _case(body)
    return explained(case, on=case.as_of or clock.today())


@operation(
    "/plans", body=AssessmentFileSchema, query=PlanQuerySchema, returns=PlannedSchema,
    errors=_ERRORS,
)  # fmt: skip
def plan_assessment(*, body: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
    """Return the smallest sets of measures that would bring an assessment to a verdict."""
    case = _case(body)
    way = way_to(
        case.assessment, target=query["target"], cells=[case.cell],
        on=case.as_of or clock.today(), most_steps=_STEPS,
    )  # fmt: skip
    return planned(way)
