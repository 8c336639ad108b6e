"""Queries for worksheets; who may read the adoption reads its worksheets (invariant 16)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.worksheet import AnswerKind
from dpia_workbench.store import adoptions
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    Adoption,
    Worksheet,
    WorksheetAnswer,
    WorksheetFile,
    WorksheetOutcome,
)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of worksheet:read."""
    return Worksheet.adoption.has(adoptions.readable_by(actor))


def get(session: Session, worksheet_id: UUID, *, adoption_id: UUID, actor: Actor) -> Worksheet:
    """Return a worksheet of an adoption that the actor may see. Raises NotFound."""
    query = select(Worksheet).where(
        Worksheet.id == worksheet_id, Worksheet.adoption_id == adoption_id, readable_by(actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound
    return found


def find(session: Session, *, adoption_id: UUID, actor: Actor) -> Sequence[Worksheet]:
    """Return the worksheets of an adoption that the actor may see, the newest first."""
    query = (
        select(Worksheet)
        .where(Worksheet.adoption_id == adoption_id, readable_by(actor))
        .options(
            selectinload(Worksheet.answers).selectinload(WorksheetAnswer.outcome),
            selectinload(Worksheet.files),
            selectinload(Worksheet.made_by),
        )
        .order_by(Worksheet.made_at.desc(), Worksheet.id)
    )
    return session.scalars(query).all()


def by_id(session: Session, worksheet_id: UUID) -> Worksheet:
    """Return a worksheet for whoever has its link. Raises NotFound."""
    found = session.get(Worksheet, worksheet_id)
    if found is None:
        raise NotFound
    return found


def answer(session: Session, answer_id: UUID, *, worksheet: Worksheet) -> WorksheetAnswer:
    """Return an answer of a worksheet. Raises NotFound."""
    found = session.get(WorksheetAnswer, answer_id)
    if found is None or found.worksheet_id != worksheet.id:
        raise NotFound
    return found


def file(session: Session, file_id: UUID, *, worksheet: Worksheet) -> WorksheetFile:
    """Return a file of a worksheet. Raises NotFound."""
    found = session.get(WorksheetFile, file_id)
    if found is None or found.worksheet_id != worksheet.id:
        raise NotFound
    return found


def waiting(session: Session, *, actor: Actor) -> dict[UUID, datetime]:
    """Return since when answers wait in adoptions that the actor may see, by adoption.

    Answers wait once they are sent in; a question waits as soon as it is saved.
    """
    newer = aliased(WorksheetAnswer)
    is_replaced = exists().where(
        newer.worksheet_id == WorksheetAnswer.worksheet_id,
        newer.key == WorksheetAnswer.key,
        newer.number > WorksheetAnswer.number,
    )
    since = func.min(func.coalesce(Worksheet.sent_at, WorksheetAnswer.at), type_=_MOMENT)
    query = (
        select(Worksheet.adoption_id, since)
        .join(WorksheetAnswer, WorksheetAnswer.worksheet_id == Worksheet.id)
        .outerjoin(WorksheetOutcome, WorksheetOutcome.answer_id == WorksheetAnswer.id)
        .join(Adoption, Adoption.id == Worksheet.adoption_id)
        .where(
            adoptions.readable_by(actor),
            WorksheetAnswer.kind.is_not(None),
            WorksheetOutcome.id.is_(None),
            ~is_replaced,
            or_(Worksheet.sent_at.is_not(None), WorksheetAnswer.kind == AnswerKind.QUESTION),
        )
        .group_by(Worksheet.adoption_id)
    )
    return dict(session.execute(query).tuples().all())


_MOMENT = Worksheet.made_at.type
