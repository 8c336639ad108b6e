"""Where every risk stands in the matrix at each stage: what the risk picture and its table show.

Positions are the very values of which the explanations made the levels; nothing is computed again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dpia_workbench.risk.profile import Matrix
from dpia_workbench.risk.scale import LOWEST, Level
from dpia_workbench.risk.score import Explanation, Stage
from dpia_workbench.store.bilingual import Bilingual

Labels = tuple[Bilingual, Bilingual, Bilingual]
Place = tuple[int, int]  # likelihood and severity, 1 to 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a risk stands at a stage, and the level it has there."""

    likelihood: int
    severity: int
    level: Level

    @classmethod
    def of(cls, explanation: Explanation) -> "Spot":
        """Return the spot that an explanation leads to."""
        return cls(
            likelihood=explanation.likelihood.value,
            severity=explanation.severity.value,
            level=explanation.level,
        )

    @classmethod
    def frozen(cls, explanation: Mapping[str, Any], *, level: str) -> "Spot":
        """Return the spot of an explanation that was kept as JSON beside its level."""
        return cls(
            likelihood=explanation["likelihood"]["value"],
            severity=explanation["severity"]["value"],
            level=Level(level),
        )

    @property
    def place(self) -> Place:
        """Return the cell of the matrix."""
        return self.likelihood, self.severity

    @property
    def badness(self) -> tuple[int, int, int]:
        """Return what makes one spot worse than another: the level before the place."""
        return self.level.rank, self.severity, self.likelihood


def worst(spots: Iterable[Spot]) -> Spot:
    """Return the worst of some spots, such as those of a risk in every scope cell."""
    return max(spots, key=lambda spot: spot.badness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A risk and where it stands, stage by stage."""

    key: str
    title: Bilingual
    spots: Mapping[Stage, Spot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The words of a method for its steps, and its matrix (rows severity, columns likelihood)."""

    likelihood: Labels
    severity: Labels
    matrix: Matrix

    @classmethod
    def of(cls, profile: Mapping[str, Any]) -> "Scale":
        """Return the scale of a method profile in its JSON form."""
        return cls(
            likelihood=_labels(profile["likelihood"]),
            severity=_labels(profile["severity"]),
            matrix=tuple(tuple(Level(cell) for cell in row) for row in profile["matrix"]),  # type: ignore[arg-type]  # a loaded profile has three of three
        )

    def level(self, place: Place) -> Level:
        """Return what the matrix says of a cell."""
        likelihood, severity = place
        return self.matrix[severity - LOWEST][likelihood - LOWEST]


def _labels(steps: Iterable[Mapping[str, Any]]) -> Labels:
    first, second, third = sorted(steps, key=lambda step: step["value"])
    return tuple(Bilingual.of(step["label"]) for step in (first, second, third))  # type: ignore[return-value]  # three in, three out


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPicture:
    """Risks and where they stand at some stages, in the order in which they follow each other."""

    stages: tuple[Stage, ...]
    scale: Scale
    paths: tuple[Path, ...]

    def before(self, stage: Stage) -> Stage | None:
        """Return the stage that is shown before another one."""
        return next((one for one, other in pairwise(self.stages) if other is stage), None)

    def moved(self, stage: Stage) -> tuple[Path, ...]:
        """Return the risks that stand elsewhere than at the stage before."""
        before = self.before(stage)
        return tuple(
            path
            for path in self.paths
            if before is not None and path.spots[before].place != path.spots[stage].place
        )

    def is_raised(self, spot: Spot) -> bool:
        """Return whether a risk counts for more than its cell: severe, however unlikely it is."""
        return spot.level is not self.scale.level(spot.place)

    @property
    def has_raised(self) -> bool:
        """Return whether there is any such risk."""
        return any(self.is_raised(spot) for path in self.paths for spot in path.spots.values())

    def count(self, level: Level, *, stage: Stage) -> int:
        """Return how many risks have a level at a stage."""
        return sum(path.spots[stage].level is level for path in self.paths)
