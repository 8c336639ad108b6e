"""What a vendor is asked, promises, delivers, and what the check found."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import State
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation


class Remediation(Identified, Base):
    """One request to a vendor. Overdue and expired are derived, never stored."""

    __tablename__ = "remediation"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    # What it is about, by the key that stays in every revision; the vendor never sees it.
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"), index=True)
    about_part: Mapped[DossierPart | None] = mapped_column(choice(DossierPart))
    about_key: Mapped[str] = mapped_column(default="")
    is_sent: Mapped[bool] = mapped_column(default=True)  # the vendor knows of it
    # Who of the vendor sees to it; nobody: all contacts do.
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    title: Mapped[Bilingual]
    request: Mapped[str]  # what is asked and why, in the words the vendor reads
    state: Mapped[State] = mapped_column(choice(State), default=State.REQUESTED)
    due: Mapped[date | None]
    promise: Mapped[str] = mapped_column(default="")
    proposed_due: Mapped[date | None]  # a day the vendor proposes instead; `due` holds meanwhile
    proposal: Mapped[str] = mapped_column(default="")  # why
    delivery: Mapped[str] = mapped_column(default="")
    refusal: Mapped[str] = mapped_column(default="")
    finding: Mapped[str] = mapped_column(default="")  # what the last check found
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    requested_at: Mapped[datetime]  # of a draft: when it was written
    delivered_on: Mapped[date | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    verified_on: Mapped[date | None]
    verification_expires_on: Mapped[date | None]  # exclusive
    version: Mapped[int] = mapped_column(default=1)

    vendor: Mapped[Organisation] = relationship(foreign_keys=[vendor_id])
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    product: Mapped[Product] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    due_dates: Mapped[list["DueDate"]] = relationship(order_by="DueDate.at")
    authors: Mapped[list["RequestAuthor"]] = relationship(lazy="selectin")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('committed', 'delivered') OR due IS NOT NULL", name="promise_has_day"
        ),
        CheckConstraint(
            "state NOT IN ('verified', 'verified_partial') OR (verified_on IS NOT NULL"
            " AND verified_by_id IS NOT NULL AND delivery <> '')",
            name="verified_has_evidence",
        ),
        CheckConstraint("state <> 'declined' OR refusal <> ''", name="refusal_has_reason"),
        CheckConstraint(
            "proposed_due IS NULL OR (state = 'committed' AND proposal <> '')",
            name="proposal_is_of_a_promise",
        ),
        CheckConstraint(
            "(dossier_id IS NULL) = (about_part IS NULL) AND (about_part IS NULL) ="
            " (about_key = '')",
            name="about_is_whole",
        ),
        CheckConstraint("about_part IN ('risk', 'finding', 'measure')", name="about_can_be_asked"),
        CheckConstraint(
            "(NOT is_sent AND state IN ('draft', 'withdrawn')) OR (is_sent AND state <> 'draft')",
            name="draft_is_not_sent",
        ),
    )

    @property
    def about(self) -> Place | None:
        """Return the part of the dossier that it is about, if that is known."""
        return Place(part=self.about_part, key=self.about_key) if self.about_part else None


class RequestAuthor(Base):
    """Somebody who wrote a request before it was sent, beside who asked: no checker of it."""

    __tablename__ = "request_author"

    remediation_id: Mapped[UUID] = mapped_column(ForeignKey("remediation.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)


class DueDate(Identified, Base):
    """Every day that was ever promised; the first stays visible for ever (invariant 22)."""

    __tablename__ = "due_date"

    remediation_id: Mapped[UUID] = mapped_column(ForeignKey("remediation.id"), index=True)
    due: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
