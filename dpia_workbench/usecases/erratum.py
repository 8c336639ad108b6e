"""Errata: a publisher corrects a small mistake beside a release, for everybody to read."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import erratum as rules
from dpia_workbench.store import audit, proofs, releases, search_changes
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import ReleaseErratum


def add(
    session: Session, *, actor: Actor, slug: str, number: int, text: Bilingual, now: datetime
) -> ReleaseErratum:
    """Correct a mistake that does not change the verdict; the release itself never changes.

    Raises NotFound, Forbidden, ErratumTextMissing or ErratumRepeated.
    """
    release = releases.get(session, slug, number=number)
    require(actor, Permission.RELEASE_CORRECT, release)
    session.refresh(release, with_for_update=True)
    before = proofs.errata(session, release.id)
    rules.require_new(text.as_dict(), before=[row.text.as_dict() for row in before])
    assert actor.user_id is not None  # noqa: S101  # a publisher is somebody
    made = ReleaseErratum(
        release=release, number=len(before) + 1, text=text, at=now, by_id=actor.user_id
    )
    session.add(made)
    audit.record(
        session, "release.corrected", actor=actor, subject_id=release.id, at=now,
        number=made.number, text=text,
    )  # fmt: skip
    search_changes.record(session, [slug], at=now)
    return made
