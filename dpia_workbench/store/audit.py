"""The audit trail: append-only, chained by hashes, written in the transaction of the deed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import AuditEvent, AuditHead

GENESIS = "0" * 64


def jsonable(value: Any) -> Any:
    """Return a value in a form that JSON keeps."""
    if isinstance(value, Bilingual):
        return value.as_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | date | datetime):
        return str(value) if isinstance(value, UUID) else value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(jsonable(item) for item in value)
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    return value


def canonical_json(value: Any) -> str:
    """Return the one JSON text of a value: sorted keys, no spaces, Unicode as it is."""
    return json.dumps(jsonable(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the hash of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    session: Session, fact: str, *, actor: Actor, subject_id: UUID, at: datetime, **detail: Any
) -> AuditEvent:
    """Add an event to the end of the chain. The head row makes writers take turns."""
    head = _locked_head(session)
    event = AuditEvent(
        seq=head.seq + 1,
        fact=fact,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        roles=sorted(actor.roles),
        subject_id=subject_id,
        detail=jsonable(detail),
        at=at,
        previous_hash=head.hash,
        hash="",
    )
    event.hash = event_hash(event)
    head.seq, head.hash = event.seq, event.hash
    session.add(event)
    session.flush()
    return event


def _locked_head(session: Session) -> AuditHead:
    """Return the head, ours until the end of the transaction; the first migration made it."""
    return session.scalars(select(AuditHead).where(AuditHead.id == 1).with_for_update()).one()


def event_hash(event: AuditEvent) -> str:
    """Return the hash that an event must have, given the one before it."""
    names = ("seq", "fact", "actor_id", "organisation_id", "roles", "subject_id", "detail")
    content = {name: getattr(event, name) for name in names}
    content["at"] = event.at.isoformat()
    return sha256(event.previous_hash + canonical_json(content))


def broken_links(session: Session) -> Iterator[int]:
    """Yield the numbers of events that were changed, moved or removed."""
    expected, previous = 1, GENESIS
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.seq)):
        intact = event.seq == expected and event.previous_hash == previous
        if not intact or event.hash != event_hash(event):
            yield event.seq
        expected, previous = event.seq + 1, event.hash
    head = session.scalars(select(AuditHead)).one()
    if (head.seq + 1, head.hash) != (expected, previous):
        yield head.seq  # the end was cut off


def find(session: Session, *, subject_id: UUID, limit: int = 200) -> list[AuditEvent]:
    """Return the newest events about a thing, newest first."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.seq.desc())
        .limit(limit)
    )
    return list(session.scalars(query))


def newest(session: Session, *, subject_id: UUID, fact: str, **detail: str) -> AuditEvent | None:
    """Return the newest event of a kind about a thing that has these details, however old."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.subject_id == subject_id, AuditEvent.fact == fact)
        .order_by(AuditEvent.seq.desc())
    )
    found = session.scalars(query)
    return next((each for each in found if detail.items() <= each.detail.items()), None)


def last_at(session: Session, subject_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Return when something last happened to each of these things."""
    query = (
        select(AuditEvent.subject_id, func.max(AuditEvent.at))
        .where(AuditEvent.subject_id.in_(subject_ids))
        .group_by(AuditEvent.subject_id)
    )
    return dict(session.execute(query).tuples().all())
