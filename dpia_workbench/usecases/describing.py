"""What the steps share in which a board describes its own situation (method.md 4.2)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store import adoptions, audit
from dpia_workbench.store.models import AdoptionFiller
from dpia_workbench.usecases import local
from dpia_workbench.usecases.adoption import finish
from dpia_workbench.usecases.editing import expect_version
from dpia_workbench.usecases.turns import tell_who_is_next


def opened(
    session: Session, adoption_id: UUID, *, actor: Actor, version: int | None, today: date
) -> local.LocalAssessment:
    """Return an adoption that the actor may fill in now, locked until the transaction ends.

    Raises NotFound, Forbidden, AlreadyDecided or Stale.
    """
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, Permission.ADOPTION_FILL, row)
    session.refresh(row, with_for_update=True)
    assessed = local.assess(row, on=today)
    rules.require_open(assessed.state)
    expect_version(row, version)
    return assessed


def described(
    session: Session,
    assessed: local.LocalAssessment,
    *,
    actor: Actor,
    changed: Mapping[str, Any],
    finished: Step | None,
    today: date,
    now: datetime,
) -> None:
    """Record what changed in a step, whether it is finished, and tell who is next.

    The adoption counts a version even if only what hangs on it changed, so that who read it
    before is stopped.
    """
    row = assessed.adoption
    if changed:
        flag_modified(row, "cells")
    if finished is not None:
        finish(row, finished, actor=actor, now=now)
    if actor.user_id is not None and actor.user_id not in {f.user_id for f in row.fillers}:
        row.fillers.append(AdoptionFiller(adoption_id=row.id, user_id=actor.user_id))
    audit.record(
        session, "adoption.described", actor=actor, subject_id=row.id, at=now, changed=changed
    )
    tell_who_is_next(session, assessed, today=today, now=now)


def is_finished(assessed: local.LocalAssessment, step: Step) -> bool:
    """Return whether somebody said that a step is finished."""
    return step in {each.step for each in assessed.adoption.steps}
