"""Passages of a text that people talk about while it is typed: comments and suggestions on them.

A passage is marked in the document of the text, so that it is found again whatever is typed
around it. A text that begins anew, in another revision, has the passage marked again by its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY, LONGEST_TEXT, Section
from dpia_workbench.store import threads
from dpia_workbench.store.models import SectionText, Thread
from dpia_workbench.usecases import discussing, live_text, settling
from dpia_workbench.usecases.document import Document
from dpia_workbench.usecases.live_text import Opened
from dpia_workbench.usecases.place import Spot, TextTooLong
from dpia_workbench.usecases.thread import PassageNotFound

MOST_SHOWN = 100  # threads beside a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage as somebody chose it, with the letters before and after it."""

    passage: str
    before: str = ""
    after: str = ""


def start(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    section: Section,
    quote: Quote,
    body: str,
    proposed: str | None,
    document: Document,
    today: date,
    now: datetime,
) -> Thread:
    """Open a thread on a passage of a text as it is now; `proposed` is a suggestion for it.

    Raises NotFound, Forbidden, NothingSaid, PassageNotFound or TextTooLong.
    """
    dossier = discussing.to_discuss(session, dossier_id, actor=actor)
    text = settling.settled_text(session, dossier, section, document=document, now=now)
    if proposed is not None and len(text.body) + len(proposed) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT)
    place = Place(part=DossierPart.TEXT, key=section, field=BODY.name)
    spot = Spot(field=BODY.name, text=text.body)
    row = discussing.opened(
        session, dossier, actor=actor, body=body, proposed=proposed, mentions=(),
        about=discussing.About(place, spot, quote.passage, is_in_text=True), assignee_id=None,
        today=today, now=now,
    )  # fmt: skip
    data = document.anchored(
        settling.updates_of(session, text), str(row.id), passage=quote.passage,
        before=quote.before, after=quote.after,
    )  # fmt: skip
    if data is None:
        raise PassageNotFound
    settling.mark(session, text, data, by_id=actor.user_id, now=now)
    return row


def open_text(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    section: Section,
    document: Document,
    now: datetime,
) -> Opened:
    """Return the document of a text, with the passages marked that people talk about.

    Raises NotFound or Forbidden.
    """
    found = live_text.open_text(
        session, actor=actor, dossier_id=dossier_id, section=section, document=document, now=now
    )
    text = session.get(SectionText, found.text_id)
    rows = open_threads(session, actor=actor, dossier_id=dossier_id, section=section)
    talked = [row for row in rows if row.in_text]
    if text is None or not talked:
        return found
    updates = _marked_again(session, text, talked, found.updates, document=document, now=now)
    return replace(found, updates=updates, number=text.settled)


def _marked_again(
    session: Session, text: SectionText, rows: Sequence[Thread], updates: Sequence[bytes], *,
    document: Document, now: datetime,
) -> Sequence[bytes]:  # fmt: skip
    """Mark the passages of threads that a document which began anew does not know, if it can.

    Return the document with them.
    """
    updates, known = list(updates), document.quoted(updates)
    for row in rows:
        if str(row.id) in known:
            continue
        data = document.anchored(updates, str(row.id), passage=row.passage, before="", after="")
        if data is not None:
            settling.mark(session, text, data, by_id=None, now=now)
            updates.append(data)
    return updates


def open_threads(
    session: Session, *, actor: Actor, dossier_id: UUID, section: Section
) -> Sequence[Thread]:
    """Return the open threads on a text, the oldest first, and of very many the newest."""
    place = Place(part=DossierPart.TEXT, key=section)
    found = threads.slice_of(
        session, dossier_id=dossier_id, show=threads.Show.OPEN, actor=actor, place=place,
        offset=0, limit=MOST_SHOWN,
    )  # fmt: skip
    return list(reversed(found))
