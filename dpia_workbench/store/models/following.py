"""Who follows what by mail, without an account; and searches that people with one saved.

Of a follower only the address, what is followed and the language are kept. When nothing is
followed any more the row stays and its address is wiped (ADR 0042).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.following import Pace, Subject
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation


class Follower(Identified, Base):
    """One address to which news is mailed. An ended one has no address any more."""

    __tablename__ = "follower"

    email: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str]
    created_at: Mapped[datetime]
    digest_at: Mapped[datetime | None]  # the last daily mail
    ended_at: Mapped[datetime | None]

    follows: Mapped[list["Follow"]] = relationship(
        back_populates="follower", order_by="Follow.created_at"
    )

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint(
            "(email IS NULL) = (ended_at IS NOT NULL)", name="address_goes_with_the_end"
        ),
    )


class Follow(Identified, Base):
    """One thing that an address follows, from the confirmation by its owner until it is ended."""

    __tablename__ = "follow"

    follower_id: Mapped[UUID] = mapped_column(ForeignKey("follower.id"), index=True)
    subject: Mapped[Subject] = mapped_column(choice(Subject))
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"), index=True)
    vendor_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    criteria: Mapped[dict[str, Any]]  # of a search, as plumbing.criteria keeps them
    pace: Mapped[Pace] = mapped_column(choice(Pace))
    language: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    follower: Mapped[Follower] = relationship(back_populates="follows")
    product: Mapped[Product | None] = relationship()
    vendor: Mapped[Organisation | None] = relationship()
    saved: Mapped["SavedSearch | None"] = relationship(back_populates="follow")

    __table_args__ = (
        CheckConstraint("(subject = 'product') = (product_id IS NOT NULL)", name="product_is_one"),
        CheckConstraint("(subject = 'vendor') = (vendor_id IS NOT NULL)", name="vendor_is_one"),
        CheckConstraint(
            "subject = 'search' OR pace <> 'at_once'", name="only_searches_are_told_at_once"
        ),
    )

    @property
    def is_on(self) -> bool:
        """Return whether news is mailed."""
        return self.confirmed_at is not None and self.ended_at is None


class Told(Identified, Base):
    """A piece of news that a follower was mailed; it is mailed once."""

    __tablename__ = "follower_told"

    follower_id: Mapped[UUID] = mapped_column(ForeignKey("follower.id"))
    news: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("follower_id", "news"),)


class SavedSearch(Identified, Base):
    """A search that a person saved under a name; `follow` mails what is new in it."""

    __tablename__ = "saved_search"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str]
    criteria: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    follow_id: Mapped[UUID | None] = mapped_column(ForeignKey("follow.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship()
    follow: Mapped[Follow | None] = relationship(back_populates="saved")

    __mapper_args__ = {"version_id_col": version}


class FollowAttempt(Identified, Base):
    """Somebody asked for a confirmation, by hashed address or hashed client, for the throttle."""

    __tablename__ = "follow_attempt"

    subject: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "subject", "at"),)


freeze(Told)
