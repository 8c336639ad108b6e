"""Publications that are planned for a moment ahead, and what became of each plan."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.publication import PlanEnd
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.dossier import Revision


class PublicationPlan(Identified, Base):
    """When a revision is to be published and with which choices; it never changes.

    It holds for what was approved when it was made. Another plan takes its place.
    """

    __tablename__ = "publication_plan"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    number: Mapped[int]  # within the revision
    approved_hash: Mapped[str]
    due_at: Mapped[datetime]
    chosen: Mapped[Verdict] = mapped_column(choice(Verdict))
    reason: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date]
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )  # for which the planner acted
    planned_at: Mapped[datetime]

    revision: Mapped[Revision] = relationship()
    planned_by: Mapped[User] = relationship()
    end: Mapped["PublicationPlanEnd | None"] = relationship(viewonly=True)

    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        CheckConstraint("due_at > planned_at", name="lies_ahead"),
    )


class PublicationPlanEnd(Identified, Base):
    """What became of a plan; a plan without it is open, and one has no two."""

    __tablename__ = "publication_plan_end"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("publication_plan.id"), unique=True)
    kind: Mapped[PlanEnd] = mapped_column(choice(PlanEnd))
    checks: Mapped[list[str]] = mapped_column(default=list)  # those that did not hold
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "(kind = 'published') = (release_id IS NOT NULL)", name="published_has_release"
        ),
    )


freeze(PublicationPlan, PublicationPlanEnd)
