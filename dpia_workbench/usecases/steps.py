"""The history of fields: who changed what, in steps that people recognise.

What one person changes in one field within a quarter of an hour is one step.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import contents
from dpia_workbench.store.audit import jsonable
from dpia_workbench.store.models import Entry, FieldStep, Revision

FOLDED = timedelta(minutes=15)


def is_empty(value: Any) -> bool:
    """Return whether a field holds nothing."""
    return jsonable(value) in (None, "", [], {"nl": "", "en": ""})


def record(
    session: Session, revision: Revision, place: Place, *, before: Any, after: Any, actor: Actor,
    now: datetime, beside: Iterable[UUID] | None = None,
) -> FieldStep:  # fmt: skip
    """Add a step to the history of a field, or make the newest one longer; return it.

    `beside` is who else typed at the same time; what people write together is one step of all.
    """
    part, changed = Place(part=place.part, key=place.key), {place.field: (before, after)}
    made = record_part(
        session, revision, part, changed, actor=actor, now=now,
        beside=None if beside is None else frozenset(map(str, beside)),
    )  # fmt: skip
    return made[0]


def record_part(
    session: Session,
    revision: Revision,
    part: Place,
    changed: Mapping[str, tuple[Any, Any]],
    *,
    actor: Actor,
    now: datetime,
    is_removal: bool = False,
    beside: frozenset[str] | None = None,
) -> list[FieldStep]:
    """Do so for (before, after) of several fields of one part, in the order given.

    That a part is taken out is a step of its own, whatever was written in it just before or after:
    another part may get its number.
    """
    if is_removal:
        contents.close_steps(session, revision, place=part)
    newest = contents.newest_seq(session, revision)
    last = contents.last_steps(session, revision, part, fields=list(changed))
    made = []
    for seq, (field, (before, after)) in enumerate(changed.items(), start=newest + 1):
        step = last.get(field)
        if step is not None and _goes_on(step, actor=actor, now=now, beside=beside):
            step.after, step.at, step.touched = jsonable(after), now, seq
        else:
            place = Place(part=part.part, key=part.key, field=field)
            step = _step(revision, place, seq=seq, before=before, actor=actor, now=now)
            step.after = jsonable(after)
            session.add(step)
        step.beside = _beside(step, actor=actor, beside=beside)
        step.is_closed = is_removal
        made.append(step)
    session.flush()
    return made


def _step(
    revision: Revision, place: Place, *, seq: int, before: Any, actor: Actor, now: datetime
) -> FieldStep:
    """Return a new step that says nothing yet of what the field became."""
    return FieldStep(
        revision_id=revision.id, seq=seq, touched=seq,
        part=place.part, key=place.key, field=place.field,
        before=jsonable(before), by_id=actor.user_id, began_at=now, at=now,
    )  # fmt: skip


def _goes_on(
    step: FieldStep, *, actor: Actor, now: datetime, beside: frozenset[str] | None
) -> bool:
    if step.is_closed or now - step.began_at > FOLDED:
        return False
    return step.by_id == actor.user_id or (beside is not None and step.beside is not None)


def _beside(step: FieldStep, *, actor: Actor, beside: frozenset[str] | None) -> list[str] | None:
    """Return who wrote a step beside the one that it is signed by."""
    if beside is None:
        return step.beside
    others = {*(step.beside or ()), *beside, str(actor.user_id)} - {str(step.by_id), "None"}
    return sorted(others)


def record_all(
    session: Session,
    revision: Revision,
    changes: Iterable[tuple[Place, Any, Any]],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Add a step for each (place, before, after), none of which makes another one longer."""
    seq = contents.newest_seq(session, revision)
    for number, (place, before, after) in enumerate(changes, start=seq + 1):
        step = _step(revision, place, seq=number, before=before, actor=actor, now=now)
        step.after = jsonable(after)
        session.add(step)
    session.flush()


def set_removed(
    session: Session, revision: Revision, row: Entry, *, removed: bool, actor: Actor, now: datetime
) -> None:
    """Take an entry out or put it back, with a step in the history that keeps what it held."""
    if row.is_removed is removed:
        return
    row.is_removed = removed
    place = Place(part=DossierPart.ENTRY, key=row.key)
    held = contents.values(row)
    before, after = (held, None) if removed else (None, held)
    record(session, revision, place, before=before, after=after, actor=actor, now=now)
