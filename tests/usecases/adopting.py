"""Short ways to call the use cases of an adoption."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.board_decision import AdviceStance, Hearing
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import Adoption, Job
from dpia_workbench.usecases import adoption, local, own_risk
from tests import make
from tests.making import describing

TIMES: dict[str, Any] = {"today": make.TODAY, "now": make.NOW}
WORDS = {"reason": "Nut.", "follows_advice": "Ja.", "mandate": "Besluit 3"}
NEXT_YEAR = date(2026, 3, 3)
Act = Callable[..., Any]


def describe(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    """Say for which schools it holds, and that there are no risks of the board's own."""
    if row.every_school is None:
        make.covering(session, row, by=by)
    return answer(session, row, by, **words)


def fit(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    """Say which cells fit."""
    return describing.scope(session, row, actor=by.actor, **{**TIMES, **words})


def circumstances(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    """Answer the questions about circumstances."""
    return describing.circumstances(session, row, actor=by.actor, **{**TIMES, **words})


def operate(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    """Answer an operation."""
    return describing.operation(session, row, actor=by.actor, **{**TIMES, **words})


def agree(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    """Name the processor agreement."""
    return describing.agreement(session, row, actor=by.actor, **{**TIMES, **words})


def describe_all(session: Session, row: Adoption, by: make.Person) -> None:
    """Take all steps in which the board describes itself."""
    describe(session, row, by)
    describing.describe(session, row, actor=by.actor, **TIMES)


def answer(session: Session, row: Adoption, by: make.Person, **words: Any) -> Adoption:
    """Say why there are no risks of the board's own."""
    values = {"explanation": "Geen, want wij gebruiken weinig.", "version": None, **TIMES, **words}
    return own_risk.answer(session, actor=by.actor, adoption_id=row.id, **values)


def record(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    """Record a measure as applied, unless told otherwise."""
    number = words.pop("number", 0)
    values = {
        "state": LocalState.IMPLEMENTED, "due": None, "evidence": "Gezien.", "reason": "",
        "version": None, **TIMES, **words,
    }  # fmt: skip
    measure_id = words.get("measure_id", row.measures[number].id)
    values["measure_id"] = measure_id
    return adoption.record_measure(session, actor=by.actor, adoption_id=row.id, **values)


def advise(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    """Give the officer's advice."""
    values = {"text": "Doe het.", "on": make.TODAY, **TIMES, **words}
    return adoption.advise(session, actor=by.actor, adoption_id=row.id, **values)


def view(session: Session, row: Adoption, by: make.Person, **words: Any) -> Any:
    """Record the views."""
    values = {
        "asked": True, "heard": [Hearing.PARENTS], "text": "Akkoord.", "on": make.TODAY,
        "version": None, **TIMES, **words,
    }  # fmt: skip
    return adoption.record_views(session, actor=by.actor, adoption_id=row.id, **values)


def decide(session: Session, row: Adoption, by: make.Person, **changes: Any) -> Any:
    """Take the board's decision."""
    values: dict[str, Any] = {
        "outcome": Outcome.APPROVED, "acceptances": {}, "next_review": NEXT_YEAR,
        "stance": AdviceStance.FOLLOWED, "conditions": [],
        "words": {**WORDS, **changes.pop("words", {})}, **TIMES, **changes,
    }  # fmt: skip
    return adoption.decide(session, actor=by.actor, adoption_id=row.id, **values)


def told(session: Session, *, kind: str) -> list[str]:
    """Return who got a mail of a kind."""
    jobs = session.scalars(select(Job)).all()
    return [job.detail["to"] for job in jobs if job.detail.get("kind") == kind]


def state_of(row: Adoption, *, on: date = make.TODAY) -> State:
    """Return how far an adoption is on a day."""
    return local.assess(row, on=on).state
