"""The way to a verdict: the smallest sets of measures that would lead there (contract.md 4).

A verdict is reached when no rule of a worse one holds. That asks of every risk in every scope
cell that its level is one of some, and each such demand is met by any one of a few sets of
measures. The smallest sets that meet all demands are found exactly: demands that share no
measure are solved apart, and within each part every choice that could lead to a smallest set is
followed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count, islice, product

from dpia_workbench.risk.computation import Assessment, CellOutcome, assess
from dpia_workbench.risk.measures import Measure, Missing, Owner
from dpia_workbench.risk.profile import VerdictRule
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis, Level
from dpia_workbench.risk.score import Cell, Claim, Risk, Situation, Stage, base, level_of, situation
from dpia_workbench.risk.verdict import ORDER, Verdict, product_verdict

MOST_PLANS = 1_000
MOST_STEPS = 200_000

Chosen = frozenset[str]
Demand = frozenset[Chosen]  # met by any one of these sets; none of them contains another


class TargetNotInMethod(RuleViolation):
    """A method can only lead to a verdict that its rules know."""

    code = "plan.target-not-in-method"


class PlanTooComplex(RuleViolation):
    """An answer that would take for ever is refused, not guessed."""

    code = "plan.too-complex"


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
    demands = {
        (risk.id, place): _demand(risk, assessment=assessment, cell=cell, worse=worse, on=on)
        for place, cell in enumerate(cells)
        for risk in assessment.risks
    }
    results = frozenset(result for rule in worse for result in rule.findings)
    topics = {finding.topic for finding in assessment.findings if finding.result in results}
    risks = {risk for (risk, _place), demand in demands.items() if not demand}
    if risks or topics:
        return Way(
            target=target, plans=(), blocked_risks=in_order(risks), blocked_topics=in_order(topics)
        )
    chosen = list(islice(_smallest(demands.values(), most_steps=most_steps), most + 1))
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


def _plan(chosen: Chosen, *, assessment: Assessment, cells: Sequence[Cell], on: date) -> Plan:
    reached = with_done(assessment, done=chosen, on=on)
    _cells, verdict = outcomes(reached, cells=cells, on=on)
    owners = {measure.id: measure.owner for measure in assessment.measures}
    by_owner = {
        owner: in_order(key for key in chosen if owners[key] is owner)
        for owner in Owner
        if any(owners[key] is owner for key in chosen)
    }
    return Plan(measures=in_order(chosen), by_owner=by_owner, verdict=verdict)


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


def _open(place: Situation) -> Chosen:
    """Return the measures that do not count in a cell, but could."""
    return frozenset(k for k, lack in place.lacking.items() if lack is not Missing.OTHER_EDITION)


def _demand(
    risk: Risk, *, assessment: Assessment, cell: Cell, worse: tuple[VerdictRule, ...], on: date
) -> Demand:
    """Return the sets of measures, any of which keeps a risk out of the rules of worse verdicts.

    Where a worse rule holds for whatever schools must lower, the level after the vendor must be
    as low as any: in a monotone table every other pair of levels is then worse, too.
    """
    if any(rule.lowered_by_schools for rule in worse):
        place = _place(assessment, stage=Stage.AFTER_VENDOR, cell=cell, on=on)
        schools = {measure.id for measure in assessment.measures if measure.is_of_school}
        return _alternatives(
            risk, assessment=assessment, place=place, able=_open(place) - schools,
            allowed=frozenset({Level.LOW}),
        )  # fmt: skip
    refused = frozenset(level for rule in worse for level in rule.attainable)
    place = _place(assessment, stage=Stage.ATTAINABLE, cell=cell, on=on)
    return _alternatives(
        risk, assessment=assessment, place=place, able=_open(place),
        allowed=frozenset(Level) - refused,
    )  # fmt: skip


def _alternatives(
    risk: Risk, *, assessment: Assessment, place: Situation, able: Chosen, allowed: frozenset[Level]
) -> Demand:
    """Return the smallest additions to what counts that bring a risk to an allowed level."""
    claims = [claim for claim in assessment.claims if claim.risk == risk.id]
    steps = range(LOWEST, HIGHEST + 1)
    reached = {
        axis: {
            value: _additions(
                risk, axis=axis, value=value, claims=claims, place=place, able=able
            )
            for value in steps
        }
        for axis in Axis
    }  # fmt: skip
    found = {
        one | two
        for likelihood, severity in product(steps, steps)
        if level_of(
            risk, likelihood=likelihood, severity=severity, profile=assessment.profile
        ) in allowed
        for one, two in product(
            reached[Axis.LIKELIHOOD][likelihood], reached[Axis.SEVERITY][severity]
        )
    }  # fmt: skip
    return _minimal(found)


def _additions(
    risk: Risk, *, axis: Axis, value: int, claims: list[Claim], place: Situation, able: Chosen
) -> Demand:
    """Return the smallest additions that bring an axis to a value or below it."""
    if base(risk, axis=axis, tags=place.tags) <= value:
        return frozenset({frozenset[str]()})
    missing = (
        frozenset(claim.requires - place.proofs.keys())
        for claim in claims
        if claim.axis is axis and claim.cap <= value and not claim.void_if & place.tags
    )
    return _minimal({each for each in missing if each <= able})


def _minimal(sets: Iterable[Chosen]) -> Demand:
    """Return the sets that contain no other."""
    kept: list[Chosen] = []
    for each in sorted(set(sets), key=len):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return frozenset(kept)


def _smallest(demands: Iterable[Demand], *, most_steps: int) -> Iterator[Chosen]:
    """Yield every smallest set that meets all demands; demands that share nothing apart."""
    search = _Search(most_steps=most_steps)
    parts = [_solve(part, search=search) for part in _parts(_needed(demands))]
    for chosen in product(*parts):
        yield frozenset().union(*chosen)


def _needed(demands: Iterable[Demand]) -> list[Demand]:
    """Return the demands that are not met already, nor whenever another one is."""
    open_ones = {each for each in demands if frozenset() not in each}
    left = sorted(open_ones, key=lambda each: sorted(map(sorted, each)))
    return [
        each for each in left if not any(_implies(other, each) for other in left if other != each)
    ]


def _implies(one: Demand, other: Demand) -> bool:
    """Return whether whatever meets one demand meets the other, too.

    Two different demands never imply each other, because no set of a demand contains another.
    """
    return all(any(small <= each for small in other) for each in one)


def _parts(demands: list[Demand]) -> list[list[Demand]]:
    """Return the demands in groups that share no measure."""
    parts: list[tuple[set[str], list[Demand]]] = []
    for demand in demands:
        touched = set().union(*demand)
        mine = [part for part in parts if part[0] & touched]
        parts = [part for part in parts if not part[0] & touched]
        keys = touched.union(*(part[0] for part in mine))
        parts.append((keys, [demand, *(each for part in mine for each in part[1])]))
    return [part[1] for part in parts]


def _solve(demands: list[Demand], *, search: "_Search") -> list[Chosen]:
    """Return all smallest sets that meet the demands, by trying size after size."""
    sizes = (search.of_size(size, demands=demands) for size in count(_least(demands)))
    return sorted(next(filter(None, sizes)), key=sorted)


def _least(demands: Iterable[Demand]) -> int:
    """Return how many measures it takes at least: demands that share nothing add up."""
    total, touched = 0, set[str]()
    for demand in sorted(demands, key=lambda each: (-min(map(len, each)), len(each))):
        keys = frozenset().union(*demand)
        if not keys & touched:
            total += min(map(len, demand))
            touched |= keys
    return total


@dataclass(slots=True)
class _Search:
    """Follows every choice that could lead to a smallest set, and counts its steps."""

    most_steps: int
    steps: int = 0

    def of_size(self, size: int, *, demands: list[Demand]) -> set[Chosen]:
        """Return all sets of a size that meet the demands. Raises PlanTooComplex."""
        found: set[Chosen] = set()
        seen: set[Chosen] = set()
        stack: list[tuple[Chosen, list[Demand]]] = [(frozenset(), demands)]
        while stack:
            chosen, left = stack.pop()
            if chosen in seen or len(chosen) > size:
                continue
            seen.add(chosen)
            self._step()
            if not left:
                found.add(chosen)
            elif len(chosen) + _least(left) <= size:
                first = min(left, key=lambda each: (len(each), sorted(map(sorted, each))))
                stack += [(chosen | each, _after(left, each)) for each in first]
        return found

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most_steps:
            raise PlanTooComplex(steps=self.most_steps)


def _after(demands: list[Demand], chosen: Chosen) -> list[Demand]:
    """Return what is still demanded once some measures are chosen."""
    left = (_minimal(each - chosen for each in demand) for demand in demands)
    return [demand for demand in left if frozenset() not in demand]
