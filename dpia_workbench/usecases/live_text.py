"""Several people type in one text at once: their updates are kept, and settled as Markdown.

An update is kept as soon as it comes, and so is never lost. A moment later the text is settled:
what the document says is written as Markdown, which all else reads and which has a history. What
is written as Markdown by another way meanwhile becomes an update of the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents, dossiers, text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, SectionText
from dpia_workbench.usecases import settling
from dpia_workbench.usecases.document import Document
from dpia_workbench.usecases.editing import lock


class StillTyping(RuleViolation):
    """Somebody typed just now, and the text does not say it yet."""

    code = "text.still-typing"


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
    settling.settle(session, row, dossier=dossier, document=document, now=now)
    updates = settling.begin(session, row, dossier=dossier, document=document, now=now)
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


def require_settled(session: Session, *, dossier: Dossier) -> None:
    """Refuse to close texts in which somebody types this very moment. Raises StillTyping."""
    if text_updates.unsettled(session, dossier.id):
        raise StillTyping


def prepare(session: Session, *, text_id: UUID, document: Document) -> int | None:
    """Compute what settling a text takes, before anybody has to wait for it.

    Return up to which update, for `settle`. Raises NotFound.
    """
    row = session.get(SectionText, text_id)
    if row is None:
        raise NotFound
    return settling.prepare(session, row, document=document)


def settle(
    session: Session, *, text_id: UUID, document: Document, now: datetime, upto: int | None = None
) -> None:
    """Write as Markdown what a document says, and let it say what was written as Markdown.

    A revision that is closed stays as it is; updates beyond a number wait. Raises NotFound.
    """
    row = session.get(SectionText, text_id)
    if row is None:
        raise NotFound
    dossier = text_updates.dossier_of(session, row)
    lock(session, dossier.revision)
    settling.settle(session, row, dossier=dossier, document=document, now=now, upto=upto)
