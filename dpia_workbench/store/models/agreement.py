"""Agreements with vendors, their parties, files and clauses, and the boards that joined them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.agreement import (
    AgreementType,
    AnnexKind,
    Coverage,
    Duty,
    Grade,
    PartyRole,
    Regime,
    State,
)
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation

agreement_product = Table(
    "agreement_product",
    Base.metadata,
    Column("agreement_id", Uuid(), ForeignKey("agreement.id"), primary_key=True),
    Column("product_id", Uuid(), ForeignKey("product.id"), primary_key=True, index=True),
)


class Agreement(Identified, Base):
    """An agreement of a cooperative with a vendor; whether it is in force is derived."""

    __tablename__ = "agreement"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[AgreementType] = mapped_column(choice(AgreementType))
    state: Mapped[State] = mapped_column(choice(State), default=State.DRAFT)
    title: Mapped[Bilingual]
    summary: Mapped[Bilingual] = mapped_column(default=Bilingual)  # what a school reads of it
    document_version: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="nl")  # of the text that is signed
    mandate: Mapped[str] = mapped_column(default="")  # by which the cooperative signs
    coverage: Mapped[Coverage] = mapped_column(choice(Coverage))
    confidentiality: Mapped[Confidentiality] = mapped_column(choice(Confidentiality))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]  # exclusive; NULL: no end
    notice_days: Mapped[int | None]
    renewal: Mapped[str] = mapped_column(default="")
    governing_law: Mapped[str] = mapped_column(default="")
    purposes_allowed: Mapped[str] = mapped_column(default="")
    purposes_prohibited: Mapped[str] = mapped_column(default="")
    retention: Mapped[str] = mapped_column(default="")
    end_days: Mapped[int | None]  # within which data are gone after the end
    locations: Mapped[str] = mapped_column(default="")
    transfer: Mapped[str] = mapped_column(default="")
    audit_scope: Mapped[str] = mapped_column(default="")
    audit_notice_days: Mapped[int | None]
    audit_cost: Mapped[str] = mapped_column(default="")
    audit_report: Mapped[str] = mapped_column(default="")  # that may take the place of an audit
    breach_hours: Mapped[int | None]
    subprocessor_regime: Mapped[Regime | None] = mapped_column(choice(Regime))
    subprocessor_notice_days: Mapped[int | None]
    subprocessor_objection_days: Mapped[int | None]
    liability: Mapped[str] = mapped_column(default="")
    deviations: Mapped[str] = mapped_column(default="")  # from the model
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    negotiated_at: Mapped[datetime | None]  # since when the vendor sees it
    signed_at: Mapped[datetime | None]  # when all signatures were here
    ended_on: Mapped[date | None]  # exclusive; terminated or superseded
    ended_at: Mapped[datetime | None]  # when that was recorded
    end_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    vendor: Mapped[Organisation] = relationship(foreign_keys=[vendor_id])
    supersedes: Mapped["Agreement | None"] = relationship(remote_side="Agreement.id")
    products: Mapped[list[Product]] = relationship(
        secondary=agreement_product, order_by=Product.slug
    )
    parties: Mapped[list["AgreementParty"]] = relationship(order_by="AgreementParty.number")
    annexes: Mapped[list["AgreementAnnex"]] = relationship(order_by="AgreementAnnex.uploaded_at")
    duties: Mapped[list["AgreementDuty"]] = relationship(order_by="AgreementDuty.duty")
    subprocessors: Mapped[list["AgreementSubprocessor"]] = relationship(
        order_by="AgreementSubprocessor.since, AgreementSubprocessor.name"
    )
    clauses: Mapped[list["AgreementClause"]] = relationship(order_by="AgreementClause.number")
    boards: Mapped[list["AgreementBoard"]] = relationship(order_by="AgreementBoard.at")
    joinders: Mapped[list["Joinder"]] = relationship(order_by="Joinder.at")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="ends_after_start"),
        CheckConstraint(
            "state NOT IN ('signed', 'terminated', 'superseded') OR (valid_from IS NOT NULL"
            " AND signed_at IS NOT NULL)",
            name="signed_has_days",
        ),
        CheckConstraint(
            "state NOT IN ('terminated', 'superseded') OR (ended_on IS NOT NULL"
            " AND ended_at IS NOT NULL)",
            name="end_has_day",
        ),
        CheckConstraint(
            "ended_on IS NULL OR state IN ('terminated', 'superseded')", name="only_the_ended_ended"
        ),
        CheckConstraint(
            "state NOT IN ('terminated', 'superseded', 'abandoned') OR end_reason <> ''",
            name="end_has_reason",
        ),
        CheckConstraint(
            "state IN ('draft', 'abandoned') OR negotiated_at IS NOT NULL",
            name="vendor_sees_after_draft",
        ),
        CheckConstraint("supersedes_id IS NULL OR supersedes_id <> id", name="supersedes_another"),
    )

    @property
    def board_ids(self) -> frozenset[UUID]:
        """Return the boards that it concerns by name, by which the policy table compares."""
        parties = {row.organisation_id for row in self.parties if row.organisation_id}
        named = {row.board_id for row in self.boards}
        return frozenset(parties | named | {row.board_id for row in self.joinders})


class AgreementParty(Identified, Base):
    """Who is party to an agreement, and who signed for it."""

    __tablename__ = "agreement_party"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    number: Mapped[int]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    role: Mapped[PartyRole] = mapped_column(choice(PartyRole))
    is_mandatory: Mapped[bool] = mapped_column(default=True)
    signatory: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        CheckConstraint(
            "signed_on IS NULL OR (signatory <> '' AND function <> '')",
            name="signature_has_signatory",
        ),
    )


class AgreementAnnex(Identified, Base):
    """A file of an agreement. A newer one is added beside it; none is replaced."""

    __tablename__ = "agreement_annex"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    kind: Mapped[AnnexKind] = mapped_column(choice(AnnexKind))
    title: Mapped[str]
    dated: Mapped[date]
    file_sha256: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (CheckConstraint("file_size > 0", name="file_has_content"),)


class AgreementDuty(Identified, Base):
    """What an agreement says about one demand of art. 28(3), and how good that is."""

    __tablename__ = "agreement_duty"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    duty: Mapped[Duty] = mapped_column(choice(Duty))
    is_present: Mapped[bool] = mapped_column(default=False)
    clause: Mapped[str] = mapped_column(default="")
    grade: Mapped[Grade] = mapped_column(choice(Grade), default=Grade.MISSING)
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("agreement_id", "duty"),
        CheckConstraint("is_present = (grade <> 'missing')", name="grade_fits"),
        CheckConstraint("NOT is_present OR clause <> ''", name="present_has_clause"),
    )


class AgreementSubprocessor(Identified, Base):
    """A sub-processor, since when and until when; it ends, and is never taken out."""

    __tablename__ = "agreement_subprocessor"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    name: Mapped[str]
    legal_entity: Mapped[str] = mapped_column(default="")
    country: Mapped[str]
    service: Mapped[str]
    data_categories: Mapped[str] = mapped_column(default="")
    mechanism: Mapped[str] = mapped_column(default="")  # of the transfer
    since: Mapped[date]
    until: Mapped[date | None]  # exclusive
    noticed_on: Mapped[date | None]  # when the vendor's notice came

    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="ends_after_start"),)


class AgreementClause(Identified, Base):
    """A clause in plain words, and the measures of dossiers that rest on it."""

    __tablename__ = "agreement_clause"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    number: Mapped[int]
    reference: Mapped[str]
    summary: Mapped[Bilingual]

    links: Mapped[list["ClauseMeasure"]] = relationship(
        cascade="all, delete-orphan", order_by="ClauseMeasure.measure_key"
    )

    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        UniqueConstraint("agreement_id", "reference"),
    )


class ClauseMeasure(Base):
    """A measure of a dossier that rests on a clause, by the key that stays in every revision."""

    __tablename__ = "clause_measure"

    clause_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_clause.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True, index=True)
    measure_key: Mapped[str] = mapped_column(primary_key=True)


class AgreementBoard(Base):
    """A school board that is covered because an agreement names it."""

    __tablename__ = "agreement_board"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    board_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]

    board: Mapped[Organisation] = relationship()


class Joinder(Identified, Base):
    """A board joined an open offer: what it signed, word for word, with its hash."""

    __tablename__ = "joinder"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    signed_on: Mapped[date]
    signatory: Mapped[str]
    function: Mapped[str]
    # The whole text; who asks whether a board joined does not read it.
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    sha256: Mapped[str]  # of the content in its canonical form
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    board: Mapped[Organisation] = relationship()

    __table_args__ = (
        UniqueConstraint("agreement_id", "board_id"),
        CheckConstraint("signatory <> '' AND function <> ''", name="has_signatory"),
    )


freeze(AgreementAnnex, Joinder)
