"""What readers say is wrong or missing in a verdict; only its owner reads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.remark import Kind, Outcome
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.release import Release


class Remark(Identified, Base):
    """A remark of a reader, who may have no account.

    Without an owner it is about a record from elsewhere: administrators see to it. The e-mail
    address is all that is known of the reader, and is taken away once it is of no more use
    (invariant 30).
    """

    __tablename__ = "remark"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("release.id"), index=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    place: Mapped[str] = mapped_column(default="")  # R1, M2; nothing for all of it
    text: Mapped[str]
    language: Mapped[str]
    email: Mapped[str | None]
    wants_answer: Mapped[bool]
    sent_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    answer: Mapped[str] = mapped_column(default="")  # or why it was put aside
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = relationship()
    release: Mapped[Release | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("email IS NULL OR wants_answer", name="address_only_for_an_answer"),
        CheckConstraint(
            "email IS NULL OR outcome IS NULL OR outcome <> 'disposed'",
            name="address_goes_with_a_disposal",
        ),
        CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)"
            " AND (outcome IS NULL) = (settled_by_id IS NULL)"
            " AND (outcome IS NULL OR answer <> '')",
            name="settled_with_words",
        ),
    )
