"""Dossiers: opened on a product, described, revised after publication."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import dossiers, products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Finding, Revision
from dpia_workbench.usecases import copying, points, profile
from dpia_workbench.usecases.editing import apply, editable_dossier, expect_version, lock, sign


def sees_any(actor: Actor) -> bool:
    """Return whether somebody has a role in which dossiers can be seen at all."""
    return allows(actor, Permission.DOSSIER_READ, Dossier(owner_id=actor.organisation_id))


def create(
    session: Session,
    *,
    actor: Actor,
    product_id: UUID,
    now: datetime,
    method: str = profile.DEFAULT,
    language: str = "nl",
) -> Dossier:
    """Open a dossier on a product, with an empty first revision that pins method and template.

    Registers and texts are in one language; what schools read is in both.

    Raises NotFound, Forbidden or ProfileUnknown.
    """
    require(actor, Permission.DOSSIER_CREATE)
    product = products.by_id(session, product_id)
    dossier = Dossier(
        key=_free_key(session, f"{product.slug}-{now.year}".upper()),
        product=product,
        owner_id=actor.organisation_id,
        lead_id=actor.user_id,
        created_at=now,
    )
    pinned = profile.pinned(session, key=method)
    revision = Revision(
        number=1, method=pinned, created_at=now, language=language,
        templates=points.newest(session) or None,
    )  # fmt: skip
    revision.findings = [Finding(topic=topic) for topic in Topic]
    dossier.revisions.append(revision)
    session.add(dossier)
    session.flush()
    sign(session, dossier, "dossier.created", actor=actor, now=now, product=product.slug)
    return dossier


def _free_key(session: Session, wanted: str) -> str:
    taken = dossiers.keys_taken(session, wanted)
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def describe(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    summary: Bilingual,
    scope: Bilingual,
    sentence: Bilingual,
    version: int | None,
    now: datetime,
) -> Dossier:
    """Write the summary, the scope and the verdict's sentence.

    Raises NotFound, Forbidden, NotEditable or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    expect_version(dossier.revision, version)
    changed = apply(dossier.revision, {"summary": summary, "scope": scope, "sentence": sentence})
    dossier.revision.to_check = False
    sign(session, dossier, "dossier.described", actor=actor, now=now, changed=changed)
    return dossier


def revise(session: Session, *, actor: Actor, dossier_id: UUID, now: datetime) -> Dossier:
    """Start the next revision after a publication, as a copy to work on (an update DPIA).

    Raises NotFound, Forbidden or MoveRefused.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, dossier)
    session.refresh(dossier, with_for_update=True)
    old = dossier.revision
    lock(session, old)
    if old.state is not assessment.State.PUBLISHED:
        raise assessment.MoveRefused(state=old.state, move="revise")
    new = Revision(
        number=old.number + 1, method=old.method, summary=old.summary, scope=old.scope,
        sentence=old.sentence, screening=old.screening, created_at=now, kind=old.kind,
    )  # fmt: skip
    new.findings = [Finding(topic=topic) for topic in Topic]
    copying.copy(old, new, to_check=False, ties=copying.ALL)
    dossier.revisions.append(new)
    session.flush()
    sign(session, dossier, "dossier.revised", actor=actor, now=now)
    return dossier
