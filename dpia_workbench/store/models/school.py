"""The schools of a school board."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.organisation import Organisation

_OPEN = text("ended_at IS NULL")


class School(Identified, Base):
    """A school of a board, by the number that the register of schools gives it (BRIN)."""

    __tablename__ = "school"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    brin: Mapped[str]  # four characters, or six with the number of the branch
    name: Mapped[str]
    sector: Mapped[Sector] = mapped_column(choice(Sector, name="school_sector"))
    special_education: Mapped[bool] = mapped_column(default=False)
    pupils: Mapped[int | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    board: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("length(brin) IN (4, 6)", name="brin_is_four_or_six"),
        CheckConstraint("name <> ''", name="is_named"),
        CheckConstraint("pupils >= 0", name="pupils_count_from_zero"),
        Index(
            "uq_school_open_brin", "board_id", "brin", unique=True, sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )  # fmt: skip
