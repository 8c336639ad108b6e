"""Levels in any world: the properties of method.md 9.2, and its pseudo-code as an oracle."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.measures import (
    LocalMeasure,
    LocalState,
    Measure,
    Owner,
)
from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    AxisExplanation,
    Claim,
    Explanation,
    Risk,
    Stage,
    Unfired,
    level_of,
)
from tests.profiles import PROFILES
from tests.unit.strategies import (
    ALL_STARTED,
    DAYS,
    EDITIONS,
    Facts,
    World,
    claims,
    inert,
    never_higher,
    not_done,
    randoms,
    tags,
    thorough,
    worlds,
)

M, L = Level.MEDIUM, Level.LOW

# The computation of method.md 3.3 and 3.4 once more, as short as its pseudo-code.


def counts(measure: Measure, *, stage: Stage, world: World) -> bool:
    if measure.editions and world.cell.edition not in measure.editions:
        return False
    on, school = world.on, world.school
    if measure.owner is Owner.VENDOR:
        promised = measure.state is State.DELIVERED or (
            measure.state is State.COMMITTED and measure.due is not None and measure.due >= on
        )
        return works(measure, on=on) or (stage is Stage.PROJECTED and promised)
    if measure.owner is Owner.CONTRACTUAL:
        # Method 3.3 with invariant 8: what one school alone has would take it below Rb.
        shared = measure.open_to_sector and (
            stage is not Stage.LOCAL or measure.id in school.party_to
        )
        return shared and covers(on, measure.in_force_from, measure.in_force_until)
    if stage is Stage.LOCAL:
        done = school.measures.get(measure.id, LocalMeasure())
        applied = done.state in {LocalState.IMPLEMENTED, LocalState.CHECKED}
        return applied and done.evidence and covers(on, done.since, done.review_due)
    return stage is Stage.BEST or (
        stage is not Stage.AFTER_VENDOR and measure.owner is Owner.SCHOOL_MANDATORY
    )


def works(measure: Measure, *, on: date) -> bool:
    proven = measure.state is State.VERIFIED and measure.evidence and measure.independent
    return proven and covers(on, measure.verified_on, measure.verification_expires_on)


def covers(on: date, start: date | None, end: date | None) -> bool:
    return start is not None and start <= on < (end or date.max)


def effective(world: World, stage: Stage) -> set[str]:
    if stage is Stage.AS_TESTED:
        return set()
    measures = world.assessment.measures
    return {m.id for m in measures if counts(m, stage=stage, world=world)}


def tags_at(world: World, stage: Stage) -> frozenset[str]:
    return world.cell.tags | (world.school.tags if stage is Stage.LOCAL else frozenset())


def reference_level(risk: Risk, *, stage: Stage, world: World) -> Level:
    here, tags = effective(world, stage), tags_at(world, stage)
    values = {}
    for axis, tested in ((Axis.LIKELIHOOD, risk.likelihood), (Axis.SEVERITY, risk.severity)):
        floors = [f.level for f in risk.floors if f.axis is axis and f.tag in tags]
        caps = [
            c.cap
            for c in world.assessment.claims
            if c.risk == risk.id and c.axis is axis and c.requires <= here and not c.void_if & tags
        ]
        values[axis] = min([max([tested or 3, *floors]), *caps])
    likelihood, severity = values[Axis.LIKELIHOOD], values[Axis.SEVERITY]
    plain = world.assessment.profile.matrix[severity - 1][likelihood - 1]
    severe = severity == 3 and likelihood == 1 and not risk.severe_floor_waived
    return M if severe and plain is L else plain


@thorough
@given(worlds)
def test_levels_follow_the_pseudo_code_of_the_method(world: World) -> None:
    expected = {
        (risk.id, stage): reference_level(risk, stage=stage, world=world)
        for stage in Stage
        for risk in world.assessment.risks
    }

    assert world.levels() == expected


@thorough
@given(worlds, claims)
def test_one_more_claim_never_raises_a_level(world: World, extra: Claim) -> None:
    """P2, and P3 read backwards: removing the claim never lowers one."""
    more = world.but(claims=(*world.assessment.claims, extra))

    assert never_higher(more.levels(), than=world.levels())


@thorough
@given(worlds)
def test_a_measure_that_becomes_effective_never_raises_a_level(world: World) -> None:
    """P2."""
    assert never_higher(world.with_first_measure_effective().levels(), than=world.levels())


@thorough
@given(worlds, inert, not_done)
def test_a_measure_that_stops_working_never_lowers_a_level(
    world: World, how: Facts, local: LocalMeasure
) -> None:
    """P3: expired, rejected, without proof, ended, no longer party, not applied."""
    working = world.with_first_measure_effective()
    failing = working.with_first_measure_failing(how=how, local=local)

    assert never_higher(working.levels(), than=failing.levels())


@thorough
@given(worlds)
def test_a_measure_that_is_taken_out_never_lowers_a_level(world: World) -> None:
    """P3."""
    without = world.but(measures=world.assessment.measures[1:])

    assert never_higher(world.levels(), than=without.levels())


@thorough
@given(worlds, randoms)
def test_neither_order_nor_repetition_of_claims_matters(world: World, random: Random) -> None:
    """P4."""
    shuffled = [*world.assessment.claims, *world.assessment.claims[:2]]
    random.shuffle(shuffled)
    other = world.but(claims=tuple(shuffled))

    assert all(other.explained(stage) == world.explained(stage) for stage in Stage)


@thorough
@given(worlds)
def test_each_stage_of_the_product_is_at_most_the_one_before(world: World) -> None:
    """P5: R0 ≥ R1 ≥ R2 ≥ Rb, and the projection lies between R2 and nothing."""
    levels = world.levels()
    chain = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE, Stage.BEST)

    for risk in world.assessment.risks:
        ranks = [levels[risk.id, stage].rank for stage in chain]
        assert ranks == sorted(ranks, reverse=True)
        assert levels[risk.id, Stage.PROJECTED].rank <= levels[risk.id, Stage.ATTAINABLE].rank


@thorough
@given(worlds)
def test_no_school_ends_below_the_best_case(world: World) -> None:
    """P5: R3 ≥ Rb."""
    levels = world.levels()

    for risk in world.assessment.risks:
        assert levels[risk.id, Stage.LOCAL].rank >= levels[risk.id, Stage.BEST].rank


@thorough
@given(worlds)
def test_a_school_without_optional_measures_never_ends_below_what_is_attainable(
    world: World,
) -> None:
    """P5: R3 ≥ R2 when no optional measure is effective at the school."""
    optional = {m.id for m in world.assessment.measures if m.owner is Owner.SCHOOL_OPTIONAL}
    mine = {key: done for key, done in world.school.measures.items() if key not in optional}
    plain = replace(world, school=replace(world.school, measures=mine))
    levels = plain.levels()

    for risk in world.assessment.risks:
        assert levels[risk.id, Stage.LOCAL].rank >= levels[risk.id, Stage.ATTAINABLE].rank


@thorough
@given(worlds, tags)
def test_one_more_tag_of_a_school_never_lowers_its_level(world: World, tag: str) -> None:
    """P6."""
    tagged = replace(world, school=replace(world.school, tags=world.school.tags | {tag}))

    assert never_higher(world.levels(), than=tagged.levels())


@thorough
@given(worlds, tags)
def test_one_more_tag_of_the_scope_cell_never_lowers_a_level(world: World, tag: str) -> None:
    """P6, for the tags that hold for every school in the cell."""
    tagged = replace(world, cell=replace(world.cell, tags=world.cell.tags | {tag}))

    assert never_higher(world.levels(), than=tagged.levels())


@thorough
@given(worlds, inert, inert)
def test_what_a_vendor_says_or_promises_moves_no_level(
    world: World, one: Facts, other: Facts
) -> None:
    """P7: swapping among inert vendor states leaves R0 to R3 and Rb unchanged."""
    before = world.with_measure(owner=Owner.VENDOR, **one).levels()
    after = world.with_measure(owner=Owner.VENDOR, **other).levels()

    moved = {stage for (risk, stage), was in before.items() if after[risk, stage] is not was}
    assert moved <= {Stage.PROJECTED}


@thorough
@given(
    worlds,
    st.sampled_from([day for day in DAYS if day >= ALL_STARTED]),
    st.sampled_from([day for day in DAYS if day >= ALL_STARTED]),
)
def test_time_alone_never_lowers_a_level(world: World, one: date, other: date) -> None:
    """P8 and invariant 21: after all start dates a later day is never better."""
    earlier, later = sorted((one, other))

    assert never_higher(replace(world, on=earlier).levels(), than=replace(world, on=later).levels())


@thorough
@given(worlds, st.sampled_from(["likelihood", "severity"]))
def test_knowing_less_never_lowers_a_level(world: World, axis: str) -> None:
    """P9 and invariant 12."""
    first, *others = world.assessment.risks
    unknown = replace(first, likelihood=None) if axis == "likelihood" else replace(
        first, severity=None
    )  # fmt: skip

    assert never_higher(world.levels(), than=world.but(risks=(unknown, *others)).levels())


@thorough
@given(worlds, randoms)
def test_the_order_in_which_facts_arrive_is_not_in_the_explanation(
    world: World, random: Random
) -> None:
    """P11: the order of rows."""
    parts = {
        name: random.sample(rows, k=len(rows))
        for name, rows in (
            ("measures", world.assessment.measures), ("claims", world.assessment.claims)
        )
    }  # fmt: skip
    other = world.but(**{name: tuple(rows) for name, rows in parts.items()})

    assert all(other.explained(stage) == world.explained(stage) for stage in Stage)


PROGRAM = """
from datetime import date
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.record import canonical
from dpia_workbench.risk.score import Cell, Claim, Floor, Risk, Stage, explain, situation
from tests.profiles import NL_RIJK
tags = frozenset({"under_16", "special_education", "free_edition", "byod_unmanaged"})
measures = [Measure(id=f"M{n}", owner=Owner.SCHOOL_MANDATORY) for n in range(9)]
claims = [
    Claim(risk="R1", axis=axis, cap=cap, requires=frozenset({f"M{n}", "M8", "M10"}),
          void_if=frozenset(sorted(tags)[:n]))
    for n in range(4) for cap in (1, 2) for axis in Axis
]
risk = Risk(id="R1", likelihood=None, severity=2,
            floors=frozenset(Floor(tag=t, axis=a, level=3) for t in tags for a in Axis))
