"""What the trail says of requests. Whoever asks has the requests already, cut by actor."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.models import AuditEvent


def events(
    session: Session, ids: Sequence[UUID], *, facts: Sequence[str]
) -> dict[UUID, list[AuditEvent]]:
    """Return per thing the events of some kinds, the oldest first."""
    query = (
        select(AuditEvent)
        .where(AuditEvent.subject_id.in_(ids), AuditEvent.fact.in_(facts))
        .order_by(AuditEvent.seq)
    )
    found: dict[UUID, list[AuditEvent]] = defaultdict(list)
    for event in session.scalars(query):
        if event.subject_id is not None:
            found[event.subject_id].append(event)
    return found
