"""How many boards there are is told from five up, and to vendors as a range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.aggregate import Range, ranged, told


@given(st.integers(min_value=0, max_value=5_000))
def test_a_count_lies_in_its_range_and_small_ones_are_never_told(count: int) -> None:
    found = ranged(count)

    assert (found is None) == (told(count) is None) == (count < 5)
    if found is not None:
        assert 5 <= found.least <= count
        assert found.most is None or count <= found.most
        assert found.most is None or found.most - found.least >= 4


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (4, None),
        (5, Range(least=5, most=9)),
        (9, Range(least=5, most=9)),
        (10, Range(least=10, most=24)),
        (999, Range(least=500, most=999)),
        (1_000, Range(least=1_000, most=None)),
    ],
)
def test_the_ranges_begin_and_end_where_they_say(count: int, found: Range | None) -> None:
    assert ranged(count) == found
