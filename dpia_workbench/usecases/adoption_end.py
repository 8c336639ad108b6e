"""A board stops using a product: what it decided stays as a record (method.md 8.2)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import adoptions, audit
from dpia_workbench.store.models import Adoption, AdoptionEnding
from dpia_workbench.usecases import adopting, review_task


class AlreadyEnded(RuleViolation):
    """What ended, ended once."""

    code = "adoption.already-ended"


class EndUnexplained(RuleViolation):
    """A board says why it stops."""

    code = "adoption.end-unexplained"


class EndDayWrong(RuleViolation):
    """A board stops on a day on which it used the product, and not in the future."""

    code = "adoption.end-day-wrong"


def end(
    session: Session, *, actor: Actor, adoption_id: UUID, reason: str, on: date, now: datetime
) -> Adoption:
    """Record that the board does not use a product any more since a day.

    A newer round that was begun ends with it, and so does the older one that was in force. Raises
    NotFound, Forbidden, AlreadyEnded, EndUnexplained or EndDayWrong.
    """
    row = adopting.locked(session, adoption_id, actor=actor, permission=Permission.ADOPTION_END)
    if row.ended_at is not None:
        raise AlreadyEnded
    if not reason.strip():
        raise EndUnexplained(field="reason")
    rounds = [row, *adoptions.later(row), *adoptions.earlier(row)]
    mine = [each for each in rounds if each.ended_at is None]
    decided = [each.decision.on for each in mine if each.decision]
    earliest = max(decided, default=day_of(row.started_at))
    if not earliest <= on <= day_of(now):
        raise EndDayWrong(earliest=earliest, today=day_of(now), field="on")
    for each in mine:
        each.ended_at = now
        each.ending = AdoptionEnding(on=on, reason=reason, by_id=actor.user_id, at=now)
        audit.record(
            session, "adoption.ended", actor=actor, subject_id=each.id, at=now, on=on, reason=reason
        )
        review_task.end_all(session, adoption=each, reason=reason, actor=actor, now=now)
    review_task.tell_ended(session, adoption=row, now=now)
    return row
