"""Queries for webhooks. Says in SQL what POLICY says of webhook:read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session, joinedload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Webhook, WebhookDelivery

_SPEAKERS = (Role.PUBLISHER, Role.VENDOR_CONTACT, Role.PRIVACY_OFFICER)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Return in SQL what POLICY says of webhook:read."""
    if actor.has(Role.ADMINISTRATOR):
        return true()
    if actor.has_any(_SPEAKERS):
        return Webhook.organisation_id == actor.organisation_id
    return false()


def find(session: Session, *, actor: Actor) -> Sequence[Webhook]:
    """Return the webhooks that the actor may see and that were not ended, the newest first."""
    query = select(Webhook).where(readable_by(actor), Webhook.ended_at.is_(None))
    return session.scalars(
        query.options(joinedload(Webhook.organisation)).order_by(Webhook.created_at.desc())
    ).all()


def get(session: Session, webhook_id: UUID, *, actor: Actor) -> Webhook:
    """Return a webhook that the actor may see and that was not ended. Raises NotFound."""
    found = session.scalar(
        select(Webhook).where(
            Webhook.id == webhook_id, readable_by(actor), Webhook.ended_at.is_(None)
        )
    )
    if found is None:
        raise NotFound
    return found


def of_organisation(session: Session, organisation_id: UUID | None) -> Sequence[Webhook]:
    """Return the webhooks of an organisation that were not ended."""
    query = select(Webhook).where(
        Webhook.organisation_id == organisation_id, Webhook.ended_at.is_(None)
    )
    return session.scalars(query).all()


def hearing(session: Session, *, since: datetime) -> Sequence[Webhook]:
    """Return the webhooks that are in use, and were before a moment."""
    query = select(Webhook).where(
        Webhook.ended_at.is_(None), Webhook.stopped.is_(None), Webhook.created_at <= since
    )
    return session.scalars(query.order_by(Webhook.created_at)).all()


def delivery(session: Session, delivery_id: UUID) -> WebhookDelivery:
    """Return a message. Raises NotFound."""
    found = session.get(WebhookDelivery, delivery_id)
    if found is None:
        raise NotFound
    return found


def deliveries(session: Session, webhook_id: UUID, *, limit: int) -> Sequence[WebhookDelivery]:
    """Return the newest messages to an address, the newest first."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return session.scalars(
        query.order_by(WebhookDelivery.created_at.desc(), WebhookDelivery.id).limit(limit)
    ).all()


def was_sent(session: Session, webhook_id: UUID, news: str) -> bool:
    """Return whether a message about a piece of news was made for an address."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.news == news
    )
    return session.scalar(query) is not None


def arrived_since(session: Session, webhook_id: UUID, moment: datetime) -> bool:
    """Return whether any message arrived at an address since a moment."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.delivered_at >= moment
    )
    return session.scalar(query.limit(1)) is not None
