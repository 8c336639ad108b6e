"""Discussion on a dossier: threads at a place, replies, who sees to them, what is settled."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.discussion import suggested
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import threads
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Comment, Dossier, Thread
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases.discussing import (
    About,
    NothingSaid,
    close,
    give_to,
    opened,
    record,
    say,
    see_mentions,
    to_discuss,
)
from dpia_workbench.usecases.place import Spot, TextTooLong


class FieldUnknown(RuleViolation):
    """A thread is on a text that its part has, or on the part as a whole."""

    code = "thread.field-unknown"


class PassageNotFound(RuleViolation):
    """A quoted passage stands in the text that the thread is on."""

    code = "thread.passage-not-found"


class FieldMissing(RuleViolation):
    """A suggestion is for one text; a passage that stands in several does not tell which."""

    code = "thread.field-missing"


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
    dossier = to_discuss(session, dossier_id, actor=actor)
    spot = _spot(dossier, place, language=language, passage=passage, must=proposed is not None)
    _require_fitting(spot, passage=passage, proposed=proposed)
    return opened(
        session, dossier, actor=actor, about=About(place, spot, passage), body=body,
        proposed=proposed, mentions=mentions, assignee_id=assignee_id, today=today, now=now,
    )  # fmt: skip


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
    comment = say(
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
        give_to(session, row, row.dossier, assignee_id, actor=actor, today=today, now=now)
        session.flush()
        record(session, row, "thread.assigned", actor=actor, now=now, assignee=assignee_id)
    return row


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
    to_discuss(session, dossier_id, actor=actor)
    row = _thread(session, thread_id, dossier_id=dossier_id, actor=actor)
    if not row.is_open:
        row.resolved_by_id = row.resolved_at = None
        session.flush()
        record(session, row, "thread.reopened", actor=actor, now=now)
    return row
