"""Levels per risk and stage, from axes, floors, claims and effective measures (method.md 3.4).

`min` over caps is commutative, associative, idempotent and monotone, so neither order nor
duplicates of claims can matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.measures import (
    LocalMeasure,
    Measure,
    Missing,
    Owner,
    contract_lack,
    is_projected,
    local_lack,
    vendor_lack,
)
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import HIGHEST, LOWEST, Axis, Level, worst_level


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


class Basis(StrEnum):
    """Why a measure counts at a stage."""

    VERIFIED = "verified"  # the vendor's, checked by somebody independent
    IN_FORCE = "in_force"  # an agreement
    ASSUMED = "assumed"  # what schools must do, or could do
    APPLIED = "applied"  # what this school did
    PROMISED = "promised"  # expected, in the projection only
    DELIVERED = "delivered"  # not checked yet, in the projection only


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Proof:
    """On what a measure counts, since when, and before which day (exclusive; None: no end)."""

    measure: str
    owner: Owner
    basis: Basis
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisExplanation:
    """How one axis came to its value; `proofs` are of the measures behind the fired claims."""

    tested: int | None
    floors: tuple[Floor, ...]
    base: int
    fired: tuple[Claim, ...]
    unfired: tuple[Unfired, ...]
    value: int
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a risk came to its level at a stage; replaying it gives the same level."""

    risk: str
    stage: Stage
    likelihood: AxisExplanation
    severity: AxisExplanation
    severe_floor_applied: bool
    level: Level

    @property
    def axes(self) -> tuple[AxisExplanation, AxisExplanation]:
        """Return likelihood and severity."""
        return self.likelihood, self.severity

    def replay(self, profile: MethodProfile) -> Level:
        """Return the level that follows from the record alone (property P12)."""
        values = [min([axis.base, *(claim.cap for claim in axis.fired)]) for axis in self.axes]
        level = profile.level(likelihood=values[0], severity=values[1])
        return _at_least_medium(level) if self.severe_floor_applied else level


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is effective at a stage, why the rest is not, and which tags apply."""

    stage: Stage
    proofs: Mapping[str, Proof]
    lacking: Mapping[str, Missing]
    tags: frozenset[str]

    @property
    def effective(self) -> frozenset[str]:
        """Return the ids of the measures that count."""
        return frozenset(self.proofs)


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
    proofs: dict[str, Proof] = {}
    for measure in measures:
        lack = _lack(measure, stage=stage, on=on, cell=cell, school=school)
        if lack is None:
            proofs[measure.id] = _proof(measure, stage=stage, school=school)
        else:
            lacking[measure.id] = lack
    tags = cell.tags | (school.tags if school and stage is Stage.LOCAL else frozenset())
    return Situation(stage=stage, proofs=proofs, lacking=lacking, tags=tags)


def _proof(measure: Measure, *, stage: Stage, school: School | None) -> Proof:
    basis, since, until = _ground(measure, stage=stage, school=school)
    return Proof(measure=measure.id, owner=measure.owner, basis=basis, since=since, until=until)


def _ground(
    measure: Measure, *, stage: Stage, school: School | None
) -> tuple[Basis, date | None, date | None]:
    if measure.is_of_school and stage is Stage.LOCAL and school is not None:
        local = school.measures[measure.id]
        return Basis.APPLIED, local.since, local.review_due
    if measure.is_of_school:
        return Basis.ASSUMED, None, None
    if measure.owner is Owner.CONTRACTUAL:
        return Basis.IN_FORCE, measure.in_force_from, measure.in_force_until
    if measure.state is State.COMMITTED:
        return Basis.PROMISED, None, measure.due
    if measure.state is State.DELIVERED:
        return Basis.DELIVERED, None, None
    return Basis.VERIFIED, measure.verified_on, measure.verification_expires_on


def _lack(
    measure: Measure, *, stage: Stage, on: date, cell: Cell, school: School | None
) -> Missing | None:
    if stage is Stage.AS_TESTED:
        return Missing.BEYOND_STAGE
    if measure.editions and cell.edition not in measure.editions:
        return Missing.OTHER_EDITION
    if measure.is_of_school:
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
    mine = in_order(claim for claim in claims if claim.risk == risk.id)
    return explain_in_order(risk, claims=mine, situation=situation, profile=profile)


def in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in the stable order in which explanations list them, each once."""
    return tuple(sorted(set(claims), key=lambda claim: claim.key))


