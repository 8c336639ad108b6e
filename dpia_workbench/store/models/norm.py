"""Norms of the sector, and what boards say of themselves."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.norm import Domain, Maturity, Use
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.adoption import Adoption


class NormFramework(Identified, Base):
    """A framework of norms as it was loaded, with the days from which it counts."""

    __tablename__ = "norm_framework"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Bilingual]
    url: Mapped[str]
    checked_on: Mapped[date]
    target: Mapped[int]
    deadlines: Mapped[list[dict[str, Any]]]
    loaded_at: Mapped[datetime]

    norms: Mapped[list["Norm"]] = relationship(order_by="Norm.code", back_populates="framework")

    __table_args__ = (CheckConstraint("target BETWEEN 1 AND 5", name="target_on_scale"),)


class Norm(Identified, Base):
    """One norm; what the framework no longer holds stays for what boards said of it."""

    __tablename__ = "norm"

    framework_id: Mapped[UUID] = mapped_column(ForeignKey("norm_framework.id"))
    code: Mapped[str]
    title: Mapped[Bilingual]
    domain: Mapped[Domain] = mapped_column(choice(Domain, name="norm_domain"))
    use: Mapped[Use] = mapped_column(choice(Use, name="norm_use"))
    is_current: Mapped[bool] = mapped_column(default=True)

    framework: Mapped[NormFramework] = relationship(back_populates="norms")

    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        CheckConstraint("code <> ''", name="is_numbered"),
    )


class NormScore(Identified, Base):
    """How mature a board says that it is; a newer one is another row."""

    __tablename__ = "norm_score"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    norm_id: Mapped[UUID] = mapped_column(ForeignKey("norm.id"), index=True)
    maturity: Mapped[Maturity] = mapped_column(choice(Maturity))
    evidence: Mapped[str] = mapped_column(default="")
    plan: Mapped[str] = mapped_column(default="")  # what the board does to get further
    on: Mapped[date] = mapped_column("scored_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    norm: Mapped[Norm] = relationship()
    by: Mapped[User] = relationship()
    links: Mapped[list["NormScoreAdoption"]] = relationship()

    __table_args__ = (Index("ix_norm_score_board", "board_id", "norm_id", "at"),)


class NormScoreAdoption(Base):
    """An adoption that a score rests on."""

    __tablename__ = "norm_score_adoption"

    score_id: Mapped[UUID] = mapped_column(ForeignKey("norm_score.id"), primary_key=True)
    adoption_id: Mapped[UUID] = mapped_column(
        ForeignKey("adoption.id"), primary_key=True, index=True
    )

    adoption: Mapped[Adoption] = relationship()


class AnnualNote(Identified, Base):
    """What a board plans for next year, for its annual report; a newer one is another row."""

    __tablename__ = "annual_note"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    plan: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    __table_args__ = (Index("ix_annual_note_board", "board_id", "year", "at"),)


freeze(NormScore, NormScoreAdoption, AnnualNote)
