"""What all editing of agreements shares: the row that may be edited, and the trail."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.store import agreements, audit
from dpia_workbench.store.models import Agreement
from dpia_workbench.usecases.editing import expect_version


def record(
    session: Session, row: Agreement, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    """Keep what was done with an agreement; whoever edits it at the same time is told."""
    flag_modified(row, "title")
    session.flush()
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def editable(
    session: Session, agreement_id: UUID, *, actor: Actor, version: int | None, today: date
) -> Agreement:
    """Return an agreement that the actor may edit, locked until the end of the transaction.

    Raises NotFound, Forbidden or Stale.
    """
    row = agreements.get(session, agreement_id, on=today, actor=actor)
    require(actor, Permission.AGREEMENT_EDIT, row)
    session.refresh(row, with_for_update=True)
    expect_version(row, version)
    return row