def explain_in_order(
    risk: Risk, *, claims: tuple[Claim, ...], situation: Situation, profile: MethodProfile
) -> Explanation:
    """Return the same as `explain` does, from a risk's own claims that are in order already."""
    likelihood = _axis(risk, axis=Axis.LIKELIHOOD, claims=claims, situation=situation)
    severity = _axis(risk, axis=Axis.SEVERITY, claims=claims, situation=situation)
    values = {"likelihood": likelihood.value, "severity": severity.value}
    return Explanation(
        risk=risk.id,
        stage=situation.stage,
        likelihood=likelihood,
        severity=severity,
        severe_floor_applied=_stays_severe(risk, **values),
        level=level_of(risk, profile=profile, **values),
    )


def level_of(risk: Risk, *, likelihood: int, severity: int, profile: MethodProfile) -> Level:
    """Return the level that two values lead to for a risk: the matrix and the severe floor."""
    level = profile.level(likelihood=likelihood, severity=severity)
    stays = _stays_severe(risk, likelihood=likelihood, severity=severity)
    return _at_least_medium(level) if stays else level


def _stays_severe(risk: Risk, *, likelihood: int, severity: int) -> bool:
    """Return whether a risk stays at least medium however unlikely it is.

    People can waive that with reasons (Rijksmodel note, EDPB footnote; method.md 3.4).
    """
    return severity == HIGHEST and likelihood == LOWEST and not risk.severe_floor_waived


def base(risk: Risk, *, axis: Axis, tags: frozenset[str]) -> int:
    """Return an axis before any claim: as tested, unknown as the worst, raised by floors."""
    return _raised(risk.tested(axis), floors=floors_of(risk, axis=axis, tags=tags))


def _raised(tested: int | None, *, floors: tuple[Floor, ...]) -> int:
    return max([HIGHEST if tested is None else tested, *(floor.level for floor in floors)])


def floors_of(risk: Risk, *, axis: Axis, tags: frozenset[str]) -> tuple[Floor, ...]:
    """Return the floors under an axis that these tags bring, in a stable order."""
    return tuple(sorted(f for f in risk.floors if f.axis is axis and f.tag in tags))


def _at_least_medium(level: Level) -> Level:
    return worst_level((level, Level.MEDIUM))


def _axis(
    risk: Risk, *, axis: Axis, claims: tuple[Claim, ...], situation: Situation
) -> AxisExplanation:
    floors = floors_of(risk, axis=axis, tags=situation.tags)
    before = _raised(risk.tested(axis), floors=floors)
    fired, unfired = [], []
    for claim in (claim for claim in claims if claim.axis is axis):
        obstacle = _obstacle(claim, situation=situation)
        if obstacle is None:
            fired.append(claim)
        else:
            unfired.append(obstacle)
    behind = sorted({key for claim in fired for key in claim.requires})
    return AxisExplanation(
        proofs=tuple(situation.proofs[key] for key in behind),
        tested=risk.tested(axis),
        floors=floors,
        base=before,
        fired=tuple(fired),
        unfired=tuple(unfired),
        value=min([before, *(claim.cap for claim in fired)]),
    )


def _obstacle(claim: Claim, *, situation: Situation) -> Unfired | None:
    void = claim.void_if & situation.tags
    if void:
        return Unfired(claim=claim, reason=None, tag=min(void))
    missing = [key for key in claim.requires if key not in situation.proofs]
    if not missing:
        return None
    first = min(missing)
    reason = situation.lacking.get(first, Missing.NOT_ASKED)
    return Unfired(claim=claim, reason=reason, measure=first)
