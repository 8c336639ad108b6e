"""Queries for what follows a board's decision, within an adoption that was found before."""

from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, AdoptionDecision, DecisionCondition


def decision(adoption: Adoption) -> AdoptionDecision:
    """Return the decision of the board. Raises NotFound if it has not decided."""
    if adoption.decision is None:
        raise NotFound
    return adoption.decision


def condition(session: Session, condition_id: UUID, *, adoption: Adoption) -> DecisionCondition:
    """Return a condition of the board's decision. Raises NotFound."""
    found = session.get(DecisionCondition, condition_id)
    if found is None or found.decision_id != decision(adoption).id:
        raise NotFound
    return found
