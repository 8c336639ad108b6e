"""The way back to an earlier version of a dossier: of one field, or of all texts and registers."""

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
from dpia_workbench.usecases import place as texts
from dpia_workbench.usecases import steps
from dpia_workbench.usecases.editing import editable_dossier, sign
from dpia_workbench.usecases.holding import holder
from dpia_workbench.usecases.states import Changed, State, compared, entries_at, state

WRITABLE = frozenset({DossierPart.TEXT, DossierPart.ENTRY})


def restore_field(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    seq: int,
    now: datetime,
    before: bool = False,
) -> None:
    """Give a text, or a field of an entry, the value it had after a step, or before it.

    Raises NotFound, Forbidden, NotEditable, UnknownReference, or what the part refuses.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    step = _step(session, dossier.revision, seq)
    place = Place(part=step.part, key=step.key, field=step.field)
    _put(session, dossier, place, step.before if before else step.after, actor=actor, now=now)
    sign(session, dossier, "field.restored", actor=actor, now=now, place=step.key, seq=seq)


def _step(session: Session, revision: Revision, seq: int) -> FieldStep:
    if not 0 < seq <= contents.newest_seq(session, revision):
        raise NotFound
    query = select(FieldStep).where(FieldStep.revision_id == revision.id, FieldStep.seq == seq)
    found = session.scalar(query)
    if found is None or not found.field:
        raise NotFound
    if not texts.holds_text(Place(part=found.part, key=found.key, field=found.field)):
        raise NotFound
    return found


def _put(
    session: Session, dossier: Dossier, place: Place, value: Any, *, actor: Actor, now: datetime
) -> None:
    """Write a value as a step of its own: what was being typed stays in the history."""
    contents.close_steps(session, dossier.revision, place=place)
    if place.part not in WRITABLE:
        _put_text(session, dossier, place, value, actor=actor, now=now)
        return
    held = holder(session, dossier.revision, place)
    before = held.read()
    after = value if value is not None else type(before)()
    if before != after:
        held.write(after)
        steps.record(
            session, dossier.revision, place, before=before, after=after, actor=actor, now=now
        )


def _put_text(
    session: Session, dossier: Dossier, place: Place, value: Any, *, actor: Actor, now: datetime
) -> None:
    """Write a text of a risk, a measure or another part, each half of one in two languages."""
    halves = value if isinstance(value, dict) else {"": value}
    for half, text in halves.items():
        seen = texts.text_at(dossier.revision, place, language=half)
        if seen is None:
            raise NotFound
        if seen != (text or ""):
            texts.write(
                session, actor=actor, dossier_id=dossier.id, place=place, language=half,
                text=text or "", seen=seen, words_of=None, now=now,
            )  # fmt: skip


def restore_version(
    session: Session, *, actor: Actor, dossier_id: UUID, seq: int, now: datetime
) -> int:
    """Give all texts and registers of a draft what they held after a step.

    Texts of risks, measures and other parts that are still there go back, too; what is judged and
    computed stays: whoever changes that does so one by one. Returns how many fields changed.
    Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    revision = dossier.revision
    if not 0 <= seq < contents.newest_seq(session, revision):
        raise NotFound
    wanted, current = state(session, revision, seq=seq), state(session, revision)
    there = entries_at(session, revision, seq=seq) | _referred(wanted)
    for key in sorted(there):  # first, so that others can refer to them
        row = contents.entry(session, revision, key)
        steps.set_removed(session, revision, row, removed=False, actor=actor, now=now)
    changes = [c for c in compared(current, wanted) if _goes_back(c, revision, there=there)]
    for change in sorted(changes, key=lambda c: isinstance(c.after, list)):  # references last
        _put(session, dossier, change.place, change.after, actor=actor, now=now)
    left = [row for row in contents.entries(session, revision) if row.key not in there]
    for row in left:
        steps.set_removed(session, revision, row, removed=True, actor=actor, now=now)
    sign(session, dossier, "dossier.restored", actor=actor, now=now, seq=seq)
    return len(changes) + len(left)


def _referred(wanted: State) -> set[str]:
    """Return the keys of the entries that a version refers to."""
    lists = [v for place, v in wanted.items() if place.part is DossierPart.ENTRY]
    keys = {key for value in lists if isinstance(value, list) for key in value}
    return {key for key in keys if key[:2] in REGISTER_OF and key[2:].isdecimal()}


def _goes_back(change: Changed, revision: Revision, *, there: set[str]) -> bool:
    place = change.place
    if place.part is DossierPart.ENTRY:
        return place.key in there
    if place.part in WRITABLE:
        return True
    both = change.before is not None and change.after is not None
    return both and texts.holds_text(place) and texts.row_at(revision, place) is not None
