"""How firm the ground under a verdict is (method.md 3.6)."""

from dataclasses import replace
from datetime import date

import pytest

from dpia_workbench.risk.computation import Assessment, Because, Confidence, assess, confidence
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Cell, Claim, Risk
from dpia_workbench.risk.verdict import LegalFinding, Result, Verdict
from tests.profiles import NL_RIJK

ON = date(2026, 11, 27)
CHECKED = date(2026, 5, 1)  # fresh until 1 May 2027


def verified(key: str, *, on: date = CHECKED) -> Measure:
    return Measure(
        id=key, owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
        verified_on=on,
    )  # fmt: skip


def caps(cap: int, *requires: str, axis: Axis = Axis.LIKELIHOOD, risk: str = "R1") -> Claim:
    return Claim(risk=risk, axis=axis, cap=cap, requires=frozenset(requires))


AGREEMENT = Measure(
    id="M3", owner=Owner.CONTRACTUAL, in_force_from=date(2020, 1, 1), open_to_sector=True
)
ASSESSMENT = Assessment(
    profile=NL_RIJK,
    risks=(Risk(id="R1", likelihood=3, severity=2), Risk(id="R2", likelihood=None, severity=2)),
    measures=(
        verified("M1"),
        verified("M2", on=date(2020, 1, 1)),
        AGREEMENT,
        Measure(id="M4", owner=Owner.SCHOOL_MANDATORY),
        Measure(id="M5", owner=Owner.SCHOOL_OPTIONAL),
    ),
    claims=(),
    findings=(),
)


def found(*claims: Claim, on: date = ON, cells: tuple[Cell, ...] = (Cell(),)) -> Confidence:
    assessment = replace(ASSESSMENT, claims=claims)
    outcomes = [assess(assessment, cell=cell, on=on) for cell in cells]
    return confidence(assessment, outcomes=outcomes, on=on)


@pytest.mark.parametrize(
    ("claim", "fresh", "proven"),
    [
        (caps(2, "M1"), 1, 1),
        (caps(2, "M2"), 0, 1),
        (caps(2, "M1", "M2"), 0, 1),
        (caps(2, "M3"), 1, 1),  # an agreement in force is its own evidence, however old
        (caps(2, "M2", "M3"), 0, 1),
        (caps(2, "M1", "M4"), 1, 1),
        (caps(2, "M4"), 0, 0),  # what schools do is only assumed
        (caps(2, "M1", "M5"), 0, 0),  # does not count for what is attainable
        (caps(1, "M1", axis=Axis.SEVERITY), 1, 1),
        (caps(1, "M1", risk="R2"), 1, 1),
        (caps(1, "M404"), 0, 0),
    ],
)
def test_a_claim_that_counts_is_proven_and_fresh_by_the_youngest_rule(
    claim: Claim, fresh: int, proven: int
) -> None:
    confident = found(claim)

    assert (confident.fresh, confident.proven) == (fresh, proven)


def test_claims_are_counted_one_by_one_and_once_over_all_cells() -> None:
    confident = found(
        caps(2, "M1"), caps(1, "M2"), caps(1, "M3", risk="R2"), cells=(Cell(), Cell())
    )

    assert (confident.fresh, confident.proven) == (2, 3)


def test_evidence_is_fresh_until_the_day_its_period_ends() -> None:
    assert found(caps(2, "M1"), on=date(2027, 4, 30)).fresh == 1
    assert found(caps(2, "M1"), on=date(2027, 5, 1)).fresh == 0


def test_every_axis_that_nobody_knows_is_counted() -> None:
    assert found().unknown_axes == 1


def test_a_verdict_names_the_risks_and_topics_that_led_to_it_in_their_order() -> None:
    bad = tuple(
        LegalFinding(topic=topic, result=result)
        for topic, result in (
            ("transfers", Result.NON_COMPLIANT), ("rights", Result.NON_COMPLIANT),
            ("roles", Result.REMEDIABLE),
        )
    )  # fmt: skip
    calm = Risk(id="R3", likelihood=1, severity=1)
    assessment = replace(
        ASSESSMENT, risks=(calm, *reversed(ASSESSMENT.risks)), findings=bad, claims=()
    )

    outcome = assess(assessment, cell=Cell(), on=ON)

    assert outcome.verdict is Verdict.RED
    assert outcome.because == Because(risks=("R1", "R2"), topics=("rights", "transfers"))
