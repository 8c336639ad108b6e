"""From levels and lawfulness findings to a verdict (method.md 3.5 and 3.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.measures import Measure
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Level, MethodProfile
from dpia_workbench.risk.score import (
    CENTRAL_STAGES,
    Cell,
    Claim,
    Explanation,
    Risk,
    Stage,
    explain,
    situation,
)


class Verdict(StrEnum):
    """The answer to "may we use this?"."""

    GREEN = "GREEN"
    GREEN_WITH_MEASURES = "GREEN_WITH_MEASURES"
    AMBER = "AMBER"
    RED = "RED"
    GREY = "GREY"


# From good to bad. GREY is no verdict: it is worse than any that lets a school go on.
ORDER = (
    Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER, Verdict.GREY, Verdict.RED
)  # fmt: skip


class Topic(StrEnum):
    """What lawfulness is tested on; each must be assessed before publication."""

    LEGAL_BASIS = "legal_basis"
    SPECIAL_DATA = "special_data"
    ROLES = "roles"
    PURPOSE_LIMITATION = "purpose_limitation"
    TRANSFERS = "transfers"
    PROCESSOR_CONTRACT = "processor_contract"
    SUB_PROCESSORS = "sub_processors"
    RIGHTS = "rights"
    NECESSITY = "necessity"
    PROPORTIONALITY = "proportionality"
    RETENTION = "retention"


class Result(StrEnum):
    """The result of a lawfulness finding."""

    COMPLIANT = "compliant"
    REMEDIABLE = "remediable"
    NON_COMPLIANT = "non_compliant"
    NOT_ASSESSED = "not_assessed"


class VerdictTooGood(RuleViolation):
    """A publisher may only publish a worse verdict than computed (invariant 9)."""

    code = "verdict.better-than-computed"


class ReasonMissing(RuleViolation):
    """A worse verdict needs a reason (invariant 9)."""

    code = "verdict.reason-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All that decides the levels of one revision."""

    profile: MethodProfile
    risks: tuple[Risk, ...]
    measures: tuple[Measure, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLevels:
    """The levels of one risk in one cell, with their explanations."""

    explanations: Mapping[Stage, Explanation]

    def level(self, stage: Stage) -> Level:
        """Return the level at a stage."""
        return self.explanations[stage].level


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOutcome:
    """What one scope cell comes to."""

    levels: Mapping[str, RiskLevels]
    verdict: Verdict


def assess(assessment: Assessment, *, cell: Cell, on: date) -> CellOutcome:
    """Return levels at every central stage and the verdict of a cell on a day."""
    situations = [
        situation(assessment.measures, stage=stage, on=on, cell=cell) for stage in CENTRAL_STAGES
    ]
    levels = {
        risk.id: RiskLevels(
            explanations={
                s.stage: explain(
                    risk, claims=assessment.claims, situation=s, profile=assessment.profile
                )
                for s in situations
            }
        )
        for risk in sorted(assessment.risks, key=lambda risk: risk.id)
    }
    pairs = [(r.level(Stage.AFTER_VENDOR), r.level(Stage.ATTAINABLE)) for r in levels.values()]
    return CellOutcome(levels=levels, verdict=cell_verdict(pairs, findings=assessment.findings))


def cell_verdict(levels: Iterable[tuple[Level, Level]], *, findings: Iterable[Result]) -> Verdict:
    """Return the verdict that follows from (R1, R2) per risk and the findings, worst rule first."""
    pairs, results = list(levels), set(findings)
    attainable = {r2 for _, r2 in pairs}
    if Result.NON_COMPLIANT in results or Level.HIGH in attainable:
        return Verdict.RED
    if Result.NOT_ASSESSED in results:
        return Verdict.GREY
    if Level.MEDIUM in attainable or Result.REMEDIABLE in results:
        return Verdict.AMBER
    if any(r1.rank > r2.rank for r1, r2 in pairs):
        return Verdict.GREEN_WITH_MEASURES
    return Verdict.GREEN


def product_verdict(cells: Iterable[Verdict]) -> Verdict:
    """Return the worst of the cells; GREY if there are none."""
    return max(cells, key=ORDER.index, default=Verdict.GREY)


def published_verdict(computed: Verdict, *, chosen: Verdict, reason: str) -> Verdict:
    """Return the verdict to publish. Raises VerdictTooGood or ReasonMissing."""
    if ORDER.index(chosen) < ORDER.index(computed):
        raise VerdictTooGood(computed=computed, chosen=chosen)
    if chosen is not computed and not reason.strip():
        raise ReasonMissing(computed=computed, chosen=chosen)
    return chosen
