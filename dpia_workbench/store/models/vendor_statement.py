"""What a vendor says beside the verdict on its product, and who decided about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.vendor_statement import MOVES, Move, State
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation


class VendorStatement(Identified, Base):
    """One version of a statement, which never changes; what happened to it is its events.

    It hangs on the product and is no part of a release: the hash of a release is over what the
    cooperative concluded (invariant 1), and these are the words of the vendor, who can take them
    away without a new release.
    """

    __tablename__ = "vendor_statement"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]  # the version, within the product
    text: Mapped[Bilingual]
    signatory: Mapped[str]
    function: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    written_at: Mapped[datetime]

    product: Mapped[Product] = relationship()
    vendor: Mapped[Organisation] = relationship()
    events: Mapped[list["VendorStatementEvent"]] = relationship(
        order_by="VendorStatementEvent.number", back_populates="statement"
    )

    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("signatory <> '' AND function <> ''", name="signed"),
    )

    @property
    def state(self) -> State:
        """Return what its events lead to."""
        state = State.WAITING
        for event in self.events:
            state = MOVES[state][event.move]
        return state


class VendorStatementEvent(Identified, Base):
    """What was decided about a version of a statement; append-only."""

    __tablename__ = "vendor_statement_event"

    statement_id: Mapped[UUID] = mapped_column(ForeignKey("vendor_statement.id"))
    number: Mapped[int]  # within the statement, so that of two at once one is refused
    move: Mapped[Move] = mapped_column(choice(Move))
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime]

    statement: Mapped[VendorStatement] = relationship(back_populates="events")

    __table_args__ = (
        UniqueConstraint("statement_id", "number"),
        CheckConstraint("move NOT IN ('refuse', 'remove') OR reason <> ''", name="says_why"),
    )


freeze(VendorStatement, VendorStatementEvent)
