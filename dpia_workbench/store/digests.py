"""What is new in discussions for whom since their last daily mail: four queries for everybody.

They are not cut by actor, for nobody acts: who asks keeps only what each person may read now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, distinct, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from dpia_workbench.store.daily import none_since
from dpia_workbench.store.models import Comment, Dossier, Mention, Thread, User


class News(StrEnum):
    """The kinds of thing that the daily mail counts."""

    MENTIONS = "mentions"
    ASSIGNED = "assigned"
    REPLIES = "replies"
    SUGGESTIONS = "suggestions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """How often something of one kind happened in a dossier, by one person, for another."""

    user_id: UUID
    dossier_id: UUID
    kind: News
    who: str
    count: int


_By = aliased(User)
_Mine = aliased(Comment)
_OPEN = Thread.resolved_at.is_(None)


def news(session: Session, *, day_began: datetime) -> Iterator[Item]:
    """Yield what is new for everybody who wants the mail and had none since the day began."""
    due = and_(
        User.wants_digest,
        User.is_active,
        none_since(User.digest_at, day_began),
    )
    queries = {
        News.MENTIONS: _mentions(),
        News.ASSIGNED: _assigned(),
        News.REPLIES: _replies(),
        News.SUGGESTIONS: _suggestions(),
    }
    for kind, query in queries.items():
        rows = session.execute(query.where(due).group_by(User.id, Thread.dossier_id, _By.name))
        for user_id, dossier_id, who, count in rows:
            yield Item(user_id=user_id, dossier_id=dossier_id, kind=kind, who=who, count=count)


def _since(moment: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return or_(User.digest_at.is_(None), moment > User.digest_at)


def _counted(what: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(User.id, Thread.dossier_id, _By.name, func.count(distinct(what)))


def _mentions() -> Select[Any]:
    return (
        _counted(Comment.id)
        .select_from(Mention)
        .join(User, User.id == Mention.user_id)
        .join(Comment, Comment.id == Mention.comment_id)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(_By, _By.id == Comment.author_id)
        .where(Mention.seen_at.is_(None), Comment.author_id != User.id, _since(Comment.at))
    )


def _assigned() -> Select[Any]:
    return (
        _counted(Thread.id)
        .select_from(Thread)
        .join(User, User.id == Thread.assignee_id)
        .join(_By, _By.id == Thread.assigned_by_id)
        .where(_OPEN, Thread.assigned_by_id != User.id, _since(Thread.assigned_at))
    )


def _replies() -> Select[Any]:
    """Return what others said in threads in which somebody said something before."""
    return (
        _counted(Comment.id)
        .select_from(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(_Mine, and_(_Mine.thread_id == Comment.thread_id, _Mine.number < Comment.number))
        .join(User, User.id == _Mine.author_id)
        .join(_By, _By.id == Comment.author_id)
        .where(
            Comment.author_id != User.id,
            ~Comment.mentions.any(Mention.user_id == User.id),  # counted as a mention
            _since(Comment.at),
        )
    )


def _suggestions() -> Select[Any]:
    """Return the open suggestions in the dossiers that somebody leads."""
    return (
        _counted(Thread.id)
        .select_from(Thread)
        .join(Dossier, Dossier.id == Thread.dossier_id)
        .join(User, User.id == Dossier.lead_id)
        .join(_By, _By.id == Thread.opened_by_id)
        .where(
            _OPEN,
            Thread.proposed.is_not(None),
            Thread.answer.is_(None),
            Thread.opened_by_id != User.id,
            _since(Thread.opened_at),
        )
    )
