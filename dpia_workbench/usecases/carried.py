"""What was carried over into a draft, and must be looked at before it goes to the reviewers.

The mark goes when somebody saves the part, or says that it is still right.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import claim, places
from dpia_workbench.usecases.editing import editable_dossier, sign


def parts(revision: Revision) -> Iterator[tuple[Place, Any]]:
    """Yield all that can be carried over, in the order of a dossier, with its row."""
    yield Place(part=DossierPart.DESCRIPTION), revision
    yield from places.numbered(revision)
    for finding in sorted(revision.findings, key=lambda row: row.topic):
        yield Place(part=DossierPart.FINDING, key=finding.topic), finding
    for text in sorted(revision.texts, key=lambda row: row.section):
        yield Place(part=DossierPart.TEXT, key=text.section), text
    for entry in revision.entries:
        if not entry.is_removed:
            yield Place(part=DossierPart.ENTRY, key=entry.key), entry


def marked(revision: Revision) -> list[Place]:
    """Return what nobody looked at yet."""
    return [place for place, row in parts(revision) if row.to_check]


def name_of(place: Place) -> str:
    """Return the name of a place among all places of a dossier: risk:R1, text:rights."""
    return f"{place.part}:{place.key}"


def confirm(
    session: Session, *, actor: Actor, dossier_id: UUID, names: Sequence[str], now: datetime
) -> int:
    """Say that parts that were carried over are still right; return how many had a mark.

    Whoever says so of a claim becomes one of its authors: who claims an effect does not check the
    measures behind it (invariant 13). Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    known = {name_of(place): (place, row) for place, row in parts(dossier.revision)}
    if not set(names) <= set(known):
        raise NotFound
    found = [known[name] for name in dict.fromkeys(names) if known[name][1].to_check]
    for place, row in found:
        row.to_check = False
        if place.part is DossierPart.CLAIM and actor.user_id is not None:
            claim.sign_claim(row, user_id=actor.user_id)
    if found:
        told = ", ".join(place.key or place.part for place, _row in found)
        sign(session, dossier, "content.confirmed", actor=actor, now=now, subject=told)
    return len(found)