for stage in Stage:
    here = situation(measures, stage=stage, on=date(2026, 1, 1), cell=Cell(tags=tags))
    found = explain(risk, claims=set(claims), situation=here, profile=NL_RIJK)
    print(canonical(found))
"""


def test_an_explanation_is_the_same_in_every_process() -> None:
    """P11: order of sets, locale and time zone."""
    places = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "nl_NL.UTF-8"},
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, **place, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for place in places
    }

    assert len(said) == 1
    assert said != {b""}


@thorough
@given(worlds)
def test_an_explanation_replays_to_its_level(world: World) -> None:
    """P12, by the record's own replay and by one that starts from what was tested."""
    profile = world.assessment.profile

    for stage in Stage:
        for explanation in world.explained(stage).values():
            assert explanation.replay(profile) is explanation.level
            assert replayed(explanation, profile) is explanation.level


def replayed(explanation: Explanation, profile: MethodProfile) -> Level:
    values = {}
    for axis in (Axis.LIKELIHOOD, Axis.SEVERITY):
        record: AxisExplanation = getattr(explanation, axis)
        base = max([record.tested or 3, *(floor.level for floor in record.floors)])
        assert base == record.base
        values[axis] = min([base, *(claim.cap for claim in record.fired)])
        assert values[axis] == record.value
    found = profile.level(likelihood=values[Axis.LIKELIHOOD], severity=values[Axis.SEVERITY])
    return max(found, M, key=lambda each: each.rank) if explanation.severe_floor_applied else found


