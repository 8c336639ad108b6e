"""Discussion on a dossier: threads at a place, replies, who sees to them, what is settled."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.discussion import called, suggested
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import dossiers, threads
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Comment, Dossier, Mention, Thread
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases.discussing import close, record, see_mentions
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.place import Spot, TextTooLong


class NothingSaid(RuleViolation):
    """A comment says something; only the first may be a suggestion alone."""

    code = "thread.nothing-said"


class FieldUnknown(RuleViolation):
    """A thread is on a text that its part has, or on the part as a whole."""

    code = "thread.field-unknown"


class PassageNotFound(RuleViolation):
    """A quoted passage stands in the text that the thread is on."""

    code = "thread.passage-not-found"


class FieldMissing(RuleViolation):
    """A suggestion is for one text; a passage that stands in several does not tell which."""

    code = "thread.field-missing"


class NotAReader(RuleViolation):
    """Only people who may read the dossier are mentioned in it or asked to see to a thread."""

    code = "thread.not-a-reader"


def start(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    place: Place,
    language: str,
    passage: str,
    body: str,
    proposed: str | None,
    mentions: Sequence[UUID],
    assignee_id: UUID | None,
    today: date,
    now: datetime,
) -> Thread:
    """Open a thread at a place; `proposed` is a suggestion for the passage or the whole text.

    A passage without a field is looked for in all texts of the part. Raises NotFound, Forbidden,
    NothingSaid, FieldUnknown, FieldMissing, PassageNotFound, TextTooLong or NotAReader.
    """
    dossier = _dossier(session, dossier_id, actor=actor)
    if proposed is None and not body:
        raise NothingSaid
    spot = _spot(dossier, place, language=language, passage=passage, must=proposed is not None)
    _require_fitting(spot, passage=passage, proposed=proposed)
    row = Thread(
        dossier_id=dossier.id, part=place.part, key=place.key,
        field=spot.field, language=spot.language, passage=passage,
        opened_by_id=actor.user_id, opened_at=now,
        proposed=proposed, basis=spot.text if proposed is not None else None,
    )  # fmt: skip
    _assign(session, row, dossier, assignee_id, actor=actor, today=today, now=now)
    session.add(row)
    _say(session, row, dossier, body, mentions=mentions, actor=actor, today=today, now=now)
    session.flush()
    record(session, row, "thread.opened", actor=actor, now=now)
    return row


def _dossier(session: Session, dossier_id: UUID, *, actor: Actor) -> Dossier:
    """Return a dossier to discuss, locked: its approval needs all threads resolved."""
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_DISCUSS, dossier)
    lock(session, dossier.revision)
    return dossier


def _thread(session: Session, thread_id: UUID, *, dossier_id: UUID, actor: Actor) -> Thread:
    """Return a thread to write in. Raises NotFound or Forbidden."""
    row = threads.get(session, thread_id, dossier_id=dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_DISCUSS, row.dossier)
    return row


def _spot(dossier: Dossier, place: Place, *, language: str, passage: str, must: bool) -> Spot:
    """Return the text that a thread is on, or an empty spot for the part as a whole."""
    if places.row_at(dossier.revision, place) is None:
        raise NotFound
    found = places.spots(dossier.revision, place)
    if place.field:
        chosen = [s for s in found if (s.field, s.language) == (place.field, language)]
        if not chosen:
            raise FieldUnknown
        return chosen[0]
    holding = [spot for spot in found if passage and passage in spot.text]
    if passage and not holding:
        raise PassageNotFound
    if len(holding) != 1 and (passage or must):
        raise FieldMissing
    return holding[0] if holding else Spot(field="")


def _require_fitting(spot: Spot, *, passage: str, proposed: str | None) -> None:
    """Refuse a passage that is not in the text, and a suggestion that would be too long."""
    if passage not in spot.text:
        raise PassageNotFound
    if proposed is None:
        return
    made = suggested(spot.text, basis=spot.text, passage=passage, proposed=proposed)
    if made is None:
        raise PassageNotFound  # it stands there twice
    if len(made) > spot.longest:
        raise TextTooLong(most=spot.longest)


def _readers(session: Session, dossier: Dossier, *, today: date) -> dict[UUID, str]:
    """Return the names of who may read a dossier."""
    return {user.id: user.name for user in threads.readers(session, dossier, on=today)}


def _say(
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
    known = _readers(session, dossier, today=today)
    if not known.keys() >= set(mentions):
        raise NotAReader(field="mentions")
    comment = Comment(number=len(row.comments) + 1, author_id=actor.user_id, body=body, at=now)
    everybody = (called(body, known) - {actor.user_id}) | set(mentions)
    comment.mentions = [Mention(user_id=each) for each in sorted(everybody)]
    row.comments.append(comment)
    return comment


def reply(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    thread_id: UUID,
    body: str,
    mentions: Sequence[UUID],
    today: date,
    now: datetime,
) -> Comment:
    """Answer in a thread; who answers has seen where they were mentioned in it.

    Raises NotFound, Forbidden, NothingSaid or NotAReader.
    """
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    if not body:
        raise NothingSaid
    session.refresh(row, with_for_update=True)  # two who answer at once take turns
    session.refresh(row, ["comments"])
    comment = _say(
        session, row, row.dossier, body, mentions=mentions, actor=actor, today=today, now=now
    )
    see_mentions(session, row, actor=actor, now=now)
    session.flush()
    record(session, row, "thread.answered", actor=actor, now=now)
    return comment


def see(
    session: Session, *, actor: Actor, dossier_id: UUID, thread_id: UUID, now: datetime
) -> None:
    """Note that the actor has seen where a thread mentions them. Raises NotFound or Forbidden."""
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    see_mentions(session, row, actor=actor, now=now)


def assign(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    thread_id: UUID,
    assignee_id: UUID | None,
    today: date,
    now: datetime,
) -> Thread:
    """Ask somebody to see to a thread, or nobody any more.

    Raises NotFound, Forbidden or NotAReader.
    """
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    if row.assignee_id != assignee_id:
        _assign(session, row, row.dossier, assignee_id, actor=actor, today=today, now=now)
        session.flush()
        record(session, row, "thread.assigned", actor=actor, now=now, assignee=assignee_id)
    return row


def _assign(
    session: Session,
    row: Thread,
    dossier: Dossier,
    assignee_id: UUID | None,
    *,
    actor: Actor,
    today: date,
    now: datetime,
) -> None:
    if assignee_id is not None and assignee_id not in _readers(session, dossier, today=today):
        raise NotAReader(field="assignee_id")
    row.assignee_id = assignee_id
    row.assigned_by_id = actor.user_id if assignee_id else None
    row.assigned_at = now if assignee_id else None


def resolve(
    session: Session, *, actor: Actor, dossier_id: UUID, thread_id: UUID, now: datetime
) -> Thread:
    """Say that a thread is settled; a resolved one stays as it is. Raises NotFound or Forbidden."""
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    if row.is_open:
        close(row, actor=actor, now=now)
        see_mentions(session, row, actor=actor, now=now)
        session.flush()
        record(session, row, "thread.resolved", actor=actor, now=now)
    return row


def reopen(
    session: Session, *, actor: Actor, dossier_id: UUID, thread_id: UUID, now: datetime
) -> Thread:
    """Open a resolved thread again; an open one stays as it is. Raises NotFound or Forbidden."""
    _dossier(session, dossier_id, actor=actor)
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    if not row.is_open:
        row.resolved_by_id = row.resolved_at = None
        session.flush()
        record(session, row, "thread.reopened", actor=actor, now=now)
    return row
