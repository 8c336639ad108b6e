"""Smallest sets that meet demands, where each demand is met by any one of some sets.

A set is a whole number with a bit for each member, so that to join and to compare sets takes no
time. The answer is exact: within each group of demands that share members, every choice that
could lead to a smallest set is followed, size after size.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from dpia_workbench.risk.rules import RuleViolation

Demand = tuple[int, ...]  # met by any one of these sets, none of which contains another
NOTHING: Demand = (0,)  # met already
IMPOSSIBLE: Demand = ()


class PlanTooComplex(RuleViolation):
    """An answer that would take for ever is refused, not guessed."""

    code = "plan.too-complex"


class Budget:
    """How many comparisons of sets an answer may take."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._spent = 0

    def spend(self, steps: int) -> None:
        """Count steps before they are taken. Raises PlanTooComplex."""
        self._spent += steps
        if self._spent > self.most:
            raise PlanTooComplex(steps=self.most)


def any_of(sets: Iterable[int], *, budget: Budget) -> Demand:
    """Return the demand that any one of some sets meets. Raises PlanTooComplex."""
    kept: list[int] = []
    for each in sorted(set(sets), key=lambda one: (one.bit_count(), one)):
        budget.spend(len(kept) + 1)
        if not any(smaller & each == smaller for smaller in kept):
            kept.append(each)
    return tuple(kept)


def both(one: Demand, two: Demand, *, budget: Budget) -> Demand:
    """Return the demand that is met when two demands are met. Raises PlanTooComplex."""
    budget.spend(len(one) * len(two))
    return any_of((first | second for first in one for second in two), budget=budget)


def smallest(demands: Iterable[Demand], *, budget: Budget) -> Iterator[int]:
    """Yield every smallest set that meets all demands; none if one cannot be met.

    Raises PlanTooComplex before the first is yielded.
    """
    parts = [_solve(part, budget=budget) for part in _parts(_needed(demands, budget=budget))]
    return (_union(chosen) for chosen in product(*parts))


def _union(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found


def _needed(demands: Iterable[Demand], *, budget: Budget) -> list[Demand]:
    """Return the demands that are not met already, nor whenever another one is met."""
    left = sorted({each for each in demands if 0 not in each}, key=lambda each: (len(each), each))
    kept: list[Demand] = []
    for each in left:
        if not any(_implies(other, each, budget=budget) for other in kept):
            kept = [other for other in kept if not _implies(each, other, budget=budget)]
            kept.append(each)
    return kept


def _implies(one: Demand, other: Demand, *, budget: Budget) -> bool:
    """Return whether whatever meets one demand meets the other, too."""
    budget.spend(len(one) * len(other))
    return all(any(small & each == small for small in other) for each in one)


def _parts(demands: list[Demand]) -> list[list[Demand]]:
    """Return the demands in groups that share no member."""
    parts: list[tuple[int, list[Demand]]] = []
    for demand in demands:
        touched = _union(demand)
        mine = [part for part in parts if part[0] & touched]
        parts = [part for part in parts if not part[0] & touched]
        members = _union([touched, *(part[0] for part in mine)])
        parts.append((members, [demand, *(each for part in mine for each in part[1])]))
    return [part[1] for part in parts]


def _solve(demands: list[Demand], *, budget: Budget) -> list[int]:
    """Return all smallest sets that meet the demands, by trying size after size."""
    if IMPOSSIBLE in demands:
        return []
    size = _least(demands)
    while not (found := _of_size(size, demands=demands, budget=budget)):
        size += 1
    return sorted(found)


def _least(demands: Iterable[Demand]) -> int:
    """Return how many members it takes at least: demands that share nothing add up."""
    total = touched = 0
    for demand in sorted(demands, key=lambda each: (-each[0].bit_count(), len(each))):
        members = _union(demand)
        if not members & touched:
            total += demand[0].bit_count()  # the smallest set stands first
            touched |= members
    return total


def _of_size(size: int, *, demands: list[Demand], budget: Budget) -> set[int]:
    """Return all sets of a size that meet the demands. Raises PlanTooComplex."""
    found, seen = set[int](), set[int]()
    stack: list[tuple[int, list[Demand]]] = [(0, demands)]
    while stack:
        chosen, left = stack.pop()
        if chosen in seen or chosen.bit_count() > size:
            continue
        seen.add(chosen)
        budget.spend(1 + sum(map(len, left)))
        if not left:
            found.add(chosen)
        elif chosen.bit_count() + _least(left) <= size:
            first = min(left, key=lambda each: (len(each), each))
            stack += [(chosen | each, _after(left, each, budget=budget)) for each in first]
    return found


def _after(demands: list[Demand], chosen: int, *, budget: Budget) -> list[Demand]:
    """Return what is still demanded once some members are chosen."""
    left = (any_of((each & ~chosen for each in demand), budget=budget) for demand in demands)
    return [demand for demand in left if demand != NOTHING]
