"""Queries for what external records said when boards adopted them; they are public."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.models import RecordSnapshot


def newest(session: Session, product_id: UUID) -> RecordSnapshot | None:
    """Return the newest snapshot of the record of a product."""
    query = select(RecordSnapshot).where(RecordSnapshot.product_id == product_id)
    return session.scalar(query.order_by(RecordSnapshot.number.desc()).limit(1))


def content(row: RecordSnapshot) -> dict[str, Any]:
    """Return the frozen content."""
    found: dict[str, Any] = json.loads(row.canonical)
    return found
