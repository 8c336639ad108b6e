"""Incidents with products: what was reported, what was told, who read it and what they did."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Select,
    UniqueConstraint,
    and_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, object_session, relationship

from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.incident import Gravity, Note, Origin, State
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.adoption import Adoption, AdoptionDecision
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.record_snapshot import RecordSnapshot
from dpia_workbench.store.models.release import Release
from dpia_workbench.store.models.used_product import UsedProduct


class Incident(Identified, Base):
    """One incident. Once it is sent its words stay; what comes after stands in its notes."""

    __tablename__ = "incident"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    # The cooperative that sees to it; none until one checked what a vendor reported.
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    origin: Mapped[Origin] = mapped_column(choice(Origin))
    state: Mapped[State] = mapped_column(choice(State))
    gravity: Mapped[Gravity] = mapped_column(choice(Gravity))
    title: Mapped[Bilingual]
    happened: Mapped[Bilingual]
    to_do: Mapped[Bilingual]  # what schools must do now
    since: Mapped[date]
    touched: Mapped[str] = mapped_column(default="")  # editions and services, as far as known
    categories: Mapped[list[str]] = mapped_column(default=list)  # of data
    contact: Mapped[str]
    confidential: Mapped[str] = mapped_column(default="")  # for cooperatives only
    reported_at: Mapped[datetime]
    reported_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = relationship()
    reporter: Mapped[Organisation] = relationship(foreign_keys=[reporter_id])
    owner: Mapped[Organisation | None] = relationship(foreign_keys=[owner_id])
    names: Mapped[list["IncidentName"]] = relationship()
    notes: Mapped[list["IncidentNote"]] = relationship(order_by="IncidentNote.number")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (sent_at IS NULL)", name="sent_unless_draft"),
        CheckConstraint(
            "(state IN ('closed', 'withdrawn')) = (ended_at IS NOT NULL)", name="over_has_moment"
        ),
        CheckConstraint(
            "origin = 'vendor' OR (owner_id IS NOT NULL AND owner_id = reporter_id"
            " AND checked_at IS NULL)",
            name="own_report_needs_no_check",
        ),
        CheckConstraint(
            "origin = 'cooperative' OR (state <> 'draft'"
            " AND (owner_id IS NULL) = (checked_at IS NULL))",
            name="vendors_report_is_checked_by_its_owner",
        ),
        CheckConstraint("contact <> ''", name="somebody_can_be_asked"),
    )

    @property
    def is_sent(self) -> bool:
        """Return whether schools know of it."""
        return self.sent_at is not None

    @property
    def is_public(self) -> bool:
        """Return whether a cooperative stands for it, so that everybody may know of it."""
        return self.is_sent and self.owner_id is not None

    @property
    def adopter_ids(self) -> frozenset[UUID]:
        """Return the boards that it concerns, by which policy compares: they use or assess it."""
        session = object_session(self)
        return frozenset(session.scalars(concerned(self.id))) if session else frozenset()

    @property
    def newest(self) -> "IncidentNote":
        """Return what was told last; of a draft there is nothing."""
        return self.notes[-1]


def boards_of(incident: type[Incident]) -> tuple[Select[tuple[UUID]], ...]:
    """Return in SQL the boards that assess or adopted a product, and that have it on their list.

    `incident` is the table as the query around it has it. A board that decided against the product
    does not use it. Some lists have a product by its name only.
    """
    product_id = incident.product_id
    named = (
        select(IncidentName.name_key)
        .where(
            IncidentName.incident_id == incident.id, IncidentName.name_key == UsedProduct.name_key
        )
        .correlate(incident, UsedProduct)
    )
    rejected = select(AdoptionDecision.id).where(
        AdoptionDecision.adoption_id == Adoption.id, AdoptionDecision.outcome == Outcome.REJECTED
    )
    adopting = (
        select(Adoption.board_id)
        .outerjoin(Release, Release.id == Adoption.release_id)
        .outerjoin(RecordSnapshot, RecordSnapshot.id == Adoption.snapshot_id)
        .where(
            or_(Release.product_id == product_id, RecordSnapshot.product_id == product_id),
            Adoption.ended_at.is_(None),
            ~rejected.exists(),
        )
    )
    listing = select(UsedProduct.board_id).where(
        or_(UsedProduct.product_id == product_id, and_(UsedProduct.product_id.is_(None),
                                                       named.exists())),
        UsedProduct.ended_at.is_(None),
    )  # fmt: skip
    return adopting, listing


def concerned(incident_id: UUID) -> Select[tuple[UUID]]:
    """Return in SQL the boards that an incident concerns, and those that read of it before."""
    this = aliased(Incident)
    adopting, listing = (each.join(this, this.id == incident_id) for each in boards_of(this))
    read = select(IncidentReceipt.board_id).where(IncidentReceipt.incident_id == incident_id)
    return select(union(adopting, listing, read).subquery().c[0])


class IncidentName(Base):
    """A name under which boards may have the product on their list, as names are compared."""

    __tablename__ = "incident_name"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    name_key: Mapped[str] = mapped_column(primary_key=True)


class IncidentNote(Identified, Base):
    """What was told about an incident, the report itself first; never changed."""

    __tablename__ = "incident_note"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    number: Mapped[int]
    kind: Mapped[Note] = mapped_column(choice(Note))
    title: Mapped[Bilingual]  # from now on; empty: as before
    words: Mapped[Bilingual]  # empty for the report itself
    to_do: Mapped[Bilingual]  # from now on; empty: as before
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        UniqueConstraint("incident_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("(kind = 'sent') = (number = 1)", name="first_is_the_report"),
    )


class IncidentReceipt(Identified, Base):
    """That a board read what was told about an incident, up to a note; never changed."""

    __tablename__ = "incident_receipt"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]  # of the newest note then
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("incident_id", "board_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
    )


class IncidentDeed(Identified, Base):
    """What a board did because of an incident, and on which day; never changed."""

    __tablename__ = "incident_deed"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str]
    on: Mapped[date] = mapped_column("done_on")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)


class IncidentMark(Identified, Base):
    """That an event of a release came of an incident, with the reason in both languages."""

    __tablename__ = "incident_mark"

    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("release_event.id"), unique=True)
    reason: Mapped[Bilingual]


freeze(IncidentName, IncidentNote, IncidentReceipt, IncidentDeed, IncidentMark)
