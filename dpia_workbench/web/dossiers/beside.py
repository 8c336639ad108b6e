"""What stands beside a text while it is typed: what is said of its passages, and names in it."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.registers import Section, normal
from dpia_workbench.schemas.passages import PassageSchema
from dpia_workbench.schemas.threads import SuggestionRefusalSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Thread
from dpia_workbench.together import Speaking
from dpia_workbench.usecases import passages, suggestion
from dpia_workbench.usecases import thread as talk
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.reading import may_edit
from dpia_workbench.web.dossiers.references import referred
from dpia_workbench.web.dossiers.writing import sent, told_why_not

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
    may_answer = row.waits_for_answer and may_edit(dossier, actor=actor)
    place: dict[str, Any] = {"dossier_id": dossier.id, "section": row.key, "thread_id": row.id}
    return {
        "id": str(row.id),
        "url": url_for("threads.show", dossier_id=dossier.id, thread_id=row.id),
        "who": row.opened_by.name,
        "passage": row.passage,
        "body": row.comments[0].body,
        "proposed": row.proposed,
        "accept": url_for(".accept_in_text", **place) if may_answer else None,
        "refuse": url_for(".refuse_in_text", **place) if may_answer else None,
        "resolve": (
            url_for(".resolve_in_text", **place)
            if row.proposed is None and allows(actor, Permission.DOSSIER_DISCUSS, dossier)
            else None
        ),
    }


def _whose(dossier_id: UUID, thread_id: UUID) -> dict[str, Any]:
    return {
        "actor": current_actor(), "dossier_id": dossier_id, "thread_id": thread_id,
        "now": clock.now(),
    }  # fmt: skip


@blueprint.post(f"{_TEXT}/threads")
@told_why_not
def talk_in_text(dossier_id: UUID, section: str) -> ResponseReturnValue:
    """Say something of a passage, or suggest other words for it."""
    told = sent(PassageSchema())
    quote = passages.Quote(**{name: told.pop(name) for name in ("passage", "before", "after")})
    if told["proposed"] is not None:
        told["proposed"] = normal(told["proposed"])
    with transaction() as session:
        row = passages.start(
            session, actor=current_actor(), dossier_id=dossier_id, section=section_of(section),
            quote=quote, document=Speaking(), today=clock.today(), now=clock.now(), **told,
        )  # fmt: skip
        return jsonify(id=str(row.id)), 201


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/acceptance")
@told_why_not
def accept_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Let the text say what was suggested for a passage of it."""
    section_of(section)
    with transaction() as session:
        suggestion.accept(
            session, read=None, text=None, document=Speaking(), **_whose(dossier_id, thread_id)
        )
    return "", 204


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/refusal")
@told_why_not
def refuse_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Leave a passage as it is, and say why."""
    section_of(section)
    told = sent(SuggestionRefusalSchema())
    with transaction() as session:
        suggestion.refuse(session, **_whose(dossier_id, thread_id), **told)
    return "", 204


@blueprint.post(f"{_TEXT}/threads/<uuid:thread_id>/resolution")
def resolve_in_text(dossier_id: UUID, section: str, thread_id: UUID) -> ResponseReturnValue:
    """Say that what was said of a passage is settled."""
    section_of(section)
    with transaction() as session:
        talk.resolve(session, **_whose(dossier_id, thread_id))
    return "", 204
