"""What a dossier said at a step of its history, and what changed between two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY
from dpia_workbench.store import contents
from dpia_workbench.store.audit import jsonable
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import claim, finding
from dpia_workbench.usecases.editing import TECHNICAL
from dpia_workbench.usecases.steps import is_empty

State = dict[Place, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A field that two versions do not say the same of; None: it was not there."""

    place: Place
    before: Any
    after: Any


def state(session: Session, revision: Revision, *, seq: int | None = None) -> State:
    """Return all that a revision says, now or after a step; only filled fields are there.

    A step that began before and was made longer later counts as it is now: no words are lost.
    """
    found = dict(_now(session, revision))
    later = [] if seq is None else contents.later_steps(session, revision, seq=seq)
    for step in later:  # newest first: each one undone
        place = Place(part=step.part, key=step.key, field=step.field)
        if place.field:
            _set(found, place, step.before)
        else:
            _undo_whole(found, place, step.before)
    return found


def entries_at(session: Session, revision: Revision, *, seq: int) -> set[str]:
    """Return the keys of the entries that a revision had after a step, also of empty ones."""
    found = {row.key for row in contents.entries(session, revision)}
    for step in contents.later_steps(session, revision, seq=seq):
        if step.part is DossierPart.ENTRY and not step.field:
            (found.discard if step.before is None else found.add)(step.key)
    return found


def _undo_whole(found: State, place: Place, before: Any) -> None:
    """Put an entry back that was taken out, or take out one that was brought back."""
    for known in [each for each in found if (each.part, each.key) == (place.part, place.key)]:
        del found[known]
    for name, value in (before or {}).items():
        _set(found, Place(part=place.part, key=place.key, field=name), value)


def _set(found: State, place: Place, value: Any) -> None:
    if is_empty(value):
        found.pop(place, None)
    else:
        found[place] = value


def _now(session: Session, revision: Revision) -> Iterator[tuple[Place, Any]]:
    for place, value in _all(session, revision):
        if not is_empty(value):
            yield place, jsonable(value)


def _written(revision: Revision) -> Iterator[tuple[Place, Any]]:
    for name in ("summary", "scope", "sentence"):
        yield Place(part=DossierPart.DESCRIPTION, field=name), getattr(revision, name)
    for text in revision.texts:
        yield Place(part=DossierPart.TEXT, key=text.section, field=BODY.name), text.body
    for exempt in revision.not_applicable:
        place = Place(part=DossierPart.EXEMPTION, key=exempt.subject, field="reason")
        yield place, exempt.reason


def _all(session: Session, revision: Revision) -> Iterator[tuple[Place, Any]]:
    yield from _written(revision)
    for entry in contents.entries(session, revision):
        yield from _named(DossierPart.ENTRY, entry.key, contents.values(entry))
    for part, rows in (
        (DossierPart.CELL, revision.cells),
        (DossierPart.RISK, revision.risks),
        (DossierPart.MEASURE, revision.measures),
    ):
        for row in rows:
            yield from _named(part, row.key, _columns(row))
    for argument in revision.claims:
        yield from _named(DossierPart.CLAIM, argument.key, claim.told(argument))
    for judged in revision.findings:
        yield from _named(DossierPart.FINDING, judged.topic, finding.told(judged))


def _named(part: DossierPart, key: str, values: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    return ((Place(part=part, key=key, field=name), value) for name, value in values.items())


def _columns(row: Base) -> dict[str, Any]:
    names = [column.key for column in row.__mapper__.column_attrs]
    return {name: getattr(row, name) for name in names if name not in TECHNICAL}


def compared(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> tuple[Changed, ...]:
    """Return the fields that two versions do not say the same of, in the order of places."""
    return tuple(
        Changed(place=place, before=before.get(place), after=after.get(place))
        for place in sorted({*before, *after})
        if before.get(place) != after.get(place)
    )
