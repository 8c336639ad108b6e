"""What verbs share of texts that several people type in: settling them, and edits of the server.

An update is kept before anybody hears of it. To settle a text is to write as Markdown what its
document says, with a step in the history that names all who typed; and to let the document say
what was written as Markdown by another way.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk import assessment
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY, Section
from dpia_workbench.store import contents, text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, SectionText, TextUpdate
from dpia_workbench.usecases import authors, steps
from dpia_workbench.usecases.document import Document
from dpia_workbench.usecases.editing import lock, sign
from dpia_workbench.usecases.fields import hash_of

MOST_APART = 200  # updates that are settled are brought together when there are more


def settled_text(
    session: Session, dossier: Dossier, section: Section, *, document: Document, now: datetime
) -> SectionText:
    """Return a text of the newest revision after it was settled. Raises NotFound without one."""
    lock(session, dossier.revision)
    row = contents.text(session, dossier.revision, section)
    if row is None:
        raise NotFound
    settle(session, row, dossier=dossier, document=document, now=now)
    return row


def updates_of(session: Session, row: SectionText) -> list[bytes]:
    """Return the document of a text as its updates."""
    return [each.data for each in text_updates.after(session, row.id)]


def mark(
    session: Session, row: SectionText, data: bytes, *, by_id: UUID | None, now: datetime
) -> None:
    """Keep an update of a settled text that changes nothing of what it says."""
    row.settled = text_updates.add(session, row, data, by_id=by_id, at=now)
    session.flush()


def begin(
    session: Session, row: SectionText, *, dossier: Dossier, document: Document, now: datetime
) -> Sequence[TextUpdate]:
    """Let people begin in each line of a text at once, where it is open and settled.

    Return its updates.
    """
    updates = text_updates.after(session, row.id)
    if not _is_open(row, dossier) or updates[-1].number > row.settled:
        return updates
    data = document.begun([each.data for each in updates])
    if data is None:
        return updates
    mark(session, row, data, by_id=None, now=now)
    return text_updates.after(session, row.id)


def reword(
    session: Session, dossier: Dossier, row: SectionText, data: bytes, *, actor: Actor,
    document: Document, now: datetime,
) -> None:  # fmt: skip
    """Keep an update that changes what a settled text says, and write it as Markdown."""
    text_updates.add(session, row, data, by_id=actor.user_id, at=now)
    settle(session, row, dossier=dossier, document=document, now=now)


def _is_open(row: SectionText, dossier: Dossier) -> bool:
    is_newest = row.revision_id == dossier.revision.id
    return is_newest and dossier.revision.state is assessment.State.DRAFT


def prepare(session: Session, row: SectionText, *, document: Document) -> int | None:
    """Compute what settling a text takes, for a document that remembers; nothing is written.

    Return the number of the last update that was looked at, for `settle`. None: compute it then.
    """
    updates = text_updates.after(session, row.id)
    new = [each for each in updates if each.number > row.settled]
    if not new or row.settled_as != hash_of(row.body):
        return None
    old = [each.data for each in updates if each.number <= row.settled]
    authors.grown(row, old, new, document=document)
    document.said([*old, *(each.data for each in new)])
    return new[-1].number


def settle(
    session: Session, row: SectionText, *, dossier: Dossier, document: Document, now: datetime,
    upto: int | None = None,
) -> None:  # fmt: skip
    """Write as Markdown what a document says, and let it say what was written as Markdown.

    Updates beyond the number `upto` wait for the next time.
    """
    row = text_updates.locked(session, row.id)
    is_written = row.settled_as != hash_of(row.body)  # by another way, or never opened
    updates = [
        each
        for each in text_updates.after(session, row.id)
        if is_written or upto is None or each.number <= upto
    ]
    new = [each for each in updates if each.number > row.settled]
    if row.settled and not new and not is_written:
        return
    if new and not _is_open(row, dossier):
        return  # it was closed since, and stays as it was approved
    old = [each.data for each in updates if each.number <= row.settled]
    last = updates[-1].number if updates else 0
    if is_written:
        data = document.rewritten(old, row.body)
        authors.follow(session, row, old, data, dossier=dossier, document=document)
        last = text_updates.add(session, row, data, by_id=None, at=now)
        old.append(data)
    if new:
        authors.add(row, old, new, document=document)
        _write(session, row, document.said([*old, *(each.data for each in new)]), new,
               dossier=dossier, now=now)  # fmt: skip
    row.settled, row.settled_as = last, hash_of(row.body)
    if len(updates) > MOST_APART:
        data = document.brought_together([*old, *(each.data for each in new)])
        text_updates.bring_together(session, row, data, at=now)
    session.flush()


def _write(
    session: Session,
    row: SectionText,
    text: str,
    new: Sequence[TextUpdate],
    *,
    dossier: Dossier,
    now: datetime,
) -> None:
    """Write what people typed as Markdown, with a step in the history that names all of them."""
    if text == row.body:
        return
    place = Place(part=DossierPart.TEXT, key=row.section, field=BODY.name)
    authors = list(dict.fromkeys(each.by_id for each in reversed(new) if each.by_id))
    last = Actor(user_id=authors[0], organisation_id=dossier.owner_id) if authors else Actor()
    before, row.body, row.to_check = row.body, text, False
    steps.record(
        session, dossier.revision, place, before=before, after=text, actor=last, now=now,
        beside=authors[1:],
    )  # fmt: skip
    for user_id in authors:
        actor = Actor(user_id=user_id, organisation_id=dossier.owner_id)
        sign(
            session, dossier, "field.saved", actor=actor, now=now, part=place.part,
            place=place.key, field=place.field, before_hash=hash_of(before),
            after_hash=hash_of(text),
        )  # fmt: skip
