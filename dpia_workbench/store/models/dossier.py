"""A dossier and its revisions: what analysts write about a product."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Table, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result, Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, ReportKind, SubjectGroup
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.agreement import Agreement
from dpia_workbench.store.models.catalogue import Edition, Product
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.profile import Method
from dpia_workbench.store.models.remediation import Remediation

if TYPE_CHECKING:
    from dpia_workbench.store.models.content import Entry, NotApplicable, SectionText


class Dossier(Identified, Base):
    """The collective DPIA of one cooperative on one product, over the years."""

    __tablename__ = "dossier"

    key: Mapped[str] = mapped_column(unique=True)  # for people: NOORDERLICHT-LEERPLEIN-2026
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    lead_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]

    product: Mapped[Product] = relationship()
    owner: Mapped[Organisation] = relationship()
    lead: Mapped[User] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="dossier", order_by="Revision.number"
    )

    @property
    def revision(self) -> "Revision":
        """Return the newest revision."""
        return self.revisions[-1]


class Revision(Identified, Base):
    """One version of the text, from draft to publication."""

    __tablename__ = "revision"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    number: Mapped[int]
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    method_id: Mapped[UUID] = mapped_column(ForeignKey("method.id"))
    summary: Mapped[Bilingual] = mapped_column(default=Bilingual)
    scope: Mapped[Bilingual] = mapped_column(default=Bilingual)
    sentence: Mapped[Bilingual] = mapped_column(default=Bilingual)  # the verdict in one line
    # The form, its version and the answers; what follows from them is computed.
    screening: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The language of registers and texts; what schools read is in both.
    language: Mapped[str] = mapped_column(default="nl")
    kind: Mapped[str] = mapped_column(default=ReportKind.DPIA.value)
    # The templates whose points must be filled, as {key: version}; nothing for older revisions.
    templates: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    approved_hash: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    # Summary and scope were carried over; nobody looked yet.
    to_check: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[Dossier] = relationship(back_populates="revisions")
    method: Mapped[Method] = relationship()
    cells: Mapped[list["ScopeCell"]] = relationship(order_by="ScopeCell.number")
    risks: Mapped[list["Risk"]] = relationship(order_by="Risk.number", back_populates="revision")
    measures: Mapped[list["Measure"]] = relationship(
        order_by="Measure.number", back_populates="revision"
    )
    claims: Mapped[list["Claim"]] = relationship(order_by="Claim.number", back_populates="revision")
    findings: Mapped[list["Finding"]] = relationship(back_populates="revision")
    entries: Mapped[list["Entry"]] = relationship(
        order_by="Entry.register, Entry.number", back_populates="revision"
    )
    texts: Mapped[list["SectionText"]] = relationship(back_populates="revision")
    not_applicable: Mapped[list["NotApplicable"]] = relationship(back_populates="revision")
    authors: Mapped[list["RevisionAuthor"]] = relationship()
    reviews: Mapped[list["Review"]] = relationship(order_by="Review.at")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint(
            "state NOT IN ('approved', 'published') OR approved_hash IS NOT NULL",
            name="approved_has_hash",
        ),
    )


class RevisionAuthor(Base):
    """Who wrote anything in a revision: they cannot review or publish it (invariant 13)."""

    __tablename__ = "revision_author"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class ScopeCell(Identified, Base):
    """Edition × subject group × use: a verdict is given per cell."""

    __tablename__ = "scope_cell"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    number: Mapped[int]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    group: Mapped[SubjectGroup] = mapped_column("subject_group", choice(SubjectGroup))
    use: Mapped[Bilingual] = mapped_column(default=Bilingual)
    tags: Mapped[list[str]] = mapped_column(default=list)
    exclusions: Mapped[Bilingual] = mapped_column(default=Bilingual)
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    edition: Mapped[Edition] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("revision_id", "number"),)

    @property
    def key(self) -> str:
        """Return the human key, such as C1."""
        return f"C{self.number}"


class Risk(Identified, Base):
    """A risk as tested. Its level is computed, never stored (invariant 7)."""

    __tablename__ = "risk"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    number: Mapped[int]
    title: Mapped[Bilingual]
    description: Mapped[Bilingual] = mapped_column(default=Bilingual)
    origin: Mapped[Origin] = mapped_column(choice(Origin))
    likelihood: Mapped[int | None]  # NULL: unknown, which counts as the worst
    likelihood_reason: Mapped[str] = mapped_column(default="")
    severity: Mapped[int | None]
    severity_reason: Mapped[str] = mapped_column(default="")
    unknown_note: Mapped[str] = mapped_column(default="")
    severe_floor_waived: Mapped[bool] = mapped_column(default=False)
    waiver_reason: Mapped[str] = mapped_column(default="")
    floors: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="risks")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        CheckConstraint("likelihood BETWEEN 1 AND 3", name="likelihood_on_scale"),
        CheckConstraint("severity BETWEEN 1 AND 3", name="severity_on_scale"),
    )

    @property
    def key(self) -> str:
        """Return the human key, such as R1."""
        return f"R{self.number}"


class Measure(Identified, Base):
    """What somebody does against a risk. Facts of a vendor's measure are in its remediation."""

    __tablename__ = "measure"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    number: Mapped[int]
    owner: Mapped[Owner] = mapped_column(choice(Owner))
    kind: Mapped[MeasureKind] = mapped_column(choice(MeasureKind))
    title: Mapped[Bilingual]
    instruction: Mapped[Bilingual] = mapped_column(default=Bilingual)
    # Of a setting of schools: where it is, what to choose, what lessons notice, who decides.
    setting_path: Mapped[Bilingual] = mapped_column(default=Bilingual)
    setting_value: Mapped[Bilingual] = mapped_column(default=Bilingual)
    side_effect: Mapped[Bilingual] = mapped_column(default=Bilingual)
    decided_by: Mapped[Bilingual] = mapped_column(default=Bilingual)
    editions: Mapped[list[str]] = mapped_column(default=list)
    agreement: Mapped[str] = mapped_column(default="")  # which agreement, for a contractual one
    clause: Mapped[str] = mapped_column(default="")
    # The recorded agreement, if it is known here: then the three facts below follow from it.
    agreement_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    in_force_from: Mapped[date | None]
    in_force_until: Mapped[date | None]  # exclusive
    open_to_sector: Mapped[bool] = mapped_column(default=False)
    remediation_id: Mapped[UUID | None] = mapped_column(ForeignKey("remediation.id"))
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="measures")
    remediation: Mapped[Remediation | None] = relationship()
    recorded: Mapped[Agreement | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        CheckConstraint(
            "agreement_id IS NULL OR (owner = 'contractual' AND clause <> '')",
            name="agreement_has_clause",
        ),
        CheckConstraint(
            "remediation_id IS NULL OR owner = 'vendor'", name="only_vendors_are_asked"
        ),
        CheckConstraint(
            "in_force_until IS NULL OR in_force_until > in_force_from", name="ends_after_start"
        ),
    )

    @property
    def key(self) -> str:
        """Return the human key, such as M1."""
        return f"M{self.number}"


