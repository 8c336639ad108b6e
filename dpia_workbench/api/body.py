"""What a request to the API carries: its query, its JSON, and a change to what there is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask import json, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.problems import HTTP_TOO_LARGE, status_of
from dpia_workbench.plumbing.uploads import Received
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.base import REQUIRED, Many, StrictSchema
from dpia_workbench.store.audit import canonical_json

# In bytes: far more than an assessment needs, and than the longest texts of a part of a dossier.
LARGEST_OF_ANYBODY, LARGEST_OF_PEOPLE = 300_000, 2_000_000
FILE = "file"  # the part of a form that holds a file; the others are fields
VERSION = "version"  # a form carries it as a field, the API as an ETag


def checker(schema: type[StrictSchema], *, partial: bool = False) -> StrictSchema:
    """Return a schema that forms share as the API uses it: the version is no field of it."""
    names = schema._declared_fields
    return schema(exclude=(VERSION,) if VERSION in names else (), partial=partial)


def query(schema: StrictSchema) -> dict[str, Any]:
    """Return the checked query, with lists where the schema has lists. Raises ValidationError.

    `lang` is the page's own.
    """
    return _loaded(schema, [each for each in request.args.lists() if each[0] != "lang"])


def _loaded(schema: StrictSchema, named: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    lists = {name for name, field in schema.fields.items() if isinstance(field, Many)}
    checked: dict[str, Any] = schema.load(
        {name: values if name in lists else values[-1] for name, values in named}
    )
    return checked


def form(schema: StrictSchema) -> dict[str, Any]:
    """Return the checked fields of a form that comes with a file. Raises ValidationError."""
    return _loaded(schema, request.form.lists())


def one_file(files: Received) -> FileFacts:
    """Return what is known of the one file that came in. Raises ValidationError at it."""
    if len(files.sent) > 1:
        raise ValidationError({FILE: [_("Send one file at a time.")]})
    try:
        return files.judge()[0].facts
    except RuleViolation as error:
        if status_of(error) == HTTP_TOO_LARGE:
            raise
        raise ValidationError({FILE: [message(error)]}) from error


def form_data(file: FileFacts) -> bytes:
    """Return all that a form with a file says, to recognise it when it is sent again."""
    return canonical_json([sorted(request.form.lists()), file.name, file.sha256]).encode()


def sent(*, most: int) -> Any:
    """Return the JSON that was sent. Raises BadRequest and what else is wrong with a body."""
    if not request.is_json:
        raise UnsupportedMediaType
    request.max_content_length = most  # also of what comes without saying how long it is
    text = request.get_data()
    try:
        return json.loads(text, object_pairs_hook=_once)
    except KeyTwice as error:
        sentence = _("This field is written twice.")
        raise ValidationError({str(error): [sentence]}) from error
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


def changed(schema: Schema, *, stored: Mapping[str, Any], change: Any) -> dict[str, Any]:
    """Return what is stored with a change (RFC 7396), checked as if all of it had been sent.

    Of what comes in parts only those are looked at, and returned, that the change names. Raises
    ValidationError.
    """
    mine = {name: stored[name] for name in schema.fields if name in stored}
    if isinstance(schema, StrictSchema) and schema.in_parts:
        mine = _parts(schema, stored=mine, change=change)
    checked: dict[str, Any] = schema.load(merged(mine, change))
    return checked


def _parts(schema: Schema, *, stored: Mapping[str, Any], change: Any) -> dict[str, Any]:
    """Return what is stored of the parts that a change names; none can be taken away.

    Raises ValidationError.
    """
    named = change if isinstance(change, Mapping) else {}
    gone = [name for name in named if named[name] is None and name in schema.fields]
    if gone:
        raise ValidationError({name: [_(REQUIRED)] for name in gone})
    return {
        name: _taken(schema.fields[name], value) for name, value in stored.items() if name in named
    }


def _taken(field: fields.Field[Any], value: Any) -> Any:
    """Return what a field takes of a value that is read: what is read can say more."""
    if not isinstance(field, fields.Nested) or not isinstance(value, Mapping):
        return value
    inner = field.schema.fields.items()
    return {name: value[name] for name, each in inner if name in value and not each.load_only}


def merged(target: Any, patch: Any) -> Any:
    """Return a JSON value with a merge patch applied (RFC 7396): null takes a member away."""
    if not isinstance(patch, Mapping):
        return patch
    found = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found
