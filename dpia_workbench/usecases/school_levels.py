"""Which levels each covered school reaches (R3 per school): the board shows the worst of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.school import at_school
from dpia_workbench.risk.score import Explanation, School
from dpia_workbench.store.models import SchoolDeviation
from dpia_workbench.usecases import local_levels, local_schools
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.local_schools import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolView:
    """A covered school: what differs there, and how its risks come to their levels."""

    place: Place
    deviations: tuple[SchoolDeviation, ...]
    explained: Mapping[str, list[Explanation]]

    @property
    def levels(self) -> dict[str, Level]:
        """Return R3 at this school, per risk."""
        return {key: worst_level(e.level for e in each) for key, each in self.explained.items()}

    @property
    def worst(self) -> Level | None:
        """Return the highest level at this school, if any risk is known."""
        return worst_level(self.levels.values()) if self.levels else None

    @property
    def differs(self) -> bool:
        """Return whether anything is recorded that holds at this school only."""
        return bool(self.deviations or self.place.tags or self.place.special_education)


def views(assessed: LocalAssessment) -> tuple[SchoolView, ...]:
    """Return the covered schools; those that differ in nothing are computed once."""
    adoption, content, on = assessed.adoption, assessed.content, assessed.on
    board = local_levels.school_of(adoption, content=content, on=on)
    facts = local_levels.facts_of(adoption, content=content)
    known: list[tuple[School, Mapping[str, list[Explanation]]]] = []
    found = []
    for place in local_schools.covered(adoption):
        school = at_school(board, local_schools.difference(adoption, place))
        explained = next((each for kind, each in known if kind == school), None)
        if explained is None:
            explained = _explained(assessed, school, facts=facts)
            known.append((school, explained))
        mine = local_schools.deviations(adoption, place)
        found.append(SchoolView(place=place, deviations=mine, explained=explained))
    return tuple(found)


def _explained(
    assessed: LocalAssessment, school: School, *, facts: Assessment
) -> Mapping[str, list[Explanation]]:
    """Return how the risks come to their levels at a school; nothing before its use is known."""
    found = local_levels.explained(facts, schools=[school], cells=assessed.cells, on=assessed.on)
    return {key: each for key, each in found.items() if each}
