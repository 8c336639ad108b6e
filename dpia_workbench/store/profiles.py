"""Queries for method profiles; everybody may know them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Method


def find(session: Session, *, key: str, number: int) -> Method | None:
    """Return one version of a profile, or None."""
    return session.scalar(select(Method).where(Method.key == key, Method.number == number))


def all_newest(session: Session) -> Sequence[Method]:
    """Return the newest version of every profile, in the order of their ids."""
    rows = session.scalars(select(Method).order_by(Method.key, Method.number)).all()
    return tuple({row.key: row for row in rows}.values())


def newest(session: Session, *, key: str) -> Method:
    """Return the newest version of a profile. Raises NotFound."""
    query = select(Method).where(Method.key == key).order_by(Method.number.desc())
    found = session.scalar(query.limit(1))
    if found is None:
        raise NotFound
    return found
