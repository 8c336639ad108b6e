"""What the page about the API shows: how to begin, and every operation with examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia_workbench.config import Settings

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """Something that an operation asks: name, where it is sent, which values, what it means."""

    name: str
    where: str
    values: str
    is_required: bool
    meaning: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationView:
    """An operation with its examples; `answers` are statuses with what they mean."""

    id: str
    method: str
    path: str
    summary: str
    needs_token: bool
    parameters: tuple[ParameterView, ...]
    request: str
    answer: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The operations on one kind of thing."""

    name: str
    operations: tuple[OperationView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplorerPage:
    """All that the page shows. A limit is requests and seconds, or None if there is none."""

    prefix: str
    base: str
    address_limit: tuple[int, int] | None
    token_limit: tuple[int, int] | None
    groups: tuple[GroupView, ...]


def explorer_page(document: Described, *, prefix: str, limits: Settings) -> ExplorerPage:
    """Return the page of a document, with the limits of the settings."""
    groups: dict[str, list[OperationView]] = {}
    for path, operations in document["paths"].items():
        for method, found in operations.items():
            view = _operation(found, method=method, path=f"{prefix}{path}", document=document)
            groups.setdefault(found["tags"][0], []).append(view)
    quotas = (limits.address_limit, limits.token_limit)
    known = [None if each.is_off else (each.requests, each.seconds) for each in quotas]
    return ExplorerPage(
        prefix=prefix,
        base=limits.base_url,
        address_limit=known[0],
        token_limit=known[1],
        groups=tuple(
            GroupView(name=name, operations=tuple(found)) for name, found in sorted(groups.items())
        ),
    )


def _operation(found: Described, *, method: str, path: str, document: Described) -> OperationView:
    return OperationView(
        id=found["operationId"],
        method=method.upper(),
        path=path,
        summary=found["summary"],
        needs_token=bool(found["security"]),
        parameters=tuple(map(_parameter, found["parameters"])),
        request=_example(found.get("requestBody", {})),
        answer=next((_example(each) for each in found["responses"].values()), ""),
        answers=tuple(_answers(found["responses"], document=document)),
    )


def _parameter(found: Described) -> ParameterView:
    schema = found["schema"]
    inner = schema.get("items", schema)
    values = ", ".join(str(each) for each in inner.get("enum", ()))
    example = found["example"][0] if "items" in schema else found["example"]
    return ParameterView(
        name=found["name"],
        where=found["in"],
        values=values or str(inner.get("format") or inner.get("type", "string")),
        is_required=bool(found.get("required")),
        meaning=found.get("description", "").replace("`", ""),
        example="" if values else str(example),
    )


def _example(body: Described) -> str:
    for content in body.get("content", {}).values():
        if "example" in content:
            return json.dumps(content["example"], ensure_ascii=False, indent=2)
    return ""


def _answers(responses: Described, *, document: Described) -> Iterator[tuple[str, str]]:
    shared = document["components"]["responses"]
    for status, found in sorted(responses.items()):
        whole = shared[found["$ref"].rpartition("/")[2]] if "$ref" in found else found
        yield status, whole["description"]
