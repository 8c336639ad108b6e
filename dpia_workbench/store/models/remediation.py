"""What a vendor is asked, promises, delivers, and what the check found."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    requested_at: Mapped[datetime]
    delivered_on: Mapped[date | None]
    verified_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    verified_on: Mapped[date | None]
    verification_expires_on: Mapped[date | None]  # exclusive
    version: Mapped[int] = mapped_column(default=1)

    vendor: Mapped[Organisation] = relationship(foreign_keys=[vendor_id])
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    product: Mapped[Product] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    due_dates: Mapped[list["DueDate"]] = relationship(order_by="DueDate.at")

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
    )


class DueDate(Identified, Base):
    """Every day that was ever promised; the first stays visible for ever (invariant 22)."""

    __tablename__ = "due_date"

    remediation_id: Mapped[UUID] = mapped_column(ForeignKey("remediation.id"), index=True)
    due: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
