"""Queries for planned publications: seen by exactly who may read the dossier."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import PublicationPlan


def find(session: Session, revision_id: UUID) -> Sequence[PublicationPlan]:
    """Return the plans of a revision that the caller may read, the newest first."""
    query = (
        select(PublicationPlan)
        .where(PublicationPlan.revision_id == revision_id)
        .options(joinedload(PublicationPlan.end), joinedload(PublicationPlan.planned_by))
        .order_by(PublicationPlan.number.desc())
        .execution_options(populate_existing=True)  # another worker may have ended one
    )
    return session.scalars(query).all()


def open_plan(session: Session, revision_id: UUID) -> PublicationPlan | None:
    """Return the plan of a revision that has no end yet."""
    return next((row for row in find(session, revision_id) if row.end is None), None)


def get(session: Session, plan_id: UUID, *, revision_id: UUID) -> PublicationPlan:
    """Return a plan of a revision that the caller may read. Raises NotFound."""
    for row in find(session, revision_id):
        if row.id == plan_id:
            return row
    raise NotFound


def by_id(session: Session, plan_id: UUID) -> PublicationPlan | None:
    """Return a plan for the worker, who acts for whoever made it."""
    return session.get(PublicationPlan, plan_id, populate_existing=True)


def next_number(session: Session, revision_id: UUID) -> int:
    """Return the number for the next plan of a revision."""
    query = select(func.max(PublicationPlan.number)).where(
        PublicationPlan.revision_id == revision_id
    )
    return (session.scalar(query) or 0) + 1
