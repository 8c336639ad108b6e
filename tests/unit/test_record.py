"""Explanations as data: the same bytes whatever the order, and the way back (P11 and P12)."""

import json
from random import Random

from hypothesis import given

from dpia_workbench.risk.record import canonical, data_of, explanation_of
from dpia_workbench.risk.score import Stage
from tests.unit.strategies import ROLLS, Dice, World, randoms, thorough, worlds


@thorough
@given(worlds)
def test_an_explanation_comes_back_from_its_data_and_replays(world: World) -> None:
    """P12: what is frozen with a release is enough to come to the same level."""
    for stage in Stage:
        for risk, explanation in world.explained(stage).items():
            data = json.loads(json.dumps(data_of(explanation)))
            again = explanation_of(data, risk=risk, stage=stage, level=explanation.level)
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


def test_the_text_of_an_explanation_names_every_proof_with_its_days() -> None:
    world = next(
        each for seed in range(500)
        if (each := _world(seed)).explained(Stage.ATTAINABLE)["R1"].likelihood.proofs
    )  # fmt: skip
    explanation = world.explained(Stage.ATTAINABLE)["R1"]

    data = json.loads(canonical(explanation))["likelihood"]

    fired = {key for claim in data["fired"] for key in claim["requires"]}
    assert {proof["measure"] for proof in data["proofs"]} == fired
    assert all(set(proof) == {"measure", "owner", "basis", "since", "until"}
               for proof in data["proofs"])  # fmt: skip


def _world(seed: int) -> World:
    return Dice(Random(seed).randbytes(ROLLS)).world()
