"""A school board's own short assessment on top of a release."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from dpia_workbench.risk.adoption_step import DESCRIBING
from dpia_workbench.risk.board_decision import AdviceStance
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.after_adoption import (
    AdoptionAgain,
    AdoptionEnding,
    MeasureFollowUp,
)
from dpia_workbench.store.models.board_decision import (
    ConsultationEvent,
    DecisionCondition,
    PreparedAcceptance,
)
from dpia_workbench.store.models.local import (
    AdoptionSchool,
    AdoptionStep,
    LocalAgreement,
    LocalOperation,
    OwnRisk,
    SchoolDeviation,
    UncoveredUse,
)
from dpia_workbench.store.models.measured import Measured, measured_checks
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.record_snapshot import RecordSnapshot
from dpia_workbench.store.models.release import Release
from dpia_workbench.store.models.school import School

Basis = Release | RecordSnapshot
"""What a board adopts."""


class Adoption(Identified, Base):
    """One board's adoption of one release or external record, held by its hash (invariant 2).

    Its state is derived from what is recorded; see risk.adoption.
    """

    __tablename__ = "adoption"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"), index=True)
    snapshot_id: Mapped[UUID | None] = mapped_column(ForeignKey("record_snapshot.id"), index=True)
    release_sha256: Mapped[str]  # of what is adopted
    round: Mapped[int] = mapped_column(default=1)  # 2: the board looked at the same text again
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("adoption.id"), unique=True)
    cells: Mapped[list[str]] = mapped_column(default=list)  # keys of the scope cells that fit
    outside: Mapped[str] = mapped_column(default="")  # use that no scope cell covers
    services: Mapped[list[str]] = mapped_column(default=list)  # that are switched on
    every_school: Mapped[bool | None]  # None: not answered yet
    tags: Mapped[list[str]] = mapped_column(default=list)
    circumstances: Mapped[dict[str, Any]] = mapped_column(default=dict)  # yes, no or unknown by tag
    schools: Mapped[str] = mapped_column(default="")
    purposes: Mapped[str] = mapped_column(default="")
    party_to: Mapped[list[str]] = mapped_column(default=list)  # keys of contractual measures
    own_risks: Mapped[str] = mapped_column(default="")  # why there are none, or what we looked at
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    board: Mapped[Organisation] = relationship()
    release: Mapped[Release | None] = relationship()
    snapshot: Mapped[RecordSnapshot | None] = relationship()
    follows: Mapped["Adoption | None"] = relationship(
        remote_side="Adoption.id", back_populates="followed_by"
    )
    followed_by: Mapped["Adoption | None"] = relationship(back_populates="follows", uselist=False)
    again: Mapped[AdoptionAgain | None] = relationship()
    ending: Mapped[AdoptionEnding | None] = relationship()
    follow_ups: Mapped[list[MeasureFollowUp]] = relationship(order_by="MeasureFollowUp.number")
    steps: Mapped[list[AdoptionStep]] = relationship()
    school_rows: Mapped[list[AdoptionSchool]] = relationship(cascade="all, delete-orphan")
    register: Mapped[list[School]] = relationship(  # of the board, as it is today
        primaryjoin=lambda: and_(
            foreign(School.board_id) == Adoption.board_id, School.ended_at.is_(None)
        ),
        viewonly=True,
    )
    deviations: Mapped[list[SchoolDeviation]] = relationship()
    uncovered: Mapped[list[UncoveredUse]] = relationship(
        order_by="UncoveredUse.position", cascade="all, delete-orphan"
    )
    operations: Mapped[list[LocalOperation]] = relationship(order_by="LocalOperation.number")
    agreement: Mapped[LocalAgreement | None] = relationship()
    risks: Mapped[list[OwnRisk]] = relationship(order_by="OwnRisk.number")
    measures: Mapped[list["LocalMeasure"]] = relationship(order_by="LocalMeasure.position")
    advices: Mapped[list["AdoptionAdvice"]] = relationship(order_by="AdoptionAdvice.at")
    views: Mapped["AdoptionViews | None"] = relationship()
    prepared: Mapped[list[PreparedAcceptance]] = relationship()
    decision: Mapped["AdoptionDecision | None"] = relationship()
    fillers: Mapped[list["AdoptionFiller"]] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("board_id", "release_id", "round"),
        UniqueConstraint("board_id", "snapshot_id", "round"),
        CheckConstraint("(release_id IS NULL) <> (snapshot_id IS NULL)", name="release_or_record"),
        CheckConstraint("round >= 1", name="rounds_start_at_one"),
    )

    @property
    def context_done(self) -> bool:
        """Return whether the board finished all steps in which it describes its own situation."""
        return {row.step for row in self.steps} >= set(DESCRIBING)

    @property
    def basis(self) -> Basis:
        """Return what is adopted: a release, or an external record as it was then."""
        found = self.release or self.snapshot
        assert found is not None  # noqa: S101  # the table holds one of the two
        return found

    @property
    def advice(self) -> "AdoptionAdvice | None":
        """Return the advice that counts: the newest, for facts may change after one was given."""
        return self.advices[-1] if self.advices else None


class AdoptionFiller(Base):
    """Who filled in anything: they neither advise nor decide."""

    __tablename__ = "adoption_filler"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class LocalMeasure(Identified, Measured, Base):
    """What the board recorded about one school measure of the release."""

    __tablename__ = "local_measure"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    key: Mapped[str]  # the measure's key in the release
    position: Mapped[int]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    checked_at: Mapped[datetime | None]
    # Whose worksheet it rests on: who recorded or checked it where that is nobody with an account.
    worksheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("worksheet.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "key"),
        CheckConstraint("checked_by_id <> recorded_by_id", name="somebody_else_checks"),
        *measured_checks(),
    )


class AdoptionAdvice(Identified, Base):
    """The advice of the data protection officer (GDPR art. 35(2)); a renewed one is another row."""

    __tablename__ = "adoption_advice"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    text: Mapped[str]
    document: Mapped[str] = mapped_column(default="")  # where the advice as a document is kept
    on: Mapped[date] = mapped_column("given_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


class AdoptionViews(Identified, Base):
    """The views of parents, pupils and staff, or why they were not asked (art. 35(9))."""

    __tablename__ = "adoption_views"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), unique=True)
    asked: Mapped[bool]
    heard: Mapped[list[str]] = mapped_column(default=list)  # through whom they were asked
    text: Mapped[str]
    on: Mapped[date] = mapped_column("given_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}


class AdoptionDecision(Identified, Base):
    """The board's decision with the levels on which it was taken; never changed."""

    __tablename__ = "adoption_decision"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, name="adoption_outcome"))
    reason: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")  # of decisions without rows of them
    acceptances: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stance: Mapped[AdviceStance | None] = mapped_column(choice(AdviceStance))  # None: in words only
    follows_advice: Mapped[str] = mapped_column(default="")  # how the advice was followed or not
    mandate: Mapped[str]
    on: Mapped[date] = mapped_column("decided_on")
    next_review: Mapped[date]
    levels: Mapped[dict[str, Any]]
    schools: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # covered and not, as then
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()
    condition_rows: Mapped[list[DecisionCondition]] = relationship(
        order_by="DecisionCondition.number"
    )
    consultation: Mapped[list[ConsultationEvent]] = relationship(
        order_by="ConsultationEvent.number"
    )


freeze(AdoptionAdvice, AdoptionDecision)