@thorough
@given(worlds)
def test_each_reduction_cites_a_claim_whose_measures_are_all_effective(world: World) -> None:
    """P12: no value lies below its base without a fired claim that reaches it."""
    for stage in Stage:
        here, tags = effective(world, stage), tags_at(world, stage)
        for explanation in world.explained(stage).values():
            for axis in (explanation.likelihood, explanation.severity):
                assert all(c.requires <= here and not c.void_if & tags for c in axis.fired)
                cited = [c.cap for c in axis.fired if c.cap == axis.value]
                assert cited or axis.value == axis.base


@thorough
@given(worlds)
def test_each_claim_is_explained_once_with_the_first_reason_it_did_not_fire(
    world: World,
) -> None:
    for stage in Stage:
        here, tags = effective(world, stage), tags_at(world, stage)
        for risk, explanation in world.explained(stage).items():
            for axis in (Axis.LIKELIHOOD, Axis.SEVERITY):
                record: AxisExplanation = getattr(explanation, axis)
                told = [*record.fired, *(unfired.claim for unfired in record.unfired)]
                mine = {c for c in world.assessment.claims if (c.risk, c.axis) == (risk, axis)}
                assert set(told) == mine
                assert len(told) == len(mine)
                assert all(is_true(unfired, here=here, tags=tags) for unfired in record.unfired)


