"""The document of the API (OpenAPI 3.1), made from the declarations, and a page with it."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response, json, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import __version__
from dpia_workbench.api.body import FILE, VERSION, checker
from dpia_workbench.api.operation import JSON, OPERATIONS, PREFIX, Operation, blueprint
from dpia_workbench.api.repeats import HEADER
from dpia_workbench.i18n import speaking
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
from dpia_workbench.schemas.base import BilingualField, Choice, StrictSchema, Whole
from dpia_workbench.schemas.dossiers import Axis3, Floor
from dpia_workbench.schemas.evidence import PlaceField
from dpia_workbench.schemas.statements import EntryValues
from dpia_workbench.schemas.verdicts import ProblemSchema

_CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_TYPES = {"int": {"type": "integer"}, "uuid": {"type": "string", "format": "uuid"}}
_TITLES = {
    400: "This is not JSON.",
    401: "There is no token, or it does not work.",
    403: "You may read this, but you may not do this.",
    404: "There is no such thing, or you may not see it.",
    409: "This is not possible now, or somebody else did something at the same moment.",
    410: "The file was deleted.",
    412: "It changed since you read it: `current` is how it stands now, with its ETag.",
    413: "This is too large.",
    415: "This is not sent as JSON.",
    422: "Something that was sent is not right.",
    428: "Say with If-Match which version you change.",
    429: "Too many wrong tokens came from this address.",
}
_DESCRIPTION = """Published verdicts of collective DPIAs for Dutch education, and their dossiers.

What is public needs no account. Everything else needs a personal token, made on the account page
and sent as `Authorization: Bearer …`; it has the rights of its owner. What you may not see answers
404.

What has a version comes with an `ETag`: its `version` in double quotes. Changing it needs
`If-Match` with that ETag. A PATCH is a JSON merge patch (RFC 7396): what it does not name stays.

Texts and entries of a dossier can be written by several people at once: with `If-Match: *` and
`was`, what the writer started from, what others wrote since is merged in. Where both changed the
same words nothing is stored, and 409 answers with all texts as `conflict`.

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


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
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
    spec.components.schema("EntryValues", {"anyOf": [*map(_register, Register)]})
    with speaking("en"):
        for each in OPERATIONS:
            path = _CONVERTER.sub(r"{\g<name>}", each.path)
            spec.path(path=path, operations={each.method.lower(): _described(each)})
    made: dict[str, Any] = spec.to_dict()
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
    if isinstance(field, Choice):
        return {"type": "string", "enum": [member.value for member in field.members]}
    if isinstance(field, EntryValues):
        return {"type": "object", "allOf": [{"$ref": "#/components/schemas/EntryValues"}]}
    if isinstance(field, PlaceField):
        return {"type": "string"}
    if isinstance(field, Axis3):
        return {"type": ["integer", "string"], "enum": [1, 2, 3, "unknown"]}
    if isinstance(field, Whole):
        return {"minimum": field.between.min, "maximum": field.between.max}
    if isinstance(field, Floor):
        return {"type": "object", **_FLOOR}
    if isinstance(field, BilingualField):
        halves = {half: {"type": "string"} for half in ("nl", "en")}
        return {"type": "object", "properties": halves, "additionalProperties": False}
    return {}


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


def _statuses(each: Operation) -> list[int]:
    """Return which errors can be answered, besides the named ones by what it asks and does."""
    found = set(each.errors)
    if not each.is_open:
        writes = each.method != "GET"
        found |= {401, 429}
        found |= {404} if "<" in each.path else set()
        found |= {422} if each.query else set()
        found |= {403, 409, 422} if writes else set()
        found |= {400, 413} if each.body else set()
        found |= {415} if each.body and not each.upload else set()
        found |= {412, 428} if each.current else set()
    return sorted(found)


def _described(each: Operation) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": ProblemSchema}}
    responses: dict[str, Any] = {str(each.status): _success(each)}
    if each.accepted:
        responses["202"] = _later(each)
    for status in _statuses(each):
        responses[str(status)] = {"description": _TITLES[status], "content": problem}
    described = {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": _parameters(each),
        "responses": responses,
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


def _headers(each: Operation, status: int) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    headers = {"API-Version": text}
    headers |= {"ETag": text} if each.is_tagged else {}
    return headers | ({"Location": text} if status == 201 else {})


def _later(each: Operation) -> dict[str, Any]:
    content = {"application/json": {"schema": each.accepted}}
    return {
        "description": "It will be done.", "headers": _headers(each, 202), "content": content
    }  # fmt: skip


def _success(each: Operation) -> dict[str, Any]:
    text = {"schema": {"type": "string"}}
    headers = _headers(each, each.status)
    if each.sends != JSON:
        file = {each.sends: {"schema": {"type": "string", "format": "binary"}}}
        return {"description": "The file.", "headers": {"API-Version": text}, "content": file}
    if each.returns is None:
        return {"description": "It is done.", "headers": headers}
    content = {"application/json": {"schema": each.returns}}
    return {"description": "The answer.", "headers": headers, "content": content}


@blueprint.get(f"{PREFIX}/openapi.json", endpoint="document")
def show() -> ResponseReturnValue:
    """Return the OpenAPI document."""
    return Response(json.dumps(document()), mimetype="application/json")


@blueprint.get("/api/docs", endpoint="explorer")
def explorer() -> ResponseReturnValue:
    """Show the document to people."""
    return render_template("site/api.html", document=document(), prefix=PREFIX)
