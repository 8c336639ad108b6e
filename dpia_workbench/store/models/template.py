"""Templates of documents as they were loaded: one row per version, which never changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.freezing import freeze


class DocumentTemplate(Identified, Base):
    """One version of a template; what was made with it can be made again."""

    __tablename__ = "document_template"

    key: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(unique=True)  # of the canonical JSON of the content
    content: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("version >= 1", name="versions_start_at_one"),
    )


freeze(DocumentTemplate)