def is_true(unfired: Unfired, *, here: set[str], tags: frozenset[str]) -> bool:
    if unfired.tag is not None:
        return unfired.reason is unfired.measure is None and (
            unfired.tag == min(unfired.claim.void_if & tags)
        )
    return unfired.reason is not None and unfired.measure == min(unfired.claim.requires - here)


@thorough
@given(worlds, inert)
def test_evidence_for_one_edition_changes_nothing_for_another(world: World, how: Facts) -> None:
    """P13."""
    mine, theirs = EDITIONS
    first = world.assessment.measures[0]
    there = replace(world, cell=replace(world.cell, edition=mine)).with_measure(
        editions=frozenset({theirs})
    )
    other = there.with_first_measure_failing(how=how, local=LocalMeasure())
    best = there.with_first_measure_effective()

    assert first.id not in effective(best, Stage.LOCAL)
    assert other.levels() == there.levels() == best.levels()


@pytest.mark.parametrize("waived", [True, False])
@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda each: each.id)
def test_a_worse_axis_never_gives_a_better_level_with_the_severe_floor_either(
    profile: MethodProfile,
    waived: bool,  # pytest passes by name
) -> None:
    """P20 keeps P1."""
    risk = Risk(id="R1", likelihood=1, severity=3, severe_floor_waived=waived)
    cells = [(likelihood, severity) for likelihood in (1, 2, 3) for severity in (1, 2, 3)]

    for one, other in product(cells, cells):
        if one[0] <= other[0] and one[1] <= other[1]:
            better, worse = (
                level_of(risk, likelihood=cell[0], severity=cell[1], profile=profile)
                for cell in (one, other)
            )
            assert better.rank <= worse.rank


def severe(world: World) -> World:
    """Return the world in which every risk is severe and may be unlikely, and nobody waived."""
    risks = tuple(
        replace(risk, severity=3, severe_floor_waived=False) for risk in world.assessment.risks
    )
    return world.but(risks=risks)


@thorough
@given(worlds, claims)
def test_one_more_claim_or_measure_never_raises_a_severe_risk(world: World, extra: Claim) -> None:
    """P20 keeps P2."""
    before = severe(world)
    claimed = before.but(claims=(*before.assessment.claims, extra))

    assert never_higher(claimed.levels(), than=before.levels())
    assert never_higher(claimed.with_first_measure_effective().levels(), than=claimed.levels())


@thorough
@given(worlds, inert, not_done)
def test_a_measure_that_stops_working_never_lowers_a_severe_risk(
    world: World, how: Facts, local: LocalMeasure
) -> None:
    """P20 keeps P3."""
    working = severe(world).with_first_measure_effective()
    failing = working.with_first_measure_failing(how=how, local=local)

    assert never_higher(working.levels(), than=failing.levels())
