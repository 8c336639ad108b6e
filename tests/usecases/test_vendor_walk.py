"""Whatever a vendor does, in whatever order: no level moves until the cooperative checks (P14)."""

import os
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.risk.fact_check import Answer
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.remediation import Move, State
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import CENTRAL_STAGES, Stage
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import (
    claim,
    correspondence,
    fact_check,
    levels,
    measure,
    remediation,
    sub_processors,
)
from tests import make

STEPS = 2_000 if os.environ.get("DPIA_TEST_THOROUGH") == "1" else 150


class Walk:
    """A dossier whose vendor was asked for several measures, and somebody who acts at random."""

    def __init__(self, session: Session, people: make.People, *, seed: int) -> None:
        self.session, self.people = session, people
        self.chance = Random(seed)
        self.day = make.TODAY
        self.dossier = make.dossier(session, people=people, request=State.REQUESTED)
        self.asked = [self.dossier.revision.measures[0].remediation]
        for axis, cap in ((Axis.LIKELIHOOD, 1), (Axis.SEVERITY, 1), (Axis.LIKELIHOOD, 2)):
            self.asked.append(self._ask(axis, cap=cap))
        self.check = make.fact_check(session, self.dossier, people=people, days=400)

    @property
    def told(self) -> dict[str, Any]:
        return {"now": make.NOW + (self.day - make.TODAY)}

    def _ask(self, axis: Axis, *, cap: int) -> Remediation:
        """Ask for one more measure that a claim rests on alone."""
        by = {"actor": self.people.analyst.actor, "dossier_id": self.dossier.id, **self.told}
        values = make.measure_values(owner=Owner.VENDOR)
        row = measure.save(self.session, measure_id=None, values=values, version=None, **by)
        claim.save(
            self.session, claim_id=None, risk_id=self.dossier.revision.risks[0].id, axis=axis,
            cap=cap, requires=[row.id], void_if=[], rationale="Zo.", version=None, **by,
        )  # fmt: skip
        return remediation.request(
            self.session, measure_id=row.id, words="Graag.", today=self.day, **by
        )

    def levels(self) -> object:
        """Return all levels of all risks in all cells, and the verdict; no projection is one."""
        found = levels.outcome(self.dossier.revision, on=self.day)
        stages = [stage for stage in CENTRAL_STAGES if stage is not Stage.PROJECTED]
        held = {
            (cell, risk, stage): known.level(stage)
            for cell, outcome in found.cells.items()
            for risk, known in outcome.levels.items()
            for stage in stages
        }
        return held, found.verdict

    def step(self) -> str:
        """Let the vendor do something that may be refused; return what, or nothing."""
        row, days = self.chance.choice(self.asked), self.chance.randint(-10, 60)
        by = {
            "actor": self.people.vendor.actor, "remediation_id": row.id, "version": None,
            **self.told,
        }  # fmt: skip
        dated = {**by, "today": self.day, "words": self.chance.choice(["", "Zo."])}
        due = self.day + timedelta(days=days)
        acts: dict[str, Callable[[], object]] = {
            "acknowledge": lambda: remediation.acknowledge(self.session, **by),
            "commit": lambda: remediation.commit(self.session, due=due, **dated),
            "propose": lambda: remediation.propose_date(self.session, due=due, **dated),
            "deliver": lambda: remediation.deliver(self.session, **dated),
            "decline": lambda: self.chance.random() < 0.05 and self._decline(dated),
            "check": lambda: self._check(row),
            "say": lambda: self._say(dated),
            "correct a fact": lambda: self._correct(words=dated["words"]),
            "hand in": lambda: fact_check.hand_in(self.session, **self._checking),
            "announce": self._announce,
            "wait": self._wait,
        }
        name = self.chance.choice(list(acts))
        try:
            acts[name]()
        except (RuleViolation, Forbidden):
            return ""
        return name

    def _say(self, dated: dict[str, Any]) -> object:
        written = {name: value for name, value in dated.items() if name != "version"}
        return correspondence.say(self.session, files=[], **written)

    def _decline(self, dated: dict[str, Any]) -> object:
        return remediation.decline(self.session, **dated)

    def _check(self, row: Remediation) -> object:
        """Try to check one's own delivery, as a vendor never may."""
        return remediation.verify(
            self.session, actor=self.people.vendor.actor, remediation_id=row.id, move=Move.VERIFY,
            words="Het werkt.", due=None, version=None, today=self.day, **self.told,
        )  # fmt: skip

    @property
    def _checking(self) -> dict[str, Any]:
        told = {"actor": self.people.vendor.actor, "today": self.day, **self.told}
        return {**told, "fact_check_id": self.check.id}

    def _correct(self, *, words: str) -> object:
        """Say something of a fact in the check that was sent."""
        return fact_check.answer(
            self.session, number=self.chance.choice([1, 2]), words=words, version=None,
            answer=self.chance.choice(list(Answer)), **self._checking,
        )  # fmt: skip

    def _announce(self) -> object:
        """Announce another sub-processor, now and then."""
        if self.chance.random() < 0.9:
            return None
        now = self.told["now"]
        return sub_processors.announce(
            self.session, actor=self.people.vendor.actor, today=self.day, now=now,
            product_ids=[self.dossier.product_id], values=make.change_values(now=now),
        )  # fmt: skip

    def _wait(self) -> None:
        self.day += timedelta(days=self.chance.randint(1, 20))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_level_moves_until_the_cooperative_checks(
    session: Session, people: make.People, seed: int
) -> None:
    walk = Walk(session, people, seed=seed)
    before, done = walk.levels(), set()

    for _step in range(STEPS):
        done.add(walk.step())
        assert walk.levels() == before

    assert {"acknowledge", "commit", "propose", "deliver", "say", "correct a fact"} <= done
    assert "check" not in done
    _let_one_be_delivered(walk)
    delivered = next(row for row in walk.asked if row.state is State.DELIVERED)
    remediation.verify(
        session, actor=people.reviewer.actor, remediation_id=delivered.id, move=Move.VERIFY,
        words="Gemeten.", due=None, version=None, today=walk.day, **walk.told,
    )  # fmt: skip
    assert walk.levels() != before


def _let_one_be_delivered(walk: Walk) -> None:
    """Go on until something waits for a check."""
    for _step in range(5_000):
        if any(row.state is State.DELIVERED for row in walk.asked):
            return
        walk.step()
    raise AssertionError("nothing was ever delivered")
