"""What school boards use, what they ask a joint DPIA of, and what cooperatives plan."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation

_OPEN = text("ended_at IS NULL")


class UsedProduct(Identified, Base):
    """A product on the list of a school board; one that is not in the catalogue by its name."""

    __tablename__ = "used_product"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"), index=True)
    name: Mapped[str]  # as the board writes it
    name_key: Mapped[str]  # as it is compared, see risk.demand.key_of
    pupils: Mapped[int | None]  # about how many use it
    wants_verdict: Mapped[bool] = mapped_column(default=False)
    takes_part: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    board: Mapped[Organisation] = relationship()
    product: Mapped[Product | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("name <> '' AND name_key <> ''", name="is_named"),
        CheckConstraint("pupils >= 0", name="pupils_count_from_zero"),
        CheckConstraint("wants_verdict OR NOT takes_part", name="who_takes_part_asks"),
        Index(
            "uq_used_product_open_name", "board_id", "name_key", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        Index(
            "uq_used_product_open_product", "board_id", "product_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
    )  # fmt: skip


class AssessmentPlan(Identified, Base):
    """That a cooperative plans a DPIA, in which quarter; schools read it."""

    __tablename__ = "assessment_plan"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    year: Mapped[int]
    quarter: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]

    owner: Mapped[Organisation] = relationship()

    __table_args__ = (
        CheckConstraint("name <> '' AND name_key <> ''", name="is_named"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="has_a_quarter"),
        Index(
            "uq_assessment_plan_open", "owner_id", "name_key", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
    )  # fmt: skip
