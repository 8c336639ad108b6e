"""Counts of boards that others may read: from five up, and to vendors only as a range (inv. 16)."""

from dataclasses import dataclass
from itertools import pairwise

SMALLEST = 5  # boards
_STEPS = (SMALLEST, 10, 25, 50, 100, 250, 500, 1_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From so many up to and including so many; None: no end."""

    least: int
    most: int | None


def told(count: int) -> int | None:
    """Return a count as it may be told, or None if it is too small."""
    return count if count >= SMALLEST else None


def ranged(count: int) -> Range | None:
    """Return the range in which a count lies, or None if it is too small to be told."""
    if count < SMALLEST:
        return None
    for least, following in pairwise(_STEPS):
        if count < following:
            return Range(least=least, most=following - 1)
    return Range(least=_STEPS[-1], most=None)
