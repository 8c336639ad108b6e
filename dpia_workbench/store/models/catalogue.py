"""Vendors' products, their editions and services, and what others published about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models.organisation import Organisation


class Product(Identified, Base):
    """A product that verdicts are about. `category` holds code, label and search words."""

    __tablename__ = "product"

    slug: Mapped[str] = mapped_column(unique=True)
    vendor_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Bilingual]
    former_names: Mapped[list[str]] = mapped_column(default=list)
    aliases: Mapped[list[str]] = mapped_column(default=list)
    category: Mapped[dict[str, Any]]
    sectors: Mapped[list[str]] = mapped_column(default=list)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    vendor: Mapped[Organisation] = relationship()
    editions: Mapped[list["Edition"]] = relationship(
        back_populates="product", order_by="Edition.position"
    )
    services: Mapped[list["Service"]] = relationship(
        back_populates="product", order_by="Service.position"
    )
    record: Mapped["ExternalRecord | None"] = relationship(back_populates="product")

    __mapper_args__ = {"version_id_col": version}


class Edition(Identified, Base):
    """An edition or licence level; `is_offered` turns false when the catalogue drops it."""

    __tablename__ = "edition"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    key: Mapped[str]
    name: Mapped[Bilingual]
    position: Mapped[int] = mapped_column(default=0)
    is_offered: Mapped[bool] = mapped_column(default=True)

    product: Mapped[Product] = relationship(back_populates="editions")

    __table_args__ = (UniqueConstraint("product_id", "key"),)


class Service(Identified, Base):
    """A service of a product, with the vendor's role for it: the role is per service."""

    __tablename__ = "service"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[Bilingual]
    role: Mapped[str]
    facts: Mapped[dict[str, Any]]  # role note, since, sources, as the catalogue has them

    product: Mapped[Product] = relationship(back_populates="services")


class ExternalRecord(Identified, Base):
    """What the publisher of a DPIA concluded; published elsewhere, not computed here."""

    __tablename__ = "external_record"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), unique=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    published: Mapped[str]  # a partial date (2024, 2024-06 or 2024-06-28) or "unconfirmed"
    content: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]

    product: Mapped[Product] = relationship(back_populates="record")
