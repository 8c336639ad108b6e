"""Scales and matrices: the published cells, and monotony as the condition to be loaded."""

from itertools import product

import pytest

from dpia_workbench.risk.profile import MatrixNotMonotone, MethodProfile
from dpia_workbench.risk.scale import Level, worst_level
from tests.profiles import CONTENT, DPV_RM3X3, NL_RIJK, PROFILES

L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
AXIS = (1, 2, 3)
CELLS = list(product(AXIS, AXIS))


def better_or_equal(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[0] and one[1] <= other[1]


# (likelihood, severity), read from method.md 1.2 and C4.
RIJK = {
    (1, 3): L, (2, 3): H, (3, 3): H,
    (1, 2): L, (2, 2): M, (3, 2): H,
    (1, 1): L, (2, 1): L, (3, 1): L,
}  # fmt: skip


def test_the_rijk_matrix_has_the_published_cells() -> None:
    cells = {cell: NL_RIJK.level(likelihood=cell[0], severity=cell[1]) for cell in CELLS}

    assert cells == RIJK


def test_the_dpv_matrix_is_the_rijk_matrix_with_medium_in_the_two_far_corners() -> None:
    cells = {cell: DPV_RM3X3.level(likelihood=cell[0], severity=cell[1]) for cell in CELLS}

    assert cells == {**RIJK, (1, 3): M, (3, 1): M}


def test_a_profile_is_found_under_the_name_that_assessment_files_use() -> None:
    assert PROFILES == {"nl-rijk-3.0": NL_RIJK, "dpv-rm3x3": DPV_RM3X3}


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda each: each.id)
def test_a_worse_axis_never_gives_a_better_level(profile: MethodProfile) -> None:
    """P1: the matrix is monotone in both axes."""
    for one, other in product(CELLS, CELLS):
        if better_or_equal(one, other):
            better = profile.level(likelihood=one[0], severity=one[1])
            worse = profile.level(likelihood=other[0], severity=other[1])
            assert better.rank <= worse.rank


def test_exactly_the_monotone_matrices_can_be_loaded() -> None:
    """P1 and invariant 15, for each of the 19,683 matrices of three levels."""
    for cells in product((1, 2, 3), repeat=9):
        rows = cells[0:3], cells[3:6], cells[6:9]
        monotone = all(row[0] <= row[1] <= row[2] for row in rows) and all(
            rows[0][i] <= rows[1][i] <= rows[2][i] for i in range(3)
        )

        assert is_accepted(cells) is monotone, cells


def is_accepted(cells: tuple[int, ...]) -> bool:
    ranked = {1: L, 2: M, 3: H}
    a, b, c, d, e, f, g, h, i = (ranked[cell] for cell in cells)
    try:
        MethodProfile(
            id="tried", version=1, rules=NL_RIJK.rules, matrix=((a, b, c), (d, e, f), (g, h, i))
        )
    except MatrixNotMonotone:
        return False
    return True


def test_a_matrix_that_misses_a_cell_cannot_be_loaded() -> None:
    content = {**CONTENT["nl-rijk-3.0"], "matrix": [["low"] * 3, ["low"] * 2, ["low"] * 3]}

    with pytest.raises(ValueError, match="shorter"):
        MethodProfile.of(content)


def test_a_refused_matrix_is_named() -> None:
    with pytest.raises(MatrixNotMonotone) as refusal:
        MethodProfile(
            id="crooked", version=1, rules=NL_RIJK.rules, matrix=((L, L, L), (L, M, H), (L, H, M))
        )

    assert refusal.value.params == {"profile": "crooked"}


def test_the_periods_are_those_the_method_proposes() -> None:
    periods = {
        (p.periods.verification_months, p.periods.review_months, p.periods.grace_days)
        for p in PROFILES.values()
    }

    assert periods == {(12, 12, 30)}


def test_levels_are_ordered_from_low_to_high() -> None:
    assert [level.rank for level in (L, M, H)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("levels", "worst"),
    [([], L), ([L], L), ([L, M], M), ([M, L], M), ([L, H, M], H), ((M, M), M)],
)
def test_the_worst_level_is_the_highest_and_low_if_there_is_none(
    levels: list[Level], worst: Level
) -> None:
    assert worst_level(levels) is worst
