"""Queries for personal tokens of the API: everybody sees their own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.store import audit
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import ApiToken


def find(session: Session, *, actor: Actor) -> Sequence[ApiToken]:
    """Return the actor's own tokens that were not ended, the newest first."""
    return list(_open(session, user_id=actor.user_id)) if actor.user_id else []


def of_person(session: Session, user_id: UUID) -> Sequence[ApiToken]:
    """Return the tokens of a person that were not ended, for whoever ends them all."""
    return list(_open(session, user_id=user_id))


def _open(session: Session, *, user_id: UUID) -> Sequence[ApiToken]:
    query = select(ApiToken).where(ApiToken.user_id == user_id, ApiToken.ended_at.is_(None))
    return session.scalars(query.order_by(ApiToken.created_at.desc(), ApiToken.name)).all()


def get(session: Session, token_id: UUID, *, actor: Actor) -> ApiToken:
    """Return one of the actor's own tokens. Raises NotFound."""
    row = session.get(ApiToken, token_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound
    return row


def by_secret(session: Session, secret: str) -> ApiToken | None:
    """Return the token with a secret, whatever became of it."""
    return session.scalar(select(ApiToken).where(ApiToken.secret_hash == audit.sha256(secret)))
