"""Changes of sub-processors that vendors announce, and what is said to them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table, UniqueConstraint, and_, join
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.statements import Mechanism
from dpia_workbench.risk.sub_processors import ChangeKind, Facts, Stance, State
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.freezing import freeze_once_filled
from dpia_workbench.store.models.adoption import Adoption
from dpia_workbench.store.models.catalogue import Product
from dpia_workbench.store.models.organisation import Organisation
from dpia_workbench.store.models.release import Release

sub_processor_product = Table(
    "sub_processor_product",
    Base.metadata,
    Column("change_id", ForeignKey("sub_processor_change.id"), primary_key=True),
    Column("product_id", ForeignKey("product.id"), primary_key=True, index=True),
)


class SubProcessorChange(Identified, Base):
    """One announcement. Whether its clock runs is derived, never stored (invariant 21)."""

    __tablename__ = "sub_processor_change"

    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    name: Mapped[str]
    legal_entity: Mapped[str]
    country: Mapped[str]
    service: Mapped[str]
    categories: Mapped[list[str]]
    mechanism: Mapped[Mechanism] = mapped_column(choice(Mechanism))
    replaces: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date]
    words: Mapped[str]  # why, in the words that schools read
    language: Mapped[str]  # of these words
    state: Mapped[State] = mapped_column(choice(State), default=State.ANNOUNCED)
    round: Mapped[int] = mapped_column(default=1)  # how often the clock was started
    announced_on: Mapped[date]  # in this round, in Amsterdam
    objection_days: Mapped[int]
    objection_until: Mapped[date]  # the last day on which one can object
    announced_at: Mapped[datetime]
    announced_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    withdrawal: Mapped[str] = mapped_column(default="")  # why it was taken back
    version: Mapped[int] = mapped_column(default=1)

    vendor: Mapped[Organisation] = relationship()
    products: Mapped[list[Product]] = relationship(
        secondary=sub_processor_product, order_by=Product.slug
    )
    # What boards began or decided on releases of these products, and did not end.
    adoptions: Mapped[list[Adoption]] = relationship(
        secondary=join(
            sub_processor_product,
            Release.__table__,
            sub_processor_product.c.product_id == Release.product_id,
        ),
        primaryjoin=lambda: SubProcessorChange.id == sub_processor_product.c.change_id,
        secondaryjoin=lambda: and_(Release.id == Adoption.release_id, Adoption.ended_at.is_(None)),
        viewonly=True,
    )
    bundles: Mapped[list["SubProcessorBundle"]] = relationship(order_by="SubProcessorBundle.at")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(kind = 'replaced') = (replaces <> '')", name="replaced_is_named"),
        CheckConstraint("name <> '' AND country <> ''", name="is_named"),
        CheckConstraint("round >= 1 AND objection_days >= 1", name="counts_from_one"),
        CheckConstraint("objection_until > announced_on", name="clock_runs_forward"),
        CheckConstraint(
            "effective_on > objection_until OR (kind = 'ended' AND effective_on >= announced_on)",
            name="holds_after_objection",
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawal <> '')", name="withdrawal_has_reason"),
        CheckConstraint("language IN ('nl', 'en')", name="is_in_a_language"),
    )

    @property
    def facts(self) -> Facts:
        """Return what is announced, as the rules compare it."""
        return Facts(
            kind=self.kind,
            name=self.name,
            legal_entity=self.legal_entity,
            country=self.country,
            service=self.service,
            categories=frozenset(self.categories),
            mechanism=self.mechanism,
            replaces=self.replaces,
            products=frozenset(product.slug for product in self.products),
            effective_on=self.effective_on,
        )

    @property
    def adopter_ids(self) -> frozenset[UUID]:
        """Return the boards that use or assess one of the products, by which policy compares."""
        return frozenset(
            row.board_id
            for row in self.adoptions
            if row.decision is None or row.decision.outcome is not Outcome.REJECTED
        )


class SubProcessorStance(Identified, Base):
    """What one school board says to a change, in one round; it may change until the clock ends."""

    __tablename__ = "sub_processor_stance"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("sub_processor_change.id"), index=True)
    round: Mapped[int]
    board_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    stance: Mapped[Stance] = mapped_column(choice(Stance))
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("change_id", "round", "board_id"),
        CheckConstraint("stance = 'no_objection' OR reason <> ''", name="objection_has_reason"),
    )


class SubProcessorBundle(Identified, Base):
    """What a cooperative says for its schools in one round, and what the vendor answers."""

    __tablename__ = "sub_processor_bundle"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("sub_processor_change.id"), index=True)
    round: Mapped[int]
    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    stance: Mapped[Stance] = mapped_column(choice(Stance))
    words: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[State | None] = mapped_column(choice(State))
    answer_words: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))

    cooperative: Mapped[Organisation] = relationship()

    __table_args__ = (
        UniqueConstraint("change_id", "round", "cooperative_id"),
        CheckConstraint("stance <> 'concern' AND words <> ''", name="says_what_and_why"),
        CheckConstraint(
            "(answer IS NULL AND answer_words = '' AND answered_at IS NULL"
            " AND answered_by_id IS NULL) OR (answer IN ('upheld', 'changed', 'dropped')"
            " AND stance = 'objects' AND answer_words <> '' AND answered_at IS NOT NULL"
            " AND answered_by_id IS NOT NULL)",
            name="answer_is_whole",
        ),
    )


freeze_once_filled(SubProcessorBundle, column="answer_words")
