"""Remarks that a board sent from its adoption, and the releases that came of remarks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.feedback import Found
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.adoption import Adoption
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.release import Release
from dpia_workbench.store.models.remark import Remark


class AdoptionFeedback(Identified, Base):
    """That a remark came from an adoption: only its own board knows which (invariant 16)."""

    __tablename__ = "adoption_feedback"

    remark_id: Mapped[UUID] = mapped_column(ForeignKey("remark.id"), unique=True)
    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    found: Mapped[Found] = mapped_column(choice(Found))
    is_named: Mapped[bool]  # the board lets the cooperative know who it is
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    remark: Mapped[Remark] = relationship()
    adoption: Mapped[Adoption] = relationship()
    board: Mapped[Organisation] = relationship()


class RemarkChange(Identified, Base):
    """That a remark leads to a change, and the release in which that is to be read."""

    __tablename__ = "remark_change"

    remark_id: Mapped[UUID] = mapped_column(ForeignKey("remark.id"), unique=True)
    promised_at: Mapped[datetime]
    promised_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"), index=True)
    shown_at: Mapped[datetime | None]

    remark: Mapped[Remark] = relationship()
    release: Mapped[Release | None] = relationship()

    __table_args__ = (
        CheckConstraint("(release_id IS NULL) = (shown_at IS NULL)", name="shown_in_a_release"),
    )


freeze(AdoptionFeedback)
