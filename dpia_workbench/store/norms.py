"""Queries for norms, which everybody may know, and for scores, which only the board may."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dpia_workbench.access.actor import SCHOOL_ROLES, Actor
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import AnnualNote, Norm, NormFramework, NormScore


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of normscore:read."""
    if actor.has_any(SCHOOL_ROLES):
        return NormScore.board_id == actor.organisation_id
    return false()


def frameworks(session: Session) -> Sequence[NormFramework]:
    """Return the frameworks that were loaded, with their norms."""
    query = select(NormFramework).options(selectinload(NormFramework.norms))
    return session.scalars(query.order_by(NormFramework.key)).all()


def framework(session: Session, key: str) -> NormFramework | None:
    """Return a framework by its key, or None."""
    return session.scalar(select(NormFramework).where(NormFramework.key == key))


def get(session: Session, norm_id: UUID) -> Norm:
    """Return a norm that still holds. Raises NotFound."""
    found = session.get(Norm, norm_id)
    if found is None or not found.is_current:
        raise NotFound
    return found


def scores(session: Session, *, actor: Actor) -> Mapping[UUID, NormScore]:
    """Return the newest score that the actor's board gave itself, by the norm."""
    query = (
        select(NormScore)
        .where(readable_by(actor))
        .options(joinedload(NormScore.by), selectinload(NormScore.links))
    )
    return {row.norm_id: row for row in session.scalars(query.order_by(NormScore.at))}


def history(session: Session, norm_id: UUID, *, actor: Actor) -> Sequence[NormScore]:
    """Return the scores that the actor's board gave itself on a norm, the newest first."""
    query = select(NormScore).where(NormScore.norm_id == norm_id, readable_by(actor))
    return session.scalars(query.order_by(NormScore.at.desc())).all()


def note(session: Session, year: int, *, actor: Actor) -> AnnualNote | None:
    """Return the newest plan of the actor's board for the year after a year."""
    if not actor.has_any(SCHOOL_ROLES):
        return None
    query = select(AnnualNote).where(
        AnnualNote.board_id == actor.organisation_id, AnnualNote.year == year
    )
    return session.scalar(query.order_by(AnnualNote.at.desc()).limit(1))
