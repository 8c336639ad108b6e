"""Answers of the API that are kept for a day, so that a request can safely be sent again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.store.base import Base, Identified


class KeptAnswer(Identified, Base):
    """What a person's request with an idempotency key was answered."""

    __tablename__ = "kept_answer"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        CheckConstraint("status BETWEEN 200 AND 299", name="only_of_success"),
    )
