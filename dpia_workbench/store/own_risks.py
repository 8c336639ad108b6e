"""Queries for the risks that a board judged itself, within an adoption that was found before."""

from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk


def get(session: Session, risk_id: UUID, *, adoption: Adoption) -> OwnRisk:
    """Return a risk of an adoption that was not taken out. Raises NotFound."""
    found = session.get(OwnRisk, risk_id)
    if found is None or found.adoption_id != adoption.id or found.is_removed:
        raise NotFound
    return found


def measure(session: Session, measure_id: UUID, *, risk: OwnRisk) -> OwnMeasure:
    """Return a measure against a risk that was not taken out. Raises NotFound."""
    found = session.get(OwnMeasure, measure_id)
    if found is None or found.risk_id != risk.id or found.is_removed:
        raise NotFound
    return found
