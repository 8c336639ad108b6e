"""The engine for anybody: the same rules as for files, with a pointer to what is wrong."""

import json
from io import BytesIO
from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from dpia_workbench.plumbing.database import db
from dpia_workbench.store.models import Job
from tests import make
from tests.browser import Api
from tests.cli.test_risk import CONTRACT, PLAN

V1 = "/api/v1"


def body(text: str) -> Any:
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_levels_are_computed_as_for_a_file(api: Api, people: make.People) -> None:
    answer = api.post(f"{V1}/explanations", json=body(CONTRACT))

    assert answer.status_code == 200
    assert answer.headers["API-Version"]
    said = answer.get_json()
    assert said["risks"]["R1"]["r2"] == "low"
    assert said["school"]["decisions"] == ["CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"]


def test_plans_are_made_as_for_a_file(api: Api, people: make.People) -> None:
    answer = api.post(f"{V1}/plans?target=GREEN_WITH_MEASURES", json=body(PLAN))

    assert answer.status_code == 200
    plans = answer.get_json()["plans"]
    assert [plan["measures"] for plan in plans] == [["M2", "M5"], ["M2", "M10"]]


def test_without_a_day_today_counts(api: Api, people: make.People) -> None:
    asked = {key: value for key, value in body(PLAN).items() if key != "as_of"}

    assert api.post(f"{V1}/explanations", json=asked).status_code == 200


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"profile": "mine"}, "/profile"),
        ({"colour": "red"}, "/colour"),
        ({"risks": [{"id": "R1", "likelihood": 0, "severity": 1}]}, "/risks/0/likelihood"),
        ({"risks": [{"id": "R1", "likelihood": "4", "severity": 1}]}, "/risks/0/likelihood"),
        ({"claims": [{"risk": "R9", "axis": "severity", "cap": 1, "requires": ["M1"]}]},
         "/claims/0/risk"),
        ({"claims": [{"risk": "R1", "axis": "severity", "cap": 3, "requires": ["M1"]}]},
         "/claims/0/cap"),
        ({"claims": [{"risk": "R1", "axis": "severity", "cap": 1, "requires": []}]},
         "/claims/0/requires"),
        ({"as_of": "tomorrow"}, "/as_of"),
        ({"school": {"measures": {"M1": {"state": "todo"}}}}, "/school/measures/M1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/explanations", "/plans?target=GREEN"])
def test_what_is_wrong_is_a_problem_with_a_pointer(
    api: Api, people: make.People, path: str, changes: dict[str, Any], pointer: str
) -> None:
    answer = api.post(f"{V1}{path}", json={**body(CONTRACT), **changes})

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.get_json()["errors"]]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "[" * 100_000, "content_type": "application/json"}, 400),
        ({"data": "profile: x", "content_type": "text/yaml"}, 415),
        ({"data": b"\xff\xfe", "content_type": "application/json"}, 400),
        ({"data": "[" + "1," * 200_000 + "1]", "content_type": "application/json"}, 413),
        ({"json": ["profile"]}, 422),
        ({"json": "profile"}, 422),
    ],
)
def test_what_is_no_assessment_at_all_is_a_problem_too(
    api: Api, people: make.People, sent: dict[str, Any], status: int
) -> None:
    answer = api.post(f"{V1}/explanations", **sent)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("target", ["", "BLUE"])
def test_a_target_that_is_none_is_refused(api: Api, people: make.People, target: str) -> None:
    answer = api.post(f"{V1}/plans?target={target}", json=body(CONTRACT))

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/target"


def test_a_key_that_is_written_twice_is_refused_as_in_a_file(api: Api, people: make.People) -> None:
    sent = '{"profile": "nl-rijk-3.0", "profile": "dpv-rm3x3"}'

    answer = api.post(f"{V1}/explanations", data=sent, content_type="application/json")

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == "/profile"


def test_a_body_that_does_not_say_how_long_it_is_is_limited_too(
    api: Api, people: make.People
) -> None:
    answer = api.post(
        f"{V1}/explanations", input_stream=BytesIO(b"[" + b"1," * 400_000 + b"1]"),
        content_type="application/json", environ_overrides={"wsgi.input_terminated": True},
    )  # fmt: skip

    assert answer.status_code == 413


def test_many_mistakes_make_no_long_answer(api: Api, people: make.People) -> None:
    answer = api.post(f"{V1}/explanations", json={"profile": "nl-rijk-3.0", "risks": [{}] * 1000})

    assert answer.status_code == 422
    assert len(answer.get_json()["errors"]) == 50


def test_mistakes_are_told_in_the_readers_language(api: Api, people: make.People) -> None:
    asked = {"profile": "nl-rijk-3.0", "risks": None, "cell": [], "school": {"measures": []}}

    answer = api.post(f"{V1}/explanations?lang=nl", json=asked)

    said = " ".join(error["detail"] for error in answer.get_json()["errors"])
    assert "Vul dit veld in." in said
    assert "Field" not in said
    assert "Not a valid" not in said


@pytest.mark.parametrize("path", ["explanations", "plans?target=GREEN"])
def test_computing_takes_no_lock_that_others_wait_for(own_app: Flask, path: str) -> None:
    with own_app.app_context(), Session(db.engine) as writer:
        writer.execute(delete(Job))  # the lock of SQLite's only writer
        asked = {"profile": "nl-rijk-3.0"}
        answer = own_app.test_client().post(f"{V1}/{path}", json=asked)

    assert answer.status_code == 422, "no profile is loaded, but nobody waited"


def test_one_risk_with_very_many_measures_is_refused_in_time(api: Api, people: make.People) -> None:
    measures = [{"id": f"M{n}", "owner": "vendor"} for n in range(1000)]
    claims = [
        {"risk": "R1", "axis": "likelihood" if n % 2 else "severity", "cap": 2,
         "requires": [f"M{n}"]}
        for n in range(1000)
    ]  # fmt: skip
    asked = {
        "profile": "nl-rijk-3.0", "measures": measures, "claims": claims,
        "risks": [{"id": "R1", "likelihood": 3, "severity": 3}],
    }  # fmt: skip

    answer = api.post(f"{V1}/plans?target=AMBER", json=asked)

    assert answer.get_json()["type"] == "/problems/plan.too-complex"


def test_an_answer_that_would_take_too_long_is_refused(api: Api, people: make.People) -> None:
    risks = [{"id": f"R{n}", "likelihood": 3, "severity": 2} for n in range(24)]
    measures = [{"id": f"M{n}", "owner": "vendor"} for n in range(60)]
    claims = [
        {"risk": f"R{n}", "axis": "likelihood", "cap": 1,
         "requires": [f"M{(n * 7 + k * 11) % 60}", f"M{(n * 5 + k * 3) % 60}"]}
        for n in range(24) for k in range(5)
    ]  # fmt: skip
    asked = {"profile": "nl-rijk-3.0", "risks": risks, "measures": measures, "claims": claims}

    answer = api.post(f"{V1}/plans?target=GREEN", json=asked)

    assert answer.status_code == 422
    assert answer.get_json()["type"] == "/problems/plan.too-complex"
