"""What is written about a measure of a board when somebody records it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk import second_person
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.profile import Periods
from dpia_workbench.store import measure_files
from dpia_workbench.store.models import LocalMeasure
from dpia_workbench.store.models.measured import Measured
from dpia_workbench.usecases.editing import apply


def write(
    session: Session,
    row: LocalMeasure,
    *,
    actor: Actor,
    state: LocalState,
    due: date | None,
    evidence: str,
    reason: str,
    worksheet_id: UUID | None,
    periods: Periods,
    today: date,
) -> dict[str, Any]:
    """Write how far a board is with a measure, and return what changed.

    Files count as evidence: a text of their names stands where nothing else was written. Whoever
    looked before looked at something else, so a check ends. Raises CheckIsSeparate,
    MeasureDetailMissing or PlannedDayPassed.
    """
    second_person.require_recordable(state)
    if not evidence.strip():
        evidence = second_person.named(measure_files.names(session, row.id))
    rules.require_measure_detail(state, due=due, evidence=evidence, reason=reason, today=today)
    changed = apply(row, values(
        row, state=state, due=due, evidence=evidence, reason=reason, periods=periods, today=today,
    ))  # fmt: skip
    row.checked_by_id = row.checked_at = None
    row.recorded_by_id = None if worksheet_id else actor.user_id
    row.worksheet_id = worksheet_id
    return changed


def values(
    row: Measured,
    *,
    state: LocalState,
    due: date | None,
    evidence: str,
    reason: str,
    periods: Periods,
    today: date,
) -> dict[str, Any]:
    """Return what is stored of a measure, at the board or at a school, with the days it asks."""
    return {
        "state": state,
        "due": due if state is LocalState.PLANNED else None,
        "evidence": evidence,
        "reason": reason,
        **_days(row, state=state, periods=periods, today=today),
    }


def _days(
    row: Measured, *, state: LocalState, periods: Periods, today: date
) -> dict[str, date | None]:
    """Return since when a measure is applied, and before when it must be looked at again."""
    if state is not LocalState.IMPLEMENTED:
        return {"since": None, "review_due": None}
    # Who records it again looked again, so the next look counts from today.
    again = add_months(today, months=periods.review_months)
    return {"since": row.since or today, "review_due": again}
