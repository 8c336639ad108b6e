"""A board comes back to its measures after the decision, beside the record (method.md 3.3)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk import follow_up as rules
from dpia_workbench.store import audit, followups, releases
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, MeasureFollowUp
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases import adopting, carrying, frozen, review_settling


def record(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    place: followups.Place,
    said: rules.Said,
    seen: int,
    today: date,
    now: datetime,
) -> MeasureFollowUp:
    """Record what is done with a measure after the decision.

    `place` is its key and the school, `seen` the number of what was said of it last when the form
    was opened, or 0. Raises NotFound, Forbidden, NothingToFollow, Stale, FollowUpRefused,
    FollowUpAhead, FollowUpTooEarly, PlanUnexplained, MeasureDetailMissing or PlannedDayPassed.
    """
    row = adopting.locked(session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL)
    held, last = _found(row, place, seen=seen)
    months = frozen.profile_of(releases.content(row.basis)).periods.review_months
    by_other = carrying.applied_by(row, *place) not in (None, actor.user_id)
    stand = rules.followed(
        followups.stand_of(held), said, by_other=by_other, months=months,
        not_before=_earliest(row, last), today=today,
    )  # fmt: skip
    made = MeasureFollowUp(
        number=len(row.follow_ups) + 1, key=place[0], school_id=place[1], kind=said.kind,
        on=None if said.kind is rules.Followed.MOVED else said.on or today,
        state=stand.state, since=stand.since, due=stand.due, review_due=stand.review_due,
        evidence=stand.evidence, reason=stand.reason, by_id=actor.user_id, at=now,
    )  # fmt: skip
    row.follow_ups.append(made)
    audit.record(
        session, "adoption.followed-up", actor=actor, subject_id=row.id, at=now, measure=made.key,
        kind=said.kind, due=made.due, review_due=made.review_due,
    )  # fmt: skip
    review_settling.settle(session, row, actor=actor, said=made.evidence or made.reason, now=now)
    return made


def _found(
    row: Adoption, place: followups.Place, *, seen: int
) -> tuple[Measured, MeasureFollowUp | None]:
    """Return how a measure stands, and what was said of it last, if that was seen."""
    if not followups.is_in_use(row):
        raise rules.NothingToFollow
    held, last = followups.standing(row).get(place), followups.newest(row).get(place)
    if held is None:
        raise NotFound
    if (last.number if last else 0) != seen:
        raise Stale
    return held, last


def _earliest(row: Adoption, last: MeasureFollowUp | None) -> date:
    """Return the day of the decision, or of the last look at the measure."""
    if last is not None and last.on is not None:
        return last.on
    assert row.decision is not None  # noqa: S101  # what is in use was decided
    return row.decision.on
