"""The updates of texts that several people type in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Dossier,
    Entry,
    Measure,
    Revision,
    Risk,
    SectionText,
    TextCaret,
    TextUpdate,
    Thread,
)

CHANNEL = "text_update"  # on which PostgreSQL tells other processes that there is something new


def locked(session: Session, text_id: UUID) -> SectionText:
    """Return a text that nobody else adds updates to until the end. Raises NotFound."""
    query = select(SectionText).where(SectionText.id == text_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFound
    return row


def dossier_of(session: Session, text: SectionText) -> Dossier:
    """Return the dossier in which a text stands."""
    query = select(Dossier).join(Revision, Revision.dossier_id == Dossier.id)
    return session.scalars(query.where(Revision.id == text.revision_id)).one()


def after(session: Session, text_id: UUID, *, number: int = 0) -> Sequence[TextUpdate]:
    """Return the updates of a text beyond a number, in their order."""
    query = select(TextUpdate).where(TextUpdate.text_id == text_id, TextUpdate.number > number)
    return session.scalars(query.order_by(TextUpdate.number)).all()


# Of the newest update of a text: one look in the index, however many there are.
_NEWEST = (
    select(func.max(TextUpdate.number))
    .where(TextUpdate.text_id == SectionText.id)
    .scalar_subquery()
)


def marks(session: Session, text_ids: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Return per text the number of its newest update, 0 without one, and its version."""
    query = select(SectionText.id, func.coalesce(_NEWEST, 0), SectionText.version)
    rows = session.execute(query.where(SectionText.id.in_(text_ids)))
    return {text_id: (number, version) for text_id, number, version in rows.tuples()}


def beside(session: Session, text_ids: Collection[UUID]) -> Mapping[UUID, tuple[int, ...]]:
    """Return counts per text that change with what is talked about beside it, and with names."""
    counted: list[ScalarSelect[Any]] = []
    for kind in (Risk, Measure, Entry):
        here = kind.revision_id == SectionText.revision_id
        counted += [
            select(told).where(here).scalar_subquery()
            for told in (func.count(kind.id), func.sum(kind.version))
        ]
    talk = select(Thread).join(Revision, Revision.dossier_id == Thread.dossier_id)
    talk = talk.where(Revision.id == SectionText.revision_id, Thread.part == DossierPart.TEXT)
    counted += [
        talk.with_only_columns(told).scalar_subquery()
        for told in (func.count(Thread.id), func.sum(Thread.version))
    ]
    query = select(SectionText.id, *counted).where(SectionText.id.in_(text_ids))
    return {row[0]: tuple(int(each or 0) for each in row[1:]) for row in session.execute(query)}


def add(
    session: Session, text: SectionText, data: bytes, *, by_id: UUID | None, at: datetime
) -> int:
    """Add an update to a locked text and return its number."""
    return add_all(session, [(text.id, data, by_id)], revisions=[text.revision_id], at=at)[0]


def add_all(
    session: Session,
    sent: Sequence[tuple[UUID, bytes, UUID | None]],
    *,
    revisions: Collection[UUID],
    at: datetime,
) -> list[int]:
    """Add updates of texts of revisions that are held, and return the number of each.

    Each is a text, an update and who sent it. Of a text of no such revision the number is 0, and
    nothing is added.
    """
    wanted = {text_id for text_id, _, _ in sent}
    query = select(SectionText.id, SectionText.settled, func.coalesce(_NEWEST, 0))
    query = query.where(SectionText.id.in_(wanted), SectionText.revision_id.in_(revisions))
    numbers = {each: max(last) for each, *last in session.execute(query)}
    rows, found = [], []
    for text_id, data, by_id in sent:
        if text_id in numbers:
            numbers[text_id] += 1
            rows.append(
                {"text_id": text_id, "number": numbers[text_id], "data": data, "by_id": by_id,
                 "at": at}
            )  # fmt: skip
        found.append(numbers.get(text_id, 0))
    if rows:
        session.execute(insert(TextUpdate), rows)
        _ring(session, set(numbers))
    return found


def _ring(session: Session, text_ids: Collection[UUID]) -> None:
    """Let PostgreSQL tell other processes, once this is committed."""
    if session.get_bind().dialect.name == "postgresql":
        for text_id in text_ids:
            session.execute(select(func.pg_notify(CHANNEL, str(text_id))))


def unsettled(session: Session, dossier_id: UUID) -> Sequence[UUID]:
    """Return the texts of a dossier with updates that their Markdown does not say yet."""
    query = (
        select(SectionText.id)
        .join(Revision, Revision.id == SectionText.revision_id)
        .join(TextUpdate, TextUpdate.text_id == SectionText.id)
        .where(Revision.dossier_id == dossier_id, TextUpdate.number > SectionText.settled)
    )
    return session.scalars(query.distinct()).all()


def bring_together(session: Session, text: SectionText, data: bytes, *, at: datetime) -> None:
    """Put one update in the place of all that are settled, which says the same."""
    here = (TextUpdate.text_id == text.id, TextUpdate.number <= text.settled)
    session.execute(delete(TextUpdate).where(*here))
    session.add(TextUpdate(text_id=text.id, number=text.settled, data=data, by_id=None, at=at))
    session.flush()


@dataclass(frozen=True, slots=True)
class Caret:
    """Where somebody is in a text."""

    line_id: UUID
    text_id: UUID
    beat: int
    data: bytes


def carets(session: Session, text_ids: Collection[UUID]) -> Sequence[Caret]:
    """Return where people are in these texts."""
    columns = (TextCaret.line_id, TextCaret.text_id, TextCaret.beat, TextCaret.data)
    rows = session.execute(select(*columns).where(TextCaret.text_id.in_(text_ids))).tuples()
    return [Caret(*row) for row in rows]


def put_carets(session: Session, carets: Collection[Caret], *, at: datetime) -> None:
    """Say where people are now."""
    if not carets:
        return
    lines = [each.line_id for each in carets]
    session.execute(delete(TextCaret).where(TextCaret.line_id.in_(lines)))
    session.execute(insert(TextCaret), [{**asdict(each), "at": at} for each in carets])


def drop_carets(session: Session, line_ids: Collection[UUID], *, before: datetime) -> None:
    """Forget where people were whose lines ended, and who did not move since a moment."""
    session.execute(
        delete(TextCaret).where(or_(TextCaret.line_id.in_(line_ids), TextCaret.at < before))
    )
