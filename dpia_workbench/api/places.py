"""Where in a body something is that breaks a rule."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from marshmallow import ValidationError

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.problems import status_of
from dpia_workbench.risk.rules import RuleViolation

_AT_A_FIELD = 422


@contextmanager
def refusals(*path: str | int, on: Mapping[str, str] | None = None) -> Iterator[None]:
    """Say at its field what a person wrote wrong, where the rule is about what was written.

    `path` leads to the part of the body that is written; `on` names a field in it per code, with
    dots where it lies deeper and the values of the rule in braces. Else the rule itself says which
    field it is. Raises ValidationError, and other refusals as they are.
    """
    try:
        yield
    except RuleViolation as error:
        wanted = (on or {}).get(error.code, "").format(**error.params) or error.params.get("field")
        steps = [*path, *(str(wanted).split(".") if wanted else ())]
        if status_of(error) != _AT_A_FIELD or not steps:
            raise
        raise ValidationError(_nested(steps, [message(error)])) from error


def require_listed(key: Any, *, known: Collection[Any], path: Sequence[str | int]) -> None:
    """Refuse, at its place, what is none of the things that there are. Raises ValidationError."""
    if key not in known:
        raise ValidationError(_nested(path, [_("Choose one from the list.")]))


def _nested(path: Sequence[Any], found: Any) -> Any:
    """Return something at the end of a path."""
    for step in reversed(path):
        found = {step: found}
    return found
