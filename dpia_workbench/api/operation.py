"""An operation is declared once: its route, what it asks, what it answers, its errors."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, json, request
from marshmallow import Schema
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from dpia_workbench import __version__
from dpia_workbench.api import body as bodies
from dpia_workbench.api import repeats
from dpia_workbench.api.body import FILE
from dpia_workbench.api.preconditions import (
    Answer,
    Crossed,
    conflict,
    require_match,
    stale,
    tagged,
)
from dpia_workbench.plumbing import fresh
from dpia_workbench.plumbing.database import let_go, transaction
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS, current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.plumbing.uploads import expect_files, file_store, received
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.store.base import Stale
from dpia_workbench.usecases.holding import FieldConflict
from dpia_workbench.usecases.idempotency import Sent

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
    upload: View | None
    sends: str
    accepted: type[Schema] | None

    @property
    def is_open(self) -> bool:
        """Return whether everybody may ask it, without an account."""
        return f"api.{self.name}" in OPEN_ENDPOINTS

    @property
    def is_tagged(self) -> bool:
        """Return whether its answer has a version."""
        return self.returns is not None and bodies.VERSION in self.returns._declared_fields

    @property
    def is_kept(self) -> bool:
        """Return whether its answer is kept under an Idempotency-Key; files are sent anew."""
        return self.method == "POST" and not self.is_open and self.sends == JSON

    @property
    def is_frozen(self) -> bool:
        """Return whether its answer never changes: it is a release, also as linked data."""
        return self.name == "one_release"

    @property
    def is_change(self) -> bool:
        """Return whether it sends only what changes of a thing."""
        return self.method == "PATCH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eventually:
    """What is returned of what is done at once, and with 202 of what will be done later."""

    now: type[Schema]
    later: type[Schema]


JSON = "application/json"
OPERATIONS: list[Operation] = []


def operation(
    path: str,
    *,
    returns: "type[Schema] | Eventually | None",
    query: type[StrictSchema] | None = None,
    body: type[StrictSchema] | None = None,
    method: str = "",
    status: int = 200,
    errors: tuple[int, ...] = (),
    current: View | None = None,
    name: str = "",
    summary: str = "",
    upload: View | None = None,
    sends: str = JSON,
) -> Callable[[View], View]:
    """Declare an operation: checked query or body in, a value that the schema dumps out.

    Without a `method` it is a POST with a body, else a GET. A view returns a value, or an `Answer`
    with its version. What a signed-in person writes happens in one transaction, whose session the
    view gets first; it is kept under its Idempotency-Key. `current` returns the thing that is
    written to as an `Answer`: then If-Match must name its version, the view gets its number as
    `version`, and a PATCH is a merge patch on its value. With `upload` a form with one file comes
    in: `upload` is asked first and raises if the actor may not send one; the view gets its facts as
    `file`. What `sends` something else than JSON returns the response itself.
    """

    def declare(view: View) -> View:
        declared = Operation(
            path=path, method=method or ("POST" if body else "GET"), name=name or view.__name__,
            summary=summary or (view.__doc__ or "").splitlines()[0], query=query, body=body,
            returns=returns.now if isinstance(returns, Eventually) else returns, status=status,
            errors=errors, current=current, view=view, upload=upload, sends=sends,
            accepted=returns.later if isinstance(returns, Eventually) else None,
        )  # fmt: skip
        OPERATIONS.append(declared)
        route = blueprint.route(PREFIX + path, methods=[declared.method], endpoint=declared.name)
        route(_answering(declared, view))
        return view

    return declare


def _answering(declared: Operation, view: View) -> Callable[..., Response]:
    """Return what answers a request of an operation."""

    @wraps(view)
    def answered(**place: Any) -> Response:
        if declared.is_open or declared.method == "GET":
            return _read(declared, _respond(declared, view(**place, **_asked(declared))))
        if declared.upload:
            return _uploaded(declared, view, place=place)
        return _written(declared, view, place=place, sent=_key_of(declared))

    return answered


def _read(declared: Operation, response: Response) -> Response:
    """Return what is read; what everybody may read names its content, and may be kept."""
    if not declared.is_open or declared.method != "GET":
        return response
    if declared.is_frozen:
        response.vary.add("Accept")
    return fresh.public(response, is_frozen=declared.is_frozen)


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


def _key_of(declared: Operation) -> Sent | None:
    """Return the key under which the answer is kept, or None."""
    request.max_content_length = bodies.LARGEST_OF_PEOPLE
    return repeats.sent_with_key(request.get_data) if declared.is_kept else None


def _uploaded(declared: Operation, view: View, *, place: dict[str, Any]) -> Response:
    """Take a file and what is written about it; keep both, or neither. Raises as the view does."""
    assert declared.upload is not None  # noqa: S101  # only then it is called
    assert declared.body is not None  # noqa: S101  # a file without words is no use
    declared.upload(**place)
    let_go()  # the file comes in when the form is read
    expect_files()
    with received(FILE) as files:
        facts = bodies.one_file(files)
        asked = {"file": facts, "body": bodies.form(declared.body())}
        sent = repeats.sent_with_key(partial(bodies.form_data, facts))
        with file_store().keeping(files.staged):
            return _written(declared, partial(view, **asked), place=place, sent=sent)


def _written(
    declared: Operation, view: View, *, place: dict[str, Any], sent: Sent | None
) -> Response:
    """Write in one transaction, or say how the thing stands now. Raises as the view does."""
    try:
        with transaction() as session:
            return _in_transaction(session, declared, view, place=place, sent=sent)
    except FieldConflict as error:
        return conflict(error)
    except (Stale, StaleDataError) as error:
        if declared.current is None:
            raise Crossed from error
        return stale(*_present(declared.current, place=place))
    except IntegrityError as error:
        raise Crossed from error


def _in_transaction(
    session: Session, declared: Operation, view: View, *, place: dict[str, Any], sent: Sent | None
) -> Response:
    actor = current_actor()
    again = repeats.recalled(session, actor=actor, sent=sent) if sent else None
    if again is not None:
        return again
    asked = _matched(declared, place=place) if declared.current else {}
    if not declared.upload:
        asked |= _asked(declared)
    made = _respond(declared, view(session, **place, **asked))
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
    if isinstance(made, Response):
        return made
    answer = made if isinstance(made, Answer) else Answer(value=made)
    is_later = answer.is_accepted and declared.accepted is not None
    schema, status = (declared.accepted, 202) if is_later else (declared.returns, declared.status)
    if schema is None:
        return Response(status=204)
    value = schema().dump(answer.value)
    response = Response(json.dumps(value), status, mimetype=JSON)
    if isinstance(value, dict) and declared.method == "GET" and value.get("next"):
        response.headers["Link"] = f'<{_next(value["next"])}>; rel="next"'
    if answer.location:
        response.headers["Location"] = answer.location
    return tagged(response, version=answer.version)


def _next(cursor: str) -> str:
    """Return the address of the next part of a list (RFC 8288)."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{settings().base_url}{request.path}?{urlencode([*asked, ('cursor', cursor)])}"


@blueprint.after_app_request
def _versioned(response: Response) -> Response:
    """Say the version of the API on every answer under its address, also on errors."""
    if request.path.startswith("/api/"):
        response.headers["API-Version"] = __version__
        if response.status_code == 401:
            response.headers.setdefault("WWW-Authenticate", "Bearer")
    return response
