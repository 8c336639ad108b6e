"""Comments on a dossier: threads at a place, opened, answered, resolved."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import paging
from dpia_workbench.api.collection import ROOT, dossier_of, moment
from dpia_workbench.api.operation import operation
from dpia_workbench.api.preconditions import Answer
from dpia_workbench.api.reading import named
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.statement_answers import (
    CommentAnswerSchema,
    ThreadAnswerSchema,
    ThreadListSchema,
)
from dpia_workbench.schemas.statements import CommentQuerySchema, NewThreadSchema
from dpia_workbench.schemas.threads import ReplySchema
from dpia_workbench.store import threads
from dpia_workbench.store.models import Comment, Thread
from dpia_workbench.usecases import thread as verbs

Value = dict[str, Any]
_ONE = f"{ROOT}/comments/<uuid:thread_id>"
_FIELDS = {
    "thread.nothing-said": "body",
    "thread.field-unknown": "field",
    "thread.field-missing": "field",
    "thread.passage-not-found": "passage",
    "place.text-too-long": "proposed",
}


def _comment(row: Comment) -> Value:
    mentioned = [named(mention.user, "name") for mention in row.mentions]
    return {
        **named(row, "number", "at", "body"), "author": named(row.author, "name"),
        "mentions": mentioned,
    }  # fmt: skip


def _thread(row: Thread) -> Value:
    facts = named(
        row, "part", "key", "field", "language", "passage", "proposed", "answer", "opened_at",
        "resolved_at",
    )  # fmt: skip
    people = {name: getattr(row, name) for name in ("opened_by", "assignee", "resolved_by")}
    return {
        **facts,
        **{name: user and named(user, "name") for name, user in people.items()},
        "comments": [_comment(each) for each in row.comments],
    }


def _refused(error: RuleViolation, *, otherwise: str) -> ValidationError:
    """Return what somebody wrote wrong at its field."""
    field = _FIELDS.get(error.code) or str(error.params.get("field", otherwise))
    return ValidationError({field: [message(error)]})


@operation(f"{ROOT}/comments", query=CommentQuerySchema, returns=ThreadListSchema)
def list_comments(*, dossier_id: UUID, query: Value) -> Value:
    """List threads of a dossier, or of one part of it, with all that was said in them."""
    dossier, part = dossier_of(dossier_id), query["part"]
    place = Place(part=part, key=query["key"]) if part else None

    def fetch(offset: int, most: int) -> Sequence[Thread]:
        return threads.slice_of(
            db.session(), dossier_id=dossier.id, show=query["show"], actor=current_actor(),
            place=place, offset=offset, limit=most,
        )  # fmt: skip

    rows, after = paging.part(fetch, key=lambda row: str(row.id), query=query)
    return {"items": [_thread(row) for row in rows], "next": after}


@operation(f"{ROOT}/comments", body=NewThreadSchema, returns=ThreadAnswerSchema, status=201)
def open_thread(session: Session, *, dossier_id: UUID, body: Value) -> Answer:
    """Open a thread at a place of a dossier, with a comment, a suggestion or both."""
    place = Place(part=body.pop("part"), key=body.pop("key"), field=body.pop("field"))
    try:
        row = verbs.start(
            session, dossier_id=dossier_id, place=place, today=clock.today(), **body, **moment()
        )
    except RuleViolation as error:
        raise _refused(error, otherwise="body") from error
    address = url_for("api.one_thread", dossier_id=dossier_id, thread_id=row.id)
    return Answer(value=_thread(row), location=address)


@operation(_ONE, returns=ThreadAnswerSchema)
def one_thread(*, dossier_id: UUID, thread_id: UUID) -> Value:
    """Return one thread with all that was said in it."""
    return _thread(
        threads.get(db.session(), thread_id, dossier_id=dossier_id, actor=current_actor())
    )


@operation(f"{_ONE}/answers", body=ReplySchema, returns=CommentAnswerSchema, status=201)
def answer_thread(session: Session, *, dossier_id: UUID, thread_id: UUID, body: Value) -> Answer:
    """Answer in a thread."""
    try:
        row = verbs.reply(
            session, dossier_id=dossier_id, thread_id=thread_id, today=clock.today(), **body,
            **moment(),
        )  # fmt: skip
    except RuleViolation as error:
        raise _refused(error, otherwise="body") from error
    address = url_for("api.one_thread", dossier_id=dossier_id, thread_id=thread_id)
    return Answer(value=_comment(row), location=address)


@operation(f"{_ONE}/resolution", method="POST", returns=ThreadAnswerSchema)
def resolve_thread(session: Session, *, dossier_id: UUID, thread_id: UUID) -> Value:
    """Say that a thread is settled."""
    return _thread(verbs.resolve(session, dossier_id=dossier_id, thread_id=thread_id, **moment()))


@operation(f"{_ONE}/reopening", method="POST", returns=ThreadAnswerSchema)
def reopen_thread(session: Session, *, dossier_id: UUID, thread_id: UUID) -> Value:
    """Open a resolved thread again."""
    return _thread(verbs.reopen(session, dossier_id=dossier_id, thread_id=thread_id, **moment()))
