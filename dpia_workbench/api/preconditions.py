"""Two writers: who changes a thing says which version, and learns when it is no longer that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.http import quote_etag

from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.problems import problem, status_of, titles
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.base import Stale
from dpia_workbench.usecases.holding import FieldConflict


class VersionMissing(RuleViolation):
    """A change says which version of the thing it is based on."""

    code = "request.version-missing"


class Crossed(RuleViolation):
    """Two people did what only one of them can have done."""

    code = "request.crossed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a view answers: a value, the version it is of, and where a new thing is found.

    `is_accepted` says that it is not done yet, and will be.
    """

    value: Any
    version: str = ""
    location: str = ""
    is_accepted: bool = False

    @property
    def number(self) -> int:
        """Return the number that the row counts its versions with."""
        return int(self.version.rpartition(".")[2])


def require_match(present: Answer) -> None:
    """Refuse a change of another version than the present one. Raises VersionMissing or Stale."""
    wanted = request.if_match
    if not wanted and not wanted.star_tag:
        raise VersionMissing
    if not wanted.contains(present.version):
        raise Stale


def tagged(response: Response, *, version: str) -> Response:
    """Put a version on a response."""
    if version:
        response.headers["ETag"] = quote_etag(version)
    return response


def stale(value: Mapping[str, Any], present: Answer) -> Response:
    """Return the refusal of a change of an old version, with how the thing stands now."""
    refusal = problem(412, code="stale", title=titles()[412], current=value)
    return tagged(refusal, version=present.version)


def conflict(error: FieldConflict) -> Response:
    """Return the refusal of a change of the same words, with all texts: nothing is lost."""
    texts = {name: error.params[name] for name in ("field", "base", "mine", "theirs")}
    return problem(
        status_of(error), code=error.code, title=titles()[409], detail=message(error),
        conflict=texts,
    )  # fmt: skip
