"""The public API: search, verdicts, releases, the document, and what it says of bad input."""

import json
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api.openapi import document
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.verdicts import CONTENT_KEYS, MOST_ITEMS
from dpia_workbench.store import audit
from tests import make
from tests.browser import Api
from tests.make import People

V1 = "/api/v1"


@pytest.fixture
def published(app: Flask, session: Session, people: People) -> str:
    """The slug of a product with one release, that can be searched."""
    row = make.release(session, people=people, now=clock.now())
    with app.app_context():
        indexing.rebuild()
    return row.product.slug


def test_a_search_answers_with_items_facets_and_a_total(api: Api, published: str) -> None:
    answer = api.get(f"{V1}/verdicts", query_string={"q": published.replace("-", " ")})

    body = answer.get_json()
    assert answer.status_code == 200
    assert answer.headers["API-Version"]
    assert [item["slug"] for item in body["items"]] == [published]
    assert body["total"] == 1
    assert set(body["facets"]) == {"verdict", "sector", "vendor", "category"}
    assert body["next"] is None


def test_an_item_says_what_the_contract_promises(api: Api, published: str) -> None:
    item = api.get(f"{V1}/verdicts").get_json()["items"][0]

    wanted = {
        "slug", "product", "vendor", "category", "sectors", "verdict", "summary",
        "published_on", "valid_until", "status", "url", "highlights", "score",
    }  # fmt: skip
    assert set(item) == wanted
    assert item["url"].endswith(f"/verdicts/{published}")


def test_a_page_of_results_leads_to_the_next(
    app: Flask, api: Api, session: Session, people: People
) -> None:
    for name in ("Een", "Twee", "Drie"):
        product = make.product(session, vendor=people.vendor.organisation, name=name)
        make.release(session, people=people, product=product, now=clock.now())
    with app.app_context():
        indexing.rebuild()

    first = api.get(f"{V1}/verdicts?limit=2").get_json()
    second = api.get(f"{V1}/verdicts?limit=2&cursor={first['next']}").get_json()

    assert len(first["items"]) == 2
    assert len(second["items"]) == 1
    assert second["next"] is None
    assert first["total"] == second["total"] == 3


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("sector=moon", "/sector/0"),
        ("verdict=PURPLE", "/verdict/0"),
        ("limit=0", "/limit"),
        ("limit=abc", "/limit"),
        ("cursor=40", "/cursor"),
        ("sort=random", "/sort"),
        ("colour=red", "/colour"),
    ],
)
def test_a_wrong_query_is_refused_at_the_field(api: Api, query: str, pointer: str) -> None:
    answer = api.get(f"{V1}/verdicts?{query}")

    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]


def test_a_problem_speaks_the_readers_language(api: Api) -> None:
    dutch = api.get(f"{V1}/verdicts?limit=0&lang=nl").get_json()
    english = api.get(f"{V1}/verdicts?limit=0&lang=en").get_json()

    assert english["errors"][0]["detail"] == "Write a number from 1 to 100."
    assert dutch["errors"][0]["detail"] != english["errors"][0]["detail"]


@pytest.mark.parametrize(
    "path", ["/verdicts/nope", "/verdicts/nope/releases", "/verdicts/nope/releases/1", "/nope"]
)
def test_what_is_not_there_is_a_problem_404(api: Api, path: str) -> None:
    answer = api.get(V1 + path)

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json()["status"] == 404


def test_a_release_comes_with_the_hash_of_its_canonical_json(api: Api, published: str) -> None:
    body = api.get(f"{V1}/verdicts/{published}/releases/1").get_json()

    stated = body.pop("sha256")
    assert set(body) == set(CONTENT_KEYS)
    assert audit.sha256(audit.canonical_json(body)) == stated


def test_the_list_of_releases_and_the_verdict_agree(api: Api, published: str) -> None:
    listed = api.get(f"{V1}/verdicts/{published}/releases").get_json()["items"]
    verdict = api.get(f"{V1}/verdicts/{published}").get_json()

    assert [item["number"] for item in listed] == [1]
    assert listed[0]["verdict"] == verdict["verdict"]
    assert verdict["content"]["number"] == 1


def test_a_draft_is_not_in_the_api(api: Api, session: Session, people: People) -> None:
    row = make.dossier(session, people=people, now=clock.now())

    answer = api.get(f"{V1}/verdicts/{row.product.slug}")

    assert answer.status_code == 404


def test_the_document_describes_every_operation_and_nothing_else(app: Flask, api: Api) -> None:
    described = set(api.get(f"{V1}/openapi.json").get_json()["paths"])
    routes = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(V1))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(V1) and not rule.rule.endswith("openapi.json")
    }

    assert described == routes


def test_the_document_is_the_printed_one(app: Flask) -> None:
    with app.app_context():
        made = document()

    with open("docs/openapi.json", encoding="utf-8") as printed:
        assert json.load(printed) == json.loads(json.dumps(made))


def test_an_error_outside_the_operations_is_a_problem_too(api: Api) -> None:
    answer = api.post(f"{V1}/verdicts")

    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/verdicts/none", "/verdicts?limit=x", "/nowhere", "/openapi.json"]
)
def test_every_answer_says_the_version_of_the_api(api: Api, published: str, path: str) -> None:
    assert api.get(f"{V1}{path}").headers["API-Version"]


@pytest.mark.usefixtures("published")
def test_a_method_that_is_not_allowed_says_which_are(api: Api) -> None:
    answer = api.put(f"{V1}/verdicts")

    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
    assert answer.headers["API-Version"]
    assert answer.mimetype == "application/problem+json"


def test_the_document_says_what_can_be_asked() -> None:
    asked = document()["paths"]["/verdicts"]["get"]["parameters"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in asked}

    assert schemas["sector"]["items"]["enum"] == [sector.value for sector in Sector]
    assert schemas["verdict"]["items"]["enum"] == [verdict.value for verdict in Verdict]
    assert (schemas["limit"]["minimum"], schemas["limit"]["maximum"]) == (1, MOST_ITEMS)
