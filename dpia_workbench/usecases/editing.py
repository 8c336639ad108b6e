"""What all editing shares: the version check, the list of changes, the editable draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import audit, dossiers
from dpia_workbench.store.base import Base, Stale
from dpia_workbench.store.models import Dossier, Revision, RevisionAuthor
from dpia_workbench.usecases import steps


class Versioned(Protocol):
    """A row that counts its versions."""

    version: Any


def expect_version(row: Versioned, version: int | None) -> None:
    """Refuse an edit that was made on an older version. Raises Stale."""
    if version is not None and row.version != version:
        raise Stale


def apply(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the values on a row and return what changed, as {name: [before, after]}."""
    changed = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = [before, value]
    return changed


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a part says otherwise than before, as {name: [before, after]}."""
    pairs = {name: [before.get(name), value] for name, value in after.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def created(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of something new as changes, as {name: [None, value]}."""
    return {name: [None, value] for name, value in values.items()}


TECHNICAL = {
    "id", "revision_id", "number", "version", "remediation_id", "agreement_id", "to_check",
}  # fmt: skip


def removed(row: Base) -> dict[str, Any]:
    """Return what a row held as changes, as {name: [value, None]}."""
    names = [column.key for column in row.__mapper__.column_attrs]
    return {name: [getattr(row, name), None] for name in names if name not in TECHNICAL}


def leaving(row: Any) -> dict[str, Any]:
    """Return what the trail keeps of a part that is taken out, beside what it said.

    Whether somebody had still to look at it; and of a claim its authors (invariant 13).
    """
    authors = {"authors": sorted(str(each.user_id) for each in getattr(row, "authors", ()))}
    return {"was_marked": row.to_check, **(authors if authors["authors"] else {})}


def editable_dossier(session: Session, dossier_id: UUID, *, actor: Actor) -> Dossier:
    """Return a dossier whose newest revision the actor may edit now, locked until the end.

    Raises NotFound, Forbidden or NotEditable.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, dossier)
    lock(session, dossier.revision)
    assessment.require_editable(dossier.revision.state)
    return dossier


def lock(session: Session, revision: Revision) -> None:
    """Hold the revision until the end of the transaction, so that numbers and states are ours."""
    session.refresh(revision, with_for_update=True)


def sign(
    session: Session,
    dossier: Dossier,
    fact: str,
    *,
    actor: Actor,
    now: datetime,
    **detail: Any,
) -> None:
    """Record an edit in the trail, and its author on the revision (invariant 13).

    `changed` holds [before, after] by the name of the field, which is kept as history, too.
    """
    revision = dossier.revision
    part, key = _where(detail)
    said = {
        name: (before, after)
        for name, (before, after) in detail.get("changed", {}).items()
        if name not in _NO_TEXT and not (steps.is_empty(before) and steps.is_empty(after))
    }
    if said:
        place = Place(part=part, key=key)
        steps.record_part(
            session, revision, place, said, actor=actor, now=now,
            is_removal=fact.endswith(".removed"),
        )  # fmt: skip
    if actor.user_id is not None and actor.user_id not in dossiers.author_ids(revision):
        revision.authors.append(RevisionAuthor(revision_id=revision.id, user_id=actor.user_id))
    audit.record(
        session, fact, actor=actor, subject_id=dossier.id, at=now,
        revision=revision.number, **detail,
    )  # fmt: skip


# Answers of a form, which are kept whole in the trail, and what a text beside it names.
_NO_TEXT = frozenset({"screening", "agreement_id"})
_NAMES = {
    "cell": DossierPart.CELL, "claim": DossierPart.CLAIM, "risk": DossierPart.RISK,
    "measure": DossierPart.MEASURE, "topic": DossierPart.FINDING,
}  # fmt: skip


def _where(detail: Mapping[str, Any]) -> tuple[DossierPart, str]:
    """Return which part of a dossier an edit was in."""
    for name, part in _NAMES.items():
        if name in detail:
            return part, str(detail[name])
    return DossierPart.DESCRIPTION, ""


def next_number(rows: list[Any]) -> int:
    """Return the number for a new part; numbers of removed parts are not given out again."""
    return max((row.number for row in rows), default=0) + 1
