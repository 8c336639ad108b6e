"""Levels per risk and stage, from axes, floors, claims and effective measures (method.md 3.4).

`min` over caps is commutative, associative, idempotent and monotone, so neither order nor
duplicates of claims can matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.measures import (
    SCHOOL_OWNERS,
    LocalMeasure,
    Measure,
    Missing,
    Owner,
    contract_lack,
    is_projected,
    local_lack,
    vendor_lack,
)
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis, Level, MethodProfile


class Stage(StrEnum):
    """What is assumed done when a level is computed (method.md 2.5 and 3.4)."""

    AS_TESTED = "r0"
    AFTER_VENDOR = "r1"
    ATTAINABLE = "r2"
    BEST = "rb"
    PROJECTED = "rp"
    LOCAL = "r3"


CENTRAL_STAGES = (
    Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE, Stage.BEST, Stage.PROJECTED
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Floor:
    """If the tag applies, the axis is at least `level`."""

    tag: str
    axis: Axis
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risk as tested: 1..3 on both axes, None for unknown."""

    id: str
    likelihood: int | None
    severity: int | None
    severe_floor_waived: bool = False
    floors: frozenset[Floor] = frozenset()

    def tested(self, axis: Axis) -> int | None:
        """Return the value people judged on an axis."""
        return self.likelihood if axis is Axis.LIKELIHOOD else self.severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """If all required measures are effective and no void tag applies, the axis is at most `cap`."""

    risk: str
    axis: Axis
    cap: int
    requires: frozenset[str]
    void_if: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, Axis, int, tuple[str, ...], tuple[str, ...]]:
        """Return the stable order in which explanations list claims."""
        requires, void_if = tuple(sorted(self.requires)), tuple(sorted(self.void_if))
        return self.risk, self.axis, self.cap, requires, void_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A scope cell: which edition, and the tags it fixes."""

    tags: frozenset[str] = frozenset()
    edition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """What one school brings: its tags, the agreements it is party to, its own measures."""

    tags: frozenset[str] = frozenset()
    party_to: frozenset[str] = frozenset()
    measures: Mapping[str, LocalMeasure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfired:
    """A claim that did not fire, and the first reason: a missing measure or a void tag."""

    claim: Claim
    reason: Missing | None
    measure: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisExplanation:
    """How one axis came to its value."""

    tested: int | None
    floors: tuple[Floor, ...]
    base: int
    fired: tuple[Claim, ...]
    unfired: tuple[Unfired, ...]
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a risk came to its level at a stage; replaying it gives the same level."""

    risk: str
    stage: Stage
    likelihood: AxisExplanation
    severity: AxisExplanation
    severe_floor_applied: bool
    level: Level

    def replay(self, profile: MethodProfile) -> Level:
        """Return the level that follows from the record alone (property P12)."""
        axes = (self.likelihood, self.severity)
        values = [min([axis.base, *(claim.cap for claim in axis.fired)]) for axis in axes]
        level = profile.level(likelihood=values[0], severity=values[1])
        return _at_least_medium(level) if self.severe_floor_applied else level


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is effective at a stage, why the rest is not, and which tags apply."""

    stage: Stage
    effective: frozenset[str]
    lacking: Mapping[str, Missing]
    tags: frozenset[str]


def situation(
    measures: Iterable[Measure],
    *,
    stage: Stage,
    on: date,
    cell: Cell,
    school: School | None = None,
) -> Situation:
    """Return what counts at a stage on a day, for a cell and possibly one school."""
    lacking: dict[str, Missing] = {}
    effective = set()
    for measure in measures:
        lack = _lack(measure, stage=stage, on=on, cell=cell, school=school)
        if lack is None:
            effective.add(measure.id)
        else:
            lacking[measure.id] = lack
    tags = cell.tags | (school.tags if school and stage is Stage.LOCAL else frozenset())
    return Situation(stage=stage, effective=frozenset(effective), lacking=lacking, tags=tags)


def _lack(
    measure: Measure, *, stage: Stage, on: date, cell: Cell, school: School | None
) -> Missing | None:
    if stage is Stage.AS_TESTED:
        return Missing.BEYOND_STAGE
    if measure.editions and cell.edition not in measure.editions:
        return Missing.OTHER_EDITION
    if measure.owner in SCHOOL_OWNERS:
        return _school_lack(measure, stage=stage, on=on, school=school)
    if measure.owner is Owner.CONTRACTUAL:
        return contract_lack(measure, on=on, party=_party(measure, stage=stage, school=school))
    if stage is Stage.PROJECTED and is_projected(measure, on=on):
        return None
    return vendor_lack(measure, on=on)


def _party(measure: Measure, *, stage: Stage, school: School | None) -> bool | None:
    if stage is not Stage.LOCAL:
        return None
    return school is not None and measure.id in school.party_to


_ASSUMED = {
    Owner.SCHOOL_MANDATORY: frozenset({Stage.ATTAINABLE, Stage.BEST, Stage.PROJECTED}),
    Owner.SCHOOL_OPTIONAL: frozenset({Stage.BEST}),
}


def _school_lack(
    measure: Measure, *, stage: Stage, on: date, school: School | None
) -> Missing | None:
    if stage is not Stage.LOCAL:
        return None if stage in _ASSUMED[measure.owner] else Missing.BEYOND_STAGE
    return local_lack(school.measures.get(measure.id) if school else None, on=on)


def explain(
    risk: Risk, *, claims: Iterable[Claim], situation: Situation, profile: MethodProfile
) -> Explanation:
    """Return a risk's level at a stage with everything it rests on."""
    mine = sorted({claim for claim in claims if claim.risk == risk.id}, key=lambda claim: claim.key)
    likelihood = _axis(risk, axis=Axis.LIKELIHOOD, claims=mine, situation=situation)
    severity = _axis(risk, axis=Axis.SEVERITY, claims=mine, situation=situation)
    level = profile.level(likelihood=likelihood.value, severity=severity.value)
    # A severe risk stays at least medium however unlikely, unless people waived that with reasons
    # (Rijksmodel note, EDPB footnote; method.md 3.4).
    severe = (
        severity.value == HIGHEST and likelihood.value == LOWEST and not risk.severe_floor_waived
    )
    return Explanation(
        risk=risk.id,
        stage=situation.stage,
        likelihood=likelihood,
        severity=severity,
        severe_floor_applied=severe,
        level=_at_least_medium(level) if severe else level,
    )


