"""What a board says of itself in an adoption, step by step (method.md 4.2)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.adoption_step import AgreementForm, Step, UseKind
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.statements import Article6
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.measured import Measured, measured_checks
from dpia_workbench.store.models.school import School


class AdoptionStep(Base):
    """That somebody said a step is finished."""

    __tablename__ = "adoption_step"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(choice(Step, name="adoption_step"), primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User] = relationship()


class AdoptionSchool(Base):
    """A school for which an adoption holds, with what holds at that school only."""

    __tablename__ = "adoption_school"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), primary_key=True, index=True)
    tags: Mapped[list[str]] = mapped_column(default=list)  # beside those of the board

    school: Mapped[School] = relationship(lazy="joined")


class SchoolDeviation(Identified, Measured, Base):
    """That one school is further or less far with a measure than the board as a whole."""

    __tablename__ = "school_deviation"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    key: Mapped[str]  # the measure's key in the release
    ended_at: Mapped[datetime | None]  # the school is as far as the board again
    version: Mapped[int] = mapped_column(default=1)

    school: Mapped[School] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "school_id", "key"),
        *measured_checks(),
    )


class UncoveredUse(Identified, Base):
    """Use that no scope cell covers, with the board's own supplementary assessment of it."""

    __tablename__ = "uncovered_use"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    position: Mapped[int]
    kind: Mapped[UseKind] = mapped_column(choice(UseKind))
    name: Mapped[str]
    supplement: Mapped[str] = mapped_column(default="")  # empty: still to be written

    __table_args__ = (CheckConstraint("name <> ''", name="is_named"),)


class LocalOperation(Identified, Base):
    """What a board does with the product: purpose, legal basis, data, retention, access, links."""

    __tablename__ = "local_operation"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    number: Mapped[int]
    key: Mapped[str] = mapped_column(default="")  # of the operation in the release; empty: our own
    name: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[Article6 | None] = mapped_column(choice(Article6, name="local_basis"))
    basis_reason: Mapped[str] = mapped_column(default="")
    parental_consent: Mapped[str] = mapped_column(default="")  # of pupils under 16
    data_items: Mapped[list[str]] = mapped_column(default=list)  # keys of data items of the release
    other_data: Mapped[str] = mapped_column(default="")
    retention: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    links: Mapped[str] = mapped_column(default="")  # to other systems, such as the pupil register
    is_removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "number"),
        CheckConstraint("name <> ''", name="is_named"),
        CheckConstraint(
            "legal_basis <> 'consent' OR basis_reason <> ''", name="consent_is_explained"
        ),
    )


class LocalAgreement(Base):
    """Which processor agreement is in force for this board, in its own words."""

    __tablename__ = "local_agreement"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), primary_key=True)
    form: Mapped[AgreementForm] = mapped_column(choice(AgreementForm))
    title: Mapped[str] = mapped_column(default="")
    edition: Mapped[str] = mapped_column(default="")  # its version
    signed_on: Mapped[date | None]
    annexes: Mapped[str] = mapped_column(default="")
    notice_address: Mapped[str] = mapped_column(default="")  # where news of sub-processors arrives
    explanation: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("form = 'none' OR title <> ''", name="agreement_is_named"),
        CheckConstraint("form <> 'none' OR explanation <> ''", name="lack_is_explained"),
    )


class OwnRisk(Identified, Base):
    """A risk that the board judged itself: one of its own, or one of a record without levels."""

    __tablename__ = "own_risk"

    adoption_id: Mapped[UUID] = mapped_column(ForeignKey("adoption.id"), index=True)
    number: Mapped[int]
    central_key: Mapped[str] = mapped_column(default="")  # of the risk of the record it judges
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    likelihood: Mapped[int | None]  # None: not known, which counts as the worst (invariant 12)
    severity: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    is_removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    measures: Mapped[list["OwnMeasure"]] = relationship(
        order_by="OwnMeasure.number", back_populates="risk"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("adoption_id", "number"),
        CheckConstraint("title <> ''", name="is_named"),
        CheckConstraint("likelihood BETWEEN 1 AND 3", name="likelihood_on_scale"),
        CheckConstraint("severity BETWEEN 1 AND 3", name="severity_on_scale"),
    )

    @property
    def key(self) -> str:
        """Return the human key: that of the record's risk, or O1 for the first of our own."""
        return self.central_key or f"O{self.number}"


class OwnMeasure(Identified, Measured, Base):
    """A measure of the board against a risk of its own: once effective, it caps an axis."""

    __tablename__ = "own_measure"

    risk_id: Mapped[UUID] = mapped_column(ForeignKey("own_risk.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    axis: Mapped[Axis] = mapped_column(choice(Axis, name="own_measure_axis"))
    cap: Mapped[int]
    rationale: Mapped[str]  # why the axis is then at most the cap
    is_removed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    risk: Mapped[OwnRisk] = relationship(back_populates="measures")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("risk_id", "number"),
        CheckConstraint("cap IN (1, 2)", name="cap_is_one_or_two"),
        CheckConstraint("title <> '' AND rationale <> ''", name="is_argued"),
        *measured_checks(),
    )

    @property
    def key(self) -> str:
        """Return the human key within the adoption, such as O1.1."""
        return f"{self.risk.key}.{self.number}"
