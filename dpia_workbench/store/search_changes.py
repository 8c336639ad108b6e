"""The log of what the public may read differently: each search index follows it by itself.

Numbers are given when a row is written and seen when its transaction commits, so on a server
with several writers a lower number can come after a higher one. Who reads remembers the numbers
that were missing, and asks for them again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dpia_workbench.store.models import SearchChange

MOST_MISSING = 1000
"""So far behind the newest row is looked for missing ones."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The end of the log: the newest number, the mark of its row, and what is missing before it."""

    number: int
    mark: UUID | None
    missing: tuple[int, ...]


def record(session: Session, slugs: Iterable[str], *, at: datetime) -> None:
    """Say that what the public may read of some products changed in this transaction."""
    session.add_all(SearchChange(slug=slug, at=at) for slug in dict.fromkeys(slugs))


def newest(session: Session) -> Newest:
    """Return the end of the log."""
    number = session.scalar(select(func.max(SearchChange.id))) or 0
    first = max(1, number - MOST_MISSING)
    there = set(session.scalars(select(SearchChange.id).where(SearchChange.id >= first)))
    missing = tuple(each for each in range(first, number) if each not in there)
    return Newest(number, mark_of(session, number), missing)


def mark_of(session: Session, number: int) -> UUID | None:
    """Return the mark of a row, or None if there is none with this number."""
    return session.scalar(select(SearchChange.mark).where(SearchChange.id == number))


def after(
    session: Session, number: int, *, missing: Collection[int], limit: int
) -> Sequence[SearchChange]:
    """Return rows beyond a number, and those that were missing before it, in their order."""
    query = select(SearchChange).where(
        or_(SearchChange.id > number, SearchChange.id.in_(sorted(missing)))
    )
    return session.scalars(query.order_by(SearchChange.id).limit(limit)).all()
