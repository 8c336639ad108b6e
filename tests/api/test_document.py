"""The document of the API: every route with all that it asks, and nothing else."""

import re

import pytest
from flask import Flask

from dpia_workbench.api.body import checker, merged
from dpia_workbench.api.openapi import document
from dpia_workbench.api.operation import JSON, OPERATIONS, Operation
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS

V1 = "/api/v1"
CHANGES = [each for each in OPERATIONS if each.is_change]


def test_the_document_has_every_method_of_every_route(app: Flask) -> None:
    described = {
        (path, method.upper())
        for path, operations in document()["paths"].items()
        for method in operations
    }
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(V1)), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(V1) and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert described == routes


def test_the_document_says_who_needs_a_token(app: Flask) -> None:
    made = document()

    for operations in made["paths"].values():
        for each in operations.values():
            is_open = f"api.{each['operationId']}" in OPEN_ENDPOINTS
            assert each["security"] == ([] if is_open else [{"token": []}])
            assert is_open or "401" in each["responses"]
    assert made["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_whatever_is_written_to_a_version_asks_for_it(app: Flask) -> None:
    paths = document()["paths"]
    for each in OPERATIONS:
        if each.method in ("PATCH", "PUT", "DELETE"):
            assert each.current is not None, each.name
        described = paths[re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each.path)]
        asked = {parameter["name"] for parameter in described[each.method.lower()]["parameters"]}
        assert ("If-Match" in asked) == (each.current is not None), each.name
        assert ("Idempotency-Key" in asked) == each.is_kept
        assert each.is_kept or each.method != "POST" or each.is_open or each.sends != JSON
        if each.current is not None:
            assert {"412", "428"} <= set(described[each.method.lower()]["responses"])


@pytest.mark.parametrize("change", CHANGES, ids=[each.name for each in CHANGES])
def test_what_can_be_changed_is_read_under_the_same_name(change: Operation) -> None:
    read = next(each for each in OPERATIONS if each.view is change.current)

    assert change.body is not None
    assert read.returns is not None
    fields = checker(change.body).fields
    stored = {name for name, field in fields.items() if not field.load_only}
    assert stored <= set(read.returns._declared_fields)
    assert change.path == read.path


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [  # of RFC 7396, appendix A
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_change_is_merged_as_the_standard_says(
    target: object, patch: object, result: object
) -> None:
    assert merged(target, patch) == result
