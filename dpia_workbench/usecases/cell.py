"""Scope cells of a draft: edition × subject group × use."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store import dossiers, products
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import ScopeCell
from dpia_workbench.usecases.editing import (
    apply,
    created,
    editable_dossier,
    expect_version,
    leaving,
    next_number,
    removed,
    sign,
)


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    cell_id: UUID | None,
    edition_id: UUID,
    group: SubjectGroup,
    use: Bilingual,
    tags: list[str],
    exclusions: Bilingual,
    version: int | None,
    now: datetime,
) -> ScopeCell:
    """Add a scope cell, or change one.

    Raises NotFound, Forbidden, NotEditable or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    products.edition(session, edition_id, product=dossier.product)
    values = {
        "edition_id": edition_id, "group": group, "use": use,
        "tags": sorted(tags), "exclusions": exclusions,
    }  # fmt: skip
    if cell_id is None:
        row = ScopeCell(number=next_number(dossier.revision.cells), **values)
        dossier.revision.cells.append(row)
        changed = created(values)
    else:
        row = dossiers.part(session, ScopeCell, cell_id, dossier=dossier)
        expect_version(row, version)
        changed = apply(row, values)
        row.to_check = False
    session.flush()
    sign(session, dossier, "cell.saved", actor=actor, now=now, cell=row.key, changed=changed)
    return row


def remove(
    session: Session, *, actor: Actor, dossier_id: UUID, cell_id: UUID, now: datetime
) -> None:
    """Take a scope cell out of a draft; the trail keeps that it was there.

    Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = dossiers.part(session, ScopeCell, cell_id, dossier=dossier)
    dossier.revision.cells.remove(row)
    session.delete(row)
    sign(
        session,
        dossier,
        "cell.removed",
        actor=actor,
        now=now,
        cell=row.key,
        changed=removed(row),
        **leaving(row),
    )
