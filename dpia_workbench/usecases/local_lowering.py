"""What a board could still do to make a risk lower, found by computing it (method.md 3.4)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import LocalMeasure, LocalState, Missing, Owner
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.score import Cell, Explanation, Risk, School, Stage, explain, situation
from dpia_workbench.usecases import frozen, local_levels
from dpia_workbench.usecases.local import LocalAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Measures and agreements that together bring a risk to a lower level."""

    keys: tuple[str, ...]
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What the levels of a board are computed from."""

    facts: Assessment
    cells: tuple[Cell, ...]
    schools: tuple[School, ...]
    on: date

    def reached(self, risk: Risk, *, done: frozenset[str] = frozenset()) -> list[Explanation]:
        """Return how a risk comes to its levels if the board did these things, too."""
        return [
            explain(risk, claims=self.facts.claims, profile=self.facts.profile, situation=place)
            for school in self.schools
            for cell in self.cells
            for place in [
                situation(
                    self.facts.measures, stage=Stage.LOCAL, on=self.on, cell=cell,
                    school=_with(school, done=done, on=self.on),
                )
            ]
        ]  # fmt: skip

    def level(self, risk: Risk, *, done: frozenset[str] = frozenset()) -> Level:
        """Return the level of a risk if the board did these things, too."""
        return worst_level([each.level for each in self.reached(risk, done=done)])


def _with(school: School, *, done: frozenset[str], on: date) -> School:
    applied = LocalMeasure(state=LocalState.IMPLEMENTED, since=on, evidence=True)
    return replace(
        school,
        party_to=school.party_to | done,
        measures={**school.measures, **dict.fromkeys(done, applied)},
    )


def ways(assessed: LocalAssessment) -> dict[str, tuple[Way, ...]]:
    """Return per risk that is not low what would make it lower; the smallest ways, best first.

    Only what is in the board's own hand counts: its measures, and agreements it can join.
    """
    adoption, content = assessed.adoption, assessed.content
    ground = _Ground(
        facts=local_levels.facts_of(adoption, content=content),
        cells=tuple(frozen.cell_of(cell) for cell in assessed.cells),
        schools=tuple(local_levels.schools_of(adoption, content=content, on=assessed.on)),
        on=assessed.on,
    )
    return {
        risk.id: tuple(_ways(risk, ground=ground))
        for risk in ground.facts.risks
        if assessed.levels.get(risk.id, Level.LOW) is not Level.LOW
    }


def _ways(risk: Risk, *, ground: _Ground) -> Iterator[Way]:
    now = ground.reached(risk)
    level = worst_level([each.level for each in now])
    tried = sorted(_candidates(now, ground=ground), key=lambda keys: (len(keys), sorted(keys)))
    found = [(keys, ground.level(risk, done=keys)) for keys in tried]
    helping = [(keys, got) for keys, got in found if got.rank < level.rank]
    everything = frozenset().union(*tried)
    together = ground.level(risk, done=everything)
    if together.rank < min([got.rank for _keys, got in helping], default=level.rank):
        helping.append((everything, together))
    for keys, got in sorted(helping, key=lambda each: (each[1].rank, len(each[0]))):
        yield Way(keys=tuple(sorted(keys)), level=got)


def _candidates(found: Iterable[Explanation], *, ground: _Ground) -> set[frozenset[str]]:
    """Return the sets of missing things behind claims that do not hold yet."""
    owners = {measure.id: measure.owner for measure in ground.facts.measures}
    wanted: set[frozenset[str]] = set()
    for each in found:
        counted = {proof.measure for axis in each.axes for proof in axis.proofs}
        for axis in each.axes:
            for unfired in axis.unfired:
                missing = unfired.claim.requires - counted
                helps = unfired.tag is None and unfired.claim.cap < axis.value
                if helps and _in_hand(missing, owners=owners, reason=unfired.reason):
                    wanted.add(missing)
    return wanted


def _in_hand(
    missing: frozenset[str], *, owners: Mapping[str, Owner], reason: Missing | None
) -> bool:
    mine = (Owner.SCHOOL_MANDATORY, Owner.SCHOOL_OPTIONAL, Owner.CONTRACTUAL)
    return reason is not Missing.OTHER_EDITION and all(owners.get(key) in mine for key in missing)


def titles(assessed: LocalAssessment) -> dict[str, Any]:
    """Return the titles of all measures that count at the board, those of its own included."""
    found: dict[str, Any] = {item["key"]: item["title"] for item in assessed.content["measures"]}
    mine = local_levels.own_measures(assessed.adoption)
    return found | {each.key: {"nl": each.title, "en": ""} for each in mine}
