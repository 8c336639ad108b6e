"""Personal tokens of the API: made, used, revoked; each acts as its owner (ADR 0026)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, tokens
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import ApiToken, User
from dpia_workbench.usecases import identity

DEFAULT_DAYS, MOST_DAYS = 90, 366
MOST_TOKENS = 20  # of one person at a time: more of them nobody keeps an eye on
PREFIX = "dpia_"  # by which people and scanners of source code recognise a token
_USED_STEP = timedelta(minutes=1)  # the last use is written at most once a minute


class TokenRefused(RuleViolation):
    """A token that is not known, was revoked, expired, or whose owner may no longer act."""

    code = "token.refused"


class LifeOutOfRange(RuleViolation):
    """A token lives for at least a day and at most a year."""

    code = "token.life-out-of-range"


class TooManyTokens(RuleViolation):
    """A person has so many tokens that nobody oversees them."""

    code = "token.too-many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """Whoever sent a good token: as whom they act, and whether its use is to be written down."""

    actor: Actor
    language: str
    token_id: UUID
    needs_touch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new token, with the secret that is shown once and kept nowhere."""

    token: ApiToken
    secret: str


def make(session: Session, *, actor: Actor, name: str, days: int, now: datetime) -> Made:
    """Make a token that acts as its owner does now, for the same organisation.

    Raises NotFound, Forbidden, LifeOutOfRange or TooManyTokens.
    """
    user = identity.oneself(session, actor=actor)
    if not 1 <= days <= MOST_DAYS:
        raise LifeOutOfRange(most=MOST_DAYS)
    alive = [row for row in tokens.find(session, actor=actor) if now < row.expires_at]
    if len(alive) >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=user.id,
        organisation_id=actor.organisation_id,
        name=name,
        secret_hash=audit.sha256(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "token.made", actor=actor, subject_id=user.id, at=now, token=row.id, name=name,
        expires_at=row.expires_at,
    )  # fmt: skip
    return Made(token=row, secret=secret)


def revoke(session: Session, *, actor: Actor, token_id: UUID, now: datetime) -> ApiToken:
    """End one of one's own tokens. Raises NotFound or Forbidden."""
    row = tokens.get(session, token_id, actor=actor)
    require(actor, Permission.ACCOUNT_MANAGE, row)
    if row.ended_at is None:
        row.ended_at = now
        audit.record(
            session, "token.revoked", actor=actor, subject_id=row.user_id, at=now, token=row.id,
            name=row.name,
        )  # fmt: skip
    return row


def end_all(session: Session, *, actor: Actor, user_id: UUID, now: datetime) -> int:
    """End every token of a person, because the account changed hands or was shut.

    It is for one's own account, or for an administrator. Returns how many there were.
    Raises NotFound or Forbidden.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if not allows(actor, Permission.ACCOUNT_MANAGE, user):
        require(actor, Permission.PERSON_MANAGE, user)
    rows = tokens.of_person(session, user_id)
    for row in rows:
        row.ended_at = now
    if rows:
        audit.record(
            session, "token.all-ended", actor=actor, subject_id=user_id, at=now, count=len(rows)
        )
    return len(rows)


def identify(session: Session, *, secret: str, today: date, now: datetime) -> Bearer | None:
    """Return who a token's secret lets act, or None if it does not or no longer does.

    A token acts for the organisation for which it was made and never for another one: it is
    refused once its owner holds no role there any more.
    """
    row = tokens.by_secret(session, secret)
    if row is None or row.ended_at is not None or now >= row.expires_at:
        return None
    actor = identity.acting(row.user, organisation_id=row.organisation_id, on=today)
    if not row.user.is_active or (row.organisation_id is not None and not actor.roles):
        return None
    return Bearer(
        actor=actor,
        language=row.user.language,
        token_id=row.id,
        needs_touch=row.used_at is None or now - row.used_at > _USED_STEP,
    )


def touch(session: Session, *, actor: Actor, token_id: UUID, now: datetime) -> None:
    """Write down that a token is in use. Raises NotFound or Forbidden."""
    row = tokens.get(session, token_id, actor=actor)
    require(actor, Permission.ACCOUNT_MANAGE, row)
    row.used_at = now
