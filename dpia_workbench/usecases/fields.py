"""One field of a dossier, written by several people at once: merged, or shown as a conflict.

Whoever writes says what they started from. What others wrote since is merged in word by word; where
both changed the same words nothing is stored, and both texts are given back.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.registers import Value
from dpia_workbench.store import audit, contents
from dpia_workbench.usecases import steps
from dpia_workbench.usecases.editing import editable_dossier, sign
from dpia_workbench.usecases.holding import caught_up, holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a field holds after it was saved, and the number of the step; none: nothing changed.

    `newest` is the newest step of the revision that this value takes into account.
    """

    value: Value
    seq: int | None
    newest: int
    merged: bool


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    place: Place,
    value: object,
    was: object,
    now: datetime,
) -> Saved:
    """Write one field of a draft. `was` is what the writer started from.

    Raises NotFound, Forbidden, NotEditable, UnknownField, WrongValue, TextTooLong,
    UnknownReference or FieldConflict.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    revision = dossier.revision
    held = holder(session, revision, place)
    found = caught_up(held, value=value, was=was)
    theirs, result = found.before, found.after
    is_merged = _is_other(result, found.mine)
    if result == theirs:
        newest = contents.newest_seq(session, revision)
        return Saved(value=theirs, seq=None, newest=newest, merged=is_merged)
    held.write(result)
    step = steps.record(session, revision, place, before=theirs, after=result, actor=actor, now=now)
    sign(
        session, dossier, "field.saved", actor=actor, now=now, part=place.part, place=place.key,
        field=place.field, before_hash=hash_of(theirs), after_hash=hash_of(result),
    )  # fmt: skip
    return Saved(value=result, seq=step.touched, newest=step.touched, merged=is_merged)


def _is_other(one: Value, other: Value) -> bool:
    """Return whether two values say something else; of a list the order says nothing."""
    if isinstance(one, list) and isinstance(other, list):
        return set(one) != set(other)
    return one != other


def hash_of(value: Value) -> str:
    """Return the hash of a value, for the trail: texts are kept once, in the history."""
    return audit.sha256(audit.canonical_json(value))
