"""What all editing shares: the version check, the list of changes, the editable draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment
from dpia_workbench.store import audit, dossiers
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Dossier, Revision, RevisionAuthor


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
    """Record an edit in the trail, and its author on the revision (invariant 13)."""
    revision = dossier.revision
    if actor.user_id is not None and actor.user_id not in dossiers.author_ids(revision):
        revision.authors.append(RevisionAuthor(revision_id=revision.id, user_id=actor.user_id))
    audit.record(
        session, fact, actor=actor, subject_id=dossier.id, at=now,
        revision=revision.number, **detail,
    )  # fmt: skip


def next_number(rows: list[Any]) -> int:
    """Return the number for a new part; numbers of removed parts are not given out again."""
    return max((row.number for row in rows), default=0) + 1
