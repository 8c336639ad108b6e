"""Jobs that send messages to programs of others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.hooks import sending, signing
from dpia_workbench.hooks.sending import NotSent
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.hooks import Failure
from dpia_workbench.usecases import hook
from dpia_workbench.usecases.hook import Message

_GOOD = range(200, 300)


def deliver(detail: Mapping[str, Any]) -> None:
    """Try to send a message once; whether and when again is noted with how it went.

    A worker that dies in between sends it again, with the same id.
    """
    delivery_id = UUID(detail["delivery_id"])
    with transaction() as session:
        message = hook.message(session, delivery_id=delivery_id, now=clock.now())
    if message is None:
        return
    status, failure, excerpt = _sent(message)
    with transaction() as session:
        hook.note(
            session, delivery_id=delivery_id, status=status, failure=failure, excerpt=excerpt,
            now=clock.now(),
        )  # fmt: skip


def _sent(message: Message) -> tuple[int | None, Failure | None, str]:
    """Return the status, what failed, and how the answer begins."""
    keys = [
        signing.secret(settings().secret_key, webhook_id=message.webhook_id, number=number)
        for number in message.secrets
    ]
    headers = signing.headers(
        keys, message_id=message.message_id, at=clock.now(), body=message.body
    )
    try:
        answer = sending.post(
            message.url, body=message.body, headers=headers,
            allows_local=not settings().is_production,
        )  # fmt: skip
    except NotSent as error:
        return None, error.failure, ""
    failure = None if answer.status in _GOOD else Failure.ANSWER
    return answer.status, failure, answer.excerpt
