"""What of the fact checks of a dossier stands between it and a publication (invariant 14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk import fact_check as rules
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import fact_checks
from dpia_workbench.store.models import FactCheck
from dpia_workbench.usecases.fact_check import standing


@dataclass(frozen=True, slots=True)
class Blocking:
    """A fact check that blocks a publication, and why."""

    fact_check: FactCheck
    why: RuleViolation


def blocking(rows: Iterable[FactCheck], *, today: date) -> list[Blocking]:
    """Return which fact checks of a dossier block its publication today."""
    found = []
    for row in rows:
        state = standing(row, on=today)
        said = [item.said for item in row.items]
        try:
            rules.require_closed(state, said, deadline=row.deadline)
        except (rules.FactCheckOpen, rules.AnswersWait) as why:
            found.append(Blocking(row, why))
    return found


def require_closed(session: Session, dossier_id: UUID, *, today: date) -> None:
    """Refuse a publication that a fact check blocks. Raises FactCheckOpen or AnswersWait."""
    for each in blocking(fact_checks.of_dossier(session, dossier_id), today=today):
        raise each.why
