"""How many measures of each owner are how far: what the measure picture and its table show."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePicture:
    """Counts per owner and progress; an owner without measures is there with nothing."""

    counts: Mapping[Owner, Mapping[Progress, int]]

    @classmethod
    def of(cls, measures: Iterable[tuple[Owner, Progress]]) -> "MeasurePicture":
        """Return the counts of measures."""
        found = Counter(measures)
        return cls(
            counts={
                owner: {each: found[owner, each] for each in Progress if found[owner, each]}
                for owner in Owner
            }
        )

    @property
    def shown(self) -> tuple[Progress, ...]:
        """Return what occurs at all, in its order."""
        return tuple(
            each for each in Progress if any(each in counts for counts in self.counts.values())
        )

    def total(self, owner: Owner) -> int:
        """Return how many measures an owner has."""
        return sum(self.counts[owner].values())

    @property
    def longest(self) -> int:
        """Return how many measures the owner with the most has."""
        return max(self.total(owner) for owner in self.counts)