def _at_least_medium(level: Level) -> Level:
    return level if level.rank >= Level.MEDIUM.rank else Level.MEDIUM


def _axis(risk: Risk, *, axis: Axis, claims: list[Claim], situation: Situation) -> AxisExplanation:
    tested = risk.tested(axis)
    floors = tuple(sorted(f for f in risk.floors if f.axis is axis and f.tag in situation.tags))
    base = max([HIGHEST if tested is None else tested, *(floor.level for floor in floors)])
    fired, unfired = [], []
    for claim in (claim for claim in claims if claim.axis is axis):
        obstacle = _obstacle(claim, situation=situation)
        if obstacle is None:
            fired.append(claim)
        else:
            unfired.append(obstacle)
    return AxisExplanation(
        tested=tested,
        floors=floors,
        base=base,
        fired=tuple(fired),
        unfired=tuple(unfired),
        value=min([base, *(claim.cap for claim in fired)]),
    )


def _obstacle(claim: Claim, *, situation: Situation) -> Unfired | None:
    void = sorted(claim.void_if & situation.tags)
    if void:
        return Unfired(claim=claim, reason=None, tag=void[0])
    missing = sorted(claim.requires - situation.effective)
    if missing:
        reason = situation.lacking.get(missing[0], Missing.NOT_ASKED)
        return Unfired(claim=claim, reason=reason, measure=missing[0])
    return None
