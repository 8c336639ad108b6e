"""What a revision states: entries of registers, texts, what does not apply, and their history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.place import DossierPart
from dpia_workbench.risk.registers import Register, Section, key_of
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.dossier import Revision


class Entry(Identified, Base):
    """One statement of a register. What is taken out is kept, and its number is not used again."""

    __tablename__ = "entry"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    register: Mapped[Register] = mapped_column(choice(Register))
    number: Mapped[int]
    # Texts and choices by the name of the field; references are rows of their own.
    values: Mapped[dict[str, Any]] = mapped_column("field_values", default=dict)
    is_removed: Mapped[bool] = mapped_column(default=False)
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="entries")
    references: Mapped[list["EntryReference"]] = relationship(
        foreign_keys="EntryReference.entry_id",
        cascade="all, delete-orphan",
        order_by="EntryReference.place",
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("revision_id", "register", "number"),)

    @property
    def key(self) -> str:
        """Return the human key, such as DI1."""
        return key_of(self.register, self.number)


class EntryReference(Base):
    """One entry refers to another one."""

    __tablename__ = "entry_reference"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[UUID] = mapped_column(ForeignKey("entry.id"), primary_key=True, index=True)
    place: Mapped[int]  # in the order in which people put them

    target: Mapped[Entry] = relationship(foreign_keys=[target_id])


class SectionText(Identified, Base):
    """One text of a revision: Markdown, in the language of the revision."""

    __tablename__ = "section_text"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    section: Mapped[Section] = mapped_column(choice(Section))
    body: Mapped[str] = mapped_column(default="")
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    settled: Mapped[int] = mapped_column(default=0)  # the number of the last update that it says
    settled_as: Mapped[str] = mapped_column(default="")  # the hash of the body as it was then
    # Who wrote it: lengths of its letters in a row, each with the identity of a person or None.
    passages: Mapped[list[list[Any]] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="texts")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("revision_id", "section"),)


class NotApplicable(Identified, Base):
    """A text or register that a template asks for and that this product has nothing to say on."""

    __tablename__ = "not_applicable"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    subject: Mapped[str]  # text:<section> or register:<register>
    reason: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="not_applicable")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("revision_id", "subject"),)


class FieldStep(Identified, Base):
    """A change of one field by one person; what they change within a quarter is one step."""

    __tablename__ = "field_step"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"))
    seq: Mapped[int]  # within the revision, when the step began
    touched: Mapped[int]  # the same count, when the step was last made longer
    is_closed: Mapped[bool] = mapped_column(default=False)  # it is not made longer any more
    part: Mapped[DossierPart] = mapped_column(choice(DossierPart))
    key: Mapped[str]
    field: Mapped[str]
    before: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    # Who else typed in it at the same time; None: it was not written together.
    beside: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    began_at: Mapped[datetime]
    at: Mapped[datetime]

    by: Mapped[User | None] = relationship()

    __table_args__ = (
        UniqueConstraint("revision_id", "seq"),
        Index("ix_field_step_place", "revision_id", "part", "key", "field"),
        CheckConstraint("at >= began_at", name="ends_after_it_began"),
    )


class Presence(Base):
    """Who has a dossier open, and where in it they are."""

    __tablename__ = "presence"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    place: Mapped[str] = mapped_column(default="")  # part/key/field
    seen_at: Mapped[datetime]

    user: Mapped[User] = relationship()
