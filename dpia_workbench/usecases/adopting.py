"""What the verbs of an adoption share: an open one, locked, and who filled it in."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.store import adoptions
from dpia_workbench.store.models import Adoption, AdoptionFiller
from dpia_workbench.usecases import local


def opened(
    session: Session, adoption_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> local.LocalAssessment:
    """Return an adoption that is still open, locked until the end of the transaction.

    Raises NotFound, Forbidden or AlreadyDecided.
    """
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, permission, row)
    session.refresh(row, with_for_update=True)
    assessed = local.assess(row, on=today)
    rules.require_open(assessed.state)
    return assessed


def filled_by(row: Adoption, *, actor: Actor) -> None:
    """Note that somebody filled in something: they neither advise nor decide (method.md 8.3)."""
    if actor.user_id is not None and actor.user_id not in {f.user_id for f in row.fillers}:
        row.fillers.append(AdoptionFiller(adoption_id=row.id, user_id=actor.user_id))
