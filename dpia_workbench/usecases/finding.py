"""Lawfulness findings of a draft: a gate, not a risk level (method.md 3.5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store import dossiers
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Finding, Measure
from dpia_workbench.usecases.editing import apply, changes, editable_dossier, expect_version, sign


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    topic: Topic,
    result: Result,
    note: Bilingual,
    measure_id: UUID | None,
    version: int | None,
    now: datetime,
) -> Finding:
    """Write the finding on one topic, possibly with the measure that remedies it.

    Raises NotFound, Forbidden, NotEditable or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = next(f for f in dossier.revision.findings if f.topic is topic)
    expect_version(row, version)
    remedy = dossiers.part(session, Measure, measure_id, dossier=dossier) if measure_id else None
    before = told(row)
    apply(row, {"result": result, "note": note, "measure": remedy, "to_check": False})
    session.flush()
    changed = changes(before, told(row))
    sign(session, dossier, "finding.saved", actor=actor, now=now, topic=topic, changed=changed)
    return row


def told(row: Finding) -> dict[str, Any]:
    """Return what a finding says, with keys that people know."""
    remedy = row.measure.key if row.measure else None
    return {"result": row.result, "note": row.note, "measure": remedy}
