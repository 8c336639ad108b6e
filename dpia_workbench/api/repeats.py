"""Requests with an Idempotency-Key: sent twice, done once, answered the same."""

from collections.abc import Callable

from flask import Response, request
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.usecases import idempotency
from dpia_workbench.usecases.idempotency import Reply, Sent

HEADER = "Idempotency-Key"
_KEPT_HEADERS = ("ETag", "Location")


def sent_with_key(content: Callable[[], bytes]) -> Sent | None:
    """Return the key of the request with a hash of all it asks, or None if it has no key.

    `content` is what it sends. The roles belong to it: who lost one does not get an answer from
    before.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    actor = current_actor()
    asked = [request.method, request.full_path, actor.organisation_id, actor.roles]
    fingerprint = sha256(content().decode("latin-1"))
    return Sent(key=key, request_hash=sha256(canonical_json(asked) + fingerprint))


def recalled(session: Session, *, actor: Actor, sent: Sent) -> Response | None:
    """Return the answer of the first time, marked as such, or None. Raises as `recall` does."""
    kept = idempotency.recall(session, actor=actor, sent=sent, now=clock.now())
    if kept is None:
        return None
    mimetype = "application/json"
    headers = {**kept.headers, "Idempotent-Replayed": "true"}
    return Response(kept.body, kept.status, mimetype=mimetype, headers=headers)


def keep(session: Session, *, actor: Actor, sent: Sent, answer: Response) -> None:
    """Keep the answer in the transaction of what was done."""
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    reply = Reply(status=answer.status_code, body=answer.get_data(as_text=True), headers=headers)
    idempotency.keep(session, actor=actor, sent=sent, reply=reply, now=clock.now())
