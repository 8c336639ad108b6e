"""What the verbs of discussion share: settling a thread, what was seen, and the trail."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.store import audit, threads
from dpia_workbench.store.models import Thread


def see_mentions(session: Session, row: Thread, *, actor: Actor, now: datetime) -> None:
    """Note that the actor has seen where a thread mentions them."""
    for mention in threads.unseen_mentions(session, thread_id=row.id, user_id=actor.user_id):
        mention.seen_at = now


def close(row: Thread, *, actor: Actor, now: datetime) -> None:
    """Note who settled a thread."""
    row.resolved_by_id, row.resolved_at = actor.user_id, now


def record(
    session: Session, row: Thread, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    """Keep in the trail what happened and where; what was said stays in the thread."""
    audit.record(
        session, fact, actor=actor, subject_id=row.dossier_id, at=now,
        thread=row.id, place=row.key or row.part, field=row.field, **detail,
    )  # fmt: skip
