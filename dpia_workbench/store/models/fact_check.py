"""What a vendor is asked to check: a frozen selection, its answers, what became of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk import fact_check as rules
from dpia_workbench.risk.fact_check import Answer, Disposition, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.dossier import Dossier, Revision
from dpia_workbench.store.models.organisation import Organisation


class FactCheckPackage(Identified, Base):
    """What a vendor sees, as canonical JSON with its hash; it never changes again."""

    __tablename__ = "fact_check_package"

    canonical: Mapped[str]
    sha256: Mapped[str]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    made_at: Mapped[datetime]


class FactCheck(Identified, Base):
    """One fact check of a dossier. That its deadline passed is derived, never stored."""

    __tablename__ = "fact_check"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int]  # within the dossier
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("fact_check_package.id"), unique=True)
    state: Mapped[State] = mapped_column(choice(State), default=State.PREPARED)
    deadline: Mapped[date | None]  # the last day on which the vendor can answer
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    prepared_at: Mapped[datetime]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    sent_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    answered_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    closed_at: Mapped[datetime | None]
    is_silent: Mapped[bool] = mapped_column(default=False)  # closed without all answers
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[Dossier] = relationship()
    revision: Mapped[Revision] = relationship()
    owner: Mapped[Organisation] = relationship(foreign_keys=owner_id)
    vendor: Mapped[Organisation] = relationship(foreign_keys=vendor_id)
    product: Mapped[Product] = relationship()
    package: Mapped[FactCheckPackage] = relationship()
    items: Mapped[list["FactCheckItem"]] = relationship(
        order_by="FactCheckItem.number", back_populates="fact_check"
    )

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint("state <> 'expired'", name="expired_is_derived"),
        CheckConstraint(
            "(state = 'prepared') = (sent_at IS NULL)"
            " AND (sent_at IS NULL) = (deadline IS NULL)"
            " AND (sent_at IS NULL) = (sent_by_id IS NULL)",
            name="sent_with_deadline",
        ),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)"
            " AND (state <> 'answered' OR answered_at IS NOT NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "(state = 'processed') = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by_id IS NULL)"
            " AND (NOT is_silent OR closed_at IS NOT NULL)",
            name="closed_by_somebody",
        ),
    )

    @property
    def is_sent(self) -> bool:
        """Return whether the vendor can see it."""
        return self.state is not State.PREPARED


class FactCheckItem(Identified, Base):
    """What was said about one item of a sent package, by the vendor and by the cooperative."""

    __tablename__ = "fact_check_item"

    fact_check_id: Mapped[UUID] = mapped_column(ForeignKey("fact_check.id"))
    number: Mapped[int]  # within the package
    part: Mapped[DossierPart] = mapped_column(choice(DossierPart))
    key: Mapped[str]
    field: Mapped[str]
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    words: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    answered_at: Mapped[datetime | None]
    disposition: Mapped[Disposition | None] = mapped_column(choice(Disposition))
    reason: Mapped[str] = mapped_column(default="")
    changed: Mapped[str] = mapped_column(default="")  # what was changed in the dossier for it
    disposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    disposed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    fact_check: Mapped[FactCheck] = relationship(back_populates="items")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("fact_check_id", "number"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)"
            " AND (answer IS NULL) = (answered_by_id IS NULL)",
            name="answered_by_somebody",
        ),
        CheckConstraint("answer IS NULL OR answer = 'agree' OR words <> ''", name="says_why"),
        CheckConstraint(
            "(disposition IS NULL) = (disposed_at IS NULL)"
            " AND (disposition IS NULL) = (disposed_by_id IS NULL)"
            " AND (disposition IS NULL OR (answer IS NOT NULL AND reason <> ''))",
            name="disposed_with_reason",
        ),
    )

    @property
    def place(self) -> Place:
        """Return where in the dossier it came from."""
        return Place(part=self.part, key=self.key, field=self.field)

    @property
    def said(self) -> rules.Item:
        """Return what the rules ask of it."""
        return rules.Item(answer=self.answer, disposition=self.disposition)


freeze(FactCheckPackage)
