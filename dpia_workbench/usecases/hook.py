"""Webhooks: an organisation's programs hear of public news by signed messages (ADR 0042)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.hooks import (
    BOTH_SIGN,
    Failure,
    Stopped,
    pause_after,
    require_address,
)
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, hooks, news, outbox
from dpia_workbench.store.models import Webhook, WebhookDelivery
from dpia_workbench.store.news import News

MOST_HOOKS = 10  # of one organisation
JOB = "webhook.deliver"
TEST = "webhook.test"
_GONE = 410


class TooManyHooks(RuleViolation):
    """An organisation has so many addresses that nobody oversees them."""

    code = "webhook.too-many"


class NotInUse(RuleViolation):
    """A message is tried only where messages are sent."""

    code = "webhook.not-in-use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent to where now, and the numbers of the secrets that sign it."""

    url: str
    webhook_id: UUID
    message_id: str
    body: bytes
    secrets: tuple[int, ...]


def make(
    session: Session,
    *,
    actor: Actor,
    url: str,
    kinds: list[str],
    allows_local: bool,
    now: datetime,
) -> Webhook:
    """Register an address for kinds of news, for the actor's organisation.

    Raises Forbidden, AddressRefused or TooManyHooks.
    """
    require(actor, Permission.WEBHOOK_MAKE)
    require_address(url, allows_local=allows_local)
    if len(hooks.of_organisation(session, actor.organisation_id)) >= MOST_HOOKS:
        raise TooManyHooks(most=MOST_HOOKS)
    row = Webhook(
        organisation_id=actor.organisation_id, made_by_id=actor.user_id, url=url, kinds=kinds,
        secret_number=1, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(
        session, "webhook.made", actor=actor, subject_id=row.id, at=now, host=host_of(url),
        kinds=kinds,
    )  # fmt: skip
    return row


def host_of(url: str) -> str:
    """Return the host of an address; the rest of it may hold a secret of its owner."""
    return urlsplit(url).hostname or ""


def rotate(session: Session, *, actor: Actor, webhook_id: UUID, now: datetime) -> Webhook:
    """Give an address another secret; for a day the one before signs, too.

    Raises NotFound or Forbidden.
    """
    row = _managed(session, webhook_id, actor=actor)
    row.secret_number, row.rotated_at = row.secret_number + 1, now
    audit.record(session, "webhook.rotated", actor=actor, subject_id=row.id, at=now)
    return row


def end(session: Session, *, actor: Actor, webhook_id: UUID, now: datetime) -> Webhook:
    """Send nothing to an address any more. Raises NotFound or Forbidden."""
    row = _managed(session, webhook_id, actor=actor)
    row.ended_at = now
    audit.record(session, "webhook.ended", actor=actor, subject_id=row.id, at=now)
    return row


def resume(session: Session, *, actor: Actor, webhook_id: UUID, now: datetime) -> Webhook:
    """Send again to an address at which messages did not arrive. Raises NotFound or Forbidden."""
    row = _managed(session, webhook_id, actor=actor)
    if row.stopped is not None:
        row.stopped, row.stopped_at = None, None
        audit.record(session, "webhook.resumed", actor=actor, subject_id=row.id, at=now)
    return row


def test(session: Session, *, actor: Actor, webhook_id: UUID, now: datetime) -> WebhookDelivery:
    """Send a message that is about nothing. Raises NotFound, Forbidden or NotInUse."""
    row = _managed(session, webhook_id, actor=actor)
    if row.stopped is not None:
        raise NotInUse
    data = {"text": "This is a test. / Dit is een test."}
    return _deliver(session, row, name=f"test:{uuid4()}", kind=TEST, at=now, data=data, now=now)


def _managed(session: Session, webhook_id: UUID, *, actor: Actor) -> Webhook:
    row = hooks.get(session, webhook_id, actor=actor)
    require(actor, Permission.WEBHOOK_MANAGE, row)
    return row


def spread(session: Session, *, key: str, base_url: str, now: datetime) -> int:
    """Make a message about a piece of news for each address that hears it; return how many.

    Repeatable: an address gets a message about each piece of news once. Raises NotFound.
    """
    told = news.get(session, key)
    kind, made, data = f"release.{told.kind}", 0, _data(told, base_url=base_url)
    for row in hooks.hearing(session, since=told.at):
        if told.kind in row.kinds and not hooks.was_sent(session, row.id, key):
            _deliver(session, row, name=key, kind=kind, at=told.at, data=data, now=now)
            made += 1
    return made


def _data(told: News, *, base_url: str) -> dict[str, Any]:
    """Return what a message says of a piece of news: only what everybody can read."""
    release, product = told.release, told.product
    path = f"{base_url}/verdicts/{product.slug}/releases/{release.number}"
    return {
        "product": {"slug": product.slug, "name": product.name.as_dict()},
        "vendor": {"slug": product.vendor.slug, "name": product.vendor.name},
        "release": {
            "number": release.number,
            "verdict": release.verdict,
            "sha256": release.sha256,
            "published_at": release.published_at,
            "valid_until": release.valid_until,
            "url": path,
            "json_url": f"{path}/release.json",
        },
        "reason": told.reason,
    }


def _deliver(
    session: Session,
    row: Webhook,
    *,
    name: str,
    kind: str,
    at: datetime,
    data: dict[str, Any],
    now: datetime,
) -> WebhookDelivery:
    body = audit.canonical_json({"type": kind, "timestamp": at, "data": data})
    made = WebhookDelivery(
        webhook_id=row.id, news=name, kind=kind, body=body, created_at=now, next_at=now
    )
    session.add(made)
    session.flush()
    outbox.enqueue(session, JOB, at=now, delivery_id=made.id)
    return made


def message(session: Session, *, delivery_id: UUID, now: datetime) -> Message | None:
    """Return what is to be sent now; None for what arrived, or where nothing is sent any more."""
    row = hooks.delivery(session, delivery_id)
    hook = row.webhook
    is_open = row.delivered_at is None and row.given_up_at is None
    if not is_open or hook.ended_at is not None or hook.stopped is not None:
        return None
    also = hook.rotated_at is not None and now < hook.rotated_at + BOTH_SIGN
    before = (hook.secret_number - 1,) if also else ()
    return Message(
        url=hook.url, webhook_id=hook.id, message_id=f"msg_{row.id.hex}",
        body=row.body.encode(), secrets=(hook.secret_number, *before),
    )  # fmt: skip


def note(
    session: Session,
    *,
    delivery_id: UUID,
    status: int | None,
    failure: Failure | None,
    excerpt: str,
    now: datetime,
) -> None:
    """Write down how a try went, and try again later, or stop. Raises NotFound."""
    row = hooks.delivery(session, delivery_id)
    row.tries, row.tried_at, row.next_at = row.tries + 1, now, None
    row.status, row.failure, row.excerpt = status, failure, excerpt
    if failure is None:
        row.delivered_at = now
        return
    pause = None if status == _GONE else pause_after(row.tries)
    if pause is not None:
        row.next_at = now + pause
        outbox.enqueue(session, JOB, at=row.next_at, delivery_id=row.id)
        return
    row.given_up_at = now
    if status == _GONE:
        _stop(session, row.webhook, why=Stopped.GONE, now=now)
    elif not hooks.arrived_since(session, row.webhook_id, row.created_at):
        _stop(session, row.webhook, why=Stopped.FAILING, now=now)


def _stop(session: Session, row: Webhook, *, why: Stopped, now: datetime) -> None:
    """Send nothing to an address until somebody mends it, and tell who registered it."""
    if row.stopped is not None or row.ended_at is not None:
        return
    row.stopped, row.stopped_at = why, now
    outbox.enqueue(
        session, "mail.send", at=now, kind="webhook-stopped", to=row.made_by.email,
        language=row.made_by.language, path=f"/webhooks/{row.id}",
        values={"host": host_of(row.url)},
    )  # fmt: skip