claim_measure = Table(
    "claim_measure",
    Base.metadata,
    Column("claim_id", Uuid(), ForeignKey("claim.id"), primary_key=True),
    Column("measure_id", Uuid(), ForeignKey("measure.id"), primary_key=True),
)


class Claim(Identified, Base):
    """The argument that measures, when effective, cap one axis of a risk."""

    __tablename__ = "claim"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    number: Mapped[int]
    risk_id: Mapped[UUID] = mapped_column(ForeignKey("risk.id"), index=True)
    axis: Mapped[Axis] = mapped_column(choice(Axis))
    cap: Mapped[int]
    void_if: Mapped[list[str]] = mapped_column(default=list)
    rationale: Mapped[str] = mapped_column(default="")
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="claims")
    risk: Mapped[Risk] = relationship()
    authors: Mapped[list["ClaimAuthor"]] = relationship(cascade="all, delete-orphan")
    requires: Mapped[list[Measure]] = relationship(
        secondary=claim_measure, order_by="Measure.number"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        CheckConstraint("cap BETWEEN 1 AND 2", name="cap_below_worst"),
    )

    @property
    def key(self) -> str:
        """Return the human key, such as K1."""
        return f"K{self.number}"


class ClaimAuthor(Base):
    """Who ever wrote a claim: they cannot check the measures it rests on (invariant 13)."""

    __tablename__ = "claim_author"

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class Finding(Identified, Base):
    """The lawfulness finding on one topic."""

    __tablename__ = "finding"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    topic: Mapped[Topic] = mapped_column(choice(Topic))
    result: Mapped[Result] = mapped_column(choice(Result), default=Result.NOT_ASSESSED)
    note: Mapped[Bilingual] = mapped_column(default=Bilingual)
    measure_id: Mapped[UUID | None] = mapped_column(ForeignKey("measure.id"))  # what remedies it
    to_check: Mapped[bool] = mapped_column(default=False)  # carried over; nobody looked yet
    version: Mapped[int] = mapped_column(default=1)

    revision: Mapped[Revision] = relationship(back_populates="findings")
    measure: Mapped[Measure | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("revision_id", "topic"),)


class Review(Identified, Base):
    """What a reviewer decided, and the hash of what was read."""

    __tablename__ = "review"

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    signed_as: Mapped[str] = mapped_column(default="")  # the name at that time
    function: Mapped[str] = mapped_column(default="")
    seq: Mapped[int] = mapped_column(default=0)  # the newest step of the history that was read
    approved: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    content_hash: Mapped[str]
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    at: Mapped[datetime]

    reviewer: Mapped[User] = relationship()
