"""Suggestions on a text of a dossier: an analyst who may edit accepts or refuses them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.discussion import Answer, suggested
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents, threads
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Thread
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases import rewording
from dpia_workbench.usecases.discussing import close, record, see_mentions
from dpia_workbench.usecases.document import Document
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.rewording import TextChanged


class SuggestionClosed(RuleViolation):
    """A suggestion is answered once, and while its thread is open."""

    code = "suggestion.closed"


class ReasonMissing(RuleViolation):
    """Who refuses a suggestion says why."""

    code = "suggestion.reason-missing"


def outcome(row: Thread, *, document: Document) -> tuple[str | None, str | None]:
    """Return the text at a suggestion's place now, and what the suggestion makes of it.

    The first is None if the place is gone, the second if somebody must look at both texts.
    """
    current = places.text_at(row.dossier.revision, row.place, language=row.language)
    if current is None or row.proposed is None or row.basis is None:
        return current, None
    if row.in_text:
        found = rewording.reworded(row, document=document)
        return current, document.said([*found.updates, found.data]) if found else None
    made = suggested(current, basis=row.basis, passage=row.passage, proposed=row.proposed)
    return current, made


def accept(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    thread_id: UUID,
    read: str | None,
    text: str | None,
    document: Document,
    now: datetime,
) -> Thread:
    """Write what was suggested, or the `text` that an analyst made of both; resolves the thread.

    `read` is the hash of the text that the analyst had before them; who accepts what stands in
    the text while it is typed gives none, as the passage itself is compared. Who suggested counts
    as an author of the revision, too. Raises NotFound, Forbidden, NotEditable, SuggestionClosed,
    Stale, TextChanged, PartGone, TextTooLong or TextMissing.
    """
    row = _to_answer(session, thread_id, dossier_id=dossier_id, actor=actor)
    if read is None or (row.in_text and text is None):
        rewording.write(session, row, actor=actor, document=document, now=now)
        _answer(session, row, Answer.ACCEPTED, reason="", actor=actor, now=now)
        return row
    current, made = outcome(row, document=document)
    if current is None:
        raise places.PartGone(place=row.key)
    if sha256(current) != read:
        raise Stale
    written = made if text is None else text
    if written is None:
        raise TextChanged
    contents.close_steps(session, row.dossier.revision, place=row.place)
    places.write(
        session, actor=actor, dossier_id=dossier_id, place=row.place, language=row.language,
        text=written, seen=current, words_of=row.opened_by_id, now=now,
    )  # fmt: skip
    _answer(session, row, Answer.ACCEPTED, reason="", actor=actor, now=now)
    return row


def refuse(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    thread_id: UUID,
    reason: str,
    now: datetime,
) -> Thread:
    """Leave the text as it is, and say why; resolves the thread.

    Raises NotFound, Forbidden, NotEditable, SuggestionClosed or ReasonMissing.
    """
    row = _to_answer(session, thread_id, dossier_id=dossier_id, actor=actor)
    if not reason:
        raise ReasonMissing
    _answer(session, row, Answer.REFUSED, reason=reason, actor=actor, now=now)
    return row


def _to_answer(session: Session, thread_id: UUID, *, dossier_id: UUID, actor: Actor) -> Thread:
    """Return a thread whose suggestion the actor may answer now."""
    row = threads.get(session, thread_id, dossier_id=dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, row.dossier)
    lock(session, row.dossier.revision)
    assessment.require_editable(row.dossier.revision.state)
    session.refresh(row)
    if not row.waits_for_answer:
        raise SuggestionClosed
    return row


def _answer(
    session: Session, row: Thread, answer: Answer, *, reason: str, actor: Actor, now: datetime
) -> None:
    row.answer, row.answer_reason = answer, reason
    row.answered_by_id, row.answered_at = actor.user_id, now
    close(row, actor=actor, now=now)
    see_mentions(session, row, actor=actor, now=now)
    session.flush()
    record(session, row, f"suggestion.{answer}", actor=actor, now=now, by=row.opened_by_id)
