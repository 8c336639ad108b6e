"""What stands beside a release and proves or corrects it: keys, signatures, errata, other parts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dpia_workbench.store.base import Base, Identified
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.freezing import freeze
from dpia_workbench.store.models.release import Release


class SigningKey(Identified, Base):
    """The public half of a key that releases were ever signed with; the private half is a file."""

    __tablename__ = "signing_key"

    key_id: Mapped[str] = mapped_column(unique=True)
    algorithm: Mapped[str]
    public_key: Mapped[str] = mapped_column(unique=True)
    valid_from: Mapped[datetime]

    retirement: Mapped["SigningKeyRetirement | None"] = relationship()


class SigningKeyRetirement(Identified, Base):
    """From when on nothing is signed with a key any more; what it signed stays good."""

    __tablename__ = "signing_key_retirement"

    signing_key_id: Mapped[UUID] = mapped_column(ForeignKey("signing_key.id"), unique=True)
    at: Mapped[datetime]


class ReleaseSignature(Identified, Base):
    """The signature over the canonical bytes of a release."""

    __tablename__ = "release_signature"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), unique=True)
    signing_key_id: Mapped[UUID] = mapped_column(ForeignKey("signing_key.id"), index=True)
    signature: Mapped[str]
    signed_at: Mapped[datetime]  # later than the publication for releases from before signatures

    signing_key: Mapped[SigningKey] = relationship()


class ReleaseErratum(Identified, Base):
    """A correction of a small mistake in a release, which itself never changes."""

    __tablename__ = "release_erratum"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"))
    number: Mapped[int]
    text: Mapped[Bilingual]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)

    release: Mapped[Release] = relationship()

    __table_args__ = (
        UniqueConstraint("release_id", "number"),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
    )


class ReleasePart(Identified, Base):
    """What only members read beside a release: frozen with it, hashed and signed by itself."""

    __tablename__ = "release_part"

    release_id: Mapped[UUID] = mapped_column(ForeignKey("release.id"), unique=True)
    canonical: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    signing_key_id: Mapped[UUID] = mapped_column(ForeignKey("signing_key.id"), index=True)
    signature: Mapped[str]

    release: Mapped[Release] = relationship()
    signing_key: Mapped[SigningKey] = relationship()


freeze(SigningKey, SigningKeyRetirement, ReleaseSignature, ReleaseErratum, ReleasePart)
