"""What a page saves while somebody types: a field of a register, or a text of another part."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.registers import BODY, normal
from dpia_workbench.store import contents
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import fields, place
from dpia_workbench.usecases.editing import editable_dossier
from dpia_workbench.usecases.fields import Saved
from dpia_workbench.usecases.holding import merged


def save(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    where: Place,
    value: object,
    was: object,
    now: datetime,
) -> Saved:
    """Write one field of a draft, merged with what others wrote since.

    The field of a text in two languages names the half, such as title.nl.
    Raises NotFound, Forbidden, NotEditable, FieldConflict, or what the part refuses.
    """
    if where.part in place.STATED:
        return fields.save(
            session, actor=actor, dossier_id=dossier_id, place=where, value=value, was=was, now=now
        )
    dossier = editable_dossier(session, dossier_id, actor=actor)
    name, _dot, half = where.field.partition(".")
    at = Place(part=where.part, key=where.key, field=name)
    theirs = place.text_at(dossier.revision, at, language=half)
    if theirs is None or not isinstance(value, str) or not isinstance(was, str):
        raise NotFound
    mine = normal(value)
    result = str(merged(BODY, base=normal(was), mine=mine, theirs=theirs))
    before = contents.newest_seq(session, dossier.revision)
    if result != theirs:
        place.write(
            session, actor=actor, dossier_id=dossier_id, place=at, language=half, text=result,
            seen=theirs, words_of=None, now=now,
        )  # fmt: skip
    newest = contents.newest_seq(session, dossier.revision)
    seq = newest if newest != before else None
    return Saved(value=result, seq=seq, newest=newest, merged=result != mine)
