"""Conditions of a board's decision: kept as they were decided, marked as met afterwards."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk.board_decision import ConditionState, condition_state
from dpia_workbench.store import board_decisions
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import ConditionMark, DecisionCondition
from dpia_workbench.usecases import adopting, review_settling
from dpia_workbench.usecases.adoption import DayAhead, WordsMissing


def state_of(row: DecisionCondition, *, on: date) -> ConditionState:
    """Return how far a condition is on a day; never stored (invariant 21)."""
    return condition_state(is_met=row.is_met, due=row.due, on=on)


def mark(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    condition_id: UUID,
    is_met: bool,
    on: date,
    note: str,
    version: int | None,
    today: date,
    now: datetime,
) -> ConditionMark:
    """Note that a condition was met on a day, or after all is not.

    `version` is how many marks the actor read. Raises NotFound, Forbidden, WordsMissing, DayAhead
    or Stale.
    """
    adoption = adopting.locked(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL
    )
    row = board_decisions.condition(session, condition_id, adoption=adoption)
    if version is not None and version != len(row.marks):
        raise Stale
    if not note.strip():
        raise WordsMissing
    if on > today:
        raise DayAhead(on=on, today=today)
    if actor.user_id is None:
        raise NotFound
    made = ConditionMark(is_met=is_met, on=on, note=note, by_id=actor.user_id, at=now)
    row.marks.append(made)
    adopting.record(
        session, adoption, "adoption.condition-marked", actor=actor, now=now, number=row.number,
        is_met=is_met, on=on,
    )  # fmt: skip
    review_settling.settle(session, adoption, actor=actor, said=note, now=now)
    return made
