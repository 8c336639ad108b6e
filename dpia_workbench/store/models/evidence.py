"""Evidence of a dossier: what is known of a file, what it supports, who may read it by name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import EvidenceKind
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store.base import Base, Identified, choice
from dpia_workbench.store.models.account import User
from dpia_workbench.store.models.dossier import Dossier


class Evidence(Identified, Base):
    """A file that shows something. It belongs to the dossier: revisions come and go.

    The file itself may be deleted; its hash and all that is known of it stay (invariant 30).
    """

    __tablename__ = "evidence"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    number: Mapped[int]
    title: Mapped[str]
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    source: Mapped[str] = mapped_column(default="")  # where it comes from
    collected_on: Mapped[date]
    collected_by: Mapped[str]
    confidentiality: Mapped[Confidentiality] = mapped_column(choice(Confidentiality))
    expires_on: Mapped[date | None]  # exclusive: the first day on which it no longer counts
    has_personal_data: Mapped[bool] = mapped_column(default=False)  # of third parties
    delete_on: Mapped[date | None]
    file_sha256: Mapped[str] = mapped_column(index=True)
    file_name: Mapped[str]
    file_size: Mapped[int]
    media_type: Mapped[str]
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]
    file_deleted_at: Mapped[datetime | None]
    file_deleted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    deletion_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    dossier: Mapped[Dossier] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=[uploaded_by_id])
    file_deleted_by: Mapped[User | None] = relationship(foreign_keys=[file_deleted_by_id])
    links: Mapped[list["EvidenceLink"]] = relationship(
        cascade="all, delete-orphan", order_by="EvidenceLink.at"
    )
    readers: Mapped[list["EvidenceReader"]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("dossier_id", "number"),
        CheckConstraint("file_size > 0", name="file_has_content"),
        CheckConstraint(
            "NOT has_personal_data OR (delete_on IS NOT NULL"
            " AND confidentiality IN ('cooperative', 'vendor_confidential'))",
            name="personal_data_are_restricted",
        ),
        CheckConstraint(
            "file_deleted_at IS NULL OR (file_deleted_by_id IS NOT NULL AND deletion_reason <> '')",
            name="deletion_has_reason",
        ),
    )

    @property
    def key(self) -> str:
        """Return the human key, such as E1."""
        return f"E{self.number}"

    @property
    def owner_id(self) -> UUID:
        """Return the cooperative that owns the dossier, by which the policy table compares."""
        return self.dossier.owner_id

    @property
    def reader_ids(self) -> frozenset[UUID]:
        """Return who may read it by name, by which the policy table compares."""
        return frozenset(reader.user_id for reader in self.readers)

    @property
    def places(self) -> tuple[Place, ...]:
        """Return what it supports."""
        return tuple(link.place for link in self.links)

    @property
    def has_file(self) -> bool:
        """Return whether its file was not deleted."""
        return self.file_deleted_at is None


class EvidenceLink(Identified, Base):
    """Evidence supports a place in its dossier, named by the key that stays in every revision."""

    __tablename__ = "evidence_link"

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"), index=True)
    part: Mapped[DossierPart] = mapped_column(choice(DossierPart))
    key: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("evidence_id", "part", "key"),)

    @property
    def place(self) -> Place:
        """Return the place."""
        return Place(part=self.part, key=self.key)


class EvidenceReader(Base):
    """Somebody who may read vendor-confidential evidence, by name."""

    __tablename__ = "evidence_reader"

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)

    user: Mapped[User] = relationship()
