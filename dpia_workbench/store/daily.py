"""Mails that a person gets at most once a day: who had none yet, and who sends the one of today."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

LastSent = InstrumentedAttribute[datetime | None]  # the column of a person for a kind of mail


def none_since(last: LastSent, moment: datetime) -> ColumnElement[bool]:
    """Return in SQL whether a person had no such mail since a moment."""
    return or_(last.is_(None), last < moment)


def claim_day(
    session: Session,
    row_id: UUID,
    last: LastSent,
    *also: ColumnElement[bool],
    day_began: datetime,
    now: datetime,
) -> bool:
    """Note that a person gets today's mail now; False if another worker was first.

    `also` must hold of who gets it.
    """
    table = last.class_
    claimed = session.execute(
        update(table)
        .where(table.id == row_id, none_since(last, day_began), *also)
        .values({last: now})
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return claimed.first() is not None
