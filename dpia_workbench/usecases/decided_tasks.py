"""What of a board's decision waits for somebody: conditions, and the consultation it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.risk import consultation_record
from dpia_workbench.risk.board_decision import ConditionState
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.store.models import Adoption, AdoptionDecision, DecisionCondition
from dpia_workbench.usecases import condition, consultation

AHEAD = timedelta(days=30)  # how long before its day a condition asks for attention


class Waits(StrEnum):
    """What somebody is asked to do after a decision."""

    MEET_CONDITION = "meet_condition"
    WATCH_CONDITION = "watch_condition"
    SUBMIT_CONSULTATION = "submit_consultation"
    FOLLOW_CONSULTATION = "follow_consultation"
    REMIND_AUTHORITY = "remind_authority"
    RECORD_FOLLOWING = "record_following"
    DECIDE_ANEW = "decide_anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits, since when and by when."""

    what: Waits
    since: date | None = None
    due: date | None = None
    is_late: bool = False
    count: int = 1


def waiting(row: Adoption, *, actor: Actor, today: date) -> Iterator[Waiting]:
    """Yield what of an adoption waits for the actor after the decision."""
    taken = row.decision
    if taken is None or row.ended_at is not None:
        return
    fills, decides = (
        allows(actor, permission, row)
        for permission in (Permission.ADOPTION_FILL, Permission.ADOPTION_DECIDE)
    )
    if fills or decides:
        yield from _conditions(taken, fills=fills, today=today)
    if taken.outcome is Outcome.CONSULTATION:
        if fills:
            yield from _consultation(taken, today=today)
        if decides and (answered := consultation.record_of(taken).answered):
            yield Waiting(what=Waits.DECIDE_ANEW, since=answered)


def _conditions(taken: AdoptionDecision, *, fills: bool, today: date) -> Iterator[Waiting]:
    """Yield the conditions: who fills in sees them ahead, the board once they are late."""
    late = [row for row in taken.condition_rows if _is(row, ConditionState.OVERDUE, on=today)]
    near = [
        row
        for row in taken.condition_rows
        if _is(row, ConditionState.OPEN, on=today) and row.due <= today + AHEAD
    ]
    for rows, is_late in ((late, True), (near if fills else [], False)):
        if rows:
            yield Waiting(
                what=Waits.MEET_CONDITION if fills else Waits.WATCH_CONDITION,
                due=min(row.due for row in rows), is_late=is_late, count=len(rows),
            )  # fmt: skip


def _is(row: DecisionCondition, state: ConditionState, *, on: date) -> bool:
    return condition.state_of(row, on=on) is state


def _consultation(taken: AdoptionDecision, *, today: date) -> Iterator[Waiting]:
    found = consultation.record_of(taken)
    told = consultation_record.clock(found, on=today)
    if found.submitted is None:
        yield Waiting(what=Waits.SUBMIT_CONSULTATION, since=taken.on)
    elif found.answered is not None:
        if found.followed is None:
            yield Waiting(what=Waits.RECORD_FOLLOWING, since=found.answered)
    elif consultation_record.is_late(found, on=today):
        yield Waiting(what=Waits.REMIND_AUTHORITY, due=told.due if told else None, is_late=True)
    else:
        yield Waiting(
            what=Waits.FOLLOW_CONSULTATION, since=found.submitted, due=told.due if told else None
        )
