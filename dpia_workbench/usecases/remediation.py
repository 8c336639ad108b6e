"""Requests to vendors: asked, promised, delivered, verified (method.md 5.4)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk import remediation
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.remediation import Move, MoveRefused
from dpia_workbench.store import dossiers, remediations
from dpia_workbench.store.models import (
    Claim,
    ClaimAuthor,
    DueDate,
    Measure,
    Membership,
    Remediation,
)
from dpia_workbench.usecases import asking, levels
from dpia_workbench.usecases.dealing import (
    keep_message,
    record,
    require_words,
    tell_owner,
    tell_vendor,
)
from dpia_workbench.usecases.editing import editable_dossier, expect_version

SETTLEMENTS = (Move.ACCEPT_DATE, Move.REFUSE_DATE)  # how a proposed day is answered
CHECKS = (Move.VERIFY, Move.VERIFY_PARTLY, Move.REJECT)  # what a check of a delivery can find


def request(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    measure_id: UUID,
    words: str,
    today: date,
    now: datetime,
) -> Remediation:
    """Ask the vendor for a measure at once, in words that the vendor reads.

    Raises NotFound, Forbidden, NotEditable, NotTheVendors or WordsMissing.
    """
    dossier = editable_dossier(session, dossier_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, dossier)
    measure = dossiers.part(session, Measure, measure_id, dossier=dossier)
    return asking.ask(
        session, actor=actor, dossier_id=dossier_id, title=None, words=words, is_draft=False,
        about=Place(part=DossierPart.MEASURE, key=measure.key), today=today, now=now,
    )  # fmt: skip


def _answerable(
    session: Session, remediation_id: UUID, *, actor: Actor, version: int | None
) -> Remediation:
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_ANSWER, row)
    expect_version(row, version)
    return row


def acknowledge(
    session: Session, *, actor: Actor, remediation_id: UUID, version: int | None, now: datetime
) -> Remediation:
    """Say that the request was read. Raises NotFound, Forbidden, MoveRefused or Stale."""
    row = _answerable(session, remediation_id, actor=actor, version=version)
    row.state = remediation.after(row.state, Move.ACKNOWLEDGE)
    record(session, row, "remediation.acknowledged", actor=actor, now=now)
    return row


def commit(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    due: date,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Record a vendor's promise to deliver by a day.

    Raises NotFound, Forbidden, MoveRefused, DueDateNotAhead or Stale.
    """
    row = _answerable(session, remediation_id, actor=actor, version=version)
    promise = remediation.commit(row.state, due=due, today=today)
    row.state, row.due, row.promise = promise.state, promise.due, words
    row.due_dates.append(DueDate(due=due, at=now, by_id=actor.user_id))
    record(session, row, "remediation.committed", actor=actor, now=now, due=due, words=words)
    tell_owner(session, row, today=today, now=now)
    return row


