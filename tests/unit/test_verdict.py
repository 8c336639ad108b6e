"""From levels and findings to a verdict (method.md 3.5 and 3.6, invariants 9, 10 and 11)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.computation import Assessment, CellOutcome, assess, risk_levels
from dpia_workbench.risk.decision import Outcome, limits
from dpia_workbench.risk.measures import LocalMeasure, LocalState, Measure, Owner
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    CENTRAL_STAGES,
    Cell,
    Claim,
    Floor,
    Risk,
    School,
    Stage,
    explain,
    situation,
)
from dpia_workbench.risk.verdict import (
    ORDER,
    LegalFinding,
    ReasonMissing,
    Result,
    Topic,
    Verdict,
    VerdictTooGood,
    product_verdict,
    published_verdict,
)
from dpia_workbench.risk.vocabulary import GROUP_TAGS, SubjectGroup, Tag
from tests.profiles import NL_RIJK
from tests.unit.strategies import (
    ALL_STARTED,
    DAYS,
    Facts,
    World,
    inert,
    new_risks,
    randoms,
    thorough,
    worlds,
)

L, M, H = Level.LOW, Level.MEDIUM, Level.HIGH
FINE, OPEN = Result.COMPLIANT, Result.REMEDIABLE
BAD, BLANK = Result.NON_COMPLIANT, Result.NOT_ASSESSED
GREEN, MEASURES, AMBER = Verdict.GREEN, Verdict.GREEN_WITH_MEASURES, Verdict.AMBER
RED, GREY = Verdict.RED, Verdict.GREY
# R2 never lies above R1 (P5), so these are all the pairs there are.
PAIRS = [(r1, r2) for r1 in Level for r2 in Level if r1.rank >= r2.rank]
# From good to bad; what is not assessed is not better than any result that lets a school go on.
RESULTS = (FINE, OPEN, BLANK, BAD)

Pair = tuple[Level, Level]


def cell_verdict(levels: Iterable[Pair], *, findings: Iterable[Result]) -> Verdict:
    return NL_RIJK.rule(levels, findings=findings).verdict


def badness(verdict: Verdict) -> int:
    return (GREEN, MEASURES, AMBER, GREY, RED).index(verdict)


@pytest.mark.parametrize(
    ("levels", "findings", "expected"),
    [
        ([(L, L)], [FINE], GREEN),
        ([], [], GREEN),
        ([(L, L), (M, L)], [FINE], MEASURES),
        ([(H, L)], [], MEASURES),
        ([(L, L), (M, M)], [FINE], AMBER),
        ([(H, M), (M, L)], [FINE], AMBER),
        ([(L, L)], [FINE, OPEN], AMBER),
        ([(L, L), (H, H)], [FINE], RED),
        ([(L, L)], [FINE, BAD], RED),
        ([(L, L)], [FINE, BLANK], GREY),
        ([(M, M)], [OPEN, BLANK], GREY),
        ([(H, H)], [BLANK], RED),
        ([(L, L)], [BLANK, BAD], RED),
    ],
)
def test_the_first_rule_that_matches_from_the_bad_end_decides(
    levels: list[Pair], findings: list[Result], expected: Verdict
) -> None:
    assert cell_verdict(levels, findings=findings) is expected


def test_a_high_level_or_an_unlawful_finding_is_always_red() -> None:
    """Invariant 10, and that nothing else is red."""
    for pair, *findings in product(PAIRS, RESULTS, RESULTS):
        red = cell_verdict([pair, (H, H)], findings=findings)
        plain = cell_verdict([pair], findings=findings)

        assert red is RED
        assert (plain is RED) == (pair[1] is H or BAD in findings)


def test_the_verdict_is_monotone_in_levels_and_findings() -> None:
    """P10, for all pairs of two risks and all findings."""
    worlds_of_two = [((a, b), result) for a, b, result in product(PAIRS, PAIRS, RESULTS)]

    for (levels, finding), (worse_levels, worse_finding) in product(worlds_of_two, repeat=2):
        comparable = RESULTS.index(finding) <= RESULTS.index(worse_finding) and all(
            one[0].rank <= two[0].rank and one[1].rank <= two[1].rank
            for one, two in zip(levels, worse_levels, strict=True)
        )
        if comparable:
            better = cell_verdict(levels, findings=[finding])
            worse = cell_verdict(worse_levels, findings=[worse_finding])
            assert badness(better) <= badness(worse)


def test_one_more_risk_or_finding_never_improves_the_verdict() -> None:
    """P10."""
    fewer: list[list[Pair]] = [[], *([pair] for pair in PAIRS)]
    for levels, extra, result in product(fewer, PAIRS, RESULTS):
        before = cell_verdict(levels, findings=[FINE])
        assert badness(before) <= badness(cell_verdict([*levels, extra], findings=[FINE]))
        assert badness(before) <= badness(cell_verdict(levels, findings=[FINE, result]))


@thorough
@given(worlds, new_risks)
def test_one_more_assessed_risk_never_improves_the_verdict(world: World, extra: Risk) -> None:
    """P10, through the whole computation."""
    more = world.but(risks=(*world.assessment.risks, extra))

    assert badness(verdict_of(world)) <= badness(verdict_of(more))


@thorough
@given(worlds, inert, inert)
def test_what_a_vendor_says_or_promises_moves_no_verdict(
    world: World, one: Facts, other: Facts
) -> None:
    """P7 and invariants 5 and 11: projected levels do not reach the verdict."""
    said, unsaid = (world.with_measure(owner=Owner.VENDOR, **facts) for facts in (one, other))

    assert verdict_of(said) is verdict_of(unsaid)


@thorough
@given(worlds, st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_time_alone_never_improves_a_verdict(world: World, one: date, other: date) -> None:
    """P8 and invariant 21."""
    earlier, later = sorted(max(day, ALL_STARTED) for day in (one, other))

    before, after = (verdict_of(replace(world, on=day)) for day in (earlier, later))

    assert badness(before) <= badness(after)


@thorough
@given(worlds, randoms)
def test_the_order_of_risks_and_findings_matters_nowhere(world: World, random: Random) -> None:
    """P11: the same outcome, and the same order of risks in it."""
    parts = {
        "risks": world.assessment.risks,
        "measures": world.assessment.measures,
        "claims": world.assessment.claims,
        "findings": world.assessment.findings,
    }
    shuffled = {name: tuple(random.sample(rows, k=len(rows))) for name, rows in parts.items()}

    outcome, other = outcome_of(world), outcome_of(world.but(**shuffled))

    assert other == outcome
    assert list(other.levels) == list(outcome.levels) == sorted(outcome.levels)


@thorough
@given(worlds)
def test_an_outcome_holds_every_central_stage_of_every_risk(world: World) -> None:
    outcome = outcome_of(world)
    levels = world.levels()

    for risk in world.assessment.risks:
        for stage in CENTRAL_STAGES:
            assert outcome.levels[risk.id].level(stage) is levels[risk.id, stage]
        assert Stage.LOCAL not in outcome.levels[risk.id].explanations
    pairs = [
        (levels[risk.id, Stage.AFTER_VENDOR], levels[risk.id, Stage.ATTAINABLE])
        for risk in world.assessment.risks
    ]
    assert outcome.verdict is cell_verdict(
        pairs, findings=(f.result for f in world.assessment.findings)
    )


@thorough
@given(worlds)
def test_the_levels_at_a_school_are_those_of_what_it_brings(world: World) -> None:
    found = risk_levels(
        world.assessment, stages=[Stage.LOCAL], cell=world.cell, on=world.on, school=world.school
    )

    assert list(found) == sorted(risk.id for risk in world.assessment.risks)
    for risk, levels in found.items():
        assert levels.explanations == {Stage.LOCAL: world.explained(Stage.LOCAL)[risk]}


def outcome_of(world: World) -> CellOutcome:
    return assess(world.assessment, cell=world.cell, on=world.on)


def verdict_of(world: World) -> Verdict:
    return outcome_of(world).verdict


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], GREY),
        ([GREEN], GREEN),
        ([GREEN, MEASURES], MEASURES),
        ([AMBER, GREEN, MEASURES], AMBER),
        ([MEASURES, RED, AMBER], RED),
    ],
)
def test_a_product_shows_its_worst_cell(cells: list[Verdict], expected: Verdict) -> None:
    assert product_verdict(cells) is expected


def test_a_cell_without_verdict_is_not_hidden_by_a_good_one() -> None:
    """Invariant 12: what is not known is not better than what is."""
    assert product_verdict([GREEN, GREY, AMBER]) is GREY
    assert product_verdict([GREY, RED]) is RED


def test_verdicts_are_ordered_from_good_to_bad() -> None:
    assert [verdict for verdict in ORDER if verdict is not GREY] == [GREEN, MEASURES, AMBER, RED]
    assert sorted(ORDER) == sorted(Verdict)


@pytest.mark.parametrize(("computed", "chosen"), list(product(Verdict, repeat=2)))
def test_a_publisher_publishes_the_computed_verdict_or_a_worse_one(
    computed: Verdict, chosen: Verdict
) -> None:
    """Invariant 9."""
    if badness(chosen) < badness(computed):
        with pytest.raises(VerdictTooGood) as refusal:
            published_verdict(computed, chosen=chosen, reason="We think so.")
        assert refusal.value.params == {"computed": computed, "chosen": chosen}
    else:
        assert published_verdict(computed, chosen=chosen, reason="New facts.") is chosen


@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_worse_verdict_needs_a_reason(reason: str) -> None:
    """Invariant 9."""
    with pytest.raises(ReasonMissing) as refusal:
        published_verdict(GREEN, chosen=AMBER, reason=reason)

    assert refusal.value.params == {"computed": GREEN, "chosen": AMBER}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_computed_verdict_needs_no_reason(verdict: Verdict) -> None:
    assert published_verdict(verdict, chosen=verdict, reason="") is verdict


def test_lawfulness_is_tested_on_all_topics_of_the_gate() -> None:
    assert sorted(Topic) == [
        "legal_basis", "necessity", "processor_contract", "proportionality", "purpose_limitation",
        "retention", "rights", "roles", "special_data", "sub_processors", "transfers",
    ]  # fmt: skip


def test_a_group_of_pupils_brings_its_own_age_tags() -> None:
    """Method 3.4: the tags fixed by the scope cell, for instance pupils under 16."""
    brought = {group: GROUP_TAGS.get(group, frozenset()) for group in SubjectGroup}

    assert {group: found for group, found in brought.items() if found} == {
        SubjectGroup.PUPILS_UNDER_13: {Tag.UNDER_13, Tag.UNDER_16},
        SubjectGroup.PUPILS_13_15: {Tag.UNDER_16},
    }


# The assessment file of contract.md section 4.

AS_OF = date(2026, 11, 23)
CONTRACT = Assessment(
    profile=NL_RIJK,
    risks=(
        Risk(id="R1", likelihood=3, severity=2),
        Risk(
            id="R2",
            likelihood=1,
            severity=3,
            floors=frozenset({Floor(tag="special_education", axis=Axis.SEVERITY, level=3)}),
        ),
    ),
    measures=(
        Measure(
            id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
            verified_on=date(2026, 5, 1), verification_expires_on=date(2027, 5, 1),
        ),
        Measure(id="M2", owner=Owner.VENDOR, state=State.COMMITTED, due=date(2026, 12, 31)),
        Measure(
            id="M3", owner=Owner.CONTRACTUAL, in_force_from=date(2026, 1, 1), open_to_sector=True
        ),
        Measure(id="M4", owner=Owner.SCHOOL_MANDATORY),
        Measure(id="M5", owner=Owner.SCHOOL_OPTIONAL),
    ),
    claims=(
        Claim(risk="R1", axis=Axis.LIKELIHOOD, cap=2, requires=frozenset({"M1"})),
        Claim(
            risk="R1", axis=Axis.LIKELIHOOD, cap=1, requires=frozenset({"M1", "M4"}),
            void_if=frozenset({"free_edition"}),
        ),
    ),
    findings=(LegalFinding(topic="legal_basis", result=FINE),),
)  # fmt: skip
CONTRACT_SCHOOL = School(
    tags=frozenset({"special_education"}),
    party_to=frozenset({"M3"}),
    measures={
        "M4": LocalMeasure(
            state=LocalState.IMPLEMENTED, since=date(2026, 9, 1), review_due=date(2027, 9, 1),
            evidence=True,
        )
    },
)  # fmt: skip


def local_levels(assessment: Assessment) -> dict[str, Level]:
    here = situation(
        assessment.measures, stage=Stage.LOCAL, on=AS_OF, cell=Cell(), school=CONTRACT_SCHOOL
    )
    return {
        risk.id: explain(risk, claims=assessment.claims, situation=here, profile=NL_RIJK).level
        for risk in assessment.risks
    }


def test_the_first_risk_of_the_contract_has_the_levels_printed_there() -> None:
    outcome = assess(CONTRACT, cell=Cell(), on=AS_OF)
    first = outcome.levels["R1"]

    assert {stage.value: first.level(stage).value for stage in CENTRAL_STAGES} == {
        "r0": "high", "r1": "medium", "r2": "low", "rb": "low", "rp": "low"
    }  # fmt: skip
    attainable = first.explanations[Stage.ATTAINABLE]
    assert (attainable.likelihood.value, attainable.severity.value) == (1, 2)
    assert local_levels(CONTRACT)["R1"] is L


def test_the_contract_file_with_its_first_risk_has_the_verdict_printed_there() -> None:
    alone = replace(CONTRACT, risks=CONTRACT.risks[:1])

    allowed = limits(local_levels(alone), findings=alone.findings, mandatory={"M4": True}).allowed

    assert assess(alone, cell=Cell(), on=AS_OF).verdict is MEASURES
    assert sorted(allowed) == ["APPROVED", "CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"]


def test_the_second_risk_of_the_contract_stays_medium_because_it_is_severe() -> None:
    outcome = assess(CONTRACT, cell=Cell(), on=AS_OF)
    local = local_levels(CONTRACT)

    assert {outcome.levels["R2"].level(stage) for stage in CENTRAL_STAGES} == {M}
    assert outcome.verdict is AMBER
    assert local["R2"] is M
    allowed = limits(local, findings=CONTRACT.findings, mandatory={"M4": True}).allowed
    assert allowed == {Outcome.CONDITIONALLY_APPROVED, Outcome.CONSULTATION, Outcome.REJECTED}


def test_the_contract_file_is_worse_on_the_day_its_verification_expires() -> None:
    alone = replace(CONTRACT, risks=CONTRACT.risks[:1])

    assert assess(alone, cell=Cell(), on=date(2027, 4, 30)).verdict is MEASURES
    assert assess(alone, cell=Cell(), on=date(2027, 5, 1)).verdict is RED


def test_the_free_edition_voids_the_stronger_claim_of_the_contract_file() -> None:
    free = Cell(tags=frozenset({"free_edition"}))

    first = assess(CONTRACT, cell=free, on=AS_OF).levels["R1"]

    assert first.level(Stage.AFTER_VENDOR) is first.level(Stage.ATTAINABLE) is M
