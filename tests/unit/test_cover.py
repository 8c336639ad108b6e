"""Smallest sets that meet demands: exact, in bounds, and sets are numbers with a bit a member."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.cover import (
    IMPOSSIBLE,
    NOTHING,
    Budget,
    Demand,
    PlanTooComplex,
    any_of,
    both,
    smallest,
)
from tests.unit.strategies import thorough

MEMBERS = 7
sets = st.integers(min_value=0, max_value=2**MEMBERS - 1)
demands = st.lists(sets, max_size=5).map(lambda each: any_of(each, budget=plenty()))


def plenty() -> Budget:
    return Budget(10**9)


def meets(chosen: int, demand: Demand) -> bool:
    return any(each & chosen == each for each in demand)


def by_trying(wanted: list[Demand]) -> set[int]:
    for size in range(MEMBERS + 1):
        tried = (
            sum(1 << place for place in places) for places in combinations(range(MEMBERS), size)
        )
        found = {chosen for chosen in tried if all(meets(chosen, each) for each in wanted)}
        if found:
            return found
    return set()


@thorough
@given(st.lists(demands, max_size=6))
def test_the_smallest_sets_are_those_that_trying_every_set_finds(wanted: list[Demand]) -> None:
    found = list(smallest(wanted, budget=plenty()))

    assert set(found) == by_trying(wanted)
    assert len(found) == len(set(found))


@thorough
@given(st.lists(sets, max_size=8))
def test_a_demand_keeps_no_set_that_contains_another_and_loses_no_way_to_meet_it(
    given_sets: list[int],
) -> None:
    kept = any_of(given_sets, budget=plenty())

    for chosen in range(2**MEMBERS):
        assert meets(chosen, kept) is any(each & chosen == each for each in given_sets)
    assert not any(a & b == a for a in kept for b in kept if a != b)


@thorough
@given(demands, demands)
def test_both_demands_are_met_exactly_where_each_is(one: Demand, two: Demand) -> None:
    joined = both(one, two, budget=plenty())

    for chosen in range(2**MEMBERS):
        assert meets(chosen, joined) is (meets(chosen, one) and meets(chosen, two))


def test_nothing_is_wanted_or_nothing_helps() -> None:
    assert list(smallest([], budget=plenty())) == [0]
    assert list(smallest([NOTHING, NOTHING], budget=plenty())) == [0]
    assert list(smallest([IMPOSSIBLE, (1,)], budget=plenty())) == []
    assert any_of([], budget=plenty()) == IMPOSSIBLE
    assert any_of([5, 0], budget=plenty()) == NOTHING


def test_groups_that_share_nothing_are_solved_apart_and_joined() -> None:
    found = list(smallest([(1, 2), (4, 8), (16,)], budget=plenty()))

    assert sorted(found) == [1 + 4 + 16, 2 + 4 + 16, 1 + 8 + 16, 2 + 8 + 16]


def test_a_set_that_two_orders_of_choosing_lead_to_is_found_once() -> None:
    a, b, c, d = 1, 2, 4, 8

    assert list(smallest([(a, b), (a | b, c | d)], budget=plenty())) == [a | b]


def test_a_budget_can_be_spent_to_the_last_step_and_no_further() -> None:
    budget = Budget(3)
    budget.spend(1)
    budget.spend(2)

    with pytest.raises(PlanTooComplex) as refusal:
        budget.spend(1)

    assert refusal.value.params == {"steps": 3}


@pytest.mark.parametrize("most", [1, 10, 100, 1_000])
def test_a_bounded_search_ends_with_an_answer_or_a_refusal(most: int) -> None:
    tangle = [any_of([1 << n, 3 << (n + 1), 5 << n], budget=plenty()) for n in range(12)]
    whole = set(smallest(tangle, budget=plenty()))

    try:
        found = set(smallest(tangle, budget=Budget(most)))
    except PlanTooComplex:
        return
    assert found == whole


def test_joining_many_ways_is_counted_before_it_is_done() -> None:
    one = any_of((1 << n for n in range(1000)), budget=plenty())
    two = any_of((1 << (1000 + n) for n in range(1000)), budget=plenty())

    with pytest.raises(PlanTooComplex):
        both(one, two, budget=Budget(999_999))


def chain(length: int) -> list[Demand]:
    return [any_of([1 << n, 3 << (n + 1), 5 << n], budget=plenty()) for n in range(length)]


@pytest.mark.parametrize(
    ("wanted", "steps"),
    [
        ([(1, 2), (2, 4)], 29),
        ([(3, 12), (6, 24), (1, 16, 32)], 141),
        (chain(12), 5_222),
    ],
)
def test_an_answer_takes_a_known_number_of_comparisons_and_not_one_less(
    wanted: list[Demand], steps: int
) -> None:
    """What is refused today is refused tomorrow: raise the figures only on purpose."""
    assert set(smallest(wanted, budget=Budget(steps))) == set(smallest(wanted, budget=plenty()))
    with pytest.raises(PlanTooComplex):
        smallest(wanted, budget=Budget(steps - 1))


def test_each_set_is_compared_with_those_kept_before_it() -> None:
    assert any_of([1, 2, 4], budget=Budget(6)) == (1, 2, 4)
    with pytest.raises(PlanTooComplex):
        any_of([1, 2, 4], budget=Budget(5))
