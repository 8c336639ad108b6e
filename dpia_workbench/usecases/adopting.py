"""What every verb of an open adoption does: lock it, note who filled in, tell who is next."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store import adoptions, audit
from dpia_workbench.store.models import Adoption, AdoptionFiller, AdoptionStep
from dpia_workbench.usecases import local
from dpia_workbench.usecases.turns import tell_who_is_next as tell_who_is_next


def locked(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission
) -> Adoption:
    """Return an adoption, locked until the end of the transaction. Raises NotFound or Forbidden."""
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, permission, row)
    session.refresh(row, with_for_update=True)
    return row


def still_open(row: Adoption, *, today: date) -> local.LocalAssessment:
    """Return an adoption that nobody decided on. Raises AlreadyDecided."""
    assessed = local.assess(row, on=today)
    rules.require_open(assessed.state)
    return assessed


def opened(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> local.LocalAssessment:
    """Return an adoption that is still open, locked until the end of the transaction.

    Raises NotFound, Forbidden, AlreadyDecided, or SamePersonTwice where who advised fills in.
    """
    row = locked(session, adoption_id, actor=actor, permission=permission)
    if permission is Permission.ADOPTION_FILL:
        require_no_adviser(row, actor=actor)
    return still_open(row, today=today)


def require_no_adviser(row: Adoption, *, actor: Actor) -> None:
    """Refuse that who advised fills in (method.md 8.3). Raises SamePersonTwice."""
    rules.require_other_person(actor.user_id, others=_advisers(row))


def _advisers(row: Adoption) -> list[UUID]:
    return [advice.by_id for advice in row.advices]


def may_fill(assessed: local.LocalAssessment, *, actor: Actor) -> bool:
    """Return whether the actor can fill in now: not after advising (method.md 8.3)."""
    row = assessed.adoption
    is_open = assessed.state not in rules.DECIDED
    is_allowed = allows(actor, Permission.ADOPTION_FILL, row)
    return is_open and is_allowed and actor.user_id not in _advisers(row)


def record(
    session: Session, row: Adoption, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    """Write in the audit trail what was done in an adoption."""
    audit.record(session, fact, actor=actor, subject_id=row.id, at=now, **detail)


def filled_by(row: Adoption, *, actor: Actor) -> None:
    """Note that somebody filled in: they neither advise nor decide (method.md 8.3)."""
    if actor.user_id is not None and actor.user_id not in {f.user_id for f in row.fillers}:
        row.fillers.append(AdoptionFiller(adoption_id=row.id, user_id=actor.user_id))


def finish(row: Adoption, step: Step, *, actor: Actor, now: datetime) -> None:
    """Note that a step is finished; who finished it first stays noted."""
    if actor.user_id is not None and step not in {each.step for each in row.steps}:
        row.steps.append(AdoptionStep(step=step, by_id=actor.user_id, at=now))
