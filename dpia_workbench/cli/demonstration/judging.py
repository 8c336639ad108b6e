"""What boards of the demonstration judge themselves, and what follows their decision."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.cli.demonstration.days import Ago, When
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.board_decision import Condition
from dpia_workbench.risk.consultation_record import EventKind
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import consultation, own_risk

Item = Mapping[str, Any]


def own_risks(session: Session, row: Adoption, *, officer: Actor, item: Item, when: When) -> None:
    """Let a board name its own risks, and finish that step."""
    common: dict[str, Any] = {"actor": officer, "adoption_id": row.id, "today": when.today,
                              "now": when.now}  # fmt: skip
    for told in item["risks"]:
        values = {name: value for name, value in told.items() if name != "measures"}
        risk = own_risk.add(session, values=values, **common)
        for measure in told["measures"]:
            done = {"state": LocalState.IMPLEMENTED, "due": None, "reason": ""}
            own_risk.save_measure(
                session, risk_id=risk.id, measure_id=None, values={**measure, **done},
                version=None, **common,
            )  # fmt: skip
    own_risk.answer(session, explanation=item["situation"]["own_risks"], version=None, **common)


def consult(session: Session, row: Adoption, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Let a board note what happened in its consultation of the authority."""
    for each in item["decision"]["consultation"]:
        at = ago(each["happened"])
        consultation.note(
            session, actor=cast.of(item["board"], Role.PRIVACY_OFFICER), adoption_id=row.id,
            kind=EventKind(each["kind"]), on=at.today, text=each["text"], version=None,
            applicant=each["applicant"],
            today=at.today, now=at.now,
        )  # fmt: skip


def conditions(item: Item, *, when: When) -> list[Condition]:
    """Return the conditions of a decision."""
    return [
        Condition(
            text=each["text"], owner=each["owner"],
            due=when.today + timedelta(days=each["due_in"]),
        )
        for each in item["conditions"]
    ]  # fmt: skip
