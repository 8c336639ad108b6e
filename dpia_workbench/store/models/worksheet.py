"""Settings that an ICT partner fills in by a link, without an account."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk import worksheet as rules
from dpia_workbench.risk.worksheet import AnswerKind, Settled
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.adoption import Adoption
from dpia_workbench.store.models.measure_file import KeptFile


class Worksheet(Identified, Base):
    """A link to the settings of an adoption. Of its secret only the hash is kept.

    The partner's e-mail address is not kept either: it is in the mail alone.
    """

    __tablename__ = "worksheet"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    partner: Mapped[str]
    was_mailed: Mapped[bool] = mapped_column(default=False)
    every_measure: Mapped[bool] = mapped_column(default=False)  # or the technical ones alone
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    sent_by: Mapped[str] = mapped_column(default="")  # who filled it in, in their own words
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    adoption: Mapped[Adoption] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    answers: Mapped[list["WorksheetAnswer"]] = relationship(
        order_by="WorksheetAnswer.number", back_populates="worksheet"
    )
    files: Mapped[list["WorksheetFile"]] = relationship(
        order_by="WorksheetFile.number", back_populates="worksheet"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("partner <> ''", name="partner_is_named"),
        CheckConstraint("expires_at > made_at", name="expires_after_it_was_made"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"
        ),
        CheckConstraint("sent_at IS NULL OR sent_by <> ''", name="sender_is_named"),
    )

    @property
    def board_id(self) -> UUID:
        """Return the board whose adoption it is about, by which the policy table compares."""
        return self.adoption.board_id

    @property
    def newest(self) -> dict[str, "WorksheetAnswer"]:
        """Return the answer that counts of each setting: the newest."""
        return {answer.key: answer for answer in self.answers}

    def state(self, *, now: datetime) -> rules.State:
        """Return how it stands at a moment."""
        decided = self.adoption.decision is not None or self.adoption.ended_at is not None
        return rules.state(
            expires_at=self.expires_at, is_withdrawn=self.withdrawn_at is not None,
            is_sent=self.sent_at is not None, is_decided=decided, now=now,
        )  # fmt: skip


class WorksheetAnswer(Identified, Base):
    """What was saved about one setting; a change is another row."""

    __tablename__ = "worksheet_answer"

    worksheet_id: Mapped[UUID] = mapped_column(ForeignKey("worksheet.id"), index=True)
    number: Mapped[int]
    key: Mapped[str]  # of the measure in the release
    kind: Mapped[AnswerKind | None] = mapped_column(choice(AnswerKind))
    words: Mapped[str] = mapped_column(default="")
    since: Mapped[date | None]
    due: Mapped[date | None]
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    worksheet: Mapped[Worksheet] = relationship(back_populates="answers")
    outcome: Mapped["WorksheetOutcome | None"] = relationship(back_populates="answer")

    __table_args__ = (UniqueConstraint("worksheet_id", "number"),)

    @property
    def said(self) -> rules.Answer:
        """Return what was answered."""
        return rules.Answer(kind=self.kind, words=self.words, since=self.since, due=self.due)


class WorksheetFile(Identified, KeptFile, Base):
    """A file that a partner handed in with a setting; taken out, it only counts no more."""

    __tablename__ = "worksheet_file"

    worksheet_id: Mapped[UUID] = mapped_column(ForeignKey("worksheet.id"), index=True)
    number: Mapped[int]
    key: Mapped[str]
    at: Mapped[datetime]
    taken_out_at: Mapped[datetime | None]

    worksheet: Mapped[Worksheet] = relationship(back_populates="files")

    __table_args__ = (
        UniqueConstraint("worksheet_id", "number"),
        CheckConstraint("file_size > 0", name="file_has_content"),
    )


class WorksheetOutcome(Identified, Base):
    """What the privacy officer did with an answer; `words` are read by the partner, too."""

    __tablename__ = "worksheet_outcome"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("worksheet_answer.id"), unique=True)
    outcome: Mapped[Settled] = mapped_column(choice(Settled))
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    answer: Mapped[WorksheetAnswer] = relationship(back_populates="outcome")
    by: Mapped[User] = relationship()


freeze(WorksheetAnswer, WorksheetOutcome)
