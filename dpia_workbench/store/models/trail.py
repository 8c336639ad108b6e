"""The audit trail, chained by hashes, and the outbox of jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.freezing import freeze


class AuditEvent(Base):
    """One thing that happened; append-only (invariant 3)."""

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact: Mapped[str]
    actor_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    roles: Mapped[list[str]]
    subject_id: Mapped[UUID] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class AuditHead(Base):
    """The end of the chain: one row, locked while an event is added."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str]

    __table_args__ = (CheckConstraint("id = 1", name="only_one_row"),)


class Job(Identified, Base):
    """Work to do after the transaction that asked for it: mail, index."""

    __tablename__ = "job"

    name: Mapped[str]
    detail: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index(None, "done_at", "failed_at", "run_at"),)


freeze(AuditEvent)
