"""The history of fields: who changed what, in steps that people recognise.

What one person changes in one field within a quarter of an hour is one step.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

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
    now: datetime,
) -> FieldStep:  # fmt: skip
    """Add a step to the history of a field, or make the newest one longer; return it."""
    seq = contents.newest_seq(session, revision) + 1
    last = contents.last_step(session, revision, place)
    if last is not None and _goes_on(last, actor=actor, now=now):
        last.after, last.at, last.touched = jsonable(after), now, seq
        session.flush()
        return last
    step = FieldStep(
        revision_id=revision.id, seq=seq, touched=seq,
        part=place.part, key=place.key, field=place.field,
        before=jsonable(before), after=jsonable(after), by_id=actor.user_id, began_at=now, at=now,
    )  # fmt: skip
    session.add(step)
    session.flush()
    return step


def _goes_on(step: FieldStep, *, actor: Actor, now: datetime) -> bool:
    mine = step.by_id == actor.user_id and not step.is_closed
    return mine and now - step.began_at <= FOLDED


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
        session.add(
            FieldStep(
                revision_id=revision.id, seq=number, touched=number, part=place.part, key=place.key,
                field=place.field, before=jsonable(before), after=jsonable(after),
                by_id=actor.user_id, began_at=now, at=now,
            )
        )  # fmt: skip
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
