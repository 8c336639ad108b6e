"""The way back to an earlier version of a dossier: of one field, or of all it says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import REGISTER_OF
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, FieldStep, Revision
from dpia_workbench.usecases import exemption, restoring, steps
from dpia_workbench.usecases import place as texts
from dpia_workbench.usecases.editing import editable_dossier, sign
from dpia_workbench.usecases.holding import holder
from dpia_workbench.usecases.states import State, compared, entries_at, state


def restore_field(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    seq: int,
    now: datetime,
    before: bool = False,
) -> None:
    """Give a field the value it had after a step, or before it.

    Raises NotFound, Forbidden, NotEditable, UnknownReference, FieldNeedsOthers, or what a register
    refuses.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    step = _step(session, dossier.revision, seq)
    place = Place(part=step.part, key=step.key, field=step.field)
    if not is_there(dossier.revision, place):
        raise NotFound
    _put(session, dossier, place, step.before if before else step.after, actor=actor, now=now)
    sign(session, dossier, "field.restored", actor=actor, now=now, place=step.key, seq=seq)


def is_there(revision: Revision, place: Place) -> bool:
    """Return whether a field is in the revision now, so that it can be put back."""
    if place.part is DossierPart.EXEMPTION:
        return True
    return bool(place.field) and texts.row_at(revision, place) is not None


def _step(session: Session, revision: Revision, seq: int) -> FieldStep:
    if not 0 < seq <= contents.newest_seq(session, revision):
        raise NotFound
    query = select(FieldStep).where(FieldStep.revision_id == revision.id, FieldStep.seq == seq)
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _put(
    session: Session, dossier: Dossier, place: Place, value: Any, *, actor: Actor, now: datetime
) -> None:
    """Write a value as a step of its own: what was being typed stays in the history."""
    contents.close_steps(session, dossier.revision, place=place)
    if place.part is DossierPart.EXEMPTION:
        exemption.write(session, dossier.revision, place.key, value or "", actor=actor, now=now)
        return
    if place.part not in texts.STATED:
        _put_judged(session, dossier, place, value, actor=actor, now=now)
        return
    held = holder(session, dossier.revision, place)
    before = held.read()
    after = value if value is not None else type(before)()
    if before != after:
        held.write(after)
        steps.record(
            session, dossier.revision, place, before=before, after=after, actor=actor, now=now
        )


def _put_judged(
    session: Session, dossier: Dossier, place: Place, value: Any, *, actor: Actor, now: datetime
) -> None:
    """Write one field of a part that is no text or entry; its other fields stay as they are."""
    part = Place(part=place.part, key=place.key)
    said = restoring.values_of(state(session, dossier.revision), part.part).get(part.key, {})
    said[place.field] = value
    restoring.put_back(session, dossier, part, said, actor=actor, now=now)


def restore_version(
    session: Session, *, actor: Actor, dossier_id: UUID, seq: int, now: datetime
) -> int:
    """Give a draft all that it held after a step; return how many fields changed.

    What the vendor was asked for stays. Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    revision = dossier.revision
    if not 0 <= seq < contents.newest_seq(session, revision):
        raise NotFound
    wanted, current = state(session, revision, seq=seq), state(session, revision)
    there = entries_at(session, revision, seq=seq) | _referred(wanted)
    contents.close_steps(session, revision)
    for key in sorted(there):  # first, so that others can refer to them
        row = contents.entry(session, revision, key)
        steps.set_removed(session, revision, row, removed=False, actor=actor, now=now)
    changes = [c for c in compared(current, wanted) if _is_stated(c.place, there=there)]
    for change in sorted(changes, key=lambda c: isinstance(c.after, list)):  # references last
        _put(session, dossier, change.place, change.after, actor=actor, now=now)
    left = [row for row in contents.entries(session, revision) if row.key not in there]
    for row in left:
        steps.set_removed(session, revision, row, removed=True, actor=actor, now=now)
    judged = restoring.put_all_back(session, dossier, wanted, actor=actor, now=now)
    contents.close_steps(session, revision)  # what is typed next is a step of its own
    sign(session, dossier, "dossier.restored", actor=actor, now=now, seq=seq)
    return len(changes) + len(left) + judged


def _referred(wanted: State) -> set[str]:
    """Return the keys of the entries that a version refers to."""
    lists = [v for place, v in wanted.items() if place.part is DossierPart.ENTRY]
    keys = {key for value in lists if isinstance(value, list) for key in value}
    return {key for key in keys if key[:2] in REGISTER_OF and key[2:].isdecimal()}


def _is_stated(place: Place, *, there: set[str]) -> bool:
    """Return whether a field is a text or says why there is none, or is of an entry that is in
    the version.
    """
    if place.part in (DossierPart.TEXT, DossierPart.EXEMPTION):
        return True
    return place.part is DossierPart.ENTRY and place.key in there
