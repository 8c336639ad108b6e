"""The document of the API (OpenAPI 3.1), made from the declarations, and a page with it."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response, json, render_template
from flask.typing import ResponseReturnValue
from marshmallow import validate

from dpia_workbench import __version__
from dpia_workbench.api import answers, examples
from dpia_workbench.api.body import FILE, VERSION, checker
from dpia_workbench.api.explorer import explorer_page
from dpia_workbench.api.operation import OPERATIONS, PREFIX, Operation, blueprint
from dpia_workbench.api.repeats import HEADER
from dpia_workbench.i18n import speaking
from dpia_workbench.plumbing import fresh
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.registers import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Field,
    Kind,
    Register,
    fields_of,
)
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.schemas.assessment_file import MOST, UNKNOWN, Exactly, Step, Things
from dpia_workbench.schemas.base import BilingualField, Choice, StrictSchema, Whole
from dpia_workbench.schemas.dossiers import Axis3, Floor
from dpia_workbench.schemas.evidence import PlaceField
from dpia_workbench.schemas.own_risks import Rating
from dpia_workbench.schemas.statements import EntryValues
from dpia_workbench.schemas.verdicts import ProblemSchema

_CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_TYPES = {"int": {"type": "integer"}, "uuid": {"type": "string", "format": "uuid"}}
_DESCRIPTION = """Published verdicts of collective DPIAs for Dutch education, and their dossiers.

What is public needs no account. Everything else needs a personal token, made on the account page
and sent as `Authorization: Bearer …`; it has the rights of its owner. What you may not see answers
404.

What has a version comes with an `ETag`: its `version` in double quotes. Changing it needs
`If-Match` with that ETag. A PATCH is a JSON merge patch (RFC 7396): what it does not name stays.

Texts and entries of a dossier can be written by several people at once: with `If-Match: *` and
`was`, what the writer started from, what others wrote since is merged in. Where both changed the
same words nothing is stored, and 409 answers with all texts as `conflict`.

Long lists come in parts: `next` is the `cursor` of the next part, and the `Link` header has its
address. What is added or removed meanwhile moves nothing else. Public answers have an `ETag`: with
`If-None-Match` you get 304 if nothing is new.

`RateLimit-Policy` says how much one token, or one address without a token, may ask in a while, and
`RateLimit` what is left. Who asks more gets 429, and goes on after `Retry-After` seconds.

A POST with an `Idempotency-Key` can be sent again for 24 hours: it is done once, and answered the
same, with `Idempotent-Replayed: true`."""


_FLOOR = {
    "properties": {
        "tag": {"type": "string", "enum": [*Tag]},
        "axis": {"type": "string", "enum": [*Axis]},
        "level": {"type": "integer", "enum": [2, 3]},
    },
    "required": ["tag", "axis", "level"],
}


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document; it is made once, and nobody changes it."""
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    spec = APISpec(
        title="DPIA Workbench",
        version=__version__,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": _DESCRIPTION,
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        servers=[{"url": PREFIX}],
    )
    plugin.converter.add_attribute_function(_limits)  # type: ignore[union-attr]  # made by now
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    spec.components.schema("Problem", schema=ProblemSchema)
    answers.declare(spec)
    spec.components.schema("EntryValues", {"anyOf": [*map(_register, Register)]})
    with speaking("en"):
        for each in OPERATIONS:
            path = _CONVERTER.sub(r"{\g<name>}", each.path)
            spec.path(path=path, operations={each.method.lower(): _described(each)})
    return examples.fill(_in_one_form(_asked_in_addresses(spec.to_dict())))


def _in_one_form(made: dict[str, Any]) -> dict[str, Any]:
    """Return a document in which a form is one thing, file and fields: it takes no others."""
    for found in (each for operations in made["paths"].values() for each in operations.values()):
        form = found.get("requestBody", {}).get("content", {}).get("multipart/form-data")
        if form is not None:
            fields, file = form["schema"]["allOf"]
            known = made["components"]["schemas"][fields["$ref"].rpartition("/")[2]]
            form["schema"] = {
                **known,
                "properties": {**known["properties"], **file["properties"]},
                "required": [*known.get("required", ()), *file["required"]],
            }
    return made


def _asked_in_addresses(made: dict[str, Any]) -> dict[str, Any]:
    """Return a document in which no query has null: an address cannot say it."""
    for operations in made["paths"].values():
        for parameter in (each for found in operations.values() for each in found["parameters"]):
            schema = parameter["schema"]
            if isinstance(schema.get("type"), list) and "null" in schema["type"]:
                schema["type"] = schema["type"][0]
                schema["enum"] = [each for each in schema["enum"] if each is not None]
    return made


def _name(schema: Any) -> str:
    """Return the name of a schema in the document; what forms share is named as what is sent."""
    kind = schema if isinstance(schema, type) else type(schema)
    name = kind.__name__.removesuffix("Schema")
    if getattr(schema, "partial", None):
        return f"{name}Change"
    return f"{name}Input" if VERSION in getattr(schema, "exclude", ()) else name


def _register(register: Register) -> dict[str, Any]:
    """Return what the entries of a register hold."""
    held = {field.name: _held(field) for field in fields_of(register)}
    return {
        "title": register.value, "type": "object", "properties": held,
        "additionalProperties": False,
    }  # fmt: skip


