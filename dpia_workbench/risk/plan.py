"""The way to a verdict: the smallest sets of measures that would lead there (contract.md 4).

A verdict is reached when no rule of a worse one holds. That asks of every risk in every scope
cell that its level is one of some, and each such demand is met by any one of a few sets of
measures. The smallest sets that meet all demands are found exactly: demands that share no
measure are solved apart, and within each part every choice that could lead to a smallest set is
followed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, product

from dpia_workbench.risk.computation import Assessment, CellOutcome, assess
from dpia_workbench.risk.cover import (
    IMPOSSIBLE,
    NOTHING,
    Budget,
    Demand,
    any_of,
    both,
    smallest,
)
from dpia_workbench.risk.measures import Measure, Missing, Owner
from dpia_workbench.risk.profile import VerdictRule
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis, Level
from dpia_workbench.risk.score import Cell, Claim, Risk, Situation, Stage, base, level_of, situation
from dpia_workbench.risk.verdict import ORDER, Verdict, product_verdict

MOST_PLANS = 10_000
MOST_STEPS = 50_000_000  # comparisons of sets: about ten seconds


class TargetNotInMethod(RuleViolation):
    """A method can only lead to a verdict that its rules know."""

    code = "plan.target-not-in-method"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One smallest set of measures, who must act, and the verdict it leads to."""

    measures: tuple[str, ...]
    by_owner: Mapping[Owner, tuple[str, ...]]
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All smallest plans to a verdict, or what no plan can lift.

    `is_cut` says that there are more plans of the same size than are listed.
    """

    target: Verdict
    plans: tuple[Plan, ...]
    blocked_risks: tuple[str, ...] = ()
    blocked_topics: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def is_reachable(self) -> bool:
        """Return whether any set of measures leads to the target."""
        return bool(self.plans)


def way_to(
    assessment: Assessment,
    *,
    target: Verdict,
    cells: Sequence[Cell],
    on: date,
    most: int = MOST_PLANS,
    most_steps: int = MOST_STEPS,
) -> Way:
    """Return all smallest sets of measures that bring every cell to a verdict or a better one.

    Candidates are the measures of vendors and the agreements that do not count on the day, as if
    they did, and the optional measures of schools, as if they were mandatory. Raises
    TargetNotInMethod or PlanTooComplex.
    """
    worse = _worse(assessment, target=target)
    budget = Budget(most_steps)
    keys = in_order(measure.id for measure in assessment.measures)
    bits = {key: 1 << place for place, key in enumerate(keys)}
    demands = [
        (risk.id, _demand(risk, assessment=assessment, goal=goal, bits=bits, budget=budget))
        for goal in (_goal(assessment, cell=cell, worse=worse, on=on) for cell in cells)
        for risk in assessment.risks
    ]
    results = frozenset(result for rule in worse for result in rule.findings)
    topics = {finding.topic for finding in assessment.findings if finding.result in results}
    risks = {risk for risk, demand in demands if demand == IMPOSSIBLE}
    if risks or topics:
        return Way(
            target=target, plans=(), blocked_risks=in_order(risks), blocked_topics=in_order(topics)
        )
    found = smallest((demand for _risk, demand in demands), budget=budget)
    chosen = [_members(each, keys=keys) for each in islice(found, most + 1)]
    plans = [_plan(each, assessment=assessment, cells=cells, on=on) for each in chosen[:most]]
    plans.sort(key=lambda plan: [_natural(key) for key in plan.measures])
    return Way(target=target, plans=tuple(plans), is_cut=len(chosen) > most)


def with_done(assessment: Assessment, *, done: Iterable[str], on: date) -> Assessment:
    """Return the assessment as if some measures counted from a day on; nothing is stored."""
    wanted = set(done)
    measures = tuple(
        _effective(measure, on=on) if measure.id in wanted else measure
        for measure in assessment.measures
    )
    return replace(assessment, measures=measures)


def outcomes(
    assessment: Assessment, *, cells: Iterable[Cell], on: date
) -> tuple[tuple[CellOutcome, ...], Verdict]:
    """Return what every cell comes to, and the verdict of the product."""
    reached = tuple(assess(assessment, cell=cell, on=on) for cell in cells)
    return reached, product_verdict(outcome.verdict for outcome in reached)


def candidates(assessment: Assessment, *, cells: Iterable[Cell], on: date) -> tuple[str, ...]:
    """Return the measures that could still be added in some cell, in their order."""
    found = {
        key
        for cell in cells
        for key in _open(_place(assessment, stage=Stage.ATTAINABLE, cell=cell, on=on))
    }
    return in_order(found)


def in_order(keys: Iterable[str]) -> tuple[str, ...]:
    """Return ids in the order in which people count: M2 before M10."""
    return tuple(sorted(keys, key=_natural))


def _natural(key: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts]


def _effective(measure: Measure, *, on: date) -> Measure:
    if measure.is_of_school:
        return replace(measure, owner=Owner.SCHOOL_MANDATORY)
    if measure.owner is Owner.CONTRACTUAL:
        return replace(measure, in_force_from=on, in_force_until=None, open_to_sector=True)
    return replace(
        measure, state=State.VERIFIED, evidence=True, independent=True, verified_on=on,
        verification_expires_on=None,
    )  # fmt: skip


def _plan(
    chosen: tuple[str, ...], *, assessment: Assessment, cells: Sequence[Cell], on: date
) -> Plan:
    reached = with_done(assessment, done=chosen, on=on)
    _cells, verdict = outcomes(reached, cells=cells, on=on)
    owners = {measure.id: measure.owner for measure in assessment.measures}
    by_owner = {
        owner: in_order(key for key in chosen if owners[key] is owner)
        for owner in Owner
        if any(owners[key] is owner for key in chosen)
    }
    return Plan(measures=chosen, by_owner=by_owner, verdict=verdict)


def _worse(assessment: Assessment, *, target: Verdict) -> tuple[VerdictRule, ...]:
    """Return the rules that must not hold. Raises TargetNotInMethod."""
    place = ORDER.index(target)
    rules = assessment.profile.rules
    worse = tuple(rule for rule in rules if ORDER.index(rule.verdict) > place)
    if len(worse) == len(rules):
        raise TargetNotInMethod(target=target)
    return worse


def _place(assessment: Assessment, *, stage: Stage, cell: Cell, on: date) -> Situation:
    return situation(assessment.measures, stage=stage, on=on, cell=cell)


def _open(place: Situation) -> frozenset[str]:
    """Return the measures that do not count in a cell, but could."""
    return frozenset(k for k, lack in place.lacking.items() if lack is not Missing.OTHER_EDITION)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Goal:
    """What is wanted in a scope cell: which levels, at which stage, by which measures."""

    place: Situation
    able: frozenset[str]
    allowed: frozenset[Level]


def _goal(assessment: Assessment, *, cell: Cell, worse: tuple[VerdictRule, ...], on: date) -> _Goal:
    """Return what keeps the risks of a cell out of the rules of worse verdicts.

    Where a worse rule holds for whatever schools must lower, the level after the vendor must be
    as low as any: in a monotone table every other pair of levels is then worse, too.
    """
    if any(rule.lowered_by_schools for rule in worse):
        place = _place(assessment, stage=Stage.AFTER_VENDOR, cell=cell, on=on)
        schools = {measure.id for measure in assessment.measures if measure.is_of_school}
        return _Goal(place=place, able=_open(place) - schools, allowed=frozenset({Level.LOW}))
    refused = frozenset(level for rule in worse for level in rule.attainable)
    place = _place(assessment, stage=Stage.ATTAINABLE, cell=cell, on=on)
    return _Goal(place=place, able=_open(place), allowed=frozenset(Level) - refused)


_STEPS = range(LOWEST, HIGHEST + 1)


def _demand(
    risk: Risk, *, assessment: Assessment, goal: _Goal, bits: Mapping[str, int], budget: Budget
) -> Demand:
    """Return the smallest additions to what counts that bring a risk to an allowed level."""
    additions = {
        (axis, value): _additions(
            risk, axis=axis, value=value, claims=assessment.claims_of[risk.id], goal=goal,
            bits=bits, budget=budget,
        )
        for axis in Axis
        for value in _STEPS
    }  # fmt: skip
    found = [
        each
        for likelihood, severity in product(_STEPS, _STEPS)
        if level_of(
            risk, likelihood=likelihood, severity=severity, profile=assessment.profile
        ) in goal.allowed
        for each in both(
            additions[Axis.LIKELIHOOD, likelihood], additions[Axis.SEVERITY, severity],
            budget=budget,
        )
    ]  # fmt: skip
    return any_of(found, budget=budget)


def _additions(
    risk: Risk,
    *,
    axis: Axis,
    value: int,
    claims: tuple[Claim, ...],
    goal: _Goal,
    bits: Mapping[str, int],
    budget: Budget,
) -> Demand:
    """Return the smallest additions that bring an axis to a value or below it."""
    place = goal.place
    if base(risk, axis=axis, tags=place.tags) <= value:
        return NOTHING
    missing = [
        claim.requires - place.proofs.keys()
        for claim in claims
        if claim.axis is axis and claim.cap <= value and not claim.void_if & place.tags
    ]
    able = [each for each in missing if each <= goal.able]
    return any_of((_as_number(each, bits=bits) for each in able), budget=budget)


def _as_number(members: Iterable[str], *, bits: Mapping[str, int]) -> int:
    return sum(bits[key] for key in members)


def _members(number: int, *, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for place, key in enumerate(keys) if number >> place & 1)
