"""Adoptions, made through the use cases."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk import adoption as adoption_rules
from dpia_workbench.risk.board_decision import AdviceStance, Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import (
    Adoption,
    Release,
)
from dpia_workbench.usecases import adoption as adoption_usecases
from dpia_workbench.usecases import own_risk
from tests.making import describing
from tests.making.dossiers import release
from tests.making.people import NOW, People, Person, School, day_of
from tests.making.schools import covering

AdoptionState = adoption_rules.State


def adoption(
    session: Session,
    *,
    people: People,
    state: adoption_rules.State = AdoptionState.STARTED,
    release: Release | None = None,
    at: School | None = None,
    now: datetime = NOW,
) -> Adoption:
    """Return a board's adoption of a release, as far as a state."""
    school, today = at or people.school, day_of(now)
    adopted = release or _published(session, people=people, now=now)
    row = adoption_usecases.start(
        session, actor=school.officer.actor, slug=adopted.product.slug, number=adopted.number,
        today=today, now=now,
    )  # fmt: skip
    _adopt(session, row, school=school, state=state, now=now)
    session.commit()
    return row


def _published(session: Session, *, people: People, now: datetime) -> Release:
    return release(session, people=people, now=now)


def _adopt(
    session: Session, row: Adoption, *, school: School, state: adoption_rules.State, now: datetime
) -> None:
    far = _STEPS[state]
    common: dict[str, Any] = {"adoption_id": row.id, "today": day_of(now), "now": now}
    if far >= 1:
        covering(session, row, by=school.officer, now=now)
        describing.describe(session, row, actor=school.officer.actor, **common)
        no_own_risks(session, by=school.officer, **common)
    if far >= 2:
        for measure in row.measures:
            adoption_usecases.record_measure(
                session, actor=school.officer.actor, measure_id=measure.id,
                state=LocalState.IMPLEMENTED, due=None, evidence="Zie de instelling.", reason="",
                version=None, **common,
            )  # fmt: skip
    if far >= 3:
        _hear(session, school=school, common=common)
    if far >= 4:
        _decide(session, school=school, outcome=_OUTCOMES[state], common=common)


def no_own_risks(session: Session, *, by: Person, **common: Any) -> None:
    """Say why there are no risks of the board's own."""
    own_risk.answer(
        session, actor=by.actor, explanation="Geen andere risico's gevonden, want wij keken rond.",
        version=None, **common,
    )  # fmt: skip


_STEPS = {
    AdoptionState.STARTED: 0, AdoptionState.CONTEXT_DONE: 1, AdoptionState.MEASURES_RECORDED: 2,
    AdoptionState.READY: 3, AdoptionState.ACTIVE: 4, AdoptionState.CONSULTING: 4,
    AdoptionState.REJECTED: 4,
}  # fmt: skip
_OUTCOMES = {
    AdoptionState.ACTIVE: Outcome.APPROVED,
    AdoptionState.CONSULTING: Outcome.CONSULTATION,
    AdoptionState.REJECTED: Outcome.REJECTED,
}


def _hear(session: Session, *, school: School, common: dict[str, Any]) -> None:
    adoption_usecases.advise(
        session, actor=school.fg.actor, text="Akkoord.", on=common["today"], **common
    )
    adoption_usecases.record_views(
        session, actor=school.officer.actor, asked=True, text="De MR stemt in.",
        on=common["today"], heard=[Hearing.COUNCIL], version=None, **common,
    )  # fmt: skip


def _decide(
    session: Session,
    *,
    school: School,
    outcome: Outcome,
    common: dict[str, Any],
) -> None:
    words = {
        "reason": "Het is verantwoord.", "follows_advice": "Ja.", "mandate": "Mandaatbesluit 3"
    }  # fmt: skip
    adoption_usecases.decide(
        session, actor=school.board.actor, outcome=outcome, words=words, acceptances={},
        stance=AdviceStance.FOLLOWED, conditions=[],
        next_review=common["today"] + timedelta(days=300), **common,
    )  # fmt: skip
