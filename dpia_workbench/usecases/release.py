"""Releases: an approved revision becomes an immutable, hashed verdict."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment, publication
from dpia_workbench.risk import release as rules
from dpia_workbench.risk.assessment import Move
from dpia_workbench.risk.publication import PlanEnd
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store import audit, dossiers, releases, search_changes
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Dossier, Release, ReleaseEvent
from dpia_workbench.usecases import feedback_news, incident_marks, proof, publication_gate
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.plan_end import end
from dpia_workbench.usecases.publication_content import Choice, as_release


def publish(
    session: Session,
    *,
    actor: Actor,
    dossier_id: UUID,
    chosen: Verdict,
    reason: str,
    valid_until: date | None,
    signer: Signer,
    today: date,
    now: datetime,
    read: str | None = None,
) -> Release:
    """Freeze and sign what was approved as the next release, and supersede the one before.

    `read` is the hash of what the publisher had before them. Refused by the first line of the
    dossier's gate that does not hold (`publication_gate`). A plan to publish it ends with it.

    Raises NotFound, Forbidden, Stale, MoveRefused, PublisherIsInvolved, ReviewerIsAuthor,
    Incomplete, Untraced, ComputationChanged, NotReplayed, ThreadsOpen, FactCheckOpen, AnswersWait,
    VerdictTooGood, ReasonMissing or ValidityNotAhead.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_PUBLISH, dossier)
    revision = dossier.revision
    lock(session, revision)
    choice = Choice(chosen=chosen, reason=reason, valid_until=valid_until)
    gate = publication_gate.look(session, dossier, actor=actor, choice=choice, on=today)
    if read is not None and read != gate.content_hash:
        raise Stale
    publication.require_open(gate.lines)
    previous = releases.newest_of_dossier(session, dossier.id)
    release = _freeze(session, dossier, content=gate.content, actor=actor, signer=signer, now=now)
    revision.state = assessment.after(revision.state, Move.PUBLISH)
    _supersede(previous, by=release, actor=actor, now=now)
    incident_marks.carry_over(session, release, actor=actor, now=now)
    feedback_news.show_in(session, release, now=now)
    end(session, revision.id, kind=PlanEnd.PUBLISHED, by=actor, now=now, release_id=release.id)
    return release


def _freeze(
    session: Session,
    dossier: Dossier,
    *,
    content: dict[str, Any],
    actor: Actor,
    signer: Signer,
    now: datetime,
) -> Release:
    """Store the content as it will stay, signed, and let the search know."""
    release = as_release(dossier, content, actor=actor, now=now)
    session.add(release)
    session.flush()
    audit.record(
        session, "release.published", actor=actor, subject_id=release.id, at=now,
        product=dossier.product.slug, number=release.number, sha256=release.sha256,
        verdict=release.verdict,
    )  # fmt: skip
    proof.attach(session, release, dossier=dossier, actor=actor, signer=signer, now=now)
    search_changes.record(session, [dossier.product.slug], at=now)
    return release


def _supersede(previous: Release | None, *, by: Release, actor: Actor, now: datetime) -> None:
    if previous is None or any(event.kind is rules.Event.WITHDRAWN for event in previous.events):
        return
    previous.events.append(
        ReleaseEvent(
            kind=rules.Event.SUPERSEDED, reason=str(by.number), at=now, by_id=actor.user_id
        )
    )


def withdraw(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    number: int,
    reason: str,
    today: date,
    now: datetime,
) -> Release:
    """Withdraw a release that no longer holds; it stays readable and says so.

    Raises NotFound, Forbidden, NotCurrent or WithdrawalReasonMissing.
    """
    release = releases.get(session, slug, number=number)
    require(actor, Permission.RELEASE_WITHDRAW, release)
    session.refresh(release, with_for_update=True)
    rules.require_in_use(releases.status(session, release, on=today))
    if not reason.strip():
        raise rules.WithdrawalReasonMissing
    release.events.append(
        ReleaseEvent(kind=rules.Event.WITHDRAWN, reason=reason, at=now, by_id=actor.user_id)
    )
    audit.record(
        session, "release.withdrawn", actor=actor, subject_id=release.id, at=now, reason=reason
    )
    search_changes.record(session, [slug], at=now)
    return release


def mark(
    session: Session,
    *,
    actor: Actor,
    slug: str,
    number: int,
    event: rules.Event,
    reason: str,
    today: date,
    now: datetime,
) -> Release:
    """Ask for attention to a release that still holds, or say that it is no longer needed.

    Everybody reads the reason with the release. Raises NotFound, Forbidden, NotCurrent,
    MarkRefused, IncidentOpen or WithdrawalReasonMissing.
    """
    release = releases.get(session, slug, number=number)
    require(actor, Permission.RELEASE_MARK, release)
    session.refresh(release, with_for_update=True)
    rules.require_in_use(releases.status(session, release, on=today))
    rules.require_markable((each.kind for each in release.events), mark=event)
    if event is rules.Event.ATTENTION_CLOSED:
        incident_marks.require_none_open(session, release)
    if not reason.strip():
        raise rules.WithdrawalReasonMissing
    release.events.append(ReleaseEvent(kind=event, reason=reason, at=now, by_id=actor.user_id))
    audit.record(
        session, "release.marked", actor=actor, subject_id=release.id, at=now, event=event,
        reason=reason,
    )  # fmt: skip
    search_changes.record(session, [slug], at=now)
    return release
