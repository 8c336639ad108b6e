"""Queries for evidence. Says in SQL what POLICY says of evidence:read.

What the actor may not read is in no list and no count, and its key is not found.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import STAFF, Actor, Role
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import (
    UP_TO_COOPERATIVE,
    UP_TO_MEMBERS,
    EvidenceKind,
)
from dpia_workbench.risk.place import Place
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    AgreementAnnex,
    Dossier,
    Evidence,
    EvidenceReader,
    MeasureFile,
    Membership,
    Organisation,
    RequestFile,
    User,
    WorksheetFile,
)

_OF_BOARDS = (MeasureFile, WorksheetFile)  # whose files are kept for good


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of evidence:read."""
    lines: list[ColumnElement[bool]] = [false()]
    if actor.has_any(STAFF):
        lines.append(
            and_(
                Evidence.dossier.has(Dossier.owner_id == actor.organisation_id),
                or_(
                    Evidence.confidentiality.in_(UP_TO_COOPERATIVE),
                    Evidence.readers.any(EvidenceReader.user_id == actor.user_id),
                ),
            )
        )
    if actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER):
        lines.append(Evidence.confidentiality.in_(UP_TO_MEMBERS))
    return or_(*lines)


def get(session: Session, evidence_id: UUID, *, actor: Actor) -> Evidence:
    """Return evidence the actor may see. Raises NotFound."""
    found = session.scalar(select(Evidence).where(Evidence.id == evidence_id, readable_by(actor)))
    if found is None:
        raise NotFound
    return found


def by_key(session: Session, *, dossier_id: UUID, key: str, actor: Actor) -> Evidence:
    """Return evidence by its key, as texts refer to it (`evidence:E3`). Raises NotFound."""
    number = key[1:]
    if key[:1] != "E" or not (number.isascii() and number.isdigit() and len(number) < _LONG):
        raise NotFound
    query = select(Evidence).where(
        Evidence.dossier_id == dossier_id, Evidence.number == int(number), readable_by(actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


_LONG = 10  # digits that a number in the database cannot have


def find(
    session: Session,
    *,
    dossier_id: UUID,
    kind: EvidenceKind | None = None,
    confidentiality: Confidentiality | None = None,
    actor: Actor,
) -> Sequence[Evidence]:
    """Return the evidence of a dossier that the actor may see, by number."""
    query = select(Evidence).where(Evidence.dossier_id == dossier_id, readable_by(actor))
    if kind is not None:
        query = query.where(Evidence.kind == kind)
    if confidentiality is not None:
        query = query.where(Evidence.confidentiality == confidentiality)
    query = query.options(selectinload(Evidence.links)).order_by(Evidence.number)
    return session.scalars(query).all()


def for_members(session: Session, dossier_id: UUID) -> Sequence[Evidence]:
    """Return the evidence of a dossier that members may know of, by number; for a release."""
    query = select(Evidence).where(
        Evidence.dossier_id == dossier_id, Evidence.confidentiality.in_(UP_TO_MEMBERS)
    )
    return session.scalars(
        query.options(selectinload(Evidence.links)).order_by(Evidence.number)
    ).all()


def at_places(
    session: Session, *, dossier_id: UUID, actor: Actor
) -> Mapping[Place, list[Evidence]]:
    """Return the evidence that the actor may see at each place that it supports."""
    return by_place(find(session, dossier_id=dossier_id, actor=actor))


def by_place(rows: Iterable[Evidence]) -> Mapping[Place, list[Evidence]]:
    """Return evidence by what it supports, in the order it came in."""
    found: dict[Place, list[Evidence]] = {}
    for row in rows:
        for place in row.places:
            found.setdefault(place, []).append(row)
    return found


def numbers(session: Session, dossier_id: UUID) -> set[int]:
    """Return all numbers that a dossier gave out, to give out the next one."""
    return set(session.scalars(select(Evidence.number).where(Evidence.dossier_id == dossier_id)))


def bytes_used(session: Session, dossier_id: UUID) -> int:
    """Return how much room the files of a dossier take."""
    query = select(func.coalesce(func.sum(Evidence.file_size), 0)).where(
        Evidence.dossier_id == dossier_id, Evidence.file_deleted_at.is_(None)
    )
    return int(session.scalar(query) or 0)


def is_needed(session: Session, sha256: str) -> bool:
    """Return whether evidence, a message, an agreement or a board rests on a content.

    What none of them needs may be dropped.
    """
    proof = select(Evidence.id).where(
        Evidence.file_sha256 == sha256, Evidence.file_deleted_at.is_(None)
    )
    sent = select(RequestFile.id).where(RequestFile.file_sha256 == sha256)
    annex = select(AgreementAnnex.id).where(AgreementAnnex.file_sha256 == sha256)
    boards = [select(kind.id).where(kind.file_sha256 == sha256) for kind in _OF_BOARDS]
    return any(
        session.scalar(query.limit(1)) is not None for query in (proof, sent, annex, *boards)
    )


def hashes_needed(session: Session) -> set[str]:
    """Return the hashes of all files that must be there; for commands."""
    query = select(Evidence.file_sha256).where(Evidence.file_deleted_at.is_(None))
    kinds = (RequestFile, AgreementAnnex, *_OF_BOARDS)
    others = [select(kind.file_sha256) for kind in kinds]
    return {sha256 for each in (query, *others) for sha256 in session.scalars(each)}


def possible_readers(session: Session, *, owner_id: UUID) -> Sequence[User]:
    """Return the people of a cooperative of whom readers are chosen, by name."""
    query = (
        select(User)
        .where(
            User.is_active,
            User.memberships.any(
                and_(
                    Membership.organisation_id == owner_id,
                    Membership.organisation.has(Organisation.is_active),
                    Membership.role.in_(STAFF),
                )
            ),
        )
        .options(selectinload(User.memberships))
        .order_by(User.name, User.email)
    )
    return session.scalars(query).all()
