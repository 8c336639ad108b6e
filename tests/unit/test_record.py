"""An explanation as plain data: what is frozen with a release replays to the same level."""

import json
from datetime import date
from random import Random

from hypothesis import given

from dpia_workbench.risk.measures import Missing, Owner
from dpia_workbench.risk.record import canonical, claim_data, data_of, explanation_of
from dpia_workbench.risk.scale import Axis, Level
from dpia_workbench.risk.score import (
    AxisExplanation,
    Basis,
    Claim,
    Explanation,
    Floor,
    Proof,
    Stage,
    Unfired,
)
from tests.unit.strategies import World, randoms, thorough, worlds

CLAIM = Claim(
    risk="R1", axis=Axis.LIKELIHOOD, cap=2, requires=frozenset({"M2", "M1"}),
    void_if=frozenset({"under_16", "free_edition"}),
)  # fmt: skip
OTHER = Claim(risk="R1", axis=Axis.LIKELIHOOD, cap=1, requires=frozenset({"M3"}))
EXPLANATION = Explanation(
    risk="R1",
    stage=Stage.AFTER_VENDOR,
    likelihood=AxisExplanation(
        tested=None,
        floors=(Floor(tag="under_16", axis=Axis.LIKELIHOOD, level=2),),
        base=3,
        fired=(CLAIM,),
        unfired=(
            Unfired(claim=OTHER, reason=None, tag="free_edition"),
            Unfired(claim=OTHER, reason=Missing.OVERDUE, measure="M3"),
        ),
        value=2,
        proofs=(
            Proof(measure="M1", owner=Owner.VENDOR, basis=Basis.VERIFIED,
                  since=date(2026, 1, 5), until=date(2027, 1, 5)),
            Proof(measure="M2", owner=Owner.CONTRACTUAL, basis=Basis.IN_FORCE),
        ),
    ),
    severity=AxisExplanation(tested=3, floors=(), base=3, fired=(), unfired=(), value=3),
    severe_floor_applied=True,
    level=Level.HIGH,
)  # fmt: skip
FIRED = {"cap": 2, "requires": ["M1", "M2"], "void_if": ["free_edition", "under_16"]}
NOT_FIRED = {"cap": 1, "requires": ["M3"], "void_if": []}
DATA = {
    "likelihood": {
        "tested": None,
        "floors": [{"tag": "under_16", "level": 2}],
        "base": 3,
        "fired": [FIRED],
        "proofs": [
            {"measure": "M1", "owner": "vendor", "basis": "verified",
             "since": "2026-01-05", "until": "2027-01-05"},
            {"measure": "M2", "owner": "contractual", "basis": "in_force",
             "since": None, "until": None},
        ],
        "not_fired": [
            {**NOT_FIRED, "reason": None, "measure": None, "tag": "free_edition"},
            {**NOT_FIRED, "reason": "overdue", "measure": "M3", "tag": None},
        ],
        "value": 2,
    },
    "severity": {
        "tested": 3, "floors": [], "base": 3, "fired": [], "proofs": [], "not_fired": [],
        "value": 3,
    },
    "severe_floor_applied": True,
}  # fmt: skip


def test_an_explanation_is_kept_in_words_that_do_not_change() -> None:
    """Releases are kept for years: these names are a promise."""
    assert data_of(EXPLANATION) == DATA
    assert claim_data(CLAIM) == FIRED


def test_the_one_text_of_an_explanation_has_sorted_names_no_spaces_and_plain_letters() -> None:
    text = canonical(EXPLANATION)

    said = {"risk": "R1", "stage": "r1", "level": "high", **DATA}
    assert json.loads(text) == said
    assert text.startswith('{"level":"high","likelihood":{"base":3,"fired":[{"cap":2,')
    assert " " not in text


def test_a_name_with_an_accent_stays_readable_in_the_text() -> None:
    risk = Explanation(
        risk="privé", stage=Stage.BEST, likelihood=EXPLANATION.severity,
        severity=EXPLANATION.severity, severe_floor_applied=False, level=Level.HIGH,
    )  # fmt: skip

    assert '"risk":"privé"' in canonical(risk)


def test_an_explanation_that_was_kept_is_the_same_again() -> None:
    again = explanation_of(DATA, risk="R1", stage=Stage.AFTER_VENDOR, level=Level.HIGH)

    assert again == EXPLANATION


@thorough
@given(worlds)
def test_whatever_was_explained_survives_being_kept(world: World) -> None:
    """P12: also after it was frozen with a release."""
    for stage in Stage:
        for risk, explanation in world.explained(stage).items():
            kept = json.loads(json.dumps(data_of(explanation)))
            again = explanation_of(kept, risk=risk, stage=stage, level=explanation.level)
            assert again == explanation
            assert again.replay(world.assessment.profile) is explanation.level


@thorough
@given(worlds, randoms)
def test_an_explanation_is_the_same_text_whatever_the_order_of_facts(
    world: World, random: Random
) -> None:
    """P11."""
    parts = {
        name: tuple(random.sample(rows, k=len(rows)))
        for name, rows in (
            ("risks", world.assessment.risks), ("measures", world.assessment.measures),
            ("claims", world.assessment.claims),
        )
    }  # fmt: skip
    other = world.but(**parts)

    for stage in Stage:
        texts = {risk: canonical(each) for risk, each in world.explained(stage).items()}
        assert {risk: canonical(each) for risk, each in other.explained(stage).items()} == texts
