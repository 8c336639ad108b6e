"""The prior consultation of the authority after a board decided to ask it (GDPR art. 36)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk import consultation_record as rules
from dpia_workbench.risk.consultation_record import Applicant, Event, EventKind, Record
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.store import board_decisions
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Adoption, AdoptionDecision, ConsultationEvent
from dpia_workbench.usecases import adopting
from dpia_workbench.usecases.adoption import WordsMissing

_WITH_WORDS = (EventKind.ANSWERED, EventKind.FOLLOWED)


def standing(taken: AdoptionDecision) -> list[ConsultationEvent]:
    """Return the events that stand: they happened, and were not taken back."""
    back = {row.takes_back_id for row in taken.consultation}
    return [row for row in taken.consultation if row.kind is not None and row.id not in back]


def record_of(taken: AdoptionDecision) -> Record:
    """Return how far the consultation is."""
    return rules.replay(_events(standing(taken)))


def _events(rows: list[ConsultationEvent]) -> list[Event]:
    return [Event(kind=row.kind, on=row.on) for row in rows if row.kind is not None]


def _consulting(
    session: Session, adoption_id: UUID, *, actor: Actor, version: int | None
) -> tuple[Adoption, AdoptionDecision, UUID]:
    adoption = adopting.locked(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL
    )
    taken = board_decisions.decision(adoption)
    if taken.outcome is not Outcome.CONSULTATION or actor.user_id is None:
        raise NotFound
    if version is not None and version != len(taken.consultation):
        raise Stale
    return adoption, taken, actor.user_id


def note(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    kind: EventKind,
    on: date,
    applicant: Applicant | None,
    text: str,
    version: int | None,
    today: date,
    now: datetime,
) -> ConsultationEvent:
    """Note what happened in the consultation.

    `applicant` is who asked, of a submission; `version` is how many events the actor read. Raises
    NotFound, Forbidden, EventAhead, EventOutOfOrder, EventTooEarly, NoticeTooLate,
    SuspensionUpsideDown, ApplicantMissing, WordsMissing or Stale.
    """
    adoption, taken, by_id = _consulting(session, adoption_id, actor=actor, version=version)
    rules.require_past(on, today=today)
    if kind in _WITH_WORDS and not text.strip():
        raise WordsMissing
    asks = kind is EventKind.SUBMITTED
    rules.require_applicant(applicant, asks=asks)
    rules.replay([*_events(standing(taken)), Event(kind=kind, on=on)])
    row = ConsultationEvent(
        number=len(taken.consultation) + 1, kind=kind, on=on, text=text,
        applicant=applicant if asks else None, by_id=by_id, at=now,
    )  # fmt: skip
    taken.consultation.append(row)
    _recorded(
        session, adoption, "adoption.consultation-noted", actor=actor, now=now, kind=kind, on=on
    )
    return row


def take_back(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    number: int,
    text: str,
    today: date,
    now: datetime,
) -> ConsultationEvent:
    """Take back an event that was noted wrongly; what was noted stays to be read.

    Raises NotFound, Forbidden, WordsMissing or StillNeeded.
    """
    adoption, taken, by_id = _consulting(session, adoption_id, actor=actor, version=None)
    wrong = next((row for row in standing(taken) if row.number == number), None)
    if wrong is None:
        raise NotFound
    if not text.strip():
        raise WordsMissing
    rules.require_without(_events([row for row in standing(taken) if row is not wrong]))
    row = ConsultationEvent(
        number=len(taken.consultation) + 1, kind=None, on=today, text=text,
        takes_back_id=wrong.id, by_id=by_id, at=now,
    )  # fmt: skip
    taken.consultation.append(row)
    _recorded(
        session, adoption, "adoption.consultation-corrected", actor=actor, now=now, number=number
    )
    return row


def _recorded(
    session: Session, adoption: Adoption, fact: str, *, actor: Actor, now: datetime, **detail: Any
) -> None:
    session.flush()
    adopting.record(session, adoption, fact, actor=actor, now=now, **detail)
