"""Who has a dossier open, and what others changed in it meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.store import contents, dossiers
from dpia_workbench.store.models import FieldStep, Presence

GONE = timedelta(seconds=20)  # without a sign of life, somebody has left
LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Who else is here, what they changed since, and up to which step this tells."""

    people: Sequence[Presence]
    steps: Sequence[FieldStep]
    seq: int


def attend(
    session: Session, *, actor: Actor, dossier_id: UUID, place: str, after: int, now: datetime
) -> News:
    """Say where in a dossier the actor is, and return what happened after a step.

    Raises NotFound or Forbidden.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_READ, dossier)
    if actor.user_id is not None:
        key = (dossier.id, actor.user_id)
        row = session.get(Presence, key) or Presence(dossier_id=key[0], user_id=key[1])
        row.place, row.seen_at = place[:LONGEST_PLACE], now
        session.add(row)
    revision = dossier.revision
    newest = contents.newest_seq(session, revision)  # before the steps, so that none is passed over
    here = contents.present(session, dossier.id, since=now - GONE)
    return News(
        people=[each for each in here if each.user_id != actor.user_id],
        steps=contents.steps(session, revision, after=after),
        seq=newest,
    )
