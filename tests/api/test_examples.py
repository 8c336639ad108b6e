"""The document is whole: every operation with a summary, examples that fit, and all its answers."""

import re
from typing import Any

import jsonschema_rs
import pytest

from dpia_workbench.api.answers import statuses
from dpia_workbench.api.body import checker
from dpia_workbench.api.openapi import document
from dpia_workbench.api.operation import OPERATIONS, Operation

OPERATION_IDS = [each.name for each in OPERATIONS]


def _described(each: Operation) -> dict[str, Any]:
    found: dict[str, Any] = document()["paths"][re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each.path)]
    described: dict[str, Any] = found[each.method.lower()]
    return described


def _fits(schema: Any, value: Any) -> list[str]:
    """Return what is wrong with a value."""
    whole = {**schema, "components": document()["components"]}
    return [str(each) for each in jsonschema_rs.Draft202012Validator(whole).iter_errors(value)]


@pytest.mark.parametrize("each", OPERATIONS, ids=OPERATION_IDS)
def test_every_operation_has_examples_that_fit(each: Operation) -> None:
    described = _described(each)

    assert described["summary"].endswith(".")
    for parameter in described["parameters"]:
        assert _fits(parameter["schema"], parameter["example"]) == [], parameter["name"]
    bodies = [described.get("requestBody", {}), *described["responses"].values()]
    contents = [item for body in bodies for item in body.get("content", {}).items()]
    for kind, content in contents:
        if kind == "application/json" or "merge-patch" in kind:
            assert _fits(content["schema"], content["example"]) == [], kind
    has_json = each.returns is not None and each.sends == "application/json"
    assert has_json == any(
        "example" in content
        for body in described["responses"].values()
        for content in body.get("content", {}).values()
    )


@pytest.mark.parametrize(
    "each",
    [each for each in OPERATIONS if each.body and not each.upload],
    ids=[each.name for each in OPERATIONS if each.body and not each.upload],
)
def test_what_is_sent_for_example_is_taken(each: Operation) -> None:
    assert each.body is not None
    content = _described(each)["requestBody"]["content"]["application/json"]

    checker(each.body, partial=each.is_change).load(content["example"])


@pytest.mark.parametrize("each", OPERATIONS, ids=OPERATION_IDS)
def test_every_answer_is_described_once_for_all(each: Operation) -> None:
    described = _described(each)["responses"]

    assert {str(status) for status in statuses(each)} <= set(described)
    assert {"401", "429", "503"} <= set(described)
    headers = described[str(each.status)]["headers"]
    assert {"API-Version", "RateLimit", "RateLimit-Policy"} <= set(headers)
    if each.is_open and each.method == "GET":
        assert "304" in described
        assert "ETag" in headers


def test_everything_that_is_referred_to_is_there() -> None:
    made = document()
    for name in re.findall(r"'\$ref': '(#/[^']+)'", repr(made)):
        place: Any = made
        for step in name.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_no_address_ends_in_a_slash() -> None:
    assert [path for path in document()["paths"] if path.endswith("/")] == []
