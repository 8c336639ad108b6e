"""The published schema says what the canonical content is, and nothing else is content."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dpia_workbench.schemas.release_content import FORMS, NAME, release_schema
from dpia_workbench.usecases.content import SCHEMA
from tests.report import sample

VALIDATORS = {form: Draft202012Validator(release_schema(form)) for form in FORMS}
NEWEST = VALIDATORS[FORMS[-1]]


def _content() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(sample.content(language="nl")))
    return made


def _things(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        yield path
        for name, inner in value.items():
            yield from _things(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _things(inner, (*path, index))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("form", FORMS)
def test_each_schema_is_one(form: int) -> None:
    Draft202012Validator.check_schema(release_schema(form))
    assert release_schema(form)["properties"]["schema"] == {"const": f"{NAME}{form}"}


def test_the_newest_schema_is_that_of_what_is_published_now() -> None:
    assert f"{NAME}{FORMS[-1]}" == SCHEMA
    NEWEST.validate(_content())


def test_an_unknown_key_is_refused_anywhere() -> None:
    content = _content()
    places = list(_things(content))

    assert len(places) > 100
    for path in places[:: max(1, len(places) // 60)]:
        changed = deepcopy(content)
        _at(changed, path)["unheard of!"] = 1
        assert not NEWEST.is_valid(changed), path


def test_a_missing_key_is_refused() -> None:
    for name in _content():
        changed = _content()
        del changed[name]
        assert not NEWEST.is_valid(changed), name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("published_verdict",), "PURPLE"), (("number",), 0), (("number",), True),
        (("published_on",), "yesterday"), (("previous",), "abc"), (("risks", 0, "key"), "R0"),
        (("risks", 0, "levels", "r0"), "enormous"), (("measures", 0, "owner"), "nobody"),
        (("product", "slug"), "Not A Slug"), (("summary",), "one language"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused(path: tuple[Any, ...], value: Any) -> None:
    content = _content()
    _at(content, path[:-1])[path[-1]] = value

    assert not NEWEST.is_valid(content)


def test_the_earlier_forms_are_described_as_they_were() -> None:
    second = {**_content(), "schema": f"{NAME}2"}
    for name in ("language", "templates", "texts", "entries", "not_applicable"):
        del second[name]
    first = {**second, "schema": f"{NAME}1", "profile": {"id": "nl-rijk-3.0", "version": "1"}}
    del first["screening"]

    VALIDATORS[2].validate(second)
    VALIDATORS[1].validate(first)
    assert not VALIDATORS[1].is_valid(second)
    assert not VALIDATORS[2].is_valid(first)
