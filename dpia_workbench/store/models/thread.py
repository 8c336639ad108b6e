"""Discussion on a dossier: threads at a place, their comments, and who was mentioned."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.discussion import Answer
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.dossier import Dossier


class Thread(Identified, Base):
    """A discussion at a place of a dossier, in every revision of it; perhaps a suggestion."""

    __tablename__ = "thread"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    part: Mapped[DossierPart] = mapped_column(choice(DossierPart))
    key: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")  # empty: the part as a whole
    language: Mapped[str] = mapped_column(default="")  # which half of a bilingual field
    passage: Mapped[str] = mapped_column(default="")  # what was quoted of the text
    in_text: Mapped[bool] = mapped_column(default=False)  # marked in what people type together
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime]
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    assigned_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    resolved_at: Mapped[datetime | None]
    proposed: Mapped[str | None]  # NULL: no suggestion; empty: to take the text out
    basis: Mapped[str | None]  # the whole text on which the suggestion was made
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    answer_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[Dossier] = relationship()
    opened_by: Mapped[User] = relationship(foreign_keys=opened_by_id)
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id)
    resolved_by: Mapped[User | None] = relationship(foreign_keys=resolved_by_id)
    answered_by: Mapped[User | None] = relationship(foreign_keys=answered_by_id)
    comments: Mapped[list["Comment"]] = relationship(
        order_by="Comment.number", back_populates="thread"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index(None, "dossier_id", "resolved_at"),
        CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="resolved_by_somebody"
        ),
        CheckConstraint(
            "(assignee_id IS NULL) = (assigned_at IS NULL)", name="assigned_at_a_moment"
        ),
        CheckConstraint("NOT in_text OR passage <> ''", name="marked_is_quoted"),
        CheckConstraint("(proposed IS NULL) = (basis IS NULL)", name="suggestion_has_basis"),
        CheckConstraint("answer IS NULL OR proposed IS NOT NULL", name="only_suggestions_answered"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)"
            " AND (answer IS NULL) = (answered_by_id IS NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "answer IS NULL OR answer <> 'refused' OR answer_reason <> ''",
            name="refused_with_reason",
        ),
    )

    @property
    def place(self) -> Place:
        """Return where in the dossier it is."""
        return Place(part=self.part, key=self.key, field=self.field)

    @property
    def is_open(self) -> bool:
        """Return whether nobody resolved it."""
        return self.resolved_at is None

    @property
    def waits_for_answer(self) -> bool:
        """Return whether it holds a suggestion that an analyst has to answer."""
        return self.is_open and self.proposed is not None and self.answer is None


class Comment(Identified, Base):
    """What somebody said in a thread; append-only. The first one may be only a suggestion."""

    __tablename__ = "comment"

    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"))
    number: Mapped[int]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    body: Mapped[str]
    at: Mapped[datetime]

    thread: Mapped[Thread] = relationship(back_populates="comments")
    author: Mapped[User] = relationship()
    mentions: Mapped[list["Mention"]] = relationship(back_populates="comment")

    __table_args__ = (UniqueConstraint("thread_id", "number"),)


class Mention(Base):
    """Somebody whom a comment calls, and whether they have seen it."""

    __tablename__ = "mention"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("user_account.id"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime | None]

    comment: Mapped[Comment] = relationship(back_populates="mentions")
    user: Mapped[User] = relationship()


freeze(Comment)
