"""What `risk explain` and `risk plan` answer, in the shape of contract.md section 4."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dpia_workbench.risk.computation import CellOutcome, assess, confidence, risk_levels
from dpia_workbench.risk.decision import limits
from dpia_workbench.risk.measures import Owner, local_lack
from dpia_workbench.risk.plan import Way, in_order
from dpia_workbench.risk.record import data_of
from dpia_workbench.risk.scale import Axis, Level, worst_level
from dpia_workbench.risk.score import CENTRAL_STAGES, Cell, Explanation, School, Stage
from dpia_workbench.schemas.assessment_file import Case

Answer = dict[str, Any]
Explained = Mapping[str, Mapping[Stage, Explanation]]


def explained(case: Case, *, on: date) -> Answer:
    """Return levels per stage, the verdict, what a school may decide, and the reasons."""
    outcome = assess(case.assessment, cell=case.cell, on=on)
    stages = explanations(case, outcome=outcome, on=on)
    sure = confidence(case.assessment, outcomes=[outcome], on=on)
    answer: Answer = {
        "as_of": on.isoformat(),
        "profile": case.assessment.profile.id,
        "verdict": outcome.verdict.value,
        "because": {
            "risks": list(in_order(outcome.because.risks)),
            "findings": list(outcome.because.topics),
        },
        "confidence": {
            "fresh": sure.fresh, "proven": sure.proven, "unknown_axes": sure.unknown_axes
        },
        "risks": {key: _risk(stages[key]) for key in in_order(stages)},
    }  # fmt: skip
    if case.school is not None:
        answer["school"] = _school(case, school=case.school, stages=stages, on=on)
    return answer


def explanations(case: Case, *, outcome: CellOutcome, on: date) -> Explained:
    """Return the explanation of every risk at every stage, the school's too if there is one."""
    local = (
        risk_levels(
            case.assessment, stages=[Stage.LOCAL], cell=case.cell, on=on, school=case.school
        )
        if case.school is not None
        else {}
    )
    return {
        key: {**found.explanations, **(local[key].explanations if key in local else {})}
        for key, found in outcome.levels.items()
    }


def _risk(found: Mapping[Stage, Explanation]) -> Answer:
    stages = [stage for stage in (*CENTRAL_STAGES, Stage.LOCAL) if stage in found]
    return {
        **{stage.value: found[stage].level.value for stage in stages},
        "explanation": {stage.value: _explanation(found[stage]) for stage in stages},
    }


def _explanation(found: Explanation) -> Answer:
    data = data_of(found)
    axes = [(axis.value, data[axis.value]) for axis in Axis]

    def gathered(name: str) -> list[Answer]:
        return [{"axis": axis, **item} for axis, record in axes for item in record[name]]

    return {
        **{axis: record["value"] for axis, record in axes},
        "base": {axis: record["base"] for axis, record in axes},
        "fired": gathered("fired"),
        "proofs": gathered("proofs"),
        "not_fired": gathered("not_fired"),
        "floors": gathered("floors"),
        "severe_floor_applied": data["severe_floor_applied"],
    }


def _school(case: Case, *, school: School, stages: Explained, on: date) -> Answer:
    levels: dict[str, Level] = {key: found[Stage.LOCAL].level for key, found in stages.items()}
    limited = limits(
        levels,
        findings=case.assessment.findings,
        mandatory={
            measure.id: local_lack(school.measures.get(measure.id), on=on) is None
            for measure in case.assessment.measures
            if measure.owner is Owner.SCHOOL_MANDATORY and _is_meant(measure.editions, case.cell)
        },
    )
    return {
        "worst": worst_level(levels.values()).value,
        "decisions": sorted(limited.allowed),
        "limits": [
            {"obstacle": limit.obstacle.value, "subject": limit.subject}
            for limit in (*limited.blocking, *limited.doubts)
        ],
    }


def _is_meant(editions: frozenset[str], cell: Cell) -> bool:
    return not editions or cell.edition in editions


def planned(way: Way) -> Answer:
    """Return the smallest sets of measures to a verdict, or what no set can lift."""
    answer: Answer = {
        "target": way.target.value,
        "reachable": way.is_reachable,
        "plans": [
            {
                "measures": list(plan.measures),
                "by_owner": {owner.value: list(keys) for owner, keys in plan.by_owner.items()},
                "verdict": plan.verdict.value,
            }
            for plan in way.plans
        ],
        "blocked_by": {"risks": list(way.blocked_risks), "findings": list(way.blocked_topics)},
    }
    if way.is_cut:
        answer["cut"] = True
    return answer
