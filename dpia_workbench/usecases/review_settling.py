"""What was due and is done asks for no look any more; a part of the verbs that do it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.review import Resolution, Trigger
from dpia_workbench.store import review_tasks
from dpia_workbench.store.models import Adoption, ReviewTask


def resolve(row: ReviewTask, how: Resolution, *, reason: str, actor: Actor, now: datetime) -> None:
    """End a look: how, why and by whom."""
    row.resolution, row.reason = how, reason
    row.resolved_at, row.resolved_by_id = now, actor.user_id


def settle(session: Session, adoption: Adoption, *, actor: Actor, said: str, now: datetime) -> None:
    """End the looks at measures and conditions of an adoption that were all seen to.

    `said` is what was written about the last of them.
    """
    session.flush()
    for task in review_tasks.of_adoption(session, adoption):
        if task.trigger is Trigger.MEASURE and _is_done(adoption, task):
            resolve(task, Resolution.DONE, reason=said, actor=actor, now=now)


def _is_done(adoption: Adoption, task: ReviewTask) -> bool:
    return all(_is_seen_to(adoption, fact, task=task) for fact in task.facts)


def _is_seen_to(adoption: Adoption, fact: Mapping[str, Any], *, task: ReviewTask) -> bool:
    if "measure" in fact:
        return any(
            row.key == fact["measure"] and row.at >= task.made_at for row in adoption.follow_ups
        )
    rows = adoption.decision.condition_rows if adoption.decision else []
    return any(str(row.number) == fact["condition"] and row.is_met for row in rows)
