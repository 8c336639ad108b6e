"""Lawfulness findings of a draft: a gate, not a risk level (method.md 3.5)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.store import dossiers
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Finding, Measure
from dpia_workbench.usecases.editing import apply, editable_dossier, expect_version, sign


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
    if measure_id is not None:
        dossiers.part(session, Measure, measure_id, dossier=dossier)
    changed = apply(row, {"result": result, "note": note, "measure_id": measure_id})
    row.to_check = False
    session.flush()
    sign(session, dossier, "finding.saved", actor=actor, now=now, topic=topic, changed=changed)
    return row
