"""Why a text or a register of a draft stays empty: read, and written with its history."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.models import NotApplicable, Revision
from dpia_workbench.usecases import steps


def _row(revision: Revision, subject: str) -> NotApplicable | None:
    return next((row for row in revision.not_applicable if row.subject == subject), None)


def reason(revision: Revision, subject: str) -> str:
    """Return why text:<section> or register:<register> stays empty, or nothing."""
    row = _row(revision, subject)
    return row.reason if row else ""


def write(
    session: Session, revision: Revision, subject: str, words: str, *, actor: Actor, now: datetime
) -> None:
    """Say why something stays empty, or with no words that it does not; as a step of history."""
    row, before = _row(revision, subject), reason(revision, subject)
    if before == words:
        return
    if row is None:
        revision.not_applicable.append(NotApplicable(subject=subject, reason=words))
    elif words:
        row.reason = words
    else:
        revision.not_applicable.remove(row)
        session.delete(row)
    session.flush()
    place = Place(part=DossierPart.EXEMPTION, key=subject, field="reason")
    steps.record(session, revision, place, before=before, after=words, actor=actor, now=now)
