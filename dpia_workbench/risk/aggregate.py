"""Counts of boards that others may read: from five up, and to vendors only as a range (inv. 16)."""

from collections.abc import Mapping
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


def apart(counts: Mapping[str, int]) -> frozenset[str]:
    """Return which counts may be told where others may know what they come to together.

    What stays untold is then nothing at all, or of five boards at least: a difference of the sum
    and what is told says nothing of fewer boards than that.
    """
    hidden = [key for key, count in counts.items() if count < SMALLEST]
    others = sorted(counts.keys() - set(hidden), key=lambda key: (counts[key], key))
    while others and 0 < sum(counts[key] for key in hidden) < SMALLEST:
        hidden.append(others.pop(0))
    return frozenset(others)
