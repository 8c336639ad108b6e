"""How far somebody is with a measure of a school: the same columns and limits wherever it is."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.base import choice


class Measured:
    """Columns of a row that says how far a board or a school is with a measure."""

    state: Mapped[LocalState] = mapped_column(choice(LocalState), default=LocalState.TODO)
    since: Mapped[date | None]
    due: Mapped[date | None]
    review_due: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


def measured_checks() -> tuple[CheckConstraint, ...]:
    """Return new constraints: each state has what it rests on."""
    return (
        CheckConstraint("state <> 'planned' OR due IS NOT NULL", name="plan_has_day"),
        CheckConstraint(
            "state NOT IN ('implemented', 'checked') OR (since IS NOT NULL AND evidence <> '')",
            name="done_has_evidence",
        ),
        CheckConstraint("state <> 'not_applicable' OR reason <> ''", name="exception_has_reason"),
    )
