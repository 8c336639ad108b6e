"""What a check would change is told before it is recorded, and is what then happens."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.remediation import MOVES, Move, State
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import effects, levels, remediation
from tests import make

WORKS = {Move.VERIFY: True, Move.VERIFY_PARTLY: False, Move.REJECT: False}


def _levels(revision: Revision) -> tuple[dict[str, str], Verdict]:
    found = levels.outcome(revision, on=make.TODAY)
    worst = {risk.key: found.worst(risk.key, stage=Stage.AFTER_VENDOR) for risk in revision.risks}
    return worst, found.verdict


@pytest.mark.parametrize(
    ("state", "move"), [(state, move) for state in MOVES for move in WORKS if move in MOVES[state]]
)
def test_what_is_foreseen_is_what_happens(
    session: Session, people: make.People, state: State, move: Move
) -> None:
    row = make.dossier(session, people=people, request=state)
    asked = row.revision.measures[0].remediation
    before, verdict = _levels(row.revision)

    found = effects.of_check(
        session, asked, works=WORKS[move], actor=people.reviewer.actor, on=make.TODAY
    )
    remediation.verify(
        session, actor=people.reviewer.actor, remediation_id=asked.id, move=move, words="Gezien.",
        due=make.TODAY + timedelta(days=30) if move is Move.REJECT else None, version=None,
        today=make.TODAY, now=make.NOW,
    )  # fmt: skip
    after, becomes = _levels(row.revision)

    assert [effect.dossier for effect in found] == [row]
    assert (found[0].before, found[0].after) == (verdict, becomes)
    changed = {key: (before[key], after[key]) for key in before if before[key] is not after[key]}
    assert {each.key: (each.before, each.after) for each in found[0].changes} == changed


def test_a_measure_that_works_lowers_a_level(session: Session, people: make.People) -> None:
    row = make.dossier(session, people=people, request=State.DELIVERED)
    asked = row.revision.measures[0].remediation
    told = {"actor": people.analyst2.actor, "on": make.TODAY}

    assert effects.of_check(session, asked, works=True, **told)[0].changes
    assert not effects.of_check(session, asked, works=False, **told)[0].changes


def test_nobody_learns_of_a_dossier_that_they_may_not_see(
    session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people, request=State.DELIVERED)
    asked = row.revision.measures[0].remediation

    for person in (people.vendor, people.sivon_analyst, people.officer):
        told = {"actor": person.actor, "on": make.TODAY}
        assert effects.of_check(session, asked, works=True, **told) == []
