"""Queries for files with the measures of adoptions; who may read the adoption reads its files."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.store import adoptions
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Adoption, LocalMeasure, MeasureFile


def find(session: Session, *, adoption_id: UUID, actor: Actor) -> Sequence[MeasureFile]:
    """Return the files of an adoption that the actor may see, the oldest first."""
    query = (
        select(MeasureFile)
        .join(MeasureFile.measure)
        .join(Adoption, Adoption.id == LocalMeasure.adoption_id)
        .where(Adoption.id == adoption_id, adoptions.readable_by(actor))
        .options(selectinload(MeasureFile.added_by), selectinload(MeasureFile.taken_out_by))
        .order_by(MeasureFile.added_at, MeasureFile.file_name, MeasureFile.id)
    )
    return session.scalars(query).all()


def get(session: Session, file_id: UUID, *, adoption_id: UUID, actor: Actor) -> MeasureFile:
    """Return a file of an adoption that the actor may see. Raises NotFound."""
    query = (
        select(MeasureFile)
        .join(MeasureFile.measure)
        .join(Adoption, Adoption.id == LocalMeasure.adoption_id)
        .where(MeasureFile.id == file_id, Adoption.id == adoption_id, adoptions.readable_by(actor))
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def names(session: Session, measure_id: UUID) -> list[str]:
    """Return the names of the files that count for a measure, the oldest first."""
    query = (
        select(MeasureFile.file_name)
        .where(MeasureFile.measure_id == measure_id, MeasureFile.taken_out_at.is_(None))
        .order_by(MeasureFile.added_at, MeasureFile.file_name, MeasureFile.id)
    )
    return list(session.scalars(query))


def used(session: Session, adoption_id: UUID) -> tuple[int, int]:
    """Return how many bytes the files of an adoption take, and how many files there are."""
    query = (
        select(func.coalesce(func.sum(MeasureFile.file_size), 0), func.count())
        .select_from(MeasureFile)
        .join(MeasureFile.measure)
        .where(LocalMeasure.adoption_id == adoption_id)
    )
    size, count = session.execute(query).one()
    return int(size), int(count)
