"""Queries for the schools of boards. Says in SQL what POLICY says of school:read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SCHOOL_ROLES, Actor
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    AdoptionDecision,
    AdoptionSchool,
    School,
    SchoolDeviation,
)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of school:read."""
    if not actor.has_any(SCHOOL_ROLES):
        return false()
    return School.board_id == actor.organisation_id


def get(session: Session, school_id: UUID, *, actor: Actor) -> School:
    """Return a school in the register of the actor's board. Raises NotFound."""
    query = select(School).where(
        School.id == school_id, School.ended_at.is_(None), readable_by(actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, actor: Actor) -> Sequence[School]:
    """Return the register of the actor's board, by name."""
    query = select(School).where(School.ended_at.is_(None), readable_by(actor))
    return session.scalars(query.order_by(School.name, School.brin)).all()


def ended(session: Session, *, actor: Actor) -> Sequence[School]:
    """Return the schools that closed or left the actor's board, the latest first."""
    query = select(School).where(School.ended_at.is_not(None), readable_by(actor))
    return session.scalars(query.order_by(School.ended_at.desc(), School.name)).all()


def open_adoptions(session: Session, board_id: UUID) -> Sequence[Adoption]:
    """Return the adoptions of a board that are not decided yet."""
    query = (
        select(Adoption)
        .outerjoin(AdoptionDecision, AdoptionDecision.adoption_id == Adoption.id)
        .where(
            Adoption.board_id == board_id,
            Adoption.ended_at.is_(None),
            AdoptionDecision.id.is_(None),
        )
    )
    return session.scalars(query).all()


def covered(session: Session, school_id: UUID, *, adoption: Adoption) -> AdoptionSchool:
    """Return a school for which an adoption holds. Raises NotFound."""
    row = session.get(AdoptionSchool, (adoption.id, school_id))
    if row is None:
        raise NotFound
    return row


def deviation(
    session: Session, *, adoption: Adoption, school_id: UUID, key: str
) -> SchoolDeviation | None:
    """Return what is recorded of a school that differs from the board in one measure."""
    return session.scalar(
        select(SchoolDeviation).where(
            SchoolDeviation.adoption_id == adoption.id,
            SchoolDeviation.school_id == school_id,
            SchoolDeviation.key == key,
        )
    )
