"""What is recorded beside an adoption: why it was begun anew, what came later, how it ended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.follow_up import Followed
from dpia_workbench.risk.readoption import LookAgain
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.measured import Measured, measured_checks
from dpia_workbench.store.models.school import School


class AdoptionAgain(Base):
    """Why a board began another round with a product; never changed."""

    __tablename__ = "adoption_again"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    why: Mapped[LookAgain] = mapped_column(choice(LookAgain, name="look_again"))
    words: Mapped[str] = mapped_column(default="")


class MeasureFollowUp(Identified, Measured, Base):
    """What was said of a measure after the decision, and how it stands since; never changed."""

    __tablename__ = "measure_follow_up"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    number: Mapped[int]  # in the order of what was said
    key: Mapped[str]  # of the measure of the release, or of the board's own
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))  # None: the board
    kind: Mapped[Followed] = mapped_column(choice(Followed, name="followed"))
    on: Mapped[date | None] = mapped_column("done_on")  # the day of the work or the check
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()
    school: Mapped[School | None] = relationship()

    __table_args__ = (
        UniqueConstraint("adoption_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("(kind = 'moved') = (done_on IS NULL)", name="work_has_day"),
        CheckConstraint("kind <> 'moved' OR reason <> ''", name="new_day_has_reason"),
        *measured_checks(),
    )


class AdoptionEnding(Base):
    """That a board stopped using a product, from which day and why; never changed."""

    __tablename__ = "adoption_ending"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    on: Mapped[date] = mapped_column("ended_on")
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()

    __table_args__ = (CheckConstraint("reason <> ''", name="end_has_reason"),)


freeze(AdoptionAgain, MeasureFollowUp, AdoptionEnding)
