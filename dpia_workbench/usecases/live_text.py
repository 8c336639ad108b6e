"""Several people type in one text at once: their updates are kept, and settled as Markdown.

An update is kept as soon as it comes, and so is never lost. A moment later the text is settled:
what the document says is written as Markdown, which all else reads and which has a history. What
is written as Markdown by another way meanwhile becomes an update of the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import BODY, Section
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents, dossiers, text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, SectionText, TextUpdate
from dpia_workbench.usecases import steps
from dpia_workbench.usecases.editing import lock, sign
from dpia_workbench.usecases.fields import hash_of

LARGEST_UPDATE = 2**20  # bytes
MOST_APART = 200  # updates that are settled are brought together when there are more


class UpdateTooLarge(RuleViolation):
    """One update is at most a megabyte."""

    code = "text.update-too-large"


class StillTyping(RuleViolation):
    """Somebody typed just now, and the text does not say it yet."""

    code = "text.still-typing"


class Document(Protocol):
    """How documents are read and changed; the floor `together` does."""

    def said(self, updates: Sequence[bytes]) -> str:
        """Return what a document says, as Markdown."""

    def rewritten(self, updates: Sequence[bytes], text: str) -> bytes:
        """Return the update after which a document says a text."""

    def brought_together(self, updates: Sequence[bytes]) -> bytes:
        """Return one update that says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text that somebody opened: its document up to a number, and whether they may type."""

    text_id: UUID
    updates: Sequence[bytes]
    number: int
    may_write: bool


def open_text(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    section: Section,
    document: Document,
    now: datetime,
) -> Opened:
    """Return the document of a text of the newest revision; one is begun if there is none.

    Raises NotFound or Forbidden: only who works at the dossier reads a text while it is typed.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_READ, dossier)
    lock(session, dossier.revision)
    row = contents.text(session, dossier.revision, section)
    if row is None:
        row = SectionText(revision_id=dossier.revision.id, section=section, body="")
        session.add(row)
        session.flush()
    _settle(session, row, dossier=dossier, document=document, now=now)
    updates = text_updates.after(session, row.id)
    return Opened(
        text_id=row.id,
        updates=[each.data for each in updates],
        number=updates[-1].number,
        may_write=_may_write(dossier, actor=actor),
    )


def may_still(session: Session, *, actor: Actor, dossier_id: UUID, opened: Opened) -> bool:
    """Return whether what somebody opened is still theirs to type in, or to see, as it was then.

    Raises NotFound or Forbidden.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_READ, dossier)
    row = session.get(SectionText, opened.text_id)
    is_newest = row is not None and row.revision_id == dossier.revision.id
    return is_newest and _may_write(dossier, actor=actor) is opened.may_write


def _may_write(dossier: Dossier, *, actor: Actor) -> bool:
    is_draft = dossier.revision.state is assessment.State.DRAFT
    return is_draft and allows(actor, Permission.DOSSIER_EDIT, dossier)


def _is_open(row: SectionText, dossier: Dossier) -> bool:
    is_newest = row.revision_id == dossier.revision.id
    return is_newest and dossier.revision.state is assessment.State.DRAFT


def take(
    session: Session, *, actor: Actor, dossier_id: UUID, text_id: UUID, update: bytes, now: datetime
) -> int:
    """Keep an update that a browser sent, and return its number.

    Raises NotFound, Forbidden, NotEditable or UpdateTooLarge.
    """
    if len(update) > LARGEST_UPDATE:
        raise UpdateTooLarge
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_EDIT, dossier)
    lock(session, dossier.revision)  # nobody closes it before this is kept
    row = text_updates.locked(session, text_id)
    assessment.require_editable(dossier.revision.state)
    if row.revision_id != dossier.revision.id:
        raise NotFound
    return text_updates.add(session, row, update, by_id=actor.user_id, at=now)


def require_settled(session: Session, *, dossier: Dossier) -> None:
    """Refuse to close texts in which somebody types this very moment. Raises StillTyping."""
    if text_updates.unsettled(session, dossier.id):
        raise StillTyping


def settle(session: Session, *, text_id: UUID, document: Document, now: datetime) -> None:
    """Write as Markdown what a document says, and let it say what was written as Markdown.

    A revision that is closed stays as it is. Raises NotFound.
    """
    row = session.get(SectionText, text_id)
    if row is None:
        raise NotFound
    dossier = text_updates.dossier_of(session, row)
    lock(session, dossier.revision)
    _settle(session, row, dossier=dossier, document=document, now=now)


def _settle(
    session: Session, row: SectionText, *, dossier: Dossier, document: Document, now: datetime
) -> None:
    row = text_updates.locked(session, row.id)
    updates = text_updates.after(session, row.id)
    new = [each for each in updates if each.number > row.settled]
    if row.settled and not new and row.settled_as == hash_of(row.body):
        return
    if new and not _is_open(row, dossier):
        return  # it was closed since, and stays as it was approved
    old = [each.data for each in updates if each.number <= row.settled]
    if row.settled_as != hash_of(row.body):  # it was written by another way, or never opened
        data = document.rewritten(old, row.body)
        text_updates.add(session, row, data, by_id=None, at=now)
        old.append(data)
    if new:
        _write(session, row, document.said([*old, *(each.data for each in new)]), new,
               dossier=dossier, now=now)  # fmt: skip
    row.settled = text_updates.newest(session, [row.id])[row.id]
    row.settled_as = hash_of(row.body)
    if len(updates) > MOST_APART:
        data = document.brought_together(
            [each.data for each in text_updates.after(session, row.id)]
        )
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