def _held(field: Field) -> dict[str, Any]:
    """Return what a field of an entry holds."""
    options = [*(field.options or ())]
    if field.kind is Kind.CHOICE:
        return {"type": "string", "enum": ["", *options]}
    if field.kind is Kind.CHOICES:
        return {"type": "array", "items": {"type": "string", "enum": options}}
    if field.kind is Kind.REFERENCES:
        text = f"Keys of entries of the register {field.to}."
        return {"type": "array", "items": {"type": "string"}, "description": text}
    most = LONGEST_LINE if field.kind is Kind.LINE else LONGEST_TEXT
    return {"type": "string", "maxLength": most}


def _limits(_converter: Any, field: Any, **_options: Any) -> dict[str, Any]:
    """Return what our own kinds of field allow."""
    found = (said(field) for kind, said in _LIMITS.items() if isinstance(field, kind))
    return next(found, {})


def _step(field: Step) -> dict[str, Any]:
    numbers = [*range(field.least, field.most + 1)]
    if field.unknown:
        return {"type": ["integer", "string"], "enum": [*numbers, UNKNOWN]}
    return {"type": "integer", "enum": numbers}


def _halves(_field: BilingualField) -> dict[str, Any]:
    halves = {half: {"type": "string"} for half in ("nl", "en")}
    return {"type": "object", "properties": halves, "additionalProperties": False}


def _chosen(field: Choice) -> dict[str, Any]:
    """Return which members of an enumeration are taken, and null where nothing is, too."""
    limits = [each.choices for each in field.validators if isinstance(each, validate.OneOf)]
    members = [member for member in field.members if all(member in each for each in limits)]
    if field.allow_none:
        return {"type": ["string", "null"], "enum": [*(each.value for each in members), None]}
    return {"type": "string", "enum": [each.value for each in members]}


_LIMITS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Choice: _chosen,
    Step: _step,
    Rating: lambda _field: {"type": ["integer", "string"], "enum": [1, 2, 3, UNKNOWN]},
    Exactly: lambda _field: {"type": "boolean"},
    Things: lambda _field: {"maxItems": MOST},
    EntryValues: lambda _field: {
        "type": "object", "allOf": [{"$ref": "#/components/schemas/EntryValues"}]
    },
    PlaceField: lambda _field: {"type": "string"},
    Axis3: lambda _field: {"type": ["integer", "string"], "enum": [1, 2, 3, "unknown"]},
    Whole: lambda field: {"minimum": field.between.min, "maximum": field.between.max},
    Floor: lambda _field: {"type": "object", **_FLOOR},
    BilingualField: _halves,
}  # fmt: skip


def _parameters(each: Operation) -> list[dict[str, Any]]:
    parameters: list[dict[str, Any]] = [
        {
            "in": "path",
            "name": match["name"],
            "required": True,
            "schema": _TYPES.get(match["kind"], {"type": "string"}),
        }
        for match in _CONVERTER.finditer(each.path)
    ]
    if each.query:
        parameters.append({"in": "query", "schema": each.query})
    if each.current:
        parameters.append(_header("If-Match", required=True, text="The ETag of what you change."))
    if each.is_kept:
        text = "A text of your own, new for each thing that you do: it makes sending again safe."
        parameters.append(_header(HEADER, required=False, text=text))
    return parameters


def _header(name: str, *, required: bool, text: str) -> dict[str, Any]:
    schema = {"type": "string"}
    return {
        "in": "header", "name": name, "required": required, "description": text, "schema": schema
    }  # fmt: skip


def _described(each: Operation) -> dict[str, Any]:
    described = {
        "operationId": each.name,
        "summary": each.summary,
        "tags": [each.path.split("/")[1]],
        "parameters": _parameters(each),
        "responses": answers.answers(each),
        "security": [] if each.is_open else [{"token": []}],
    }
    if not each.body:
        return described
    if each.upload:
        return {**described, "requestBody": {"required": True, "content": _form(each.body)}}
    kinds = ["application/json", *(["application/merge-patch+json"] if each.is_change else [])]
    schema = checker(each.body, partial=each.is_change)
    content = {kind: {"schema": schema} for kind in kinds}
    return {**described, "requestBody": {"required": True, "content": content}}


def _form(body: type[StrictSchema]) -> dict[str, Any]:
    """Return a form with a file and the fields that are written about it."""
    file: dict[str, Any] = {
        "type": "object",
        "properties": {FILE: {"type": "string", "format": "binary"}},
    }
    whole: dict[str, Any] = {"allOf": [body, {**file, "required": [FILE]}]}
    return {"multipart/form-data": {"schema": whole}}


@blueprint.get(f"{PREFIX}/openapi.json", endpoint="document")
def show() -> ResponseReturnValue:
    """Return the OpenAPI document."""
    return fresh.public(Response(_written(), mimetype="application/json"))


@cache
def _written() -> str:
    return json.dumps(document())


@blueprint.get("/api/docs", endpoint="explorer")
def explorer() -> ResponseReturnValue:
    """Show the document to people, and how to begin."""
    page = explorer_page(document(), prefix=PREFIX, limits=settings())
    return render_template("site/api.html", page=page)
