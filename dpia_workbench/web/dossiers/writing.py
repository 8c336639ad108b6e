"""What a page does while somebody writes on it: save a field, hear of others, show a preview."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadRequest

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.problems import problem, status_of, titles
from dpia_workbench.risk.place import Place
from dpia_workbench.risk.registers import normal
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.registers import FieldSchema, PresenceSchema, PreviewSchema
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import FieldStep, Presence
from dpia_workbench.usecases import autosave, presence
from dpia_workbench.usecases.holding import FieldConflict
from dpia_workbench.web.dossiers import content_reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.markup import as_html

_Asked = ParamSpec("_Asked")


def sent(schema: Schema) -> dict[str, Any]:
    """Return what a page sent, checked. Raises BadRequest or ValidationError."""
    try:
        data = request.get_json(silent=True)
    except RecursionError as error:
        raise BadRequest from error
    if not isinstance(data, Mapping):
        raise BadRequest
    loaded: dict[str, Any] = schema.load(data)
    return loaded


def told_why_not(
    door: Callable[_Asked, ResponseReturnValue],
) -> Callable[_Asked, ResponseReturnValue]:
    """Return a door that answers what may not be with a problem, which the page can show."""

    @wraps(door)
    def answer(*args: _Asked.args, **words: _Asked.kwargs) -> ResponseReturnValue:
        try:
            return door(*args, **words)
        except RuleViolation as error:
            return problem(
                status_of(error), code=error.code, title=titles()[422], detail=message(error)
            )
        except ValidationError:
            return problem(422, code="invalid", title=titles()[422])
        except (StaleDataError, IntegrityError):  # somebody was first: the page tries again
            return problem(503, code="busy", title=titles()[503])

    return answer


@blueprint.post("/<uuid:dossier_id>/fields")
@told_why_not
def save_field(dossier_id: UUID) -> ResponseReturnValue:
    """Save one field; answer with what it holds now, or with both texts of a conflict."""
    told = sent(FieldSchema())
    if told["writer"] not in (None, current_actor().user_id):
        return _other_writer()
    try:
        with transaction() as session:
            saved = autosave.save(
                session, actor=current_actor(), dossier_id=dossier_id,
                where=Place(part=told["part"], key=told["key"], field=told["field"]),
                value=told["value"], was=told["was"], now=clock.now(),
            )  # fmt: skip
    except FieldConflict as error:
        return _conflict(error)
    return jsonify(value=saved.value, seq=saved.newest, merged=saved.merged)


def _other_writer() -> Response:
    """Refuse what one person typed in the name of another who signed in since."""
    detail = _(
        "Somebody else is signed in now in this browser. Your text is kept; sign in again yourself."
    )
    return problem(409, code="other-writer", title=titles()[409], detail=detail)


def _conflict(error: FieldConflict) -> Response:
    body = {
        "type": f"/problems/{error.code}", "title": titles()[409], "status": 409,
        "detail": message(error), "theirs": error.params["theirs"], "mine": error.params["mine"],
    }  # fmt: skip
    return Response(json.dumps(body), 409, mimetype="application/problem+json")


@blueprint.post("/<uuid:dossier_id>/presence")
def attend(dossier_id: UUID) -> ResponseReturnValue:
    """Say where the reader is, and tell who else is here and what they wrote since."""
    told = sent(PresenceSchema())
    try:
        return _news(dossier_id, place=told["place"], after=told["after"])
    except IntegrityError:  # another tab of the same reader was first
        return problem(503, code="busy", title=titles()[503])


def _news(dossier_id: UUID, *, place: str, after: int) -> Response:
    with transaction() as session:
        news = presence.attend(
            session, actor=current_actor(), dossier_id=dossier_id, place=place, after=after,
            now=clock.now(),
        )  # fmt: skip
        return jsonify(
            seq=news.seq,
            people=[_person(each) for each in news.people],
            steps=[told for each in reversed(news.steps) for told in _steps(each)],
        )


def _person(row: Presence) -> dict[str, str]:
    return {
        "name": row.user.name,
        "place": row.place,
        "label": content_reading.place_label(row.place),
    }


def _steps(row: FieldStep) -> Iterator[dict[str, Any]]:
    """Yield a step as the page hears of it, each half of a text in two languages by itself.

    One's own comes from another tab and has no name.
    """
    place = f"{row.part}/{row.key}/{row.field}"
    told = {place: row.after}
    if isinstance(row.after, dict) and set(row.after) == {"nl", "en"}:
        told = {f"{place}.{half}": text for half, text in row.after.items()}
    for name, value in told.items():
        yield {
            "place": name,
            "value": value,
            "seq": row.touched,
            "who": row.by.name if row.by and row.by_id != current_actor().user_id else "",
        }


@blueprint.post("/<uuid:dossier_id>/preview")
def preview(dossier_id: UUID) -> ResponseReturnValue:
    """Show a text as it will look; nothing is stored."""
    dossier = dossiers.get(db.session(), dossier_id, actor=current_actor())
    require(current_actor(), Permission.DOSSIER_READ, dossier)
    told = sent(PreviewSchema())
    return Response(as_html(dossier, normal(told["text"]), name="preview"), mimetype="text/html")
