"""What the verbs of discussion share: opening and settling a thread, what was seen, the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.discussion import called
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, dossiers, threads
from dpia_workbench.store.models import Comment, Dossier, Mention, Thread
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.place import Spot


class NothingSaid(RuleViolation):
    """A comment says something; only the first may be a suggestion alone."""

    code = "thread.nothing-said"


class NotAReader(RuleViolation):
    """Only people who may read the dossier are mentioned in it or asked to see to a thread."""

    code = "thread.not-a-reader"


def to_discuss(session: Session, dossier_id: UUID, *, actor: Actor) -> Dossier:
    """Return a dossier to discuss, locked: its approval needs all threads resolved.

    Raises NotFound or Forbidden.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_DISCUSS, dossier)
    lock(session, dossier.revision)
    return dossier


@dataclass(frozen=True, slots=True)
class About:
    """What a thread is about: a place, a text there, and a passage, which may be marked in it."""

    place: Place
    spot: Spot
    passage: str = ""
    is_in_text: bool = False


def opened(
    session: Session,
    dossier: Dossier,
    *,
    actor: Actor,
    about: About,
    body: str,
    proposed: str | None,
    mentions: Sequence[UUID],
    assignee_id: UUID | None,
    today: date,
    now: datetime,
) -> Thread:
    """Open a thread at a place that was looked at.

    Raises NothingSaid or NotAReader.
    """
    if proposed is None and not body:
        raise NothingSaid
    place, spot = about.place, about.spot
    row = Thread(
        dossier_id=dossier.id, part=place.part, key=place.key, field=spot.field,
        language=spot.language, passage=about.passage, in_text=about.is_in_text,
        opened_by_id=actor.user_id, opened_at=now,
        proposed=proposed, basis=spot.text if proposed is not None else None,
    )  # fmt: skip
    give_to(session, row, dossier, assignee_id, actor=actor, today=today, now=now)
    session.add(row)
    say(session, row, dossier, body, mentions=mentions, actor=actor, today=today, now=now)
    session.flush()
    record(session, row, "thread.opened", actor=actor, now=now)
    return row


def readers_of(session: Session, dossier: Dossier, *, today: date) -> dict[UUID, str]:
    """Return the names of who may read a dossier."""
    return {user.id: user.name for user in threads.readers(session, dossier, on=today)}


def say(
    session: Session,
    row: Thread,
    dossier: Dossier,
    body: str,
    *,
    mentions: Sequence[UUID],
    actor: Actor,
    today: date,
    now: datetime,
) -> Comment:
    """Add a comment, and tell who it calls: by choice, or by @ and a name in the text."""
    known = readers_of(session, dossier, today=today)
    if not known.keys() >= set(mentions):
        raise NotAReader(field="mentions")
    comment = Comment(number=len(row.comments) + 1, author_id=actor.user_id, body=body, at=now)
    everybody = (called(body, known) - {actor.user_id}) | set(mentions)
    comment.mentions = [Mention(user_id=each) for each in sorted(everybody)]
    row.comments.append(comment)
    return comment


def give_to(
    session: Session,
    row: Thread,
    dossier: Dossier,
    assignee_id: UUID | None,
    *,
    actor: Actor,
    today: date,
    now: datetime,
) -> None:
    if assignee_id is not None and assignee_id not in readers_of(session, dossier, today=today):
        raise NotAReader(field="assignee_id")
    row.assignee_id = assignee_id
    row.assigned_by_id = actor.user_id if assignee_id else None
    row.assigned_at = now if assignee_id else None


def see_mentions(session: Session, row: Thread, *, actor: Actor, now: datetime) -> None:
    """Note that the actor has seen where a thread mentions them."""
    for mention in threads.unseen_mentions(session, thread_id=row.id, user_id=actor.user_id):
        mention.seen_at = now


def close(row: Thread, *, actor: Actor, now: datetime) -> None:
    """Note who settled a thread."""
    row.resolved_by_id, row.resolved_at = actor.user_id, now


def record(
    session: Session, row: Thread, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    """Keep in the trail what happened and where; what was said stays in the thread."""
    audit.record(
        session, fact, actor=actor, subject_id=row.dossier_id, at=now,
        thread=row.id, place=row.key or row.part, field=row.field, **detail,
    )  # fmt: skip
