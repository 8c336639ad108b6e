"""What an external record said when a board began to adopt it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.catalogue import Product


class RecordSnapshot(Identified, Base):
    """An external record in the form of a release, by its hash; never changed (invariant 2)."""

    __tablename__ = "record_snapshot"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    number: Mapped[int]
    canonical: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    made_at: Mapped[datetime]
    valid_until: Mapped[date]  # the last day on which it holds

    product: Mapped[Product] = relationship()

    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
    )


freeze(RecordSnapshot)