def propose_date(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    due: date,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Propose another day than the promised one, which holds until the cooperative accepts.

    Raises NotFound, Forbidden, MoveRefused, DueDateNotAhead, SameDay, WordsMissing or Stale.
    """
    row = _answerable(session, remediation_id, actor=actor, version=version)
    require_words(words)
    row.proposed_due = remediation.propose(
        row.state, due=row.due or today, proposed=due, today=today
    )
    row.proposal = words
    record(session, row, "remediation.date-proposed", actor=actor, now=now, due=due, words=words)
    tell_owner(session, row, today=today, now=now, news="date-proposed")
    return row


def settle_date(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    move: Move,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Accept or refuse the day that the vendor proposes; every day that held stays in sight.

    Raises NotFound, Forbidden, MoveRefused, NothingProposed, DueDateNotAhead, WordsMissing (a
    refusal says why) or Stale.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, row)
    expect_version(row, version)
    if move not in SETTLEMENTS:
        raise MoveRefused(state=row.state, move=move)
    proposed = row.proposed_due
    due = remediation.settle(row.state, move, due=row.due or today, proposed=proposed, today=today)
    if move is Move.REFUSE_DATE:
        require_words(words)
    else:
        row.due_dates.append(DueDate(due=due, at=now, by_id=actor.user_id))
    row.due = due
    _forget_proposal(row)
    record(
        session, row, "remediation.date-settled", actor=actor, now=now, move=move, due=proposed,
        words=words,
    )  # fmt: skip
    tell_vendor(session, row, today=today, now=now, news="date-settled")
    return row


def _forget_proposal(row: Remediation) -> None:
    """Let no proposal be open any more; the trail keeps that it was made."""
    row.proposed_due, row.proposal = None, ""


def decline(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Refuse a request, with the reason.

    Raises NotFound, Forbidden, MoveRefused, WordsMissing or Stale.
    """
    row = _answerable(session, remediation_id, actor=actor, version=version)
    require_words(words)
    row.state, row.refusal = remediation.after(row.state, Move.DECLINE), words
    record(session, row, "remediation.declined", actor=actor, now=now, words=words)
    tell_owner(session, row, today=today, now=now)
    return row


def deliver(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    words: str,
    version: int | None,
    today: date,
    now: datetime,
    files: Sequence[FileFacts] = (),
) -> Remediation:
    """Say that it is done, and how that can be seen, with files that show it.

    Raises NotFound, Forbidden, MoveRefused, WordsMissing, ThreadFull or Stale.
    """
    row = _answerable(session, remediation_id, actor=actor, version=version)
    state = remediation.after(row.state, Move.DELIVER)
    said = keep_message(
        session, row, actor=actor, words=words, files=files, now=now, is_delivery=True
    )
    row.state, row.delivery, row.delivered_on = state, words, today
    _forget_proposal(row)
    record(
        session, row, "remediation.delivered", actor=actor, now=now, words=words, message=said.id,
        files=[each.sha256 for each in files],
    )  # fmt: skip
    tell_owner(session, row, today=today, now=now)
    return row


def verify(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    move: Move,
    words: str,
    due: date | None,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Record what the check of a delivery found: it works, works partly, or must come again.

    Raises NotFound, Forbidden, MoveRefused, VerifierNotIndependent, WordsMissing,
    DueDateNotAhead or Stale.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_VERIFY, row)
    expect_version(row, version)
    if row.id not in checkable(session, actor=actor, rows=[row]):
        raise remediation.VerifierNotIndependent
    if move not in CHECKS:
        raise MoveRefused(state=row.state, move=move)
    require_words(words)
    if move is Move.REJECT:
        _ask_again(row, actor=actor, due=due or today, today=today, now=now)
    else:
        row.state = remediation.after(row.state, move)
        row.verified_by_id, row.verified_on = actor.user_id, today
        row.verification_expires_on = add_months(today, months=_counts_for(session, row))
    row.finding = words
    again_on = row.due if move is Move.REJECT else None
    record(
        session, row, "remediation.checked", actor=actor, now=now, move=move, words=words,
        due=again_on,
    )  # fmt: skip
    tell_vendor(session, row, today=today, now=now)
    return row


def _counts_for(session: Session, row: Remediation) -> int:
    """Return for how many months a check counts, by the method of the newest revision."""
    revision = remediations.resting(session, [row.id]).get(row.id)
    return levels.periods_of(session, revision).verification_months


def _ask_again(row: Remediation, *, actor: Actor, due: date, today: date, now: datetime) -> None:
    again = remediation.reject(row.state, due=due, today=today)
    row.state, row.due = again.state, again.due
    row.due_dates.append(DueDate(due=again.due, at=now, by_id=actor.user_id))
    row.verified_by_id = row.verified_on = row.verification_expires_on = None


def checkable(session: Session, *, actor: Actor, rows: Sequence[Remediation]) -> frozenset[UUID]:
    """Return the ids of the requests whose delivery the actor may check.

    Who asked, who claims the effect, and who ever answered for the vendor is not independent
    (method.md 3.3, invariant 13).
    """
    answered_for = set(
        session.scalars(
            select(Membership.organisation_id).where(Membership.user_id == actor.user_id)
        )
    )
    mine = {
        row.id
        for row in rows
        if allows(actor, Permission.REMEDIATION_VERIFY, row)
        and row.requested_by_id != actor.user_id
        and row.vendor_id not in answered_for
        and actor.user_id not in {each.user_id for each in row.authors}
    }
    claimed = (
        select(Measure.remediation_id)
        .select_from(Claim)
        .join(Claim.requires)
        .where(
            Claim.authors.any(ClaimAuthor.user_id == actor.user_id),
            Measure.remediation_id.in_(mine),
        )
    )
    return frozenset(mine - set(session.scalars(claimed)))


def withdraw(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    words: str,
    version: int | None,
    now: datetime,
) -> Remediation:
    """Take a request back, with the reason; a draft is dropped, and the vendor hears nothing.

    Raises NotFound, Forbidden, MoveRefused, WordsMissing or Stale.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_REQUEST, row)
    expect_version(row, version)
    require_words(words)
    row.state = remediation.after(row.state, Move.WITHDRAW)
    _forget_proposal(row)
    record(session, row, "remediation.withdrawn", actor=actor, now=now, words=words)
    return row
