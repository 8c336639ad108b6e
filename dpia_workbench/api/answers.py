"""What the document says of answers: which statuses an operation gives, with which headers."""

from typing import Any

from apispec import APISpec

from dpia_workbench.api.operation import JSON, Operation
from dpia_workbench.linked import MEDIA_TYPE
from dpia_workbench.schemas.verdicts import ProblemSchema

PROBLEM = "application/problem+json"
TITLES = {
    400: "This is not JSON.",
    401: "There is no token, or it does not work.",
    403: "You may read this, but you may not do this; or a page of another site asked.",
    404: "There is no such thing, or you may not see it.",
    409: "This is not possible now, or somebody else did something at the same moment.",
    410: "The file was deleted.",
    412: "It changed since you read it: `current` is how it stands now, with its ETag.",
    413: "This is too large.",
    414: "The address with all that is asked is too long.",
    415: "This is not sent as JSON.",
    422: "Something that was sent is not right.",
    428: "Say with If-Match which version you change.",
    429: "You asked a lot in a short time, or sent many wrong tokens: wait so many seconds.",
    503: "The workbench is busy.",
}
_HEADERS = {
    "API-Version": ("The version of the API.", "0.1.0"),
    "ETag": ("Names this content, or this version: send it as `If-None-Match`, or `If-Match`.",
             '"3"'),
    "Location": ("The address of what was made.", "/api/v1/dossiers/…"),
    "Link": ('The address of the next part, with `rel="next"` (RFC 8288).',
             '<https://…/api/v1/verdicts?cursor=…>; rel="next"'),
    "RateLimit-Policy": ("How much may be asked: `q` requests in `w` seconds.",
                         '"address";q=600;w=60'),
    "RateLimit": ("What is left of that: `r` requests; all is back after `t` seconds.",
                  '"address";r=599;t=1'),
    "Retry-After": ("After how many seconds to go on.", "12"),
    "WWW-Authenticate": ("How to say who you are.", "Bearer"),
}  # fmt: skip
_ALWAYS = ("API-Version", "RateLimit-Policy", "RateLimit")
_BESIDES = {401: ("WWW-Authenticate",), 412: ("ETag",), 429: ("Retry-After",)}


def declare(spec: APISpec) -> None:
    """Add the headers and the problems that operations share to a document."""
    for name, (text, example) in _HEADERS.items():
        spec.components.header(
            name, {"description": text, "schema": {"type": "string"}, "example": example}
        )
    for status, title in TITLES.items():
        spec.components.response(f"Problem{status}", _problem(status, title))


def _problem(status: int, title: str) -> dict[str, Any]:
    if status == 414:  # the server says it before the workbench sees the request
        return {"description": title, "content": {"text/html": {"schema": {"type": "string"}}}}
    example = {"type": f"/problems/{status}", "title": title, "status": status}
    return {
        "description": title,
        "headers": _shared(*_ALWAYS, *_BESIDES.get(status, ())),
        "content": {PROBLEM: {"schema": ProblemSchema, "example": example}},
    }


def _shared(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def statuses(each: Operation) -> list[int]:
    """Return which problems can be answered, besides the named ones by what it asks and does."""
    found = {*each.errors, 401, 429, 503}
    writes = each.method != "GET"
    found |= {404} if "<" in each.path else set()
    found |= {414, 422} if each.query else set()
    found |= {403} if writes else set()
    found |= {409, 422} if writes and not each.is_open else set()
    found |= {400, 413, 422} if each.body else set()
    found |= {415} if each.body and not each.upload else set()
    found |= {412, 428} if each.current else set()
    return sorted(found)


def answers(each: Operation) -> dict[str, Any]:
    """Return all answers of an operation."""
    found = {str(each.status): _success(each)}
    if each.is_open and each.method == "GET":
        found["304"] = {
            "description": "You have this already.", "headers": _shared("ETag", *_ALWAYS)
        }  # fmt: skip
    if each.accepted:
        content = {JSON: {"schema": each.accepted}}
        found["202"] = {
            "description": "It will be done.", "headers": _shared("ETag", *_ALWAYS),
            "content": content,
        }  # fmt: skip
    problems = {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in statuses(each)
    }
    return found | problems


def _success(each: Operation) -> dict[str, Any]:
    names = list(_ALWAYS)
    names += ["ETag"] if each.is_tagged or (each.is_open and each.method == "GET") else []
    names += ["Location"] if each.status == 201 else []
    names += ["Link"] if each.returns and "next" in each.returns._declared_fields else []
    headers = _shared(*names)
    if each.sends != JSON:
        file = {each.sends: {"schema": {"type": "string", "format": "binary"}}}
        return {"description": "The file.", "headers": headers, "content": file}
    if each.returns is None:
        return {"description": "It is done.", "headers": headers}
    content: dict[str, Any] = {JSON: {"schema": each.returns}}
    if each.is_frozen:
        text = "The same as linked data: see /ns."
        content[MEDIA_TYPE] = {"schema": {"type": "object", "description": text}}
    return {"description": "The answer.", "headers": headers, "content": content}
