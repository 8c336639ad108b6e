"""Risks of a draft: judged on two axes with reasons; the level is computed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Risk
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


class StillClaimed(RuleViolation):
    """A risk or measure that a claim rests on cannot be taken out."""

    code = "claim.still-rests-on-this"


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    risk_id: UUID | None,
    values: Mapping[str, Any],
    version: int | None,
    now: datetime,
) -> Risk:
    """Add a risk, or change one. `values` are the columns of the risk that people judge.

    Raises NotFound, Forbidden, NotEditable or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    if risk_id is None:
        row = Risk(number=next_number(dossier.revision.risks), **values)
        dossier.revision.risks.append(row)
        changed = created(values)
    else:
        row = dossiers.part(session, Risk, risk_id, dossier=dossier)
        expect_version(row, version)
        changed = apply(row, values)
        row.to_check = False
    session.flush()
    sign(session, dossier, "risk.saved", actor=actor, now=now, risk=row.key, changed=changed)
    return row


def remove(
    session: Session, *, actor: Actor, dossier_id: UUID, risk_id: UUID, now: datetime
) -> None:
    """Take a risk out of a draft; the trail keeps that it was there.

    Raises NotFound, Forbidden, NotEditable or StillClaimed.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = dossiers.part(session, Risk, risk_id, dossier=dossier)
    claims = [claim.key for claim in dossier.revision.claims if claim.risk_id == row.id]
    if claims:
        raise StillClaimed(claims=claims)
    dossier.revision.risks.remove(row)
    session.delete(row)
    sign(
        session,
        dossier,
        "risk.removed",
        actor=actor,
        now=now,
        risk=row.key,
        changed=removed(row),
        **leaving(row),
    )
