"""People, what they may act as, how they sign in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.access.actor import Role
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.organisation import Organisation


class User(Identified, Base):
    """A person. Without a membership a person has no role."""

    __tablename__ = "user_account"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    wants_digest: Mapped[bool] = mapped_column(default=True)  # the daily mail about discussions
    digest_at: Mapped[datetime | None]  # the last one
    wants_reminders: Mapped[bool] = mapped_column(default=True)  # of requests to vendors
    reminder_at: Mapped[datetime | None]  # the last one
    version: Mapped[int] = mapped_column(default=1)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_lower_case"),)

    @property
    def user_id(self) -> UUID:
        """Return its own id, by which the policy table compares."""
        return self.id


class Membership(Identified, Base):
    """A role that a person holds at an organisation from a day, possibly until a day."""

    __tablename__ = "membership"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    since: Mapped[date]
    until: Mapped[date | None]  # exclusive: the first day without the role

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),
        CheckConstraint("role <> 'public'", name="public_is_no_membership"),
    )

    def holds(self, *, on: date) -> bool:
        """Return whether the role is held on a day."""
        return self.since <= on and (self.until is None or on < self.until)


class LoginSession(Identified, Base):
    """One signed-in browser. The cookie holds a secret; only its hash is kept."""

    __tablename__ = "login_session"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    browser: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class OneTimeLink(Identified, Base):
    """A mailed link that works once: an invitation or a new password.

    The link holds the signed id, so no secret is kept here.
    """

    __tablename__ = "one_time_link"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class LoginAttempt(Identified, Base):
    """A failed sign-in, by hashed address or hashed e-mail, for the throttle."""

    __tablename__ = "login_attempt"

    subject: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "subject", "at"),)
