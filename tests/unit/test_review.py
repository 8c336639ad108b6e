"""When a board looks again: what concerns it, and by which day (method.md 4.5, P18)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.change import CellFacts, Change, Since, Snapshot, Weight, classify
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.review import (
    AlreadyResolved,
    DecisionNeeded,
    ReasonMissing,
    Scope,
    Trigger,
    compared_within,
    is_meant_for,
    is_reminder_due,
    require_resolvable,
)
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Claim, Floor, Risk
from dpia_workbench.risk.verdict import ORDER, Result, Verdict
from tests.unit.strategies import thorough

TODAY = date(2026, 11, 27)
L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
DAY = timedelta(days=1)

_levels = st.sampled_from([(L, L), (M, L), (M, M), (H, L), (H, M), (H, H)])
_cells = st.builds(
    CellFacts,
    covers=st.sampled_from(["pupils", "staff"]),
    verdict=st.sampled_from(ORDER),
    levels=st.dictionaries(st.sampled_from(["R1", "R2"]), _levels),
    edition=st.sampled_from(["basic", "plus"]),
    tags=st.frozensets(st.sampled_from(["under_13", "byod_unmanaged"])),
)
_floors = st.frozensets(
    st.builds(
        Floor, tag=st.sampled_from(["under_13", "free_edition"]), axis=st.sampled_from(Axis),
        level=st.sampled_from([2, 3]),
    ),
    max_size=2,
)  # fmt: skip
_snapshots = st.builds(
    Snapshot,
    verdict=st.sampled_from(ORDER),
    cells=st.dictionaries(st.sampled_from(["C1", "C2", "C3"]), _cells, min_size=1),
    mandatory=st.dictionaries(st.sampled_from(["M1", "M2"]), st.sampled_from(["a", "b"])),
    editions=st.just({"M1": frozenset({"basic"}), "M2": frozenset()}),
    findings=st.dictionaries(st.sampled_from(["roles", "rights"]), st.sampled_from(Result)),
    risks=st.builds(
        lambda floors: {
            "R1": Risk(id="R1", likelihood=2, severity=2, severe_floor_waived=False, floors=floors)
        },
        _floors,
    ),
    clarified=st.sampled_from(["", "x"]),
)
_scopes = st.builds(
    Scope,
    cells=st.frozensets(st.sampled_from(["C1", "C2", "C3"])),
    tags=st.frozensets(st.sampled_from(["under_13", "free_edition"])),
)


def weighed(old: Snapshot, new: Snapshot, scope: Scope) -> Any:
    return classify(*compared_within(old, new, scope), since=Since(), periods=Periods(), on=TODAY)


@thorough
@given(_snapshots, _scopes)
def test_between_identical_releases_there_is_nothing_to_do_for_anybody(
    same: Snapshot, scope: Scope
) -> None:
    """P18."""
    assert weighed(same, same, scope).weight is Weight.EDITORIAL


@thorough
@given(_snapshots, _snapshots, _scopes)
def test_whatever_is_worse_in_a_cell_that_a_board_relies_on_is_material(
    old: Snapshot, new: Snapshot, scope: Scope
) -> None:
    """P18."""
    worse = False
    for key in (scope.cells or set(old.cells)) & old.cells.keys() & new.cells.keys():
        before, after = old.cells[key], new.cells[key]
        worse |= ORDER.index(after.verdict) > ORDER.index(before.verdict)
        for risk in before.levels.keys() & after.levels.keys():
            pairs = zip(before.levels[risk], after.levels[risk], strict=True)
            worse |= any(b.rank > a.rank for a, b in pairs)

    if worse:
        assert weighed(old, new, scope).weight is Weight.MATERIAL


@thorough
@given(_snapshots, _snapshots, _scopes)
def test_what_is_asked_does_not_depend_on_any_order(
    old: Snapshot, new: Snapshot, scope: Scope
) -> None:
    """P18."""

    def turned(side: Snapshot) -> Snapshot:
        return replace(
            side,
            cells=dict(reversed(side.cells.items())),
            mandatory=dict(reversed(side.mandatory.items())),
            findings=dict(reversed(side.findings.items())),
        )

    assert weighed(turned(old), turned(new), scope) == weighed(old, new, scope)


@thorough
@given(_snapshots, _cells, _scopes.filter(lambda scope: scope.cells))
def test_a_cell_that_a_board_does_not_rely_on_never_concerns_it(
    old: Snapshot, other: CellFacts, scope: Scope
) -> None:
    new = replace(old, cells={**old.cells, "C9": other}, verdict=Verdict.GREEN)
    old = replace(old, cells={**old.cells, "C9": other}, verdict=Verdict.GREEN)
    worse = replace(other, verdict=Verdict.RED, levels={"R1": (H, H), "R2": (H, H)}, covers="-")
    new = replace(new, cells={**new.cells, "C9": worse})

    assert weighed(old, new, scope).weight is Weight.EDITORIAL


def _judged(**words: Any) -> Snapshot:
    risk = Risk(id="R1", likelihood=1, severity=2, severe_floor_waived=False,
                floors=words.pop("floors", frozenset()))  # fmt: skip
    cell = CellFacts(covers="x", verdict=Verdict.GREEN, levels={"R1": (L, L)}, edition="basic")
    return Snapshot(
        verdict=words.pop("verdict", Verdict.GREEN), cells={"C1": cell}, mandatory={}, findings={},
        risks={"R1": risk}, **words,
    )  # fmt: skip


def test_a_circumstance_concerns_the_boards_where_it_holds() -> None:
    floors = frozenset({Floor(tag="under_13", axis=Axis.LIKELIHOOD, level=3)})
    old, new = _judged(), _judged(floors=floors)
    here = Scope(cells=frozenset({"C1"}), tags=frozenset({"under_13"}))

    assert weighed(old, new, here).reasons[0].change is Change.ARGUMENT_WEAKER
    assert weighed(old, new, Scope(cells=here.cells)).weight is Weight.EDITORIAL


def test_a_claim_that_is_void_elsewhere_still_helps_here() -> None:
    claim = Claim(risk="R1", axis=Axis.SEVERITY, cap=1, requires=frozenset({"M1"}))
    void = replace(claim, void_if=frozenset({"under_13"}))
    old, new = _judged(claims=frozenset({claim})), _judged(claims=frozenset({void}))

    assert weighed(old, new, Scope(cells=frozenset({"C1"}))).weight is Weight.EDITORIAL
    here = Scope(cells=frozenset({"C1"}), tags=frozenset({"under_13"}))
    assert weighed(old, new, here).weight is Weight.MATERIAL


def test_a_stricter_publisher_is_so_for_every_board() -> None:
    found = weighed(_judged(), _judged(verdict=Verdict.RED), Scope(cells=frozenset({"C1"})))

    assert (found.reasons[0].change, found.due) == (Change.VERDICT_WORSE, TODAY + 7 * DAY)


def test_a_measure_for_another_edition_is_none_for_this_board() -> None:
    new = _judged(editions={"M1": frozenset({"plus"})})
    new = replace(new, mandatory={"M1": "new"})

    assert weighed(_judged(), new, Scope(cells=frozenset({"C1"}))).weight is Weight.EDITORIAL
    assert is_meant_for([], ["basic"])
    assert is_meant_for(["plus"], [])


@pytest.mark.parametrize(
    ("told", "today", "is_due"),
    [
        (-30, -15, False), (-30, -14, True), (-14, -10, False), (-30, -10, True), (-3, -1, False),
        (-3, 0, True), (0, 1, True), (1, 6, False), (1, 9, True), (14, 27, False), (14, 28, True),
        (14, 30, True), (28, 41, False), (28, 42, True),
    ],
)  # fmt: skip
def test_reminders_come_before_the_day_on_it_and_ever_after(
    told: int, today: int, is_due: bool
) -> None:
    due = date(2026, 11, 2)

    found = is_reminder_due(due, told=due + told * DAY, today=due + today * DAY)

    assert found is is_due


@given(st.integers(-400, 400), st.integers(0, 400))
def test_nobody_is_reminded_twice_on_one_day(told: int, later: int) -> None:
    due = date(2026, 11, 2)
    today = due + (told + later) * DAY

    assert not is_reminder_due(due, told=today, today=today)


def test_a_periodic_review_ends_with_a_decision_only() -> None:
    with pytest.raises(DecisionNeeded):
        require_resolvable(Trigger.REVIEW_DATE, is_open=True, reason="Wij keken.")
    with pytest.raises(AlreadyResolved):
        require_resolvable(Trigger.RELEASE, is_open=False, reason="Wij keken.")
    with pytest.raises(ReasonMissing):
        require_resolvable(Trigger.RELEASE, is_open=True, reason=" ")
    require_resolvable(Trigger.RELEASE, is_open=True, reason="Wij keken.")
