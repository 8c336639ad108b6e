"""An operation is declared once: its route, what it asks, what it answers, its errors."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, json, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dpia_workbench import __version__
from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.base import Many, StrictSchema

PREFIX = "/api/v1"
LARGEST_BODY = 300_000  # bytes; far more than a dossier's computation needs
blueprint = Blueprint("api", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the document says of an operation."""

    path: str
    name: str
    summary: str
    query: type[StrictSchema] | None
    body: type[StrictSchema] | None
    returns: type[Schema]
    errors: tuple[int, ...]


OPERATIONS: list[Operation] = []
View = Callable[..., Any]


def operation(
    path: str,
    *,
    returns: type[Schema],
    query: type[StrictSchema] | None = None,
    body: type[StrictSchema] | None = None,
    errors: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare an operation: checked query or body in, a value that the schema dumps out.

    With a body it is a POST, else a GET.
    """

    def declare(view: View) -> View:
        summary = (view.__doc__ or "").splitlines()[0]
        OPERATIONS.append(
            Operation(
                path=path, name=view.__name__, summary=summary, query=query, body=body,
                returns=returns, errors=errors,
            )
        )  # fmt: skip

        @wraps(view)
        def answered(**place: Any) -> Response:
            asked = {"query": query().load(_arguments(query()))} if query else {}
            asked |= {"body": body().load(_body())} if body else {}
            return respond(returns().dump(view(**place, **asked)))

        blueprint.route(PREFIX + path, methods=["POST" if body else "GET"])(answered)
        return answered

    return declare


def _arguments(schema: Schema) -> dict[str, Any]:
    """Return the query with lists where the schema has lists; `lang` is the page's own."""
    lists = {name for name, field in schema.fields.items() if isinstance(field, Many)}
    return {
        name: values if name in lists else values[-1]
        for name, values in request.args.lists()
        if name != "lang"
    }


@blueprint.after_app_request
def _versioned(response: Response) -> Response:
    """Say the version of the API on every answer under its address, also on errors."""
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = __version__
    return response


def _body() -> Any:
    """Return the JSON that was sent. Raises BadRequest and what else is wrong with a body."""
    if not request.is_json:
        raise UnsupportedMediaType
    request.max_content_length = LARGEST_BODY  # also of what comes without saying how long it is
    sent = request.get_data()
    try:
        return json.loads(sent, object_pairs_hook=_once)
    except KeyTwice as error:
        text = _("This field is written twice.")
        raise ValidationError({str(error): [text]}) from error
    except (ValueError, RecursionError) as error:  # or nested so deeply that no reader follows
        raise BadRequest from error


class KeyTwice(Exception):
    """A key that is written twice: nobody would know which of the two counted."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object that has each of its keys once, as files must. Raises KeyTwice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _value in pairs)
        raise KeyTwice(counted.most_common(1)[0][0])
    return found


def respond(value: Mapping[str, Any] | Any) -> Response:
    """Return a value as JSON."""
    return Response(json.dumps(value), mimetype="application/json")
