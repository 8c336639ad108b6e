"""Who has a dossier open, and what others changed in it meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.registers import normal
from dpia_workbench.store import contents, dossiers
from dpia_workbench.store.models import FieldStep, Presence

GONE = timedelta(seconds=20)  # without a sign of life, somebody has left
STILL_HERE = timedelta(seconds=8)  # a sign of life is good for this long
LONGEST_PLACE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Who else is here, what they changed since, and up to which step this tells."""

    people: Sequence[Presence]
    steps: Sequence[FieldStep]
    seq: int


def _say(session: Session, key: tuple[UUID, UUID], *, place: str, now: datetime) -> None:
    """Write where somebody is, if that is news: most of the time nothing needs to be written."""
    row = session.get(Presence, key)
    if row is not None and row.place == place and now - row.seen_at < STILL_HERE:
        return
    row = row or Presence(dossier_id=key[0], user_id=key[1])
    row.place, row.seen_at = place, now
    session.add(row)


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
        _say(session, key, place=normal(place)[:LONGEST_PLACE], now=now)
    revision = dossier.revision
    newest = contents.newest_seq(session, revision)  # before the steps, so that none is passed over
    here = contents.present(session, dossier.id, since=now - GONE)
    return News(
        people=[each for each in here if each.user_id != actor.user_id],
        steps=contents.steps(session, revision, after=after),
        seq=newest,
    )
