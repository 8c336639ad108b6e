"""Files that show how far a board is with a measure (invariants 29 and 30)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.adoption import LocalMeasure


class KeptFile:
    """Columns of a row whose content is kept under its hash."""

    file_sha256: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]

    @property
    def facts(self) -> FileFacts:
        """Return what is known of the file."""
        return FileFacts(
            sha256=self.file_sha256, name=self.file_name, size=self.file_size,
            media_type=self.media_type,
        )  # fmt: skip


class MeasureFile(Identified, KeptFile, Base):
    """A file with a measure of an adoption. It is never deleted; taken out, it only counts no more.

    `worksheet_id` says that an ICT partner handed it in.
    """

    __tablename__ = "measure_file"

    measure_id: Mapped[UUID] = mapped_column(ForeignKey("local_measure.id"), index=True)
    worksheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("worksheet.id"))
    has_personal_data: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]
    taken_out_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    taken_out_at: Mapped[datetime | None]

    measure: Mapped[LocalMeasure] = relationship()
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    taken_out_by: Mapped[User | None] = relationship(foreign_keys=[taken_out_by_id])

    __table_args__ = (
        CheckConstraint("file_size > 0", name="file_has_content"),
        CheckConstraint(
            "(taken_out_at IS NULL) = (taken_out_by_id IS NULL)", name="taken_out_by_somebody"
        ),
    )

    @property
    def counts(self) -> bool:
        """Return whether it was not taken out."""
        return self.taken_out_at is None
