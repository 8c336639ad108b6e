"""The way to a verdict: exactly the smallest sets, as trying every set finds them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.cover import PlanTooComplex
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.plan import (
    TargetNotInMethod,
    candidates,
    in_order,
    outcomes,
    way_to,
    with_done,
)
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Cell, Claim, Floor, Risk
from dpia_workbench.risk.verdict import ORDER, LegalFinding, Result, Verdict
from tests.profiles import NL_RIJK, PROFILES
from tests.unit.strategies import CHECKED, DAYS, EDITIONS, FACTS, TAGS, randoms, thorough

TODAY = DAYS[3]
TARGETS = [Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER, Verdict.GREY]
FINE = LegalFinding(topic="rights", result=Result.COMPLIANT)


def some(random: Random, items: list[str], *, most: int) -> frozenset[str]:
    return frozenset(random.sample(items, k=random.randint(0, most)))


def any_assessment(random: Random) -> Assessment:
    """Return an assessment of up to eight measures and five risks, tangled in claims."""
    measures = [f"M{n}" for n in range(1, random.randint(2, 9))]
    risks = [f"R{n}" for n in range(1, random.randint(2, 6))]
    return Assessment(
        profile=random.choice(list(PROFILES.values())),
        risks=tuple(any_risk(random, key) for key in risks),
        measures=tuple(
            Measure(id=key, editions=some(random, list(EDITIONS), most=1), **random.choice(FACTS))
            if random.random() < 0.9
            else Measure(id=key, owner=Owner.VENDOR, **random.choice(CHECKED))
            for key in measures
        ),
        claims=tuple(
            Claim(
                risk=random.choice(risks),
                axis=random.choice(list(Axis)),
                cap=random.choice((1, 1, 2)),
                requires=frozenset(random.sample(measures, k=min(len(measures), n % 3 + 1))),
                void_if=some(random, list(TAGS), most=1) if random.random() < 0.2 else frozenset(),
            )
            for n in range(random.randint(0, 14))
        ),
        findings=random.choice(
            [(), (FINE,), (FINE, LegalFinding(topic="roles", result=random.choice(list(Result))))]
        ),
    )


def any_risk(random: Random, key: str) -> Risk:
    floors = frozenset(
        Floor(tag=tag, axis=random.choice(list(Axis)), level=random.choice((1, 2, 3)))
        for tag in some(random, list(TAGS), most=2)
    )
    return Risk(
        id=key,
        likelihood=random.choice((1, 2, 3, None)),
        severity=random.choice((1, 2, 3, 3, None)),
        severe_floor_waived=random.random() < 0.4,
        floors=floors,
    )


def any_cells(random: Random) -> list[Cell]:
    return [
        Cell(tags=some(random, list(TAGS), most=2), edition=random.choice((*EDITIONS, None)))
        for _ in range(random.randint(1, 2))
    ]


def reaches(
    assessment: Assessment, done: frozenset[str], *, target: Verdict, cells: list[Cell]
) -> bool:
    reached = with_done(assessment, done=done, on=TODAY)
    _cells, verdict = outcomes(reached, cells=cells, on=TODAY)
    return ORDER.index(verdict) <= ORDER.index(target)


def by_trying(
    assessment: Assessment, *, target: Verdict, cells: list[Cell]
) -> Iterator[frozenset[str]]:
    """Yield the smallest sets that reach the target, found by trying every set."""
    could = candidates(assessment, cells=cells, on=TODAY)
    for size in range(len(could) + 1):
        found = [
            frozenset(chosen)
            for chosen in combinations(could, size)
            if reaches(assessment, frozenset(chosen), target=target, cells=cells)
        ]
        if found:
            yield from found
            return


@thorough
@given(randoms, st.sampled_from(TARGETS))
def test_the_plans_are_exactly_the_smallest_sets_that_trying_all_finds(
    random: Random, target: Verdict
) -> None:
    assessment, cells = any_assessment(random), any_cells(random)

    way = way_to(assessment, target=target, cells=cells, on=TODAY)

    expected = set(by_trying(assessment, target=target, cells=cells))
    assert {frozenset(each.measures) for each in way.plans} == expected
    assert len(way.plans) == len(expected)
    assert way.is_reachable is bool(expected)
    assert not way.is_cut
    assert way.target is target


@thorough
@given(randoms, st.sampled_from(TARGETS))
def test_what_blocks_is_what_no_set_of_measures_lifts(random: Random, target: Verdict) -> None:
    assessment, cells = any_assessment(random), any_cells(random)
    everything = frozenset(candidates(assessment, cells=cells, on=TODAY))

    def alone(**parts: object) -> bool:
        only = replace(assessment, **{"risks": (), "findings": (), **parts})  # type: ignore[arg-type]
        return reaches(only, everything, target=target, cells=cells)

    way = way_to(assessment, target=target, cells=cells, on=TODAY)

    assert set(way.blocked_risks) == {r.id for r in assessment.risks if not alone(risks=(r,))}
    assert set(way.blocked_topics) == {
        f.topic for f in assessment.findings if not alone(findings=(f,))
    }
    assert way.is_reachable is not bool(way.blocked_risks or way.blocked_topics)


@thorough
@given(randoms, randoms, st.sampled_from(TARGETS))
def test_the_order_of_facts_is_nowhere_in_the_answer(
    random: Random, shuffle: Random, target: Verdict
) -> None:
    """P11."""
    assessment, cells = any_assessment(random), any_cells(random)
    parts = {
        name: tuple(shuffle.sample(rows, k=len(rows)))
        for name, rows in (
            ("risks", assessment.risks), ("measures", assessment.measures),
            ("claims", assessment.claims), ("findings", assessment.findings),
        )
    }  # fmt: skip
    other = replace(assessment, **parts)  # type: ignore[arg-type]

    one = way_to(assessment, target=target, cells=cells, on=TODAY)
    two = way_to(other, target=target, cells=cells[::-1], on=TODAY)

    assert one == two


@thorough
@given(randoms, st.sampled_from(TARGETS))
def test_each_plan_says_who_must_act_and_reaches_its_verdict(
    random: Random, target: Verdict
) -> None:
    assessment, cells = any_assessment(random), any_cells(random)
    owners = {measure.id: measure.owner for measure in assessment.measures}

    for each in way_to(assessment, target=target, cells=cells, on=TODAY).plans:
        told = [key for keys in each.by_owner.values() for key in keys]
        assert in_order(told) == each.measures
        assert all(owners[key] is owner for owner, keys in each.by_owner.items() for key in keys)
        assert Owner.SCHOOL_MANDATORY not in each.by_owner
        done = with_done(assessment, done=each.measures, on=TODAY)
        assert outcomes(done, cells=cells, on=TODAY)[1] is each.verdict
        assert ORDER.index(each.verdict) <= ORDER.index(target)


def vendor(key: str) -> Measure:
    return Measure(id=key, owner=Owner.VENDOR, state=State.COMMITTED, due=date(2027, 1, 1))


def caps(risk: str, *requires: str) -> Claim:
    return Claim(risk=risk, axis=Axis.LIKELIHOOD, cap=1, requires=frozenset(requires))


def plain(*claims: Claim, risks: int = 1, measures: int = 3) -> Assessment:
    return Assessment(
        profile=NL_RIJK,
        risks=tuple(Risk(id=f"R{n}", likelihood=3, severity=2) for n in range(1, risks + 1)),
        measures=tuple(vendor(f"M{n}") for n in range(1, measures + 1)),
        claims=claims,
        findings=(FINE,),
    )


def plans(assessment: Assessment, target: Verdict = Verdict.GREEN) -> list[tuple[str, ...]]:
    way = way_to(assessment, target=target, cells=[Cell()], on=TODAY)
    return [each.measures for each in way.plans]


def test_where_nothing_is_to_be_done_there_is_one_empty_plan() -> None:
    calm = replace(plain(), risks=(Risk(id="R1", likelihood=1, severity=1),))

    assert plans(calm) == [()]


def test_one_measure_that_serves_two_risks_beats_two_that_serve_one_each() -> None:
    """A greedy choice per risk would take two."""
    found = plans(plain(caps("R1", "M1"), caps("R2", "M2"), caps("R1", "M3"), caps("R2", "M3"),
                        risks=2))  # fmt: skip

    assert found == [("M3",)]


def test_all_smallest_plans_are_listed_in_the_order_in_which_people_count() -> None:
    found = plans(plain(caps("R1", "M10"), caps("R1", "M2"), caps("R1", "M9"), measures=10))

    assert found == [("M2",), ("M9",), ("M10",)]


def test_ids_are_in_the_order_in_which_people_count() -> None:
    counted = ("2", "10", "M1", "M2", "M2a", "M10", "N1")

    assert in_order(reversed(counted)) == counted


def test_what_could_be_added_is_what_does_not_count_yet_and_fits_the_edition() -> None:
    measures = (
        vendor("M10"),
        vendor("M2"),
        replace(vendor("M3"), editions=frozenset({"plus"})),
        Measure(id="M4", owner=Owner.SCHOOL_MANDATORY),
        Measure(id="M5", owner=Owner.SCHOOL_OPTIONAL),
        Measure(id="M6", owner=Owner.VENDOR, **CHECKED[0]),
    )
    assessment = replace(plain(), measures=measures)

    assert candidates(assessment, cells=[Cell()], on=TODAY) == ("M2", "M5", "M10")
    assert candidates(assessment, cells=[Cell(), Cell(edition="plus")], on=TODAY) == (
        "M2", "M3", "M5", "M10",
    )  # fmt: skip
    assert candidates(assessment, cells=[], on=TODAY) == ()


@pytest.mark.parametrize(
    "measure",
    [
        Measure(id="M1", owner=Owner.VENDOR),
        Measure(id="M1", owner=Owner.VENDOR, **{**CHECKED[0], "verified_on": DAYS[5]}),
        Measure(id="M1", owner=Owner.VENDOR, **{**CHECKED[0], "verification_expires_on": DAYS[0]}),
        Measure(id="M1", owner=Owner.CONTRACTUAL),
        Measure(id="M1", owner=Owner.CONTRACTUAL, in_force_from=DAYS[0], in_force_until=DAYS[1]),
        Measure(id="M1", owner=Owner.SCHOOL_OPTIONAL),
    ],
)
def test_whatever_stood_in_its_way_a_measure_that_is_done_counts(measure: Measure) -> None:
    assessment = replace(plain(caps("R1", "M1")), measures=(measure,))

    (found,) = way_to(
        assessment, target=Verdict.GREEN_WITH_MEASURES, cells=[Cell()], on=TODAY
    ).plans

    assert found.measures == ("M1",)
    assert ORDER.index(found.verdict) <= ORDER.index(Verdict.GREEN_WITH_MEASURES)
    done = with_done(assessment, done=found.measures, on=TODAY)
    assert candidates(done, cells=[Cell()], on=TODAY) == ()


def test_a_larger_set_that_also_leads_there_is_no_plan() -> None:
    assert plans(plain(caps("R1", "M1", "M2"), caps("R1", "M3"))) == [("M3",)]


def test_more_plans_than_are_listed_are_told() -> None:
    many = plain(
        *(caps(f"R{n}", f"M{2 * n - pair}") for n in range(1, 13) for pair in (0, 1)),
        risks=12, measures=24,
    )  # fmt: skip

    way = way_to(many, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most=100)

    assert (len(way.plans), way.is_cut) == (100, True)
    assert {len(each.measures) for each in way.plans} == {12}


def test_the_plans_that_are_listed_of_too_many_are_always_the_same() -> None:
    many = plain(*(caps("R1", f"M{n}") for n in range(1, 10)), measures=9)

    way = way_to(many, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most=3)

    assert [each.measures for each in way.plans] == [("M1",), ("M2",), ("M3",)]
    assert way.is_cut


def test_the_plans_that_are_listed_do_not_hang_on_chance_where_risks_are_apart() -> None:
    apart = plain(
        *(caps(f"R{n}", f"M{2 * n - pair}") for n in range(1, 5) for pair in (0, 1)),
        risks=4, measures=8,
    )  # fmt: skip

    way = way_to(apart, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most=3)

    assert [each.measures for each in way.plans] == [
        ("M1", "M3", "M5", "M7"), ("M1", "M3", "M5", "M8"), ("M1", "M3", "M6", "M7"),
    ]  # fmt: skip


def test_of_more_plans_than_anybody_can_count_a_few_are_listed_at_once() -> None:
    """Forty risks, each with two measures of its own: a million times a million plans."""
    many = plain(
        *(caps(f"R{n}", f"M{2 * n - pair}") for n in range(1, 41) for pair in (0, 1)),
        risks=40, measures=80,
    )  # fmt: skip

    way = way_to(many, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most=1)

    assert (len(way.plans), way.is_cut) == (1, True)


def test_as_many_plans_as_may_be_listed_are_not_too_many() -> None:
    three = plain(*(caps("R1", f"M{n}") for n in range(1, 4)))

    way = way_to(three, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most=3)

    assert (len(way.plans), way.is_cut) == (3, False)


def test_an_answer_that_would_take_for_ever_is_refused() -> None:
    tangle = plain(
        *(caps(f"R{n}", f"M{n}", f"M{n % 6 + 1}") for n in range(1, 7)),
        *(caps(f"R{n}", f"M{(n + 2) % 6 + 1}") for n in range(1, 7)),
        risks=6, measures=6,
    )  # fmt: skip

    with pytest.raises(PlanTooComplex) as refusal:
        way_to(tangle, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most_steps=3)

    assert refusal.value.params == {"steps": 3}


def test_risks_that_share_measures_through_a_third_one_are_solved_together() -> None:
    """R2 and R3 share nothing, but each shares a measure with R1."""
    found = plans(plain(
        caps("R1", "M1"), caps("R1", "M5"), caps("R2", "M1"), caps("R2", "M6"),
        caps("R3", "M2"), caps("R3", "M5"), risks=3, measures=6,
    ))  # fmt: skip

    assert found == [("M1", "M2"), ("M1", "M5"), ("M5", "M6")]


def test_a_measure_that_meets_many_demands_is_not_counted_for_each_of_them() -> None:
    """M1 is enough for three of the risks, and the last one ties the others together."""
    asked = {"R1": (1, 2), "R2": (3, 4, 5), "R3": (1, 6, 7, 8), "R4": (1, 3, 9, 10, 11)}
    tied = plain(
        *(caps(risk, f"M{n}") for risk, numbers in asked.items() for n in numbers),
        risks=4, measures=11,
    )  # fmt: skip

    assert plans(tied) == [("M1", "M3"), ("M1", "M4"), ("M1", "M5")]


def test_a_claim_that_asks_for_more_than_another_one_changes_nothing() -> None:
    alone = [caps(risk, f"M{n}") for risk in ("R1", "R2") for n in range(1, 7)]
    more = [caps("R1", f"M{n}", "M9") for n in range(1, 7)]

    found = plans(plain(*more, *alone, risks=2, measures=9))

    assert found == [(f"M{n}",) for n in range(1, 7)]


def test_choices_that_cannot_lead_to_a_smallest_plan_are_not_followed() -> None:
    """Seven risks, each kept low by either of two measures that it shares with its neighbours."""
    chain = plain(
        *(caps(f"R{n}", f"M{n + other}") for n in range(1, 8) for other in (0, 1)),
        risks=7, measures=8,
    )  # fmt: skip

    way = way_to(chain, target=Verdict.GREEN, cells=[Cell()], on=TODAY, most_steps=1_000)

    assert {len(each.measures) for each in way.plans} == {4}
    assert len(way.plans) == 5


def test_a_method_without_the_target_cannot_lead_there() -> None:
    red, grey, amber, *_rest = NL_RIJK.rules
    harsh = replace(NL_RIJK, rules=(red, grey, replace(amber, attainable=frozenset(),
                                                       findings=frozenset())))  # fmt: skip

    with pytest.raises(TargetNotInMethod) as refusal:
        plans(replace(plain(), profile=harsh))

    assert refusal.value.params == {"target": Verdict.GREEN}


def test_an_optional_measure_of_schools_helps_as_if_it_were_mandatory() -> None:
    optional = Measure(id="M5", owner=Owner.SCHOOL_OPTIONAL)
    assessment = replace(plain(caps("R1", "M5")), measures=(optional,))

    (found,) = way_to(
        assessment, target=Verdict.GREEN_WITH_MEASURES, cells=[Cell()], on=TODAY
    ).plans

    assert found.measures == ("M5",)
    assert found.by_owner == {Owner.SCHOOL_OPTIONAL: ("M5",)}
    assert found.verdict is Verdict.GREEN_WITH_MEASURES
    assert plans(assessment, Verdict.GREEN) == []
