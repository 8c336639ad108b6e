"""What a board does with its measures after the decision (method.md 3.3).

The record of the decision stays; what comes later stands beside it, and counts from then on.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dpia_workbench.risk.adoption import require_measure_detail
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import APPLIED, LocalState
from dpia_workbench.risk.rules import RuleViolation


class Followed(StrEnum):
    """What somebody says of a measure after the decision."""

    DONE = "done"
    STILL_WORKS = "still_works"
    MOVED = "moved"


class Due(StrEnum):
    """Why a measure asks for attention on a day; derived, never stored (invariant 21)."""

    OVERDUE = "overdue"
    CHECK_DUE = "check_due"


class FollowUpRefused(RuleViolation):
    """What was never applied cannot still work, and what is applied cannot be done anew."""

    code = "followup.refused"


class FollowUpAhead(RuleViolation):
    """What was done or checked lies behind."""

    code = "followup.day-ahead"


class FollowUpTooEarly(RuleViolation):
    """A later look is not dated before what it looks at."""

    code = "followup.too-early"


class NothingToFollow(RuleViolation):
    """Only what the board decided to use, and still uses, is followed up."""

    code = "followup.not-in-use"


class PlanUnexplained(RuleViolation):
    """A day that moves has a reason (invariant 22)."""

    code = "followup.plan-unexplained"


_FITS = {
    Followed.DONE: frozenset(LocalState) - APPLIED,
    Followed.STILL_WORKS: APPLIED,
    Followed.MOVED: frozenset(LocalState),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a measure stands: what was decided, or what was said of it last."""

    state: LocalState
    since: date | None = None
    due: date | None = None
    review_due: date | None = None
    evidence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of a measure: `on` is the day of the work, `due` that of a plan."""

    kind: Followed
    on: date | None = None
    due: date | None = None
    evidence: str = ""
    reason: str = ""


def fitting(state: LocalState) -> tuple[Followed, ...]:
    """Return what can be said of a measure in a state."""
    return tuple(kind for kind in Followed if state in _FITS[kind])


def followed(
    stand: Stand, said: Said, *, by_other: bool, months: int, not_before: date, today: date
) -> Stand:
    """Return how a measure stands after what was said of it.

    `by_other` says whether somebody else than who applied it looked at it: then it is checked.
    `months` is the period after which it must be looked at again, `not_before` the day of the
    decision or of the last look.

    Raises FollowUpRefused, FollowUpAhead, FollowUpTooEarly, MeasureDetailMissing or
    PlannedDayPassed.
    """
    if said.kind not in fitting(stand.state):
        raise FollowUpRefused(state=stand.state)
    if said.kind is Followed.MOVED:
        return _moved(said, today=today)
    on = said.on or today
    if on > today:
        raise FollowUpAhead(today=today, field="on")
    if on < not_before:
        raise FollowUpTooEarly(earliest=not_before, field="on")
    is_check = said.kind is Followed.STILL_WORKS and by_other
    state = LocalState.CHECKED if is_check else LocalState.IMPLEMENTED
    require_measure_detail(state, due=None, evidence=said.evidence, reason="", today=today)
    return Stand(
        state=state,
        since=stand.since if said.kind is Followed.STILL_WORKS else on,
        review_due=add_months(on, months=months),
        evidence=said.evidence,
        reason=said.reason,
    )


def _moved(said: Said, *, today: date) -> Stand:
    require_measure_detail(
        LocalState.PLANNED, due=said.due, evidence="", reason=said.reason, today=today
    )
    if not said.reason.strip():
        raise PlanUnexplained(field="reason")
    return Stand(state=LocalState.PLANNED, due=said.due, reason=said.reason)


def due(stand: Stand, *, on: date) -> Due | None:
    """Return why a measure asks for attention on a day, if it does."""
    if stand.state is LocalState.PLANNED and stand.due is not None and stand.due < on:
        return Due.OVERDUE
    if stand.state in APPLIED and stand.review_due is not None and stand.review_due <= on:
        return Due.CHECK_DUE
    return None
