"""Scales and levels (method.md 1.2 and 3.2)."""

from collections.abc import Iterable
from enum import StrEnum

LOWEST, HIGHEST = 1, 3


class Axis(StrEnum):
    """The two axes on which people judge a risk."""

    LIKELIHOOD = "likelihood"
    SEVERITY = "severity"


class Level(StrEnum):
    """The level of a risk; it is computed, never typed."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """Return 1 for low, 2 for medium, 3 for high."""
        return _RANKS[self]


_RANKS = {Level.LOW: 1, Level.MEDIUM: 2, Level.HIGH: 3}


def worst_level(levels: Iterable[Level]) -> Level:
    """Return the highest of the levels; low if there are none."""
    return max(levels, key=lambda level: level.rank, default=Level.LOW)
