"""What the steps share in which a board describes its own situation (method.md 4.2)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.usecases import adopting, local
from dpia_workbench.usecases.editing import expect_version


def opened(
    session: Session, adoption_id: UUID, *, actor: Actor, version: int | None, today: date
) -> local.LocalAssessment:
    """Return an adoption that the actor may fill in now, locked until the transaction ends.

    Raises NotFound, Forbidden, SamePersonTwice, AlreadyDecided or Stale.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    expect_version(assessed.adoption, version)
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
        adopting.finish(row, finished, actor=actor, now=now)
    adopting.filled_by(row, actor=actor)
    adopting.record(session, row, "adoption.described", actor=actor, now=now, changed=changed)
    adopting.tell_who_is_next(session, assessed, today=today, now=now)


def is_finished(assessed: local.LocalAssessment, step: Step) -> bool:
    """Return whether somebody said that a step is finished."""
    return step in {each.step for each in assessed.adoption.steps}
