"""Queries for what the two sides of a request write. Who may read the request reads all of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.store import remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Remediation, RequestFile, RequestMessage


def find(session: Session, *, remediation_id: UUID, actor: Actor) -> Sequence[RequestMessage]:
    """Return what was written about a request that the actor may see, the oldest first."""
    query = (
        select(RequestMessage)
        .join(RequestMessage.remediation)
        .where(RequestMessage.remediation_id == remediation_id, remediations.readable_by(actor))
        .options(
            selectinload(RequestMessage.files),
            selectinload(RequestMessage.by),
            selectinload(RequestMessage.organisation),
        )
        .order_by(RequestMessage.at, RequestMessage.id)
    )
    return session.scalars(query).all()


def file(session: Session, file_id: UUID, *, remediation_id: UUID, actor: Actor) -> RequestFile:
    """Return a file of a request that the actor may see. Raises NotFound."""
    return _one(session, file_id, Remediation.id == remediation_id, actor=actor)


def file_of_dossier(
    session: Session, file_id: UUID, *, dossier_id: UUID, actor: Actor
) -> RequestFile:
    """Return a file of a request about a dossier that the actor may see. Raises NotFound."""
    return _one(session, file_id, Remediation.dossier_id == dossier_id, actor=actor)


def _one(
    session: Session, file_id: UUID, belongs: ColumnElement[bool], *, actor: Actor
) -> RequestFile:
    query = (
        select(RequestFile)
        .join(RequestFile.message)
        .join(RequestMessage.remediation)
        .where(RequestFile.id == file_id, belongs, remediations.readable_by(actor))
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def bytes_used(session: Session, remediation_id: UUID) -> int:
    """Return how much room the files of a request take."""
    query = (
        select(func.coalesce(func.sum(RequestFile.file_size), 0))
        .join(RequestFile.message)
        .where(RequestMessage.remediation_id == remediation_id)
    )
    return int(session.scalar(query) or 0)
