"""The privacy officer gives an ICT partner a link to the settings, and sees to what comes back."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import worksheet as rules
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.second_person import named
from dpia_workbench.risk.worksheet import AnswerKind, Settled
from dpia_workbench.store import audit, outbox, worksheets
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    LocalMeasure,
    Worksheet,
    WorksheetAnswer,
    WorksheetFile,
    WorksheetOutcome,
)
from dpia_workbench.usecases import adopting, adoption, measuring, settings
from dpia_workbench.usecases.notice import day_in


class AnswerChanged(RuleViolation):
    """The partner wrote something else meanwhile."""

    code = "worksheet.answer-changed"


class AnswerSettled(RuleViolation):
    """A colleague saw to this answer already."""

    code = "worksheet.answer-settled"


class NothingToAsk(RuleViolation):
    """A worksheet without settings asks nothing."""

    code = "worksheet.nothing-to-ask"


def make(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    worksheet_id: UUID,
    secret_hash: str,
    partner: str,
    email: str,
    language: str,
    days: int,
    every_measure: bool,
    today: date,
    now: datetime,
) -> Worksheet:
    """Make a worksheet for a partner. The door made its secret, of which this gets the hash.

    With an address the link is mailed; the job signs it anew, so that it is kept nowhere.
    Raises NotFound, Forbidden, AlreadyDecided, LifeOutOfRange, TooManyWorksheets or NothingToAsk.
    """
    row = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.WORKSHEET_MAKE, today=today
    ).adoption
    rules.require_life(days)
    others = worksheets.find(session, adoption_id=adoption_id, actor=actor)
    rules.require_few(sum(each.state(now=now) is rules.State.OPEN for each in others))
    made = Worksheet(
        id=worksheet_id, adoption=row, partner=partner, was_mailed=bool(email),
        every_measure=every_measure, secret_hash=secret_hash, made_by_id=actor.user_id,
        made_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(made)
    session.flush()
    if not settings.asked(made):
        raise NothingToAsk
    audit.record(session, "worksheet.made", actor=actor, subject_id=adoption_id, at=now,
                 worksheet=made.id)  # fmt: skip
    if email:
        _mail(session, made, to=email, language=language, now=now)
    return made


def _mail(session: Session, row: Worksheet, *, to: str, language: str, now: datetime) -> None:
    outbox.enqueue(
        session, "mail.send", at=now, kind="worksheet-link", to=to, language=language,
        worksheet_id=row.id,
        values={
            "name": row.partner, "board": row.adoption.board.name,
            "product": settings.product(row).text(language),
            "day": day_in(language, day_of(row.expires_at)),
        },
    )  # fmt: skip


def withdraw(
    session: Session, *, actor: Actor, adoption_id: UUID, worksheet_id: UUID, now: datetime
) -> Worksheet:
    """End a link; what was saved stays. Raises NotFound or Forbidden."""
    row = _settled_by(session, worksheet_id, adoption_id=adoption_id, actor=actor)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by_id = now, actor.user_id
        audit.record(session, "worksheet.withdrawn", actor=actor, subject_id=adoption_id, at=now,
                     worksheet=row.id)  # fmt: skip
    return row


def _settled_by(
    session: Session, worksheet_id: UUID, *, adoption_id: UUID, actor: Actor
) -> Worksheet:
    """Return a worksheet, locked, if the actor may see to it. Raises NotFound or Forbidden."""
    row = worksheets.get(session, worksheet_id, adoption_id=adoption_id, actor=actor)
    require(actor, Permission.WORKSHEET_SETTLE, row)
    session.refresh(row, with_for_update=True)
    return row


def take_over(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    worksheet_id: UUID,
    answer_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> LocalMeasure:
    """Record an answer as the board's own, with the partner's name in it.

    `version` is that of the measure as the officer saw it. Raises NotFound, Forbidden,
    AlreadyDecided, AnswerChanged, AnswerSettled, QuestionStaysOpen, AnswerIncomplete, SinceAhead,
    LaterPassed, EvidenceFull or Stale.
    """
    row = _settled_by(session, worksheet_id, adoption_id=adoption_id, actor=actor)
    answer = _open_answer(session, row, answer_id)
    wanted = rules.becomes(answer.kind)
    measure = _measure(row, answer.key)
    files = shown(row, answer.key)
    rules.require_complete(answer.said, key=answer.key, has_files=bool(files), today=today)
    common: dict[str, Any] = {
        "actor": actor, "adoption_id": adoption_id, "measure_id": measure.id,
        "worksheet_id": row.id, "today": today, "now": now,
    }  # fmt: skip
    if files:
        measuring.add_files(session, files=[each.facts for each in files], **common)
    said = _said(row, answer, files=files)
    if is_confirmation(measure, answer):
        measuring.confirm(session, evidence=said, version=version, **common)
    else:
        told = "evidence" if wanted is LocalState.IMPLEMENTED else "reason"
        words: dict[str, Any] = {"evidence": "", "reason": "", told: said}
        adoption.record_measure(
            session, state=wanted, due=answer.due, version=version, **words, **common
        )
    _settle(session, row, answer, Settled.TAKEN_OVER, words="", actor=actor, now=now)
    return measure


def shown(row: Worksheet, key: str) -> list[WorksheetFile]:
    """Return the files that a partner shows with a setting."""
    return [each for each in row.files if each.key == key and each.taken_out_at is None]


def is_confirmation(measure: LocalMeasure, answer: WorksheetAnswer) -> bool:
    """Return whether a partner says done of what the board recorded itself as applied."""
    is_own = measure.state is LocalState.IMPLEMENTED and measure.recorded_by_id is not None
    return is_own and answer.kind is AnswerKind.DONE


def _open_answer(session: Session, row: Worksheet, answer_id: UUID) -> WorksheetAnswer:
    answer = worksheets.answer(session, answer_id, worksheet=row)
    if answer.outcome is not None:
        raise AnswerSettled
    if row.newest[answer.key].id != answer.id:
        raise AnswerChanged
    return answer


def _measure(row: Worksheet, key: str) -> LocalMeasure:
    for each in row.adoption.measures:
        if each.key == key:
            return each
    raise NotFound


def _said(row: Worksheet, answer: WorksheetAnswer, *, files: list[WorksheetFile]) -> str:
    """Return what a partner answered as one text: who, when, what, and which files show it."""
    who = answer.by_name or row.sent_by or row.partner
    on = answer.since or day_of(answer.at)
    name = row.partner if who == row.partner else f"{who}, {row.partner}"
    shown = f"[{named([each.file_name for each in files])}]" if files else ""
    return " ".join(part for part in (f"{name} ({on}):", answer.words, shown) if part)


def _settle(
    session: Session,
    row: Worksheet,
    answer: WorksheetAnswer,
    outcome: Settled,
    *,
    words: str,
    actor: Actor,
    now: datetime,
) -> None:
    session.add(
        WorksheetOutcome(
            answer_id=answer.id, outcome=outcome, words=words, by_id=actor.user_id, at=now
        )
    )
    session.flush()
    session.expire(answer, ["outcome"])
    fact = f"worksheet.answer-{outcome.replace('_', '-')}"
    audit.record(session, fact, actor=actor, subject_id=row.adoption_id, at=now,
                 worksheet=row.id, measure=answer.key)  # fmt: skip


def take_over_all(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    worksheet_id: UUID,
    today: date,
    now: datetime,
) -> int:
    """Take over every answer about a measure that nobody answered, or that confirms one.

    Returns how many: questions, and answers about what the board recorded otherwise, are seen to
    one by one. Raises as `take_over`; then nothing is taken over.
    """
    row = _settled_by(session, worksheet_id, adoption_id=adoption_id, actor=actor)
    found = [answer for answer in row.newest.values() if is_plain(row, answer, today=today)]
    for answer in found:
        take_over(
            session, actor=actor, adoption_id=adoption_id, worksheet_id=worksheet_id,
            answer_id=answer.id, version=None, today=today, now=now,
        )  # fmt: skip
    return len(found)


def is_plain(row: Worksheet, answer: WorksheetAnswer, *, today: date) -> bool:
    """Return whether an answer can be taken over together with others."""
    if answer.outcome is not None or answer.kind in (None, AnswerKind.QUESTION):
        return False
    files = shown(row, answer.key)
    try:
        rules.require_complete(answer.said, key=answer.key, has_files=bool(files), today=today)
    except RuleViolation:
        return False
    measure = _measure(row, answer.key)
    return measure.state is LocalState.TODO or is_confirmation(measure, answer)


def set_aside(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    worksheet_id: UUID,
    answer_id: UUID,
    words: str,
    now: datetime,
) -> WorksheetAnswer:
    """Do nothing with an answer; `words` reply to a question, which the partner reads.

    Raises NotFound, Forbidden, AnswerChanged or AnswerSettled.
    """
    row = _settled_by(session, worksheet_id, adoption_id=adoption_id, actor=actor)
    answer = _open_answer(session, row, answer_id)
    _settle(session, row, answer, Settled.SET_ASIDE, words=words, actor=actor, now=now)
    return answer
