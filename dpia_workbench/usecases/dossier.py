"""Dossiers: opened on a product, described, revised after publication."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import dossiers, products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Claim,
    ClaimAuthor,
    Dossier,
    Finding,
    Measure,
    Revision,
    RevisionAuthor,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases import points, profile
from dpia_workbench.usecases.editing import apply, editable_dossier, expect_version, lock, sign
from dpia_workbench.usecases.filling import carry_over


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
    dossier.revisions.append(_copy(old, now=now))
    session.flush()
    sign(session, dossier, "dossier.revised", actor=actor, now=now)
    return dossier


def _copy(old: Revision, *, now: datetime) -> Revision:
    new = Revision(
        number=old.number + 1,
        method=old.method,
        summary=old.summary,
        scope=old.scope,
        sentence=old.sentence,
        screening=old.screening,
        created_at=now,
    )
    risks = {row.id: _clone(row, Risk) for row in old.risks}
    measures = {row.id: _clone(row, Measure) for row in old.measures}
    new.cells = [_clone(row, ScopeCell) for row in old.cells]
    new.risks, new.measures = list(risks.values()), list(measures.values())
    for claim in old.claims:
        twin = _clone(claim, Claim)
        twin.risk = risks[claim.risk_id]
        twin.authors = [ClaimAuthor(user_id=author.user_id) for author in claim.authors]
        twin.requires = [measures[measure.id] for measure in claim.requires]
        new.claims.append(twin)
    # Who wrote what is copied stays an author of it (invariant 13).
    new.authors = [RevisionAuthor(user_id=author.user_id) for author in old.authors]
    for finding in old.findings:
        copy = _clone(finding, Finding)
        copy.measure = measures[finding.measure_id] if finding.measure_id else None
        new.findings.append(copy)
    carry_over(old, new, to_check=False)
    return new


_NOT_COPIED = {"id", "version", "revision_id", "risk_id", "measure_id"}


Row = TypeVar("Row", Risk, Measure, ScopeCell, Claim, Finding)


def _clone(row: Row, kind: type[Row]) -> Row:
    names = [column.key for column in kind.__mapper__.column_attrs]
    return kind(**{name: getattr(row, name) for name in names if name not in _NOT_COPIED})
