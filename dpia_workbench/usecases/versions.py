"""The way back to an earlier version of a dossier: of one field, or of all texts and registers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, FieldStep, Revision
from dpia_workbench.usecases import steps
from dpia_workbench.usecases.editing import editable_dossier, sign
from dpia_workbench.usecases.holding import holder
from dpia_workbench.usecases.states import compared, state

WRITABLE = frozenset({DossierPart.TEXT, DossierPart.ENTRY})


def restore_field(
    session: Session, *, actor: Actor, dossier_id: UUID, seq: int, now: datetime
) -> None:
    """Give a field of a text or an entry the value it had after a step.

    Raises NotFound, Forbidden, NotEditable or UnknownReference.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    step = _step(session, dossier.revision, seq)
    place = Place(part=step.part, key=step.key, field=step.field)
    _put(session, dossier, place, step.after, actor=actor, now=now)
    sign(session, dossier, "field.restored", actor=actor, now=now, place=step.key, seq=seq)


def _step(session: Session, revision: Revision, seq: int) -> FieldStep:
    query = select(FieldStep).where(FieldStep.revision_id == revision.id, FieldStep.seq == seq)
    found = session.scalar(query)
    if found is None or found.part not in WRITABLE or not found.field:
        raise NotFound
    return found


def _put(
    session: Session, dossier: Dossier, place: Place, value: Any, *, actor: Actor, now: datetime
) -> None:
    held = holder(session, dossier.revision, place)
    before = held.read()
    after = value if value is not None else type(before)()
    if before != after:
        held.write(after)
        steps.record(
            session, dossier.revision, place, before=before, after=after, actor=actor, now=now
        )


def restore_version(
    session: Session, *, actor: Actor, dossier_id: UUID, seq: int, now: datetime
) -> int:
    """Give all texts and registers of a draft what they held after a step.

    Returns how many fields changed. Risks, measures and what is computed from them stay: whoever
    changes those does so one by one. Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    revision = dossier.revision
    if not 0 <= seq < contents.newest_seq(session, revision):
        raise NotFound
    wanted, current = state(session, revision, seq=seq), state(session, revision)
    changes = [c for c in compared(current, wanted) if c.place.part in WRITABLE]
    there = {place.key for place in wanted if place.part is DossierPart.ENTRY}
    for key in sorted(there):  # first, so that others can refer to them
        row = contents.entry(session, revision, key)
        steps.set_removed(session, revision, row, removed=False, actor=actor, now=now)
    for change in sorted(changes, key=lambda c: isinstance(c.after, list)):  # references last
        _put(session, dossier, change.place, change.after, actor=actor, now=now)
    for row in contents.entries(session, revision):
        if row.key not in there:
            steps.set_removed(session, revision, row, removed=True, actor=actor, now=now)
    sign(session, dossier, "dossier.restored", actor=actor, now=now, seq=seq)
    return len(changes)
