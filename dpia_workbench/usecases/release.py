"""Releases: an approved revision becomes an immutable, hashed verdict."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import assessment, verdict
from dpia_workbench.risk import release as rules
from dpia_workbench.risk.assessment import Move, Purpose
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import Owner, contract_lack, vendor_lack
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store import audit, dossiers, outbox, releases
from dpia_workbench.store.models import Dossier, Release, ReleaseEvent, Revision
from dpia_workbench.usecases import completeness, fact_check_gate, proof
from dpia_workbench.usecases.content import content_hash, draft
from dpia_workbench.usecases.editing import lock
from dpia_workbench.usecases.levels import assessment_of, method_of


class ValidityNotAhead(RuleViolation):
    """A release holds until a day that lies ahead, within the review period."""

    code = "release.validity-not-ahead"


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
) -> Release:
    """Freeze and sign what was approved as the next release, and supersede the one before.

    Raises NotFound, Forbidden, MoveRefused, PublisherIsInvolved, Incomplete, ComputationChanged,
    FactCheckOpen, AnswersWait, VerdictTooGood, ReasonMissing or ValidityNotAhead.
    """
    dossier = dossiers.get(session, dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_PUBLISH, dossier)
    revision = dossier.revision
    lock(session, revision)
    state = assessment.after(revision.state, Move.PUBLISH)
    _require_gate(dossier, actor=actor, today=today)
    fact_check_gate.require_closed(session, dossier.id, today=today)
    content = draft(revision, on=today)
    computed = Verdict(content["computed_verdict"])
    published = verdict.published_verdict(computed, chosen=chosen, reason=reason)
    previous = releases.newest_of_dossier(session, dossier.id)
    content |= {
        "number": releases.next_number(session, dossier.product_id),
        "published_on": today.isoformat(),
        "valid_until": _validity(valid_until, revision=revision, today=today).isoformat(),
        "published_verdict": published,
        "override_reason": reason if published is not computed else "",
        "previous": previous.sha256 if previous else None,
    }
    release = _freeze(session, dossier, content=content, actor=actor, signer=signer, now=now)
    revision.state = state
    _supersede(previous, by=release, actor=actor, now=now)
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
    canonical = audit.canonical_json(content)
    release = Release(
        product_id=dossier.product_id,
        revision_id=dossier.revision.id,
        owner_id=dossier.owner_id,
        number=content["number"],
        canonical=canonical,
        sha256=audit.sha256(canonical),
        verdict=content["published_verdict"],
        computed_verdict=Verdict(content["computed_verdict"]),
        published_at=now,
        published_by_id=actor.user_id,
        valid_until=date.fromisoformat(content["valid_until"]),
    )
    session.add(release)
    session.flush()
    audit.record(
        session, "release.published", actor=actor, subject_id=release.id, at=now,
        product=dossier.product.slug, number=release.number, sha256=release.sha256,
        verdict=release.verdict,
    )  # fmt: skip
    proof.attach(session, release, dossier=dossier, actor=actor, signer=signer, now=now)
    outbox.enqueue(session, "search.put", at=now, slugs=[dossier.product.slug])
    return release


def _require_gate(dossier: Dossier, *, actor: Actor, today: date) -> None:
    """Check what must hold before publication (method.md 8.2, invariants 13 and 14)."""
    revision = dossier.revision
    if actor.user_id is None:
        raise assessment.PublisherIsInvolved
    assessment.require_publisher(
        actor.user_id,
        authors=dossiers.author_ids(revision),
        reviewers=dossiers.reviewer_ids(revision),
    )
    assessment.require_complete(completeness.contents(revision), purpose=Purpose.PUBLICATION)
    if content_hash(revision, on=today) != revision.approved_hash:
        raise assessment.ComputationChanged


def longest_validity(revision: Revision, *, today: date) -> date:
    """Return the last day for which a release can be valid.

    It is the end of the review period, or the day before the first check or agreement that
    counts comes to an end: a verdict does not outlive what it rests on (invariants 6 and 21).
    """
    ends = [add_months(today, months=method_of(revision).periods.review_months)]
    for measure in assessment_of(revision).measures:
        counts = (
            contract_lack(measure, on=today, party=None)
            if measure.owner is Owner.CONTRACTUAL
            else vendor_lack(measure, on=today)
        ) is None
        end = measure.verification_expires_on or measure.in_force_until
        if counts and end is not None:
            ends.append(end - timedelta(days=1))
    return min(ends)


def _validity(wanted: date | None, *, revision: Revision, today: date) -> date:
    longest = longest_validity(revision, today=today)
    until = wanted or longest
    if not today < until <= longest:
        raise ValidityNotAhead(valid_until=until, today=today, longest=longest)
    return until


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
    outbox.enqueue(session, "search.put", at=now, slugs=[slug])
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
    MarkRefused or WithdrawalReasonMissing.
    """
    release = releases.get(session, slug, number=number)
    require(actor, Permission.RELEASE_MARK, release)
    session.refresh(release, with_for_update=True)
    rules.require_in_use(releases.status(session, release, on=today))
    rules.require_markable((each.kind for each in release.events), mark=event)
    if not reason.strip():
        raise rules.WithdrawalReasonMissing
    release.events.append(ReleaseEvent(kind=event, reason=reason, at=now, by_id=actor.user_id))
    audit.record(
        session, "release.marked", actor=actor, subject_id=release.id, at=now, event=event,
        reason=reason,
    )  # fmt: skip
    outbox.enqueue(session, "search.put", at=now, slugs=[slug])
    return release
