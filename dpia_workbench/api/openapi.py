"""The document of the API (OpenAPI 3.1), made from the declarations, and a page with it."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response, json, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import __version__
from dpia_workbench.api.operation import OPERATIONS, PREFIX, Operation, blueprint
from dpia_workbench.i18n import speaking
from dpia_workbench.schemas.base import Choice, Whole
from dpia_workbench.schemas.verdicts import ProblemSchema

_CONVERTER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_TITLES = {
    400: "This is not JSON.",
    404: "There is no such thing, or it is not public.",
    413: "This is too large.",
    415: "This is not sent as JSON.",
    422: "Something that was sent is not right.",
}


def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    plugin = MarshmallowPlugin()
    spec = APISpec(
        title="DPIA Workbench",
        version=__version__,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={
            "description": "Published verdicts of collective DPIAs for Dutch education.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        servers=[{"url": PREFIX}],
    )
    plugin.converter.add_attribute_function(_limits)  # type: ignore[union-attr]  # made by now
    spec.components.schema("Problem", schema=ProblemSchema)
    with speaking("en"):
        for each in OPERATIONS:
            spec.path(path=_CONVERTER.sub(r"{\g<name>}", each.path), operations=_described(each))
    made: dict[str, Any] = spec.to_dict()
    return made


def _limits(_converter: Any, field: Any, **_options: Any) -> dict[str, Any]:
    """Return what our own kinds of field allow."""
    if isinstance(field, Choice):
        return {"type": "string", "enum": [member.value for member in field.members]}
    if isinstance(field, Whole):
        return {"minimum": field.between.min, "maximum": field.between.max}
    return {}


def _described(each: Operation) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {
            "in": "path",
            "name": match["name"],
            "required": True,
            "schema": {"type": "integer" if match["kind"] == "int" else "string"},
        }
        for match in _CONVERTER.finditer(each.path)
    ]
    if each.query:
        parameters.append({"in": "query", "schema": each.query})
    responses: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "headers": {"API-Version": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": each.returns}},
        }
    }
    problem = {"application/problem+json": {"schema": ProblemSchema}}
    for status in each.errors:
        responses[str(status)] = {"description": _TITLES[status], "content": problem}
    described = {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": parameters,
        "responses": responses,
    }
    if not each.body:
        return {"get": described}
    content = {"application/json": {"schema": each.body}}
    return {"post": {**described, "requestBody": {"required": True, "content": content}}}


@blueprint.get(f"{PREFIX}/openapi.json", endpoint="document")
def show() -> ResponseReturnValue:
    """Return the OpenAPI document."""
    return Response(json.dumps(document()), mimetype="application/json")


@blueprint.get("/api/docs", endpoint="explorer")
def explorer() -> ResponseReturnValue:
    """Show the document to people."""
    return render_template("site/api.html", document=document(), prefix=PREFIX)
