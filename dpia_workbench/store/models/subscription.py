"""Addresses under which calendar programs read the deadlines of a person's dossiers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.models.account import User


class CalendarSubscription(Identified, Base):
    """An address of one person at one organisation. It holds the signed id: no secret is kept."""

    __tablename__ = "calendar_subscription"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    __table_args__ = (
        CheckConstraint("ended_at IS NULL OR ended_at >= created_at", name="ends_after_it_began"),
    )
