"""Claims of a draft: measures that, when effective, cap one axis of a risk (method.md 3.2)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Axis
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Claim, ClaimAuthor, Dossier, Measure, Risk
from dpia_workbench.usecases.editing import (
    apply,
    changes,
    editable_dossier,
    expect_version,
    leaving,
    next_number,
    sign,
)


class NothingRequired(RuleViolation):
    """A claim rests on at least one measure."""

    code = "claim.nothing-required"


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    claim_id: UUID | None,
    risk_id: UUID,
    axis: Axis,
    cap: int,
    requires: list[UUID],
    void_if: list[str],
    rationale: str,
    version: int | None,
    now: datetime,
) -> Claim:
    """Add a claim, or change one; who saves it becomes one of its authors.

    Raises NotFound, Forbidden, NotEditable, NothingRequired or Stale.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    about = dossiers.part(session, Risk, risk_id, dossier=dossier)
    needs = _measures(session, requires, dossier=dossier)
    values = {
        "risk": about, "axis": axis, "cap": cap, "void_if": sorted(void_if),
        "rationale": rationale, "requires": needs,
    }  # fmt: skip
    row, before = _put(session, dossier, claim_id, values=values, version=version)
    sign_claim(row, user_id=actor.user_id)
    session.flush()
    after = told(row)
    sign(
        session, dossier, "claim.saved", actor=actor, now=now, claim=row.key,
        changed=changes(before, after), **after,
    )  # fmt: skip
    return row


def _put(
    session: Session,
    dossier: Dossier,
    claim_id: UUID | None,
    *,
    values: dict[str, Any],
    version: int | None,
) -> tuple[Claim, dict[str, Any]]:
    """Add or change the row; return it with what it said before."""
    if claim_id is None:
        new = Claim(number=next_number(dossier.revision.claims), **values)
        dossier.revision.claims.append(new)
        return new, {}
    row = dossiers.part(session, Claim, claim_id, dossier=dossier)
    expect_version(row, version)
    before = told(row)
    apply(row, {**values, "to_check": False})
    # Other measures alone change no column, and the second editor must be told all the same.
    flag_modified(row, "cap")
    return row, before


def told(row: Claim) -> dict[str, Any]:
    """Return what a claim says, with keys that people know."""
    return {
        "risk": row.risk.key,
        "axis": row.axis,
        "cap": row.cap,
        "void_if": row.void_if,
        "rationale": row.rationale,
        "requires": [measure.key for measure in row.requires],
    }


def sign_claim(row: Claim, *, user_id: UUID | None) -> None:
    """Keep who wrote in a claim: none of them verifies what it rests on (invariant 13)."""
    if user_id is not None and user_id not in {author.user_id for author in row.authors}:
        row.authors.append(ClaimAuthor(user_id=user_id))


def _measures(session: Session, wanted: list[UUID], *, dossier: Dossier) -> list[Measure]:
    """Return the measures a claim rests on, each once and in order. Raises NothingRequired."""
    if not wanted:
        raise NothingRequired
    rows = [dossiers.part(session, Measure, each, dossier=dossier) for each in set(wanted)]
    return sorted(rows, key=lambda row: row.number)


def remove(
    session: Session, *, actor: Actor, dossier_id: UUID, claim_id: UUID, now: datetime
) -> None:
    """Take a claim out of a draft; the trail keeps that it was there.

    Raises NotFound, Forbidden or NotEditable.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    row = dossiers.part(session, Claim, claim_id, dossier=dossier)
    changed = {name: [value, None] for name, value in told(row).items()}
    left = leaving(row)
    session.delete(row)
    session.flush()
    session.expire(dossier.revision, ["claims"])
    sign(
        session, dossier, "claim.removed", actor=actor, now=now, claim=row.key, changed=changed,
        **left,
    )  # fmt: skip
