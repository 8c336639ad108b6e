"""A school board's own short assessment on top of a release."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.release import Release


class Adoption(Identified, Base):
    """One board's adoption of one release, held by its hash (invariant 2).

    Its state is derived from what is recorded; see risk.adoption.
    """

    __tablename__ = "adoption"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    release_sha256: Mapped[str]
    cells: Mapped[list[str]] = mapped_column(default=list)  # keys of the scope cells that fit
    outside: Mapped[str] = mapped_column(default="")  # use that no scope cell covers
    tags: Mapped[list[str]] = mapped_column(default=list)
    schools: Mapped[str] = mapped_column(default="")
    purposes: Mapped[str] = mapped_column(default="")
    party_to: Mapped[list[str]] = mapped_column(default=list)  # keys of contractual measures
    own_risks: Mapped[str] = mapped_column(default="")
    context_done: Mapped[bool] = mapped_column(default=False)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    board: Mapped[Organisation] = relationship()
    release: Mapped[Release] = relationship()
    measures: Mapped[list["LocalMeasure"]] = relationship(order_by="LocalMeasure.position")
    advices: Mapped[list["AdoptionAdvice"]] = relationship(order_by="AdoptionAdvice.at")
    views: Mapped["AdoptionViews | None"] = relationship()
    decision: Mapped["AdoptionDecision | None"] = relationship()
    fillers: Mapped[list["AdoptionFiller"]] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("board_id", "release_id"),)

    @property
    def advice(self) -> "AdoptionAdvice | None":
        """Return the advice that counts: the newest, for facts may change after one was given."""
        return self.advices[-1] if self.advices else None


class AdoptionFiller(Base):
    """Who filled in anything: they neither advise nor decide."""

    __tablename__ = "adoption_filler"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class LocalMeasure(Identified, Base):
    """What the board recorded about one school measure of the release."""

    __tablename__ = "local_measure"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    key: Mapped[str]  # the measure's key in the release
    position: Mapped[int]
    state: Mapped[LocalState] = mapped_column(choice(LocalState), default=LocalState.TODO)
    since: Mapped[date | None]
    due: Mapped[date | None]
    review_due: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "key"),
        CheckConstraint("state <> 'planned' OR due IS NOT NULL", name="plan_has_day"),
        CheckConstraint(
            "state NOT IN ('implemented', 'checked') OR (since IS NOT NULL AND evidence <> '')",
            name="done_has_evidence",
        ),
        CheckConstraint("state <> 'not_applicable' OR reason <> ''", name="exception_has_reason"),
    )


class AdoptionAdvice(Identified, Base):
    """The advice of the data protection officer (GDPR art. 35(2)); a renewed one is another row."""

    __tablename__ = "adoption_advice"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    text: Mapped[str]
    on: Mapped[date] = mapped_column("given_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


class AdoptionViews(Identified, Base):
    """The views of parents, pupils and staff, or why they were not asked (art. 35(9))."""

    __tablename__ = "adoption_views"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), unique=True)
    asked: Mapped[bool]
    text: Mapped[str]
    on: Mapped[date] = mapped_column("given_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


class AdoptionDecision(Identified, Base):
    """The board's decision with the levels on which it was taken; never changed."""

    __tablename__ = "adoption_decision"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, name="adoption_outcome"))
    reason: Mapped[str]
    conditions: Mapped[str] = mapped_column(default="")
    acceptances: Mapped[dict[str, Any]] = mapped_column(default=dict)
    follows_advice: Mapped[str] = mapped_column(default="")  # how the advice was followed or not
    mandate: Mapped[str]
    on: Mapped[date] = mapped_column("decided_on")
    next_review: Mapped[date]
    levels: Mapped[dict[str, Any]]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


freeze(AdoptionAdvice, AdoptionDecision)
