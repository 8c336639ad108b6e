"""Follow a product, a vendor or a search by mail, without an account (ADR 0042).

Nobody is followed by whom they are: the owner of an address confirms each thing by a link, and
ends it by another one. No answer ever tells whether an address is known.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from dpia_workbench.risk.following import ALERTS, CONFIRM_LASTS, PACES, Pace, Subject
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, followers, outbox
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Follow, FollowAttempt, Follower

WINDOW = timedelta(days=1)
MOST_FOR_ADDRESS, MOST_BY_CLIENT = 4, 40
MOST_FOLLOWED = 100  # by one address


class TooManyAsked(RuleViolation):
    """From one place many confirmations were asked for today."""

    code = "following.too-many"


class LinkOver(RuleViolation):
    """A link to confirm works for some days; one that was ended confirms nothing."""

    code = "following.link-over"


class PaceUnknown(RuleViolation):
    """What is followed can be told as often as the page offers, and not otherwise."""

    code = "following.pace-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to follow; `criteria` are those of a search."""

    subject: Subject
    product_id: UUID | None = None
    vendor_id: UUID | None = None
    criteria: dict[str, Any] = field(default_factory=dict)


def ask(
    session: Session,
    *,
    wanted: Wanted,
    email: str,
    pace: Pace,
    language: str,
    client: str,
    now: datetime,
) -> None:
    """Send the owner of an address a link to confirm that they want to follow something.

    Whether or not the address is known, the caller learns nothing and sees the same; after a few
    mails in a day the address gets no more. Raises TooManyAsked for the client, or PaceUnknown.
    """
    if pace not in PACES[wanted.subject]:
        raise PaceUnknown
    session.execute(delete(FollowAttempt).where(FollowAttempt.at <= now - WINDOW))
    if not _counts(session, f"follow client {client}", most=MOST_BY_CLIENT, now=now):
        raise TooManyAsked
    if not _counts(session, f"follow address {email}", most=MOST_FOR_ADDRESS, now=now):
        return
    owner = owner_of(session, email=email, language=language, now=now)
    row = Follow(
        follower_id=owner.id, subject=wanted.subject, product_id=wanted.product_id,
        vendor_id=wanted.vendor_id, criteria=wanted.criteria, pace=pace, language=language,
        created_at=now,
    )  # fmt: skip
    there = followers.same(session, owner.id, row)
    if there is None:
        if len([each for each in owner.follows if each.ended_at is None]) >= MOST_FOLLOWED:
            return
        session.add(row)
    elif not there.is_on:
        there.pace, there.language, there.created_at = pace, language, now
    session.flush()
    outbox.enqueue(session, "mail.follow", at=now, follow_id=(there or row).id)


def paces_of(row: Follow) -> tuple[Pace, ...]:
    """Return how soon something can be told: at once only to who has an account."""
    return ALERTS if row.saved is not None else PACES[row.subject]


def _counts(session: Session, who: str, *, most: int, now: datetime) -> bool:
    """Count a try under a hash; return whether it is not one too many."""
    subject = audit.sha256(who)
    if followers.attempts(session, subject, since=now - WINDOW) >= most:
        return False
    session.add(FollowAttempt(subject=subject, at=now))
    session.flush()
    return True


def owner_of(session: Session, *, email: str, language: str, now: datetime) -> Follower:
    """Return the follower with an address, a new one if there is none yet."""
    found = followers.by_email(session, email)
    if found is None:
        found = Follower(email=email, language=language, created_at=now)
        session.add(found)
        session.flush()
    return found


def confirmable(session: Session, *, follow_id: UUID, now: datetime) -> Follow:
    """Return what a link confirms, or confirmed before. Raises NotFound or LinkOver."""
    row = followers.follow(session, follow_id)
    if row.ended_at is not None:
        raise LinkOver
    if row.confirmed_at is None and now >= row.created_at + CONFIRM_LASTS:
        raise LinkOver
    return row


def confirm(session: Session, *, follow_id: UUID, now: datetime) -> Follow:
    """Begin to mail news: the owner of the address said so. Raises NotFound or LinkOver."""
    row = confirmable(session, follow_id=follow_id, now=now)
    if row.confirmed_at is None:
        row.confirmed_at = now
        row.follower.language = row.language
    return row


def end(session: Session, *, follow_id: UUID, now: datetime) -> Follow:
    """Stop mailing about something; a second time changes nothing. Raises NotFound."""
    row = followers.follow(session, follow_id)
    if row.ended_at is None:
        row.ended_at = now
        _wipe(row.follower, now=now)
    return row


def end_all(session: Session, *, follower_id: UUID, now: datetime) -> None:
    """Stop mailing to an address, and wipe it. Of one that is gone already nothing is left."""
    try:
        row = followers.follower(session, follower_id)
    except NotFound:
        return
    for each in row.follows:
        if each.ended_at is None:
            each.ended_at = now
    _wipe(row, now=now)


def _wipe(row: Follower, *, now: datetime) -> None:
    """Forget an address to which nothing is mailed any more; no hash of it is kept either."""
    if all(each.ended_at is not None for each in row.follows):
        row.email, row.ended_at = None, now


def change_pace(session: Session, *, follower_id: UUID, follow_id: UUID, pace: Pace) -> Follow:
    """Hear of something more or less often. Raises NotFound or PaceUnknown."""
    row = of_follower(session, follower_id=follower_id, follow_id=follow_id)
    if pace not in paces_of(row):
        raise PaceUnknown
    row.pace = pace
    return row


def of_follower(session: Session, *, follower_id: UUID, follow_id: UUID) -> Follow:
    """Return something that a follower follows. Raises NotFound."""
    row = followers.follow(session, follow_id)
    if row.follower_id != follower_id or row.ended_at is not None:
        raise NotFound
    return row


def change_language(session: Session, *, follower_id: UUID, language: str) -> None:
    """Mail in another language from now on. Raises NotFound."""
    followers.follower(session, follower_id).language = language


def sweep(session: Session, *, now: datetime) -> int:
    """Forget what nobody confirmed in time; return how much that was."""
    session.execute(delete(FollowAttempt).where(FollowAttempt.at <= now - WINDOW))
    rows = followers.unconfirmed(session, before=now - CONFIRM_LASTS)
    for row in rows:
        row.ended_at = now
        _wipe(row.follower, now=now)
    return len(rows)
