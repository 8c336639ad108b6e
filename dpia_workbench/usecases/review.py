"""Review of a revision: submitted, sent back, approved by somebody who wrote none of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment
from dpia_workbench.risk.assessment import Move, Purpose
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, contents, dossiers, threads
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Dossier, Review, Revision, User
from dpia_workbench.usecases import completeness, live_text, notice
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.levels import outcome


class ThreadsOpen(RuleViolation):
    """What is still discussed is not approved (method.md 8.2)."""

    code = "assessment.threads-open"


class NoteMissing(RuleViolation):
    """Who asks for changes says which."""

    code = "assessment.note-missing"


def _dossier(
    session: Session, dossier_id: UUID, *, actor: Actor, permission: Permission
) -> Dossier:
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, permission, dossier)
    lock(session, dossier.revision)
    return dossier


def submit(
    session: Session, *, actor: Actor, dossier_id: UUID, today: date, now: datetime
) -> Dossier:
    """Hand a complete draft to the reviewers.

    Raises NotFound, Forbidden, MoveRefused or Incomplete.
    """
    dossier = _dossier(session, dossier_id, actor=actor, permission=Permission.DOSSIER_SUBMIT)
    revision = dossier.revision
    state = assessment.after(revision.state, Move.SUBMIT)
    assessment.require_complete(completeness.contents(revision), purpose=Purpose.REVIEW)
    live_text.require_settled(session, dossier=dossier)
    revision.state, revision.submitted_at = state, now
    contents.close_steps(session, revision)
    _tell(session, dossier, role=Role.REVIEWER, kind="review-asked", today=today, now=now)
    _record(session, dossier, "dossier.submitted", actor=actor, now=now)
    return dossier


def request_changes(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    note: str,
    today: date,
    now: datetime,
    function: str = "",
) -> Review:
    """Send a revision back with what must change.

    Raises NotFound, Forbidden, MoveRefused, ReviewerIsAuthor or NoteMissing.
    """
    dossier = _dossier(session, dossier_id, actor=actor, permission=Permission.DOSSIER_REVIEW)
    if not note.strip():
        raise NoteMissing
    state = assessment.after(dossier.revision.state, Move.REQUEST_CHANGES)
    review = _review(
        session,
        dossier.revision,
        actor=actor,
        approved=False,
        note=note,
        function=function,
        today=today,
        now=now,
    )
    dossier.revision.state = state
    _tell(session, dossier, role=Role.ANALYST, kind="changes-asked", today=today, now=now)
    _record(session, dossier, "dossier.changes-requested", actor=actor, now=now, note=note)
    return review


def approve(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    note: str,
    today: date,
    now: datetime,
    read: str | None = None,
    function: str = "",
) -> Review:
    """Approve exactly what was read: `read` is the hash of what the reviewer had before them.

    It is signed with the reviewer's name, and the function in which they sign.

    Raises NotFound, Forbidden, MoveRefused, ReviewerIsAuthor, Incomplete, ThreadsOpen or Stale.
    """
    dossier = _dossier(session, dossier_id, actor=actor, permission=Permission.DOSSIER_REVIEW)
    revision = dossier.revision
    state = assessment.after(revision.state, Move.APPROVE)
    assessment.require_complete(completeness.contents(revision), purpose=Purpose.PUBLICATION)
    require_resolved(session, dossier.id)
    review = _review(
        session,
        revision,
        actor=actor,
        approved=True,
        note=note,
        function=function,
        today=today,
        now=now,
    )
    if read is not None and read != review.content_hash:
        raise Stale
    revision.approved_hash = review.content_hash
    revision.state = state
    _tell(session, dossier, role=Role.PUBLISHER, kind="publication-waits", today=today, now=now)
    _record(session, dossier, "dossier.approved", actor=actor, now=now, hash=review.content_hash)
    return review


def require_resolved(session: Session, dossier_id: UUID) -> None:
    """Refuse a dossier in which something is still discussed. Raises ThreadsOpen."""
    if unresolved := threads.count_open(session, dossier_id):
        raise ThreadsOpen(count=unresolved)


def _review(
    session: Session,
    revision: Revision,
    *,
    actor: Actor,
    approved: bool,
    note: str,
    function: str,
    today: date,
    now: datetime,
) -> Review:
    reviewer = actor.user_id
    if reviewer is None:
        raise assessment.ReviewerIsAuthor
    assessment.require_reviewer(reviewer, authors=dossiers.author_ids(revision))
    review = Review(
        reviewer_id=reviewer,
        signed_as=session.get_one(User, reviewer).name,
        function=function,
        seq=contents.newest_seq(session, revision),
        approved=approved,
        note=note,
        content_hash=content_hash(revision, on=today),
        verdict=outcome(revision, on=today).verdict,
        at=now,
    )
    revision.reviews.append(review)
    return review


def resume(session: Session, *, actor: Actor, dossier_id: UUID, now: datetime) -> Dossier:
    """Take a revision that was sent back into work again.

    Raises NotFound, Forbidden or MoveRefused.
    """
    return _move(
        session, dossier_id, actor=actor, permission=Permission.DOSSIER_SUBMIT,
        move=Move.RESUME, fact="dossier.resumed", now=now,
    )  # fmt: skip


def reopen(session: Session, *, actor: Actor, dossier_id: UUID, now: datetime) -> Dossier:
    """Open an approved revision again; the approval is void.

    Raises NotFound, Forbidden or MoveRefused.
    """
    return _move(
        session, dossier_id, actor=actor, permission=Permission.DOSSIER_REOPEN,
        move=Move.REOPEN, fact="dossier.reopened", now=now,
    )  # fmt: skip


def _move(
    session: Session,
    dossier_id: UUID,
    *,
    actor: Actor,
    permission: Permission,
    move: Move,
    fact: str,
    now: datetime,
) -> Dossier:
    dossier = _dossier(session, dossier_id, actor=actor, permission=permission)
    dossier.revision.state = assessment.after(dossier.revision.state, move)
    dossier.revision.approved_hash = None
    _record(session, dossier, fact, actor=actor, now=now)
    return dossier


def _record(
    session: Session, dossier: Dossier, fact: str, *, actor: Actor, now: datetime, **detail: str
) -> None:
    audit.record(
        session, fact, actor=actor, subject_id=dossier.id, at=now,
        revision=dossier.revision.number, **detail,
    )  # fmt: skip


def _tell(
    session: Session, dossier: Dossier, *, role: Role, kind: str, today: date, now: datetime
) -> None:
    people = notice.holders(session, [dossier.owner_id], role=role, today=today)
    notice.mail(
        session, people, kind=kind, path=f"/dossiers/{dossier.id}",
        values=lambda _language: {"dossier": dossier.key}, now=now,
    )  # fmt: skip
