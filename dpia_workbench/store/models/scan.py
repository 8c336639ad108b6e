"""What a virus scanner found in kept files, each look a row; the newest counts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.risk.scanning import Scan
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze


class FileScan(Identified, Base):
    """One look at one content, by its hash."""

    __tablename__ = "file_scan"

    file_sha256: Mapped[str]
    result: Mapped[Scan] = mapped_column(choice(Scan))
    finding: Mapped[str] = mapped_column(default="")  # the name of the virus
    at: Mapped[datetime]

    __table_args__ = (
        Index(None, "file_sha256", "at"),
        CheckConstraint("result <> 'not_scanned'", name="somebody_looked"),
        CheckConstraint("(result = 'infected') = (finding <> '')", name="infected_has_name"),
    )


freeze(FileScan)
