"""What asks a board to look again at what it adopted, and how that ended."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from dpia_workbench.risk.change import Weight
from dpia_workbench.risk.review import Resolution, Trigger
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.adoption import Adoption, AdoptionDecision
from dpia_workbench.store.models.record_snapshot import RecordSnapshot
from dpia_workbench.store.models.release import Release


class ReviewTask(Identified, Base):
    """One look again: exactly one per adoption and event (invariant 24).

    `ref` names the event among those of its trigger. Whether it is late follows from `due`.
    """

    __tablename__ = "review_task"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"))
    trigger: Mapped[Trigger] = mapped_column("cause", choice(Trigger))
    ref: Mapped[str]
    weight: Mapped[Weight] = mapped_column(choice(Weight))
    due: Mapped[date]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # codes, no prose
    said: Mapped[str] = mapped_column(default="")  # by who asked for it at the board itself
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    reminded_on: Mapped[date | None]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    resolution: Mapped[Resolution | None] = mapped_column(choice(Resolution))
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    adoption: Mapped[Adoption] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "cause", "ref"),
        Index("ix_review_task_open_due", "resolved_at", "due"),
        CheckConstraint("ref <> ''", name="event_is_named"),
        CheckConstraint("weight <> 'editorial'", name="editorial_asks_nothing"),
        CheckConstraint(
            "(resolution IS NULL) = (resolved_at IS NULL)", name="resolved_with_moment"
        ),
        CheckConstraint(
            "resolution IS NULL OR resolution = 'decided_anew' OR reason <> ''",
            name="end_is_explained",
        ),
    )


def _decided_anew(_mapper: Any, connection: Connection, row: AdoptionDecision) -> None:
    """End what was asked about earlier adoptions of a product: the board decided about it anew.

    Whoever writes a decision need not think of it, so that nobody forgets.
    """
    mine, other = aliased(Adoption), aliased(Adoption)
    earlier = (
        select(other.id)
        .join(mine, mine.board_id == other.board_id)
        .where(
            mine.id == row.adoption_id,
            other.id != mine.id,
            or_(other.started_at < mine.started_at, other.id == mine.follows_id),
            _product(other) == _product(mine),
        )
    )
    connection.execute(
        update(ReviewTask)
        .where(ReviewTask.resolved_at.is_(None), ReviewTask.adoption_id.in_(earlier))
        .values(
            resolved_at=row.at, resolved_by_id=row.by_id, resolution=Resolution.DECIDED_ANEW,
            version=ReviewTask.version + 1,
        )
    )  # fmt: skip


def _product(adoption: Any) -> Any:
    """Return in SQL which product an adoption is about."""
    release = select(Release.product_id).where(Release.id == adoption.release_id)
    record = select(RecordSnapshot.product_id).where(RecordSnapshot.id == adoption.snapshot_id)
    return func.coalesce(release.scalar_subquery(), record.scalar_subquery())


event.listen(AdoptionDecision, "after_insert", _decided_anew)
