"""Organisations: cooperatives, vendors, school boards, the operator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from dpia_workbench.access.actor import OrganisationKind
from dpia_workbench.store.base import Base, Identified, choice


class Organisation(Identified, Base):
    """An organisation; `is_invented` marks those of the demonstration on every page."""

    __tablename__ = "organisation"

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind))
    name: Mapped[str]
    number: Mapped[str] = mapped_column(default="")  # bevoegd-gezagnummer or KvK number
    sectors: Mapped[list[str]] = mapped_column(default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def organisation_id(self) -> UUID:
        """Return its own id, by which the policy table compares."""
        return self.id
