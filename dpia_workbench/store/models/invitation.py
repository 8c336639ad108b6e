"""Colleagues whom a vendor's contact invites: nobody is one before they accept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.organisation import Organisation


class Invitation(Identified, Base):
    """An invitation to answer for a vendor; name and address are as they were typed.

    Whether that address had an account, and under which name, is nobody's to know.
    """

    __tablename__ = "invitation"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("one_time_link.id"), index=True)
    email: Mapped[str]
    name: Mapped[str]
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])

    __table_args__ = (
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="ends_once"),
        CheckConstraint("expires_at > created_at", name="lasts"),
    )
