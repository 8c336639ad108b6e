"""What stands beside a text while it is typed: what is said of its passages, and names in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.problems import problem, status_of, titles
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.registers import Section, normal
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.passages import PassageSchema
from dpia_workbench.schemas.threads import SuggestionRefusalSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.together import Speaking
from dpia_workbench.usecases import passages, suggestion
from dpia_workbench.usecases import thread as talk
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.references import referred
from dpia_workbench.web.dossiers.writing import sent

_TEXT = "/<uuid:dossier_id>/texts/<string:section>"


def section_of(name: str) -> Section:
    """Return a section by its name in an address. Raises NotFound."""
    if name not in list(Section):
        raise NotFound
    return Section(name)


@blueprint.get(f"{_TEXT}/beside")
def beside_text(dossier_id: UUID, section: str) -> Response:
    """Tell what is said of passages of a text, and how what it refers to is called."""
    actor = current_actor()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_READ, dossier)
    rows = passages.open_threads(
        db.session(), actor=actor, dossier_id=dossier.id, section=section_of(section)
    )
    return jsonify(
        names=[[key, named.name] for key, named in referred(dossier).items()],
        threads=[_thread(row, dossier) for row in rows],
    )


def _thread(row: Thread, dossier: Dossier) -> dict[str, object]:
    actor = current_actor()
    may_answer = (
        row.waits_for_answer
        and dossier.revision.state is State.DRAFT
        and allows(actor, Permission.DOSSIER_EDIT, dossier)
    )
    place: dict[str, Any] = {"dossier_id": dossier.id, "section": row.key, "thread_id": row.id}
    return {
        "id": str(row.id),
        "url": url_for("threads.show", dossier_id=dossier.id, thread_id=row.id),
        "who": row.opened_by.name,
        "passage": row.passage,
        "body": row.comments[0].body,
        "answers": len(row.comments) - 1,
        "proposed": row.proposed,
        "accept": url_for(".accept_in_text", **place) if may_answer else None,
        "refuse": url_for(".refuse_in_text", **place) if may_answer else None,
        "resolve": (
            url_for(".resolve_in_text", **place)
            if row.proposed is None and allows(actor, Permission.DOSSIER_DISCUSS, dossier)
            else None
        ),
    }


@contextmanager
def _refusals(answer: list[ResponseReturnValue]) -> Iterator[None]:
    """Turn what may not be, inside, into an answer that the page can show."""
    try:
        yield
    except RuleViolation as error:
        answer.append(
            problem(status_of(error), code=error.code, title=titles()[422], detail=message(error))
        )
    except ValidationError:
        answer.append(problem(422, code="invalid", title=titles()[422]))
    except (StaleDataError, IntegrityError):  # somebody was first: the page can try again
        answer.append(problem(503, code="busy", title=titles()[503]))


@blueprint.post(f"{_TEXT}/threads")
def talk_in_text(dossier_id: UUID, section: str) -> ResponseReturnValue:
    """Say something of a passage, or suggest other words for it."""
    answer: list[ResponseReturnValue] = []
    with _refusals(answer):
        told = sent(PassageSchema())
        quote = passages.Quote(**{name: told.pop(name) for name in ("passage", "before", "after")})
        if told["proposed"] is not None:
            told["proposed"] = normal(told["proposed"])
        with transaction() as session:
            row = passages.start(
                session, actor=current_actor(), dossier_id=dossier_id,
                section=section_of(section), quote=quote, document=Speaking(),
                today=clock.today(), now=clock.now(), **told,
            )  # fmt: skip
            answer.append((jsonify(id=str(row.id)), 201))
    return answer[0]


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/acceptance")
def accept_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Let the text say what was suggested for a passage of it."""
    section_of(section)
    answer: list[ResponseReturnValue] = []
    with _refusals(answer):
        with transaction() as session:
            suggestion.accept(
                session, actor=current_actor(), dossier_id=dossier_id, thread_id=thread_id,
                read=None, text=None, document=Speaking(), now=clock.now(),
            )  # fmt: skip
        answer.append(("", 204))
    return answer[0]


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/refusal")
def refuse_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Leave a passage as it is, and say why."""
    section_of(section)
    answer: list[ResponseReturnValue] = []
    with _refusals(answer):
        told = sent(SuggestionRefusalSchema())
        with transaction() as session:
            suggestion.refuse(
                session, actor=current_actor(), dossier_id=dossier_id, thread_id=thread_id,
                now=clock.now(), **told,
            )  # fmt: skip
        answer.append(("", 204))
    return answer[0]


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/resolution")
def resolve_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Say that what was said of a passage is settled."""
    section_of(section)
    with transaction() as session:
        talk.resolve(
            session, actor=current_actor(), dossier_id=dossier_id, thread_id=thread_id,
            now=clock.now(),
        )  # fmt: skip
    return "", 204
