"""How risks come to their levels at a board: its schools, its measures, its own risks (R3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dpia_workbench.risk.agreement import Cover
from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.school import kinds_of_school
from dpia_workbench.risk.score import (
    Cell,
    Claim,
    Explanation,
    Risk,
    School,
    Stage,
    explain,
    situation,
)
from dpia_workbench.store.models import Adoption, LocalMeasure, OwnMeasure, OwnRisk
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases import agreed, frozen, local_schools

Content = Mapping[str, Any]
Cells = tuple[Mapping[str, Any], ...]


Later = Mapping[tuple[str, UUID | None], Measured]
"""How measures stand now, by key and school; without it things are as at the decision."""


def cells_of(adoption: Adoption, content: Content) -> Cells:
    """Return the scope cells that the board uses, in the order of the content."""
    return tuple(cell for cell in content["cells"] if cell["key"] in adoption.cells)


def _known_at(adoption: Adoption, later: Later | None) -> datetime | None:
    """Return until when facts count: a decision rests on what was known when it was taken."""
    return adoption.decision.at if adoption.decision and later is None else None


def facts_of(adoption: Adoption, *, content: Content, later: Later | None = None) -> Assessment:
    """Return what the release was computed from, without what its agreements lost since.

    A decision rests on what was known when it was taken; `later` asks for what is known now. The
    board's own risks come with it.
    """
    central = agreed.as_it_stands(
        frozen.assessment_of(content),
        named=agreed.recorded(adoption, content),
        known_at=_known_at(adoption, later),
    )
    mine = own_risks(adoption)
    judged = {row.key for row in mine}
    least = {item["key"]: _published(item) for item in content["risks"]}
    return replace(
        central,
        risks=(
            *(risk for risk in central.risks if risk.id not in judged),
            *(_risk(row, least=least.get(row.key, 1)) for row in mine),
        ),
        measures=(*central.measures, *(_measure(each) for each in own_measures(adoption))),
        claims=(*central.claims, *(_claim(each) for each in own_measures(adoption))),
    )


def own_risks(adoption: Adoption) -> list[OwnRisk]:
    """Return the risks that the board judged itself."""
    return [row for row in adoption.risks if not row.is_removed]


def own_measures(adoption: Adoption) -> Iterator[OwnMeasure]:
    """Yield the board's measures against the risks that it judged itself."""
    for row in own_risks(adoption):
        yield from (each for each in row.measures if not each.is_removed)


_AXES_OF = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}


def _published(item: Content) -> int:
    """Return the least value of both axes of a risk of a record: what its publisher left."""
    after = item.get("published", {}).get("after")
    return _AXES_OF[Level(after)] if after else 1


def _risk(row: OwnRisk, *, least: int) -> Risk:
    """Return a risk as the board judged it, never below what a publisher left (invariant 12)."""
    likelihood, severity = (
        value if value is None else max(value, least) for value in (row.likelihood, row.severity)
    )
    return Risk(id=row.key, likelihood=likelihood, severity=severity)


def _measure(row: OwnMeasure) -> Measure:
    return Measure(id=row.key, owner=Owner.SCHOOL_OPTIONAL)


def _claim(row: OwnMeasure) -> Claim:
    return Claim(risk=row.risk.key, axis=Axis(row.axis), cap=row.cap, requires=frozenset({row.key}))


def covers(
    adoption: Adoption, *, content: Content, on: date, later: Later | None = None
) -> dict[str, Cover | None]:
    """Return why each recorded agreement covers the board on a day, by the key of the measure."""
    known_at = _known_at(adoption, later)
    return {
        key: agreed.cover_of(row, adoption.board, on=on, known_at=known_at)
        for key, row in agreed.recorded(adoption, content).items()
    }


def party_to(
    adoption: Adoption, *, content: Content, on: date, later: Later | None = None
) -> frozenset[str]:
    """Return the contractual measures whose agreement the board can rely on (invariant 23).

    Of a recorded agreement that follows from its parties and joinders; of another one the board
    says it itself.
    """
    found = covers(adoption, content=content, on=on, later=later)
    said = {key for key in adoption.party_to if key not in found}
    return frozenset(said | {key for key, cover in found.items() if cover is not None})


def school_of(
    adoption: Adoption, *, content: Content, on: date, later: Later | None = None
) -> School:
    """Return what the board as a whole brings to the computation."""
    now = later or {}
    rows: list[LocalMeasure | OwnMeasure] = [*adoption.measures, *own_measures(adoption)]
    return School(
        tags=frozenset(adoption.tags),
        party_to=party_to(adoption, content=content, on=on, later=later),
        measures={row.key: local_schools.facts_of(now.get((row.key, None), row)) for row in rows},
    )


def schools_of(
    adoption: Adoption, *, content: Content, on: date, later: Later | None = None
) -> list[School]:
    """Return the board as a whole, and what each covered school brings that differs."""
    places = local_schools.covered(adoption)
    return kinds_of_school(
        school_of(adoption, content=content, on=on, later=later),
        [local_schools.difference(adoption, place, later=later) for place in places],
    )


def explanations(
    adoption: Adoption, *, content: Content, cells: Cells, on: date, later: Later | None = None
) -> dict[str, list[Explanation]]:
    """Return how every risk comes to its level, per covered scope cell and kind of school."""
    schools = schools_of(adoption, content=content, on=on, later=later)
    facts = facts_of(adoption, content=content, later=later)
    return explained(facts, schools=schools, cells=cells, on=on)


def explained(
    facts: Assessment, *, schools: Iterable[School], cells: Cells, on: date
) -> dict[str, list[Explanation]]:
    """Return the same for some schools only, from what `facts_of` gave."""
    chosen: list[Cell] = [frozen.cell_of(cell) for cell in cells]
    places = [
        situation(facts.measures, stage=Stage.LOCAL, on=on, cell=cell, school=school)
        for school in schools
        for cell in chosen
    ]
    return {
        risk.id: [
            explain(risk, claims=facts.claims, situation=place, profile=facts.profile)
            for place in places
        ]
        for risk in facts.risks
    }
