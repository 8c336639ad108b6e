"""How long one can object to a change of sub-processors."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.profile import Periods
from dpia_workbench.store import agreements, sub_processors
from dpia_workbench.usecases import levels


def objection_days(session: Session, product_ids: Sequence[UUID], *, on: date) -> int:
    """Return how many days there are to object to a change of these products.

    The longest period that holds for one of them. For each that is what its agreements say that
    are in force on the day; where none says it, what the methods say by which it was assessed; and
    where nobody assessed it the usual period (method.md 5.1 and 5.3).
    """
    found = (_days(session, product_id, on=on) for product_id in product_ids)
    return max(found, default=Periods().objection_days)


def _days(session: Session, product_id: UUID, *, on: date) -> int:
    agreed = [
        row.subprocessor_objection_days
        for row in agreements.in_force(session, product_id, on=on)
        if row.subprocessor_objection_days is not None
    ]
    if agreed:
        return max(agreed)
    found = sub_processors.methods(session, [product_id])
    periods = [levels.method_of(revision).periods for revision in found] or [Periods()]
    return max(each.objection_days for each in periods)
