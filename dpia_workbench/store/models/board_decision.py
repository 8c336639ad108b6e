"""What belongs to a board's decision: prepared words before it, conditions and events after it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.consultation_record import Applicant, EventKind
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User


class PreparedAcceptance(Identified, Base):
    """Why the board could accept a medium risk, prepared for it; it is the board's once decided."""

    __tablename__ = "prepared_acceptance"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    risk: Mapped[str]  # its key
    text: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("adoption_id", "risk"),)


class DecisionCondition(Identified, Base):
    """What must happen for a conditional approval, who sees to it, and the last day for it."""

    __tablename__ = "decision_condition"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("adoption_decision.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date]
    measure: Mapped[str] = mapped_column(default="")  # key of the planned measure it comes from

    marks: Mapped[list["ConditionMark"]] = relationship(order_by="ConditionMark.at")

    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("text <> '' AND owner <> ''", name="is_told"),
    )

    @property
    def mark(self) -> "ConditionMark | None":
        """Return the mark that counts: the newest."""
        return self.marks[-1] if self.marks else None

    @property
    def is_met(self) -> bool:
        """Return whether the condition is met as far as is known."""
        return self.mark is not None and self.mark.is_met


class ConditionMark(Identified, Base):
    """That a condition was met on a day, or after all is not."""

    __tablename__ = "condition_mark"

    condition_id: Mapped[UUID] = mapped_column(ForeignKey("decision_condition.id"), index=True)
    is_met: Mapped[bool]
    on: Mapped[date] = mapped_column("seen_on")
    note: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("note <> ''", name="is_explained"),)


class ConsultationEvent(Identified, Base):
    """What happened in the prior consultation of the authority, or that it was noted wrongly."""

    __tablename__ = "consultation_event"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("adoption_decision.id"), index=True)
    number: Mapped[int]
    kind: Mapped[EventKind | None] = mapped_column(choice(EventKind, name="consultation_kind"))
    on: Mapped[date] = mapped_column("happened_on")
    applicant: Mapped[Applicant | None] = mapped_column(choice(Applicant))
    text: Mapped[str] = mapped_column(default="")
    takes_back_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("consultation_event.id"), unique=True
    )
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("(kind IS NULL) = (takes_back_id IS NOT NULL)", name="happened_or_not"),
        CheckConstraint(
            "(applicant IS NOT NULL) = (kind IS NOT NULL AND kind = 'submitted')",
            name="somebody_asks",
        ),
        CheckConstraint(
            "kind IS NULL OR kind NOT IN ('answered', 'followed') OR text <> ''",
            name="answer_has_words",
        ),
    )


freeze(DecisionCondition, ConditionMark, ConsultationEvent)
