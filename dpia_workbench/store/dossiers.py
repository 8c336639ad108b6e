"""Queries for dossiers: drafts that only their cooperative's people and reviewers see."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.assessment import State
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Claim,
    Dossier,
    Entry,
    EntryReference,
    Finding,
    Measure,
    Product,
    Release,
    Review,
    Revision,
    Risk,
    ScopeCell,
    User,
)

Part = TypeVar("Part", ScopeCell, Risk, Measure, Claim, Finding)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of dossier:read."""
    if actor.has(Role.REVIEWER) or actor.has(Role.PUBLISHER):
        return true()
    if actor.has(Role.ANALYST):
        return Dossier.owner_id == actor.organisation_id
    return false()


def get(session: Session, dossier_id: UUID, *, actor: Actor) -> Dossier:
    """Return a dossier the actor may see. Raises NotFound."""
    found = session.scalar(select(Dossier).where(Dossier.id == dossier_id, readable_by(actor)))
    if found is None:
        raise NotFound
    return found


def held_states(session: Session, revision_ids: Collection[UUID]) -> Mapping[UUID, State]:
    """Return the states of revisions, which nobody changes until the end of the transaction."""
    # In one order everywhere: two servers that hold the same ones do not wait for each other.
    query = select(Revision.id, Revision.state).where(Revision.id.in_(revision_ids))
    rows = session.execute(query.order_by(Revision.id).with_for_update()).tuples()
    return dict(rows.all())


def find(session: Session, *, actor: Actor) -> Sequence[Dossier]:
    """Return the dossiers the actor may see, newest first."""
    query = (
        select(Dossier)
        .where(readable_by(actor))
        .options(selectinload(Dossier.revisions), selectinload(Dossier.product))
        .order_by(Dossier.created_at.desc(), Dossier.key)
    )
    return session.scalars(query).all()


def of_vendor(session: Session, vendor_id: UUID, *, actor: Actor) -> Sequence[Dossier]:
    """Return the dossiers on products of a vendor that the actor may see, by key."""
    query = (
        select(Dossier)
        .join(Dossier.product)
        .where(Product.vendor_id == vendor_id, readable_by(actor))
        .order_by(Dossier.key)
    )
    return session.scalars(query).all()


def find_whole(session: Session, *, actor: Actor) -> Sequence[Dossier]:
    """Return the dossiers the actor may see, with all that their newest revisions say.

    The number of queries does not grow with the number of dossiers.
    """
    found = find(session, actor=actor)
    newest = (
        select(Revision.dossier_id, func.max(Revision.number).label("number"))
        .group_by(Revision.dossier_id)
        .subquery()
    )
    references = selectinload(Revision.entries).selectinload(Entry.references)
    claims = selectinload(Revision.claims)
    query = (
        select(Revision)
        .join(newest, Revision.dossier_id == newest.c.dossier_id)
        .where(Revision.number == newest.c.number)
        .where(Revision.dossier_id.in_(select(Dossier.id).where(readable_by(actor))))
        .options(
            joinedload(Revision.dossier).joinedload(Dossier.lead),
            joinedload(Revision.method),
            selectinload(Revision.cells).joinedload(ScopeCell.edition),
            selectinload(Revision.risks),
            selectinload(Revision.measures).joinedload(Measure.remediation),
            claims.selectinload(Claim.authors),
            claims.selectinload(Claim.requires),
            claims.joinedload(Claim.risk),
            selectinload(Revision.findings),
            references.joinedload(EntryReference.target),
            selectinload(Revision.texts),
            selectinload(Revision.not_applicable),
            selectinload(Revision.reviews),
        )
    )
    known = {row.dossier_id: row for row in session.scalars(query)}
    return [row for row in found if row.id in known]


def newest_releases(session: Session, dossier_ids: Sequence[UUID]) -> dict[UUID, Release]:
    """Return the newest release of each dossier that has one, with what happened to it."""
    query = (
        select(Revision.dossier_id, Release)
        .join(Release, Release.revision_id == Revision.id)
        .where(Revision.dossier_id.in_(dossier_ids))
        .options(defer(Release.canonical), selectinload(Release.events))
        .order_by(Release.number)
    )
    return dict(session.execute(query).tuples().all())


def part(session: Session, kind: type[Part], part_id: UUID, *, dossier: Dossier) -> Part:
    """Return a part of the dossier's newest revision. Raises NotFound."""
    found = session.get(kind, part_id)
    if found is None or found.revision_id != dossier.revision.id:
        raise NotFound
    return found


def author_ids(revision: Revision) -> frozenset[UUID]:
    """Return who wrote in a revision."""
    return frozenset(author.user_id for author in revision.authors)


def author_names(session: Session, revision: Revision) -> Sequence[str]:
    """Return the names of who wrote in a revision, in the order of the alphabet."""
    query = select(User.name).where(User.id.in_(author_ids(revision))).order_by(User.name)
    return session.scalars(query).all()


def reviewer_ids(revision: Revision) -> frozenset[UUID]:
    """Return who approved a revision."""
    return frozenset(review.reviewer_id for review in revision.reviews if review.approved)


def last_review(revision: Revision) -> Review | None:
    """Return the newest review."""
    return revision.reviews[-1] if revision.reviews else None


def last_review_by(session: Session, user_id: UUID) -> Review | None:
    """Return the newest review that somebody signed, of whichever dossier."""
    query = select(Review).where(Review.reviewer_id == user_id).order_by(Review.at.desc())
    return session.scalar(query.limit(1))


def keys_taken(session: Session, prefix: str) -> set[str]:
    """Return the dossier keys that begin with a prefix."""
    query = select(Dossier.key).where(
        or_(Dossier.key == prefix, Dossier.key.startswith(prefix + "-", autoescape=True))
    )
    return set(session.scalars(query))


def waiting(session: Session, *, states: Sequence[str], actor: Actor) -> list[Dossier]:
    """Return the readable dossiers whose newest revision is in one of the states."""
    return [d for d in find(session, actor=actor) if d.revision.state in states]


def release_of(session: Session, revision_id: UUID) -> Release | None:
    """Return the release that a revision became."""
    return session.scalar(select(Release).where(Release.revision_id == revision_id))
