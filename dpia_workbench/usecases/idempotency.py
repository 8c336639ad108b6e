"""Requests that are sent again: the answer of the first time is kept for a day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.models import KeptAnswer

KEPT = timedelta(hours=24)
LONGEST_KEY = 255


class KeyUnusable(RuleViolation):
    """A key is a short text of visible signs."""

    code = "idempotency.key-unusable"


class KeyReused(RuleViolation):
    """A key belongs to one request; another request needs another key."""

    code = "idempotency.key-reused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request that may be sent again: its key, and a hash of all that it asks."""

    key: str
    request_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it is kept."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def recall(session: Session, *, actor: Actor, sent: Sent, now: datetime) -> Reply | None:
    """Return what the same request of the same person was answered, or None if it is new.

    Raises Forbidden, KeyUnusable or KeyReused.
    """
    if not (0 < len(sent.key) <= LONGEST_KEY and sent.key.isascii() and sent.key.isprintable()):
        raise KeyUnusable(longest=LONGEST_KEY)
    row = session.scalar(
        select(KeptAnswer).where(
            KeptAnswer.user_id == actor.user_id,
            KeptAnswer.key == sent.key,
            KeptAnswer.at > now - KEPT,
        )
    )
    if row is None:
        return None
    require(actor, Permission.ACCOUNT_MANAGE, row)
    if row.request_hash != sent.request_hash:
        raise KeyReused
    return Reply(status=row.status, body=row.body, headers=dict(row.headers))


def keep(session: Session, *, actor: Actor, sent: Sent, reply: Reply, now: datetime) -> None:
    """Keep an answer for a day, in the transaction of what was done; drop those that are older.

    Raises Forbidden, or the database's IntegrityError if the same request is under way.
    """
    session.execute(delete(KeptAnswer).where(KeptAnswer.at <= now - KEPT))
    row = KeptAnswer(
        user_id=actor.user_id,
        key=sent.key,
        request_hash=sent.request_hash,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
        at=now,
    )
    require(actor, Permission.ACCOUNT_MANAGE, row)
    session.add(row)
    session.flush()
