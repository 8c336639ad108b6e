"""Method profiles as they were loaded: never changed, so that what rests on one stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.freezing import freeze_once_filled


class Method(Identified, Base):
    """One version of a method profile: scales, matrix, verdict rules and periods."""

    __tablename__ = "method"

    key: Mapped[str]
    number: Mapped[int]  # the version of the profile
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str]  # of the canonical content; empty until the profile is loaded
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("key", "number"),
        CheckConstraint("number > 0", name="numbered"),
    )


freeze_once_filled(Method, column="sha256")
