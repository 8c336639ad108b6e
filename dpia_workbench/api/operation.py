"""An operation is declared once: its route, what it asks, what it answers, its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response, json, request
from marshmallow import Schema
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from dpia_workbench import __version__
from dpia_workbench.api import body as bodies
from dpia_workbench.api import repeats
from dpia_workbench.api.preconditions import Answer, Crossed, require_match, stale, tagged
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS, current_actor
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.store.base import Stale

PREFIX = "/api/v1"
blueprint = Blueprint("api", __name__)
View = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What the document says of an operation, and how it is answered."""

    path: str
    method: str
    name: str
    summary: str
    query: type[StrictSchema] | None
    body: type[StrictSchema] | None
    returns: type[Schema] | None
    status: int
    errors: tuple[int, ...]
    current: View | None
    view: View

    @property
    def is_open(self) -> bool:
        """Return whether everybody may ask it, without an account."""
        return f"api.{self.name}" in OPEN_ENDPOINTS

    @property
    def is_tagged(self) -> bool:
        """Return whether its answer has a version."""
        return self.returns is not None and bodies.VERSION in self.returns._declared_fields

    @property
    def is_change(self) -> bool:
        """Return whether it sends only what changes of a thing."""
        return self.method == "PATCH"


OPERATIONS: list[Operation] = []


def operation(
    path: str,
    *,
    returns: type[Schema] | None,
    query: type[StrictSchema] | None = None,
    body: type[StrictSchema] | None = None,
    method: str = "",
    status: int = 200,
    errors: tuple[int, ...] = (),
    current: View | None = None,
    name: str = "",
    summary: str = "",
) -> Callable[[View], View]:
    """Declare an operation: checked query or body in, a value that the schema dumps out.

    Without a `method` it is a POST with a body, else a GET. A view returns a value, or an `Answer`
    with its version. What a signed-in person writes happens in one transaction, whose session the
    view gets first; it is kept under its Idempotency-Key. `current` returns the thing that is
    written to as an `Answer`: then If-Match must name its version, the view gets its number as
    `version`, and a PATCH is a merge patch on its value.
    """

    def declare(view: View) -> View:
        declared = Operation(
            path=path, method=method or ("POST" if body else "GET"), name=name or view.__name__,
            summary=summary or (view.__doc__ or "").splitlines()[0], query=query, body=body,
            returns=returns, status=status, errors=errors, current=current, view=view,
        )  # fmt: skip
        OPERATIONS.append(declared)

        @wraps(view)
        def answered(**place: Any) -> Response:
            if declared.is_open or declared.method == "GET":
                return _respond(declared, view(**place, **_asked(declared)))
            return _written(declared, view, place=place)

        blueprint.route(PREFIX + path, methods=[declared.method], endpoint=declared.name)(answered)
        return view

    return declare


def _asked(declared: Operation) -> dict[str, Any]:
    """Return the checked query and body. Raises what is wrong with them."""
    asked = {}
    if declared.query:
        asked["query"] = bodies.query(declared.query())
    if declared.body and not declared.is_change:
        asked["body"] = bodies.checker(declared.body).load(_sent(declared))
    return asked


def _sent(declared: Operation) -> Any:
    return bodies.sent(
        most=bodies.LARGEST_OF_ANYBODY if declared.is_open else bodies.LARGEST_OF_PEOPLE
    )


def _written(declared: Operation, view: View, *, place: dict[str, Any]) -> Response:
    """Write in one transaction, or say how the thing stands now. Raises as the view does."""
    request.max_content_length = bodies.LARGEST_OF_PEOPLE
    try:
        with transaction() as session:
            return _in_transaction(session, declared, view, place=place)
    except (Stale, StaleDataError) as error:
        if declared.current is None:
            raise Crossed from error
        return stale(*_present(declared.current, place=place))
    except IntegrityError as error:
        raise Crossed from error


def _in_transaction(
    session: Session, declared: Operation, view: View, *, place: dict[str, Any]
) -> Response:
    actor, sent = current_actor(), repeats.sent_with_key()
    again = repeats.recalled(session, actor=actor, sent=sent) if sent else None
    if again is not None:
        return again
    asked = _matched(declared, place=place) if declared.current else {}
    made = _respond(declared, view(session, **place, **asked, **_asked(declared)))
    if sent:
        repeats.keep(session, actor=actor, sent=sent, answer=made)
    return made


def _matched(declared: Operation, *, place: dict[str, Any]) -> dict[str, Any]:
    """Return the version that is changed, and the whole of what a change makes of it."""
    assert declared.current is not None  # noqa: S101  # only then it is called
    value, present = _present(declared.current, place=place)
    require_match(present)
    asked: dict[str, Any] = {"version": present.number}
    if declared.body and declared.is_change:
        checker = bodies.checker(declared.body)
        asked["body"] = bodies.changed(checker, stored=value, change=_sent(declared))
    return asked


def _present(current: View, *, place: dict[str, Any]) -> tuple[Any, Answer]:
    """Return how a thing stands now, as it is read: its JSON, and the answer with its version."""
    present: Answer = current(**place)
    declared = next(each for each in OPERATIONS if each.view is current)
    assert declared.returns is not None  # noqa: S101  # what is read has a value
    return declared.returns().dump(present.value), present


def _respond(declared: Operation, made: Any) -> Response:
    """Return what a view made, as JSON with its version and address."""
    answer = made if isinstance(made, Answer) else Answer(value=made)
    if declared.returns is None:
        return Response(status=204)
    text = json.dumps(declared.returns().dump(answer.value))
    response = Response(text, declared.status, mimetype="application/json")
    if answer.location:
        response.headers["Location"] = answer.location
    return tagged(response, version=answer.version)


@blueprint.after_app_request
def _versioned(response: Response) -> Response:
    """Say the version of the API on every answer under its address, also on errors."""
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = __version__
        if response.status_code == 401:
            response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response
