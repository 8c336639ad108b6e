"""How requests to vendors stand on a day: late, unanswered, to be checked again, escalated.

All of it follows from facts, a day and the method; nothing is stored (method.md 5.4, invariant 21).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk import deadlines
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.deadlines import Asked, Escalation
from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Level, worst_level
from dpia_workbench.risk.score import Stage
from dpia_workbench.store import remediations
from dpia_workbench.store.models import Remediation, Revision
from dpia_workbench.usecases import levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What follows of a request on a day."""

    days_overdue: int
    is_unanswered: bool
    is_verification_expired: bool
    escalation: Escalation
    answer_until: date | None  # the last day to say that it was read, while that was not said
    periods: Periods  # by which all this follows
    # By lateness alone, which both sides know; the rest may rest on a draft the vendor never sees.
    lateness: Escalation

    @property
    def is_overdue(self) -> bool:
        """Return whether the promised day has passed without a delivery."""
        return self.days_overdue > 0


def standings(session: Session, rows: Sequence[Remediation], *, on: date) -> dict[UUID, Standing]:
    """Return how requests stand on a day, by the methods of the dossiers that rest on them."""
    found = facts(session, rows, on=on)
    return {key: _standing(asked, periods, on=on) for key, (asked, periods) in found.items()}


def facts(
    session: Session, rows: Sequence[Remediation], *, on: date
) -> dict[UUID, tuple[Asked, Periods]]:
    """Return per request the facts that its derived states rest on, and the periods to apply."""
    resting = remediations.resting(session, [row.id for row in rows])
    known: dict[Revision | None, Periods] = {}  # many requests rest on one revision
    for revision in {resting.get(row.id) for row in rows}:
        known[revision] = levels.periods_of(session, revision)
    return {
        row.id: (_asked(row, resting.get(row.id), on=on), known[resting.get(row.id)])
        for row in rows
    }


def _asked(row: Remediation, revision: Revision | None, *, on: date) -> Asked:
    return Asked(
        state=row.state,
        requested_on=day_of(row.requested_at),
        due=row.due,
        verification_expires_on=row.verification_expires_on,
        risk=_risk(row, revision, on=on),
    )


def _standing(asked: Asked, periods: Periods, *, on: date) -> Standing:
    return Standing(
        days_overdue=deadlines.days_overdue(asked, on=on),
        answer_until=deadlines.answer_until(asked, periods=periods),
        periods=periods,
        is_unanswered=deadlines.is_unanswered(asked, periods=periods, on=on),
        is_verification_expired=deadlines.is_verification_expired(asked, on=on),
        escalation=deadlines.escalation(asked, periods=periods, on=on),
        lateness=deadlines.escalation(replace(asked, risk=Level.LOW), periods=periods, on=on),
    )


def _risk(row: Remediation, revision: Revision | None, *, on: date) -> Level:
    """Return the highest level of the risks it is asked for; it matters only of a refusal."""
    if row.state is not State.DECLINED or revision is None:
        return Level.LOW
    asked_for = {
        argument.risk.key
        for argument in revision.claims
        if any(measure.remediation_id == row.id for measure in argument.requires)
    }
    if row.about_part is DossierPart.RISK:
        asked_for |= {each.key for each in revision.risks if each.key == row.about_key}
    found = levels.outcome(revision, on=on)
    return worst_level(
        [found.worst(key, stage=Stage.AFTER_VENDOR) for key in asked_for] or [Level.LOW]
    )
