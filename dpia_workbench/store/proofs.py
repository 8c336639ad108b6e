"""Queries for what stands beside releases: keys, signatures, errata, the part for members."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Product,
    Release,
    ReleaseErratum,
    ReleaseEvent,
    ReleasePart,
    ReleaseSignature,
    SigningKey,
    SigningKeyRetirement,
)

_AT_ONCE = 50  # releases in memory


def keys(session: Session) -> Sequence[SigningKey]:
    """Return every key that releases were ever signed with, the newest first."""
    query = select(SigningKey).options(joinedload(SigningKey.retirement))
    return session.scalars(query.order_by(SigningKey.valid_from.desc(), SigningKey.key_id)).all()


def key(session: Session, key_id: str) -> SigningKey | None:
    """Return a key by its thumbprint."""
    return session.scalar(select(SigningKey).where(SigningKey.key_id == key_id))


def signature(session: Session, release_id: UUID) -> ReleaseSignature | None:
    """Return the signature over a release."""
    query = select(ReleaseSignature).where(ReleaseSignature.release_id == release_id)
    return session.scalar(query.options(joinedload(ReleaseSignature.signing_key)))


def unsigned(session: Session) -> Sequence[Release]:
    """Return the releases without a signature, the oldest first."""
    query = select(Release).where(
        ~select(ReleaseSignature).where(ReleaseSignature.release_id == Release.id).exists()
    )
    return session.scalars(query.order_by(Release.published_at, Release.number)).all()


def errata(session: Session, release_id: UUID) -> Sequence[ReleaseErratum]:
    """Return the corrections of a release, the first one first."""
    query = select(ReleaseErratum).where(ReleaseErratum.release_id == release_id)
    return session.scalars(query.order_by(ReleaseErratum.number)).all()


def everything(session: Session) -> Iterator[Release]:
    """Yield all releases with what happened to them, by product and number, few at a time."""
    query = (
        select(Release)
        .join(Release.product)
        .options(contains_eager(Release.product), selectinload(Release.events))
        .order_by(Product.slug, Release.number)
    )
    yield from session.scalars(query, execution_options={"yield_per": _AT_ONCE})


def signatures(session: Session) -> dict[UUID, ReleaseSignature]:
    """Return all signatures by their release."""
    query = select(ReleaseSignature).options(joinedload(ReleaseSignature.signing_key))
    return {row.release_id: row for row in session.scalars(query)}


def all_errata(session: Session) -> dict[UUID, list[ReleaseErratum]]:
    """Return all corrections by their release, the first one first."""
    found: dict[UUID, list[ReleaseErratum]] = {}
    for row in session.scalars(select(ReleaseErratum).order_by(ReleaseErratum.number)):
        found.setdefault(row.release_id, []).append(row)
    return found


def state(session: Session) -> list[tuple[int, datetime | None]]:
    """Return how many rows of each kind there are and from when the newest is.

    All of these tables only grow: the answer is the same exactly as long as nothing was added.
    """
    moments = (
        Release.published_at, ReleaseEvent.at, ReleaseErratum.at, ReleaseSignature.signed_at,
        SigningKey.valid_from, SigningKeyRetirement.at,
    )  # fmt: skip
    rows = (session.execute(select(func.count(), func.max(each))).one() for each in moments)
    return [(count, newest) for count, newest in rows]


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of members:read: who may read one may read all."""
    return true() if allows(actor, Permission.MEMBERS_READ) else false()


def part(session: Session, release_id: UUID, *, actor: Actor) -> ReleasePart:
    """Return what only members read beside a release. Raises NotFound."""
    query = select(ReleasePart).where(ReleasePart.release_id == release_id, readable_by(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def part_of(session: Session, slug: str, *, number: int, actor: Actor) -> ReleasePart:
    """Return what only members read beside a release of a product. Raises NotFound."""
    query = select(ReleasePart).join(ReleasePart.release).join(Release.product)
    found = session.scalar(
        query.where(Product.slug == slug, Release.number == number, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found
