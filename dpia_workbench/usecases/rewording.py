"""What a suggestion makes of the passage of a text that it is on, and writing that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, object_session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.registers import Section
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import contents
from dpia_workbench.store.models import Thread
from dpia_workbench.usecases import place as places
from dpia_workbench.usecases import settling
from dpia_workbench.usecases.document import Document


class TextChanged(RuleViolation):
    """A suggestion on a text that changed since is not applied unseen."""

    code = "suggestion.text-changed"


@dataclass(frozen=True, slots=True)
class Reworded:
    """A document, and the update after which it says what was suggested."""

    updates: list[bytes]
    data: bytes


def reworded(row: Thread, *, document: Document) -> Reworded | None:
    """Return what a suggestion makes of its text, or None if its passage changed or is gone."""
    session = object_session(row)
    if session is None or row.proposed is None:
        return None
    text = contents.text(session, row.dossier.revision, Section(row.key))
    if text is None:
        return None
    updates = settling.updates_of(session, text)
    if str(row.id) not in document.quoted(updates):
        data = document.anchored(updates, str(row.id), passage=row.passage, before="", after="")
        updates += [data] if data else []
    made = document.reworded(updates, str(row.id), passage=row.passage, proposed=row.proposed)
    return Reworded(updates, made) if made else None


def write(
    session: Session, row: Thread, *, actor: Actor, document: Document, now: datetime
) -> None:
    """Write what was suggested for a passage that is still as it was quoted.

    Raises NotFound or TextChanged.
    """
    dossier = row.dossier
    text = settling.settled_text(session, dossier, Section(row.key), document=document, now=now)
    found = reworded(row, document=document)
    if found is None:
        raise TextChanged
    contents.close_steps(session, dossier.revision, place=row.place)
    settling.reword(session, dossier, text, found.data, actor=actor, document=document, now=now)
    places.credit(dossier.revision, text, row.opened_by_id)
