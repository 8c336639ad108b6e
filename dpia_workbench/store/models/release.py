"""Published verdicts: frozen content, and what happened to them since."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.release import Event
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.catalogue import Product


class Release(Identified, Base):
    """A published release: canonical JSON and its hash, never changed again."""

    __tablename__ = "release"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revision.id"), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    canonical: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    computed_verdict: Mapped[Verdict] = mapped_column(choice(Verdict, name="computed"))
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    valid_until: Mapped[date]  # the last day on which it holds

    product: Mapped[Product] = relationship()
    events: Mapped[list["ReleaseEvent"]] = relationship(order_by="ReleaseEvent.at")

    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
    )


class ReleaseEvent(Identified, Base):
    """Something people decided about a release after its publication."""

    __tablename__ = "release_event"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), index=True)
    kind: Mapped[Event] = mapped_column(choice(Event))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))


freeze(Release, ReleaseEvent)
