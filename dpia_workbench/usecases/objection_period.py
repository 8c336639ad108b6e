"""How long one can object to a change of sub-processors."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.profile import Periods
from dpia_workbench.store import sub_processors
from dpia_workbench.usecases import levels


def objection_days(session: Session, product_ids: Sequence[UUID]) -> int:
    """Return how many days there are to object to a change of these products.

    The longest period of the methods by which the products were assessed, or the usual one of
    method.md 5.1 where nobody assessed them.
    """
    found = sub_processors.methods(session, product_ids)
    periods = [levels.method_of(revision).periods for revision in found] or [Periods()]
    return max(each.objection_days for each in periods)
