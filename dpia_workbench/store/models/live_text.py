"""What browsers sent while several people typed in one text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.store.base import Base


class TextUpdate(Base):
    """An update of the document of a text; only added to, and brought together with others.

    Numbers count up within a text without gaps in the order in which they are seen, as who adds
    one holds the text. What one stands for is settled: written in the text as Markdown.
    """

    __tablename__ = "text_update"

    text_id: Mapped[UUID] = mapped_column(ForeignKey("section_text.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("number > 0", name="counts_from_one"),)


class TextCaret(Base):
    """Where somebody is in a text now, for processes that hold other lines; of no use later.

    `beat` counts how often it moved.
    """

    __tablename__ = "text_caret"

    line_id: Mapped[UUID] = mapped_column(primary_key=True)
    text_id: Mapped[UUID] = mapped_column(ForeignKey("section_text.id"), index=True)
    beat: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
