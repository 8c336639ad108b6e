"""What boards ask, for cooperatives that plan: numbers from five boards up (invariant 16)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import demand as rules
from dpia_workbench.risk.demand import Demand, Quarter, Wish
from dpia_workbench.store import audit, used_products
from dpia_workbench.store.models import AssessmentPlan, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for one product, who offers to take part, and what is planned."""

    demand: Demand
    takers: tuple[str, ...]
    plans: tuple[AssessmentPlan, ...]


def asked(session: Session, *, actor: Actor) -> list[Asked]:
    """Return what boards ask a joint DPIA of, and what is planned unasked. Raises Forbidden."""
    require(actor, Permission.DEMAND_READ)
    wishes = [
        Wish(
            board_id=row.board_id, name=row.name, pupils=row.pupils, takes_part=row.takes_part
        )
        for row in used_products.asked(session)
    ]  # fmt: skip
    planned = used_products.plans_by_key(session)
    found = rules.ranked(wishes)
    asked_for = {each.key for each in found}
    unasked = [
        Demand(key=key, name=plans[0].name, boards=0, pupils=0, takers=())
        for key, plans in planned.items()
        if key not in asked_for
    ]
    return [
        Asked(
            demand=each,
            takers=_names(session, each.takers),
            plans=tuple(planned.get(each.key, ())),
        )
        for each in (*found, *unasked)
    ]


def _names(session: Session, ids: tuple[UUID, ...]) -> tuple[str, ...]:
    rows = (session.get(Organisation, each) for each in ids)
    return tuple(sorted(row.name for row in rows if row is not None))


def plan(
    session: Session, *, actor: Actor, name: str, quarter: Quarter, today: date, now: datetime
) -> AssessmentPlan:
    """Plan a DPIA on a product, for boards to read.

    Raises Forbidden, NameMissing, QuarterPassed or AlreadyPlanned.
    """
    require(actor, Permission.DEMAND_PLAN)
    key = rules.require_name(name)
    rules.require_ahead(quarter, now=quarter_of(today))
    mine = actor.organisation_id
    if any(row.owner_id == mine for row in used_products.plans_by_key(session).get(key, ())):
        raise rules.AlreadyPlanned
    row = AssessmentPlan(
        owner_id=mine, name=name, name_key=key, year=quarter.year, quarter=quarter.number, at=now,
        by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "assessment.planned", actor=actor, subject_id=row.id, at=now, name=name,
        year=quarter.year, quarter=quarter.number,
    )  # fmt: skip
    return row


def drop_plan(session: Session, *, actor: Actor, plan_id: UUID, now: datetime) -> None:
    """Take a plan of one's own cooperative back. Raises Forbidden or NotFound."""
    require(actor, Permission.DEMAND_PLAN)
    row = used_products.plan(session, plan_id, owner_id=actor.organisation_id)
    row.ended_at = now
    audit.record(session, "assessment.plan-dropped", actor=actor, subject_id=row.id, at=now)


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)
