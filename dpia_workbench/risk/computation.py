"""From facts to levels, verdict and confidence of scope cells (method.md 3.4 to 3.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import Measure, Missing, Owner, contract_lack, vendor_lack
from dpia_workbench.risk.profile import MethodProfile, VerdictRule
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    CENTRAL_STAGES,
    Cell,
    Claim,
    Explanation,
    Risk,
    School,
    Stage,
    explain_in_order,
    in_order,
    situation,
)
from dpia_workbench.risk.verdict import LegalFinding, Verdict


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """All that decides the levels of one revision."""

    profile: MethodProfile
    risks: tuple[Risk, ...]
    measures: tuple[Measure, ...]
    claims: tuple[Claim, ...]
    findings: tuple[LegalFinding, ...]

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[Claim, ...]]:
        """Return the claims of each risk in order: many schools are computed from one release."""
        return {
            risk.id: in_order(claim for claim in self.claims if claim.risk == risk.id)
            for risk in self.risks
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLevels:
    """The levels of one risk in one cell, with their explanations."""

    explanations: Mapping[Stage, Explanation]

    def level(self, stage: Stage) -> Level:
        """Return the level at a stage."""
        return self.explanations[stage].level

    @property
    def pair(self) -> tuple[Level, Level]:
        """Return what the verdict looks at: R1 and R2."""
        return self.level(Stage.AFTER_VENDOR), self.level(Stage.ATTAINABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Which risks and which topics of lawfulness led to a verdict; none for the last rule."""

    risks: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOutcome:
    """What one scope cell comes to."""

    levels: Mapping[str, RiskLevels]
    verdict: Verdict
    because: Because


def assess(assessment: Assessment, *, cell: Cell, on: date) -> CellOutcome:
    """Return levels at every central stage and the verdict of a cell on a day."""
    levels = risk_levels(assessment, stages=CENTRAL_STAGES, cell=cell, on=on)
    pairs = {risk: found.pair for risk, found in levels.items()}
    rule = assessment.profile.rule(pairs.values(), findings=(f.result for f in assessment.findings))
    because = _because(rule, pairs=pairs, findings=assessment.findings)
    return CellOutcome(levels=levels, verdict=rule.verdict, because=because)


def risk_levels(
    assessment: Assessment,
    *,
    stages: Iterable[Stage],
    cell: Cell,
    on: date,
    school: School | None = None,
) -> dict[str, RiskLevels]:
    """Return every risk's explanations at some stages, in the order of their ids."""
    places = [
        situation(assessment.measures, stage=stage, on=on, cell=cell, school=school)
        for stage in stages
    ]
    return {
        risk.id: RiskLevels(
            explanations={
                place.stage: explain_in_order(
                    risk,
                    claims=assessment.claims_of[risk.id],
                    situation=place,
                    profile=assessment.profile,
                )
                for place in places
            }
        )
        for risk in sorted(assessment.risks, key=lambda risk: risk.id)
    }


def _because(
    rule: VerdictRule,
    *,
    pairs: Mapping[str, tuple[Level, Level]],
    findings: Iterable[LegalFinding],
) -> Because:
    return Because(
        risks=tuple(sorted(risk for risk, pair in pairs.items() if rule.is_met_by(pair))),
        topics=tuple(sorted({f.topic for f in findings if f.result in rule.findings})),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How firm the ground under a verdict is, shown beside it (method.md 3.6)."""

    fresh: int
    proven: int
    unknown_axes: int


def confidence(assessment: Assessment, *, outcomes: Iterable[CellOutcome], on: date) -> Confidence:
    """Return how many claims that count rest on evidence, and on how many it is fresh.

    Counted are the claims behind R2 in any cell that need something of the vendor or an
    agreement, also those whose evidence grew too old to count; what schools do is only assumed
    there. Evidence is fresh while it counts and is younger than the profile's period; an agreement
    that is in force is its own evidence. So time alone never makes a verdict look firmer.
    """
    measures = {measure.id: measure for measure in assessment.measures}
    proven = [
        needed
        for claim in _once_fired(outcomes)
        if (needed := [measures[key] for key in claim.requires if not measures[key].is_of_school])
    ]
    months = assessment.profile.periods.fresh_months
    fresh = [needed for needed in proven if all(_is_fresh(m, months=months, on=on) for m in needed)]
    unknown = sum(risk.tested(axis) is None for risk in assessment.risks for axis in Axis)
    return Confidence(fresh=len(fresh), proven=len(proven), unknown_axes=unknown)


_TOO_OLD = frozenset({Missing.VERIFICATION_EXPIRED, Missing.NOT_IN_FORCE})


def _once_fired(outcomes: Iterable[CellOutcome]) -> set[Claim]:
    """Return the claims that fire, or would if what ended had not."""
    axes = [
        axis
        for outcome in outcomes
        for found in outcome.levels.values()
        for axis in found.explanations[Stage.ATTAINABLE].axes
    ]
    fired = {claim for axis in axes for claim in axis.fired}
    ended = {each.claim for axis in axes for each in axis.unfired if each.reason in _TOO_OLD}
    return fired | ended


def _is_fresh(measure: Measure, *, months: int, on: date) -> bool:
    if measure.owner is Owner.CONTRACTUAL:
        return contract_lack(measure, on=on, party=None) is None
    seen = measure.verified_on
    young = seen is not None and on < add_months(seen, months=months)
    return young and vendor_lack(measure, on=on) is None
