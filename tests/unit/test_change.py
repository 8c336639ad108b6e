"""What a change asks of adopters: the classifier of method.md 4.5 (P18)."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.change import (
    MATERIAL,
    CellFacts,
    Change,
    Fact,
    FactKind,
    Reason,
    Since,
    Snapshot,
    Weight,
    classify,
)
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import Claim, Floor, Risk
from dpia_workbench.risk.verdict import ORDER, Result, Verdict
from tests.unit.strategies import thorough

L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
TODAY = date(2026, 11, 27)  # a Friday
PERIODS, QUIET = Periods(), Since()

HOST = Fact(kind=FactKind.SUB_PROCESSOR, name="Cloud B.V.")


def country(name: str) -> Fact:
    """Return that data are in a country."""
    return Fact(kind=FactKind.COUNTRY, name=name)


def mechanism(name: str, detail: str) -> Fact:
    """Return on what a transfer rests."""
    return Fact(kind=FactKind.MECHANISM, name=name, detail=detail)


CELL = CellFacts(covers="basic, pupils", verdict=Verdict.AMBER, levels={"R1": (H, M), "R2": (L, L)})
BEFORE = Snapshot(
    verdict=Verdict.AMBER,
    cells={"C1": CELL},
    mandatory={"M1": "switch off", "M2": "tell pupils"},
    findings={"roles": Result.COMPLIANT, "transfers": Result.REMEDIABLE},
    facts=frozenset({country("NL"), HOST}),
    clarified="text",
)


def weighed(new: Snapshot, *, since: Since = QUIET, old: Snapshot = BEFORE) -> Any:
    return classify(old, new, since=since, periods=PERIODS, on=TODAY)


def with_cell(**words: Any) -> Snapshot:
    return replace(BEFORE, cells={"C1": replace(CELL, **words)})


levels = st.sampled_from([(L, L), (M, L), (M, M), (H, L), (H, M), (H, H)])
cells = st.builds(
    CellFacts,
    covers=st.sampled_from(["pupils", "staff"]),
    verdict=st.sampled_from(Verdict),
    levels=st.dictionaries(st.sampled_from(["R1", "R2", "R3"]), levels),
)
snapshots = st.builds(
    Snapshot,
    verdict=st.sampled_from(Verdict),
    cells=st.dictionaries(st.sampled_from(["C1", "C2"]), cells),
    mandatory=st.dictionaries(st.sampled_from(["M1", "M2"]), st.sampled_from(["a", "b"])),
    findings=st.dictionaries(st.sampled_from(["roles", "rights"]), st.sampled_from(Result)),
    facts=st.frozensets(st.sampled_from([country("NL"), country("US"), mechanism("US", "dpf")])),
    clarified=st.sampled_from(["", "x"]),
)


@thorough
@given(snapshots)
def test_between_identical_releases_there_is_nothing_to_do(same: Snapshot) -> None:
    """P18."""
    found = weighed(same, old=same)

    assert (found.weight, found.reasons, found.due) == (Weight.EDITORIAL, (), None)


@thorough
@given(snapshots, snapshots)
def test_any_worsened_level_or_verdict_is_material(old: Snapshot, new: Snapshot) -> None:
    """P18."""
    worse = [ORDER.index(new.verdict) > ORDER.index(old.verdict)]
    for key in old.cells.keys() & new.cells.keys():
        before, after = old.cells[key].levels, new.cells[key].levels
        for risk in before.keys() & after.keys():
            pairs = zip(before[risk], after[risk], strict=True)
            worse += [b.rank > a.rank for a, b in pairs]

    if any(worse):
        assert weighed(new, old=old).weight is Weight.MATERIAL


@thorough
@given(snapshots, snapshots)
def test_what_must_be_looked_at_again_has_a_day_and_a_reason(old: Snapshot, new: Snapshot) -> None:
    found = weighed(new, old=old)

    material = [reason for reason in found.reasons if reason.change in MATERIAL]
    assert bool(material) is (found.weight is Weight.MATERIAL) is (found.due is not None)
    assert bool(found.reasons) is (found.weight is not Weight.EDITORIAL)
    assert list(found.reasons) == sorted(set(found.reasons))


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (replace(BEFORE, verdict=Verdict.RED), Reason(change=Change.VERDICT_WORSE)),
        (with_cell(verdict=Verdict.RED), Reason(change=Change.VERDICT_WORSE, cell="C1")),
        (with_cell(levels={"R1": (H, H), "R2": (L, L)}),
         Reason(change=Change.LEVEL_HIGHER, subject="R1", cell="C1")),
        (with_cell(levels={"R1": (H, M), "R2": (M, L)}),
         Reason(change=Change.LEVEL_HIGHER, subject="R2", cell="C1")),
        (with_cell(levels={**CELL.levels, "R3": (M, L)}),
         Reason(change=Change.RISK_ADDED, subject="R3")),
        (with_cell(levels={**CELL.levels, "R3": (H, L)}),
         Reason(change=Change.RISK_ADDED, subject="R3")),
        (replace(BEFORE, mandatory={**BEFORE.mandatory, "M3": "new"}),
         Reason(change=Change.MEASURE_ADDED, subject="M3")),
        (replace(BEFORE, mandatory={**BEFORE.mandatory, "M2": "tell parents"}),
         Reason(change=Change.MEASURE_CHANGED, subject="M2")),
        (with_cell(covers="premium, pupils"), Reason(change=Change.SCOPE_CHANGED)),
        (replace(BEFORE, cells={"C1": CELL, "C2": CELL}), Reason(change=Change.SCOPE_CHANGED)),
        (replace(BEFORE, facts=BEFORE.facts | {country("US"), mechanism("US", "dpf")}),
         Reason(change=Change.COUNTRY_ADDED, subject="US")),
        (replace(BEFORE, facts=BEFORE.facts | {mechanism("NL", "none")}),
         Reason(change=Change.MECHANISM_CHANGED, subject="NL")),
        (replace(BEFORE, facts=BEFORE.facts | {Fact(kind=FactKind.PURPOSE, name="Reclame")}),
         Reason(change=Change.PURPOSE_ADDED, subject="Reclame")),
        (replace(BEFORE, facts=BEFORE.facts | {replace(HOST, name="Wolk B.V.")}),
         Reason(change=Change.SUB_PROCESSOR_ADDED, subject="Wolk B.V.")),
        (replace(BEFORE, facts=BEFORE.facts | {replace(HOST, kind=FactKind.ROLE, detail="x")}),
         Reason(change=Change.ROLE_ADDED, subject="Cloud B.V.")),
        (replace(BEFORE, facts=BEFORE.facts | {replace(HOST, kind=FactKind.AGREEMENT)}),
         Reason(change=Change.AGREEMENT_ADDED, subject="Cloud B.V.")),
        (replace(BEFORE, findings={**BEFORE.findings, "roles": Result.REMEDIABLE}),
         Reason(change=Change.FINDING_WORSE, subject="roles")),
        (replace(BEFORE, findings={"transfers": Result.REMEDIABLE}),
         Reason(change=Change.FINDING_WORSE, subject="roles")),
    ],
)  # fmt: skip
def test_each_worsening_between_two_releases_is_material(new: Snapshot, reason: Reason) -> None:
    found = weighed(new)

    assert found.weight is Weight.MATERIAL
    assert found.reasons == (reason,)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (replace(BEFORE, verdict=Verdict.GREEN), Reason(change=Change.VERDICT_BETTER)),
        (with_cell(verdict=Verdict.GREEN), Reason(change=Change.VERDICT_BETTER, cell="C1")),
        (with_cell(levels={"R1": (M, M), "R2": (L, L)}),
         Reason(change=Change.LEVEL_LOWER, subject="R1", cell="C1")),
        (with_cell(levels={"R1": (H, M)}), Reason(change=Change.RISK_REMOVED, subject="R2")),
        (with_cell(levels={**CELL.levels, "R3": (L, L)}),
         Reason(change=Change.LOW_RISK_ADDED, subject="R3")),
        (replace(BEFORE, mandatory={"M1": "switch off"}),
         Reason(change=Change.MEASURE_REMOVED, subject="M2")),
        (replace(BEFORE, facts=frozenset({country("NL")})),
         Reason(change=Change.FACT_REMOVED, subject="Cloud B.V.")),
        (replace(BEFORE, findings={**BEFORE.findings, "transfers": Result.COMPLIANT}),
         Reason(change=Change.FINDING_BETTER, subject="transfers")),
        (replace(BEFORE, findings={**BEFORE.findings, "rights": Result.COMPLIANT}),
         Reason(change=Change.FINDING_BETTER, subject="rights")),
        (replace(BEFORE, clarified="clearer text"), Reason(change=Change.TEXT_CLARIFIED)),
    ],
)  # fmt: skip
def test_what_is_only_better_or_clearer_can_wait(new: Snapshot, reason: Reason) -> None:
    found = weighed(new)

    assert (found.weight, found.due) == (Weight.INFORMATIVE, None)
    assert found.reasons == (reason,)


@pytest.mark.parametrize(
    ("since", "reason", "due"),
    [
        (Since(withdrawn=True), Reason(change=Change.WITHDRAWN), date(2026, 12, 4)),
        (Since(agreements_ending=frozenset({"M3"})),
         Reason(change=Change.AGREEMENT_ENDS, subject="M3"), date(2026, 12, 27)),
        (Since(promises_late=frozenset({"M2"})),
         Reason(change=Change.PROMISE_LATE, subject="M2"), date(2026, 12, 27)),
        (Since(verifications_expired=frozenset({"M1"})),
         Reason(change=Change.VERIFICATION_EXPIRED, subject="M1"), date(2026, 12, 27)),
    ],
)  # fmt: skip
def test_what_happens_to_a_release_is_material(since: Since, reason: Reason, due: date) -> None:
    found = weighed(BEFORE, since=since)

    assert (found.weight, found.reasons, found.due) == (Weight.MATERIAL, (reason,), due)


def test_red_asks_for_a_look_within_five_working_days_and_other_worsening_within_thirty() -> None:
    """Method 4.5: from a Friday, five working days end on the Friday after."""
    assert weighed(replace(BEFORE, verdict=Verdict.RED)).due == date(2026, 12, 4)
    assert weighed(with_cell(covers="else")).due == date(2026, 12, 27)


def test_what_was_red_before_is_no_longer_urgent() -> None:
    red = replace(BEFORE, verdict=Verdict.RED)
    worse = replace(red, cells={"C1": replace(CELL, levels={"R1": (H, H), "R2": (L, L)})})

    assert weighed(worse, old=red).due == date(2026, 12, 27)


CLAIM = Claim(
    risk="R1", axis=Axis.LIKELIHOOD, cap=1, requires=frozenset({"M1"}), void_if=frozenset()
)
RISK = Risk(id="R1", likelihood=2, severity=2, floors=frozenset())
ARGUED = replace(BEFORE, risks={"R1": RISK}, claims=frozenset({CLAIM}))
WEAKER = Reason(change=Change.ARGUMENT_WEAKER, subject="R1")
FLOOR = Floor(tag="special_education", axis=Axis.SEVERITY, level=3)


@pytest.mark.parametrize(
    "new",
    [
        replace(ARGUED, claims=frozenset()),
        replace(ARGUED, claims=frozenset({replace(CLAIM, void_if=frozenset({"under_16"}))})),
        replace(ARGUED, claims=frozenset({replace(CLAIM, requires=frozenset({"M1", "M2"}))})),
        replace(ARGUED, claims=frozenset({replace(CLAIM, cap=2)})),
        replace(ARGUED, claims=frozenset({replace(CLAIM, axis=Axis.SEVERITY)})),
        replace(ARGUED, risks={"R1": replace(RISK, floors=frozenset({FLOOR}))}),
        replace(ARGUED, risks={"R1": replace(RISK, severity=3)}),
        replace(ARGUED, risks={"R1": replace(RISK, likelihood=None)}),
    ],
)
def test_what_can_raise_a_risk_at_some_school_is_material(new: Snapshot) -> None:
    """R1 and R2 may stay as they were while R3 rises where a circumstance holds."""
    found = weighed(new, old=ARGUED)

    assert found.weight is Weight.MATERIAL
    assert found.reasons == (WEAKER,)


@pytest.mark.parametrize(
    "new",
    [
        ARGUED,
        replace(ARGUED, claims=frozenset({CLAIM, replace(CLAIM, cap=2)})),
        replace(ARGUED, claims=frozenset({replace(CLAIM, requires=frozenset({"M1"}))})),
        replace(ARGUED, risks={"R1": replace(RISK, severity=1)}),
        replace(ARGUED, risks={"R1": RISK, "R2": replace(RISK, id="R2")}),
        replace(ARGUED, risks={}),
    ],
)
def test_an_argument_that_is_as_strong_or_stronger_asks_nothing(new: Snapshot) -> None:
    assert weighed(new, old=ARGUED).reasons == ()


def test_a_waiver_that_is_taken_back_is_material_and_a_raised_floor_too() -> None:
    waived = replace(ARGUED, risks={"R1": replace(RISK, severe_floor_waived=True)})
    floored = replace(
        ARGUED, risks={"R1": replace(RISK, floors=frozenset({replace(FLOOR, level=2)}))}
    )
    raised = replace(ARGUED, risks={"R1": replace(RISK, floors=frozenset({FLOOR}))})

    assert weighed(ARGUED, old=waived).reasons == (WEAKER,)
    assert weighed(raised, old=floored).reasons == (WEAKER,)
    assert weighed(floored, old=raised).reasons == ()
    assert weighed(raised, old=raised).reasons == ()


def test_each_axis_is_compared_with_itself() -> None:
    rare = replace(ARGUED, risks={"R1": replace(RISK, likelihood=1, severity=3)})
    likelier = replace(ARGUED, risks={"R1": replace(RISK, likelihood=2, severity=3)})

    assert weighed(likelier, old=rare).reasons == (WEAKER,)


def test_a_cell_that_turns_red_is_urgent_also_where_another_was_red_before() -> None:
    two = replace(
        BEFORE, verdict=Verdict.RED,
        cells={"C1": replace(CELL, verdict=Verdict.RED), "C2": CELL},
    )  # fmt: skip
    worse = replace(two, cells={**two.cells, "C2": replace(CELL, verdict=Verdict.RED)})

    assert weighed(worse, old=two).due == date(2026, 12, 4)


@pytest.mark.parametrize("places", [("C1", "C2"), ("C2", "C1")])
def test_a_new_risk_is_as_high_as_in_its_worst_cell(places: tuple[str, str]) -> None:
    two = {key: replace(CELL, levels={}) for key in places}
    levels = dict(zip(places, ((M, M), (L, L)), strict=True))
    old = replace(BEFORE, cells=two)
    new = replace(
        BEFORE, cells={k: replace(c, levels={"R9": levels[k]}) for k, c in sorted(two.items())}
    )

    found = weighed(new, old=old)

    assert found.reasons == (Reason(change=Change.RISK_ADDED, subject="R9"),)


RESULTS = (Result.COMPLIANT, Result.REMEDIABLE, Result.NOT_ASSESSED, Result.NON_COMPLIANT)


@pytest.mark.parametrize(("good", "bad"), list(combinations(RESULTS, 2)))
def test_what_is_not_assessed_is_worse_than_what_can_be_mended_and_better_than_unlawful(
    good: Result, bad: Result
) -> None:
    fine, wrong = (replace(BEFORE, findings={"roles": each}) for each in (good, bad))

    worse, better = weighed(wrong, old=fine), weighed(fine, old=wrong)

    assert worse.reasons == (Reason(change=Change.FINDING_WORSE, subject="roles"),)
    assert better.reasons == (Reason(change=Change.FINDING_BETTER, subject="roles"),)
