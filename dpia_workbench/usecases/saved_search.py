"""Searches that people with an account save, run again, and let mail them what is new."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.following import ALERTS, Pace, Subject
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import followers
from dpia_workbench.store.models import Follow, SavedSearch, User
from dpia_workbench.usecases import following, identity
from dpia_workbench.usecases.editing import expect_version
from dpia_workbench.usecases.following import PaceUnknown

MOST_SEARCHES = 50  # of one person


class TooManySearches(RuleViolation):
    """A person has so many searches that nobody oversees them."""

    code = "following.too-many-searches"


def save(
    session: Session,
    *,
    actor: Actor,
    name: str,
    criteria: Mapping[str, Any],
    alert: Pace | None,
    now: datetime,
) -> SavedSearch:
    """Save a search under a name. Raises NotFound, Forbidden, TooManySearches or PaceUnknown."""
    user = identity.oneself(session, actor=actor)
    if len(followers.searches(session, actor=actor)) >= MOST_SEARCHES:
        raise TooManySearches(most=MOST_SEARCHES)
    row = SavedSearch(user_id=user.id, name=name, criteria=dict(criteria), created_at=now)
    session.add(row)
    session.flush()
    _alert(session, row, user=user, alert=alert, now=now)
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    search_id: UUID,
    name: str,
    alert: Pace | None,
    version: int,
    now: datetime,
) -> SavedSearch:
    """Give a search another name, or other alerts.

    Raises NotFound, Forbidden, Stale or PaceUnknown.
    """
    row = _own(session, search_id, actor=actor)
    expect_version(row, version)
    row.name = name
    _alert(session, row, user=row.user, alert=alert, now=now)
    return row


def end(session: Session, *, actor: Actor, search_id: UUID, now: datetime) -> SavedSearch:
    """Remove a search from one's list, and end its alerts. Raises NotFound or Forbidden."""
    row = _own(session, search_id, actor=actor)
    _alert(session, row, user=row.user, alert=None, now=now)
    row.ended_at = now
    return row


def alert_of(row: SavedSearch) -> Pace | None:
    """Return how soon a search mails what is new, or None if it does not."""
    return row.follow.pace if row.follow is not None and row.follow.is_on else None


def _own(session: Session, search_id: UUID, *, actor: Actor) -> SavedSearch:
    row = followers.search(session, search_id, actor=actor)
    require(actor, Permission.ACCOUNT_MANAGE, row)
    return row


def _alert(
    session: Session, row: SavedSearch, *, user: User, alert: Pace | None, now: datetime
) -> None:
    """Begin, change or end the mails of a search.

    The address of an account needs no confirmation: its owner chose a password by a mailed link.
    """
    if alert is not None and alert not in ALERTS:
        raise PaceUnknown
    if alert is None:
        if row.follow is not None:
            following.end(session, follow_id=row.follow.id, now=now)
        return
    if row.follow is not None and row.follow.is_on:
        row.follow.pace = alert
        return
    owner = following.owner_of(session, email=user.email, language=user.language, now=now)
    row.follow = Follow(
        follower=owner, subject=Subject.SEARCH, criteria=row.criteria, pace=alert,
        language=user.language, created_at=now, confirmed_at=now,
    )  # fmt: skip
    session.flush()
