"""Why a verdict is what it is, and how firm the ground under it is (method.md 3.6)."""

from dataclasses import replace
from datetime import date

import pytest

from dpia_workbench.risk.computation import Assessment, Because, Confidence, assess, confidence
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Cell, Claim, Risk
from dpia_workbench.risk.verdict import LegalFinding, Result
from tests.profiles import NL_RIJK

TODAY = date(2026, 11, 23)
CHECKED = Measure(
    id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
    verified_on=date(2026, 5, 1),
)  # fmt: skip
AGREED = Measure(
    id="M2", owner=Owner.CONTRACTUAL, in_force_from=date(2020, 1, 1), open_to_sector=True
)
SCHOOLS = Measure(id="M3", owner=Owner.SCHOOL_MANDATORY)
FINE = LegalFinding(topic="rights", result=Result.COMPLIANT)


def claim(*requires: str, axis: Axis = Axis.LIKELIHOOD, cap: int = 1) -> Claim:
    return Claim(risk="R1", axis=axis, cap=cap, requires=frozenset(requires))


BASE = Assessment(
    profile=NL_RIJK,
    risks=(Risk(id="R1", likelihood=3, severity=2),),
    measures=(CHECKED, AGREED, SCHOOLS),
    claims=(),
    findings=(FINE,),
)


def sure(assessment: Assessment, *cells: Cell, on: date = TODAY) -> Confidence:
    outcomes = [assess(assessment, cell=cell, on=on) for cell in cells or (Cell(),)]
    return confidence(assessment, outcomes=outcomes, on=on)


def test_the_risks_and_topics_that_led_to_a_verdict_are_named() -> None:
    findings = (FINE, LegalFinding(topic="transfers", result=Result.REMEDIABLE))
    risks = (*BASE.risks, Risk(id="R2", likelihood=2, severity=2))
    red = replace(BASE, risks=risks, findings=findings)
    amber = replace(red, risks=risks[1:])
    green = replace(BASE, risks=())

    because = [assess(each, cell=Cell(), on=TODAY).because for each in (red, amber, green)]

    assert because == [
        Because(risks=("R1",), topics=()),
        Because(risks=("R2",), topics=("transfers",)),
        Because(risks=(), topics=()),
    ]


def test_what_schools_must_lower_is_named_too() -> None:
    assessment = replace(BASE, claims=(claim("M3"),))

    assert assess(assessment, cell=Cell(), on=TODAY).because.risks == ("R1",)


def test_a_claim_is_fresh_while_all_its_evidence_is_young() -> None:
    assessment = replace(BASE, claims=(claim("M1"), claim("M1", "M2", "M3"), claim("M2")))

    assert sure(assessment) == Confidence(fresh=3, proven=3, unknown_axes=0)


@pytest.mark.parametrize(("day", "fresh"), [(date(2027, 4, 30), 1), (date(2027, 5, 1), 0)])
def test_evidence_is_fresh_for_twelve_months(day: date, fresh: int) -> None:
    assessment = replace(BASE, claims=(claim("M1"),))

    assert sure(assessment, on=day) == Confidence(fresh=fresh, proven=1, unknown_axes=0)


def test_an_agreement_in_force_is_its_own_evidence() -> None:
    assessment = replace(BASE, claims=(claim("M2"),))

    assert sure(assessment) == Confidence(fresh=1, proven=1, unknown_axes=0)


def test_what_schools_alone_do_is_no_evidence() -> None:
    assessment = replace(BASE, claims=(claim("M3"),))

    assert sure(assessment) == Confidence(fresh=0, proven=0, unknown_axes=0)


def test_a_claim_that_does_not_fire_counts_for_no_confidence() -> None:
    unchecked = replace(CHECKED, state=State.DELIVERED)
    assessment = replace(BASE, measures=(unchecked, AGREED, SCHOOLS), claims=(claim("M1"),))

    assert sure(assessment) == Confidence(fresh=0, proven=0, unknown_axes=0)


def test_a_claim_counts_once_however_many_cells_it_fires_in() -> None:
    assessment = replace(BASE, claims=(claim("M1"), claim("M1", axis=Axis.SEVERITY)))

    found = sure(assessment, Cell(), Cell(edition="plus"))

    assert found == Confidence(fresh=2, proven=2, unknown_axes=0)


def test_unknown_axes_are_counted() -> None:
    risks = (
        Risk(id="R1", likelihood=None, severity=None), Risk(id="R2", likelihood=1, severity=None),
        Risk(id="R3", likelihood=1, severity=1),
    )  # fmt: skip

    assert sure(replace(BASE, risks=risks)).unknown_axes == 3


def test_evidence_that_grew_too_old_to_count_still_weighs_against_confidence() -> None:
    """Invariant 21: the clock alone never makes a verdict look firmer."""
    ends = replace(CHECKED, verification_expires_on=date(2027, 5, 1))
    assessment = replace(BASE, measures=(ends, AGREED, SCHOOLS), claims=(claim("M1"), claim("M2")))

    found = [sure(assessment, on=day) for day in (TODAY, date(2027, 5, 1), date(2030, 1, 1))]

    assert [(each.fresh, each.proven) for each in found] == [(2, 2), (1, 2), (1, 2)]
