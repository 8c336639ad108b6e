"""Words that are prepared for the board's decision; they are the board's only once it decides."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, PreparedAcceptance
from dpia_workbench.usecases import adopting


def version_of(adoption: Adoption) -> int:
    """Return a number that grows with every change of the prepared words."""
    return sum(row.version for row in adoption.prepared)


def prepare(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    texts: Mapping[str, str],
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Keep why the board could accept each risk, by the key of the risk.

    Raises NotFound, Forbidden, AlreadyDecided or Stale.
    """
    assessed = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = assessed.adoption
    if version is not None and version != version_of(row):
        raise Stale
    if not set(texts) <= set(assessed.levels):
        raise NotFound
    there = {each.risk: each for each in row.prepared}
    changed = {
        key: text
        for key, text in texts.items()
        if text != (there[key].text if key in there else "")
    }
    for key, text in changed.items():
        if key in there:
            there[key].text, there[key].by_id, there[key].at = text, _id(actor), now
        else:
            row.prepared.append(PreparedAcceptance(risk=key, text=text, by_id=_id(actor), at=now))
    adopting.finish(row, Step.RISKS, actor=actor, now=now)
    adopting.filled_by(row, actor=actor)
    adopting.record(
        session, row, "adoption.acceptance-prepared", actor=actor, now=now, texts=changed
    )
    return row


def _id(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise NotFound
    return actor.user_id
