"""Queries for templates of documents; everybody may know them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import DocumentTemplate


def newest(session: Session, key: str) -> DocumentTemplate:
    """Return the newest version of a template. Raises NotFound."""
    query = select(DocumentTemplate).where(DocumentTemplate.key == key)
    found = session.scalar(query.order_by(DocumentTemplate.version.desc()).limit(1))
    if found is None:
        raise NotFound
    return found


def all_newest(session: Session) -> Sequence[DocumentTemplate]:
    """Return the newest version of every template, in the order of their keys."""
    query = select(DocumentTemplate).order_by(DocumentTemplate.key, DocumentTemplate.version)
    return tuple({row.key: row for row in session.scalars(query)}.values())


def find(session: Session, key: str, *, version: int) -> DocumentTemplate | None:
    """Return one version of a template, or None."""
    return session.scalar(
        select(DocumentTemplate).where(
            DocumentTemplate.key == key, DocumentTemplate.version == version
        )
    )


def as_of(session: Session, key: str, *, at: datetime) -> DocumentTemplate:
    """Return the version of a template that was the newest at a moment, or else the first one.

    What was decided is told in the form of that day, whatever was loaded since. Raises NotFound.
    """
    query = select(DocumentTemplate).where(DocumentTemplate.key == key)
    found = session.scalars(query.order_by(DocumentTemplate.version)).all()
    if not found:
        raise NotFound
    return next((row for row in reversed(found) if row.loaded_at <= at), found[0])
