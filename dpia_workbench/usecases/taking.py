"""Keeping what browsers send while people type: many updates at once, each on its own merits.

Who types waits for one look at rights and one number less when everybody's updates of a moment
are kept together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Forbidden, Permission, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import dossiers, text_updates
from dpia_workbench.store.base import NotFound

LARGEST_UPDATE = 2**20  # bytes

Refusal = NotFound | Forbidden | RuleViolation


class UpdateTooLarge(RuleViolation):
    """One update is at most a megabyte."""

    code = "text.update-too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An update of a text, and who sent it."""

    actor: Actor
    dossier_id: UUID
    text_id: UUID
    update: bytes


Asker = tuple[UUID, Actor]  # a dossier, and who types in it
Asked = Mapping[Asker, UUID | Refusal]


def ask(session: Session, sent: Sequence[Sent]) -> dict[Asker, UUID | Refusal]:
    """Return the revision in which each of these people may type, or why they may not.

    It only reads: nobody has to wait for a look at rights.
    """
    return {each: _writable(session, *each) for each in set(map(whose, sent))}


def take(
    session: Session, sent: Sequence[Sent], *, asked: Asked, now: datetime
) -> list[int | Refusal]:
    """Keep updates in the order given; return the number of each, or why it is not kept."""
    answers = {asked[whose(each)] for each in sent}
    revisions = {each for each in answers if isinstance(each, UUID)}
    states = dossiers.held_states(session, revisions)  # nobody closes one before this is kept
    found = [_refusal(each, asked[whose(each)], states) for each in sent]
    kept = [each for each, refusal in zip(sent, found, strict=True) if refusal is None]
    numbers = iter(
        text_updates.add_all(
            session,
            [(each.text_id, each.update, each.actor.user_id) for each in kept],
            revisions=revisions,
            at=now,
        )
    )
    return [refusal or next(numbers) or NotFound() for refusal in found]


def whose(each: Sent) -> Asker:
    """Return as what somebody who sent an update is asked for."""
    return each.dossier_id, each.actor


def _writable(session: Session, dossier_id: UUID, actor: Actor) -> UUID | Refusal:
    try:
        dossier = dossiers.get(session, dossier_id, actor=actor)
        require(actor, Permission.DOSSIER_EDIT, dossier)
    except (NotFound, Forbidden) as refusal:
        return refusal
    return dossier.revision.id


def _require_small(update: bytes) -> None:
    if len(update) > LARGEST_UPDATE:
        raise UpdateTooLarge


def _refusal(
    each: Sent, revision: UUID | Refusal, states: Mapping[UUID, assessment.State]
) -> Refusal | None:
    """Return why an update is not kept, if so."""
    if not isinstance(revision, UUID):
        return revision
    try:
        _require_small(each.update)
        assessment.require_editable(states[revision])
    except RuleViolation as refusal:
        return refusal
    return None
