"""Addresses of others' programs to which news is sent, and what became of each message."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.hooks import Failure, Stopped
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.organisation import Organisation


class Webhook(Identified, Base):
    """One address of an organisation. Its secret is computed from its id and number, not kept."""

    __tablename__ = "webhook"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    url: Mapped[str]
    kinds: Mapped[list[str]]  # of news
    secret_number: Mapped[int] = mapped_column(default=1)
    rotated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    stopped: Mapped[Stopped | None] = mapped_column(choice(Stopped))
    stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("secret_number >= 1", name="secrets_are_numbered"),
        CheckConstraint("(stopped IS NULL) = (stopped_at IS NULL)", name="stopped_with_a_reason"),
    )


class WebhookDelivery(Identified, Base):
    """One message to one address: exactly what is sent, and how the last try went."""

    __tablename__ = "webhook_delivery"

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id"))
    news: Mapped[str]  # its key; a test has a name of its own
    kind: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    status: Mapped[int | None]
    failure: Mapped[Failure | None] = mapped_column(choice(Failure))
    excerpt: Mapped[str] = mapped_column(default="")
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()

    __table_args__ = (
        UniqueConstraint("webhook_id", "news"),
        Index(None, "webhook_id", "created_at"),
        CheckConstraint(
            "delivered_at IS NULL OR given_up_at IS NULL", name="arrives_or_is_given_up"
        ),
    )
