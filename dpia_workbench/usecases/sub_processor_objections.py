"""What is said to a change of sub-processors: by school boards, and by cooperatives for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import sub_processors as rules
from dpia_workbench.risk.sub_processors import Move, Stance
from dpia_workbench.store import audit, sub_processors
from dpia_workbench.store.models import (
    SubProcessorBundle,
    SubProcessorChange,
    SubProcessorStance,
)
from dpia_workbench.usecases.editing import apply, expect_version
from dpia_workbench.usecases.sub_processor_mail import mail
from dpia_workbench.usecases.sub_processors import require_words


def respond(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    stance: Stance,
    reason: str,
    round_number: int | None,
    today: date,
    now: datetime,
) -> SubProcessorStance:
    """Say for the own board whether it objects; what was said before is replaced.

    `round_number` is the round that was read: who answers to words that the vendor corrected
    since reads them first. Nobody is mailed; the row of the change stays as it is, so that
    nothing of it shows that a board answered. Raises NotFound, Forbidden, ObjectionClosed,
    WithoutReason or Stale.
    """
    row = _open(session, change_id, actor=actor, permission=Permission.SUB_PROCESSOR_RESPOND,
                today=today)  # fmt: skip
    _expect_round(row, round_number)
    if stance is not Stance.NO_OBJECTION:
        require_words(reason)
    mine = sub_processors.stance_of(session, row, actor=actor)
    if mine is None:
        mine = SubProcessorStance(change_id=row.id, round=row.round, board_id=actor.organisation_id)
        session.add(mine)
    apply(mine, {"stance": stance, "reason": reason, "at": now, "by_id": actor.user_id})
    session.flush()
    audit.record(
        session, "subprocessor.responded", actor=actor, subject_id=mine.id, at=now,
        stance=stance, reason=reason,
    )  # fmt: skip
    return mine


def _open(
    session: Session, change_id: UUID, *, actor: Actor, permission: Permission, today: date
) -> SubProcessorChange:
    """Return an announcement to which the actor can object today."""
    row = sub_processors.get(session, change_id, actor=actor)
    require(actor, permission, row)
    rules.require_open(row.state, until=row.objection_until, on=today)
    return row


def _expect_round(row: SubProcessorChange, read: int | None) -> None:
    if read is not None and read != row.round:
        raise rules.CorrectedSince


_SAID = {
    Stance.OBJECTS: (Move.OBJECT, "objected"), Stance.NO_OBJECTION: (Move.ACCEPT, "accepted")
}  # fmt: skip


def bundle(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    stance: Stance,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> SubProcessorBundle:
    """Tell the vendor, for the schools of the actor's cooperative, that it objects or does not.

    Once per cooperative and round, and it stays as it was said. Raises NotFound, Forbidden,
    ObjectionClosed, SubProcessorMoveRefused, AlreadyBundled, WithoutReason or Stale.
    """
    row = _open(session, change_id, actor=actor, permission=Permission.SUB_PROCESSOR_BUNDLE,
                today=today)  # fmt: skip
    expect_version(row, version)
    if sub_processors.bundle_of(row, actor=actor) is not None:
        raise rules.AlreadyBundled
    require_words(words)
    if stance not in _SAID:
        raise rules.SubProcessorMoveRefused(state=row.state)
    move, news = _SAID[stance]
    row.state = rules.after(row.state, move)
    made = SubProcessorBundle(
        round=row.round, cooperative_id=actor.organisation_id, stance=stance, words=words, at=now,
        by_id=actor.user_id,
    )  # fmt: skip
    row.bundles.append(made)
    session.flush()
    _send(session, row, made, actor=actor, news=news, today=today)
    return made


def _send(
    session: Session,
    row: SubProcessorChange,
    made: SubProcessorBundle,
    *,
    actor: Actor,
    news: str,
    today: date,
) -> None:
    """Record what a cooperative said, and mail the contacts of the vendor."""
    audit.record(
        session,
        "subprocessor.bundled",
        actor=actor,
        subject_id=row.id,
        at=made.at,
        stance=made.stance,
        words=made.words,
        round=row.round,
    )
    mail(
        session,
        row,
        to=[row.vendor_id],
        role=Role.VENDOR_CONTACT,
        news=news,
        today=today,
        now=made.at,
    )
