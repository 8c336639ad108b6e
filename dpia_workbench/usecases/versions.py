"""Versions of a dossier: what it said at a step, what changed between two, and the way back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY
from dpia_workbench.store import contents
from dpia_workbench.store.audit import jsonable
from dpia_workbench.store.base import Base, NotFound
from dpia_workbench.store.models import (
    Dossier,
    FieldStep,
    Finding,
    Measure,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import claim, steps
from dpia_workbench.usecases.editing import TECHNICAL, editable_dossier, sign
from dpia_workbench.usecases.entry import set_removed
from dpia_workbench.usecases.fields import holder

State = dict[Place, Any]
WRITABLE = frozenset({DossierPart.TEXT, DossierPart.ENTRY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field that two versions do not say the same of; None: it was not there."""

    place: Place
    before: Any
    after: Any


def state(session: Session, revision: Revision, *, seq: int | None = None) -> State:
    """Return all that a revision says, now or after a step; only filled fields are there.

    A step that was made longer later counts as not yet made.
    """
    found = dict(_now(session, revision))
    later = [] if seq is None else contents.steps(session, revision, after=seq, limit=None)
    for step in later:  # newest first: each one undone
        place = Place(part=step.part, key=step.key, field=step.field)
        if place.field:
            _set(found, place, step.before)
        else:
            _undo_whole(found, place, step.before)
    return found


def _undo_whole(found: State, place: Place, before: Any) -> None:
    """Put an entry back that was taken out, or take out one that was brought back."""
    for known in [each for each in found if (each.part, each.key) == (place.part, place.key)]:
        del found[known]
    for name, value in (before or {}).items():
        _set(found, Place(part=place.part, key=place.key, field=name), value)


def _set(found: State, place: Place, value: Any) -> None:
    if value in (None, "", []) or value == {"nl": "", "en": ""}:
        found.pop(place, None)
    else:
        found[place] = value


def _now(session: Session, revision: Revision) -> Iterator[tuple[Place, Any]]:
    for place, value in _all(session, revision):
        plain = jsonable(value)
        if plain not in (None, "", []) and plain != {"nl": "", "en": ""}:
            yield place, plain


def _all(session: Session, revision: Revision) -> Iterator[tuple[Place, Any]]:
    for name in ("summary", "scope", "sentence"):
        yield Place(part=DossierPart.DESCRIPTION, field=name), getattr(revision, name)
    for text in revision.texts:
        yield Place(part=DossierPart.TEXT, key=text.section, field=BODY.name), text.body
    for entry in contents.entries(session, revision):
        yield from _named(DossierPart.ENTRY, entry.key, contents.values(entry))
    for part, rows in (
        (DossierPart.CELL, revision.cells),
        (DossierPart.RISK, revision.risks),
        (DossierPart.MEASURE, revision.measures),
        (DossierPart.FINDING, revision.findings),
    ):
        for row in rows:
            yield from _named(part, _key(row), _columns(row))
    for argument in revision.claims:
        yield from _named(DossierPart.CLAIM, argument.key, claim.told(argument))


def _key(row: ScopeCell | Risk | Measure | Finding) -> str:
    return row.topic if isinstance(row, Finding) else row.key


def _named(part: DossierPart, key: str, values: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    return ((Place(part=part, key=key, field=name), value) for name, value in values.items())


def _columns(row: Base) -> dict[str, Any]:
    names = [column.key for column in row.__mapper__.column_attrs]
    return {name: getattr(row, name) for name in names if name not in {*TECHNICAL, "topic"}}


def compared(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> tuple[Changed, ...]:
    """Return the fields that two versions do not say the same of, in the order of places."""
    return tuple(
        Changed(place=place, before=before.get(place), after=after.get(place))
        for place in sorted({*before, *after})
        if before.get(place) != after.get(place)
    )


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
        set_removed(session, revision, row, removed=False, actor=actor, now=now)
    for change in sorted(changes, key=lambda c: isinstance(c.after, list)):  # references last
        _put(session, dossier, change.place, change.after, actor=actor, now=now)
    for row in contents.entries(session, revision):
        if row.key not in there:
            set_removed(session, revision, row, removed=True, actor=actor, now=now)
    sign(session, dossier, "dossier.restored", actor=actor, now=now, seq=seq)
    return len(changes)
