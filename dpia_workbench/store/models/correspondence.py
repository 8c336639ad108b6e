"""What both sides of a request write to each other, with files; nothing of it ever changes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.remediation import Remediation


class RequestMessage(Identified, Base):
    """Something that one side wrote; of a delivery, what was delivered."""

    __tablename__ = "request_message"

    remediation_id: Mapped[UUID] = mapped_column(ForeignKey("remediation.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))  # the side
    at: Mapped[datetime]
    words: Mapped[str]
    is_delivery: Mapped[bool] = mapped_column(default=False)

    remediation: Mapped[Remediation] = relationship()
    by: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
    files: Mapped[list["RequestFile"]] = relationship(
        back_populates="message", order_by="RequestFile.place"
    )

    __table_args__ = (CheckConstraint("words <> ''", name="message_says_something"),)


class RequestFile(Identified, Base):
    """A file that came with a message; its content is kept under its hash."""

    __tablename__ = "request_file"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("request_message.id"), index=True)
    place: Mapped[int]  # in the order in which they were handed in
    file_sha256: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]

    message: Mapped[RequestMessage] = relationship(back_populates="files")

    __table_args__ = (CheckConstraint("file_size > 0", name="file_has_content"),)

    @property
    def facts(self) -> FileFacts:
        """Return what is known of the file."""
        return FileFacts(
            sha256=self.file_sha256, name=self.file_name, size=self.file_size,
            media_type=self.media_type,
        )  # fmt: skip


freeze(RequestMessage, RequestFile)
