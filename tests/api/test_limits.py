"""What a program may ask in a while: the headers say it, and too much is a problem 429."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.access.quota import Quota, TooManyRequests
from dpia_workbench.config import Settings, SettingsWrong
from dpia_workbench.plumbing import limiting
from tests.browser import Api, Browser
from tests.make import People

V1 = "/api/v1"


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """The application with three requests a minute for an address, and five for a token."""
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(
        kept,
        address_limit=Quota(requests=3, seconds=60),
        token_limit=Quota(requests=5, seconds=60),
    )
    (kept.home / "limits").unlink(missing_ok=True)
    app.extensions.pop("moments", None)
    yield app
    app.extensions["settings"] = kept


@pytest.fixture
def visitor(limited: Flask, session: Session) -> Api:
    """A program without a token."""
    return Api(limited, session=session)


def test_every_answer_says_what_is_left(visitor: Api) -> None:
    first, second = visitor.get(f"{V1}/verdicts"), visitor.get(f"{V1}/verdicts/nope")

    assert first.headers["RateLimit-Policy"] == '"address";q=3;w=60'
    assert first.headers["RateLimit"].startswith('"address";r=2;t=')
    assert second.headers["RateLimit"].startswith('"address";r=1;t=')


def test_too_much_is_a_problem_that_says_when_to_go_on(visitor: Api) -> None:
    for _turn in range(3):
        assert visitor.get(f"{V1}/verdicts").status_code == 200

    refused = visitor.get(f"{V1}/verdicts")

    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert refused.get_json()["type"] == "/problems/request.too-many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 21
    assert refused.headers["RateLimit"].startswith('"address";r=0;t=')
    assert refused.headers["API-Version"]


def test_a_refused_request_costs_nothing(visitor: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for _turn in range(10):
        wait = int(visitor.get(f"{V1}/verdicts").headers.get("Retry-After", 0))

    assert wait <= 20


def test_a_token_counts_for_itself(visitor: Api, people: People) -> None:
    for _turn in range(4):
        visitor.get(f"{V1}/verdicts")
    visitor.carries(people.analyst)

    answer = visitor.get(f"{V1}/dossiers")

    assert answer.status_code == 200
    assert answer.headers["RateLimit-Policy"] == '"token";q=5;w=60'


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer dpia_wrong"}])
def test_who_may_not_come_in_counts_too(visitor: Api, headers: dict[str, str]) -> None:
    statuses = [visitor.get(f"{V1}/dossiers", headers=headers).status_code for _ in range(4)]

    assert statuses == [401, 401, 401, 429]


def test_addresses_count_apart_and_a_network_of_ipv6_together(visitor: Api) -> None:
    def asked_from(address: str) -> int:
        return visitor.get(f"{V1}/verdicts", environ_base={"REMOTE_ADDR": address}).status_code

    many = [asked_from(f"2001:db8::{n}") for n in range(1, 6)]

    assert many == [200, 200, 200, 429, 429]
    assert asked_from("2001:db8:0:1::1") == 200
    assert asked_from("192.0.2.9") == 200


def test_a_forwarded_address_is_believed_only_of_a_proxy(visitor: Api) -> None:
    many = [
        visitor.get(f"{V1}/verdicts", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
        for n in range(4)
    ]

    assert many == [200, 200, 200, 429]


def test_pages_are_not_limited(visitor: Api) -> None:
    answers = [visitor.fetch("/about") for _ in range(5)]

    assert [each.status_code for each in answers] == [200] * 5
    assert "RateLimit" not in answers[0].headers


def test_a_form_can_have_a_limit_of_its_own(limited: Flask) -> None:
    few = Quota(requests=1, seconds=3600)
    with limited.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.1"}):
        limiting.require_quota("remarks", few)
        limiting.require_quota("remarks", few, key="somebody else")
        with pytest.raises(TooManyRequests):
            limiting.require_quota("remarks", few)


def test_the_limits_are_settings(tmp_path: object) -> None:
    found = Settings.from_env({"DPIA_HOME": str(tmp_path), "DPIA_LIMIT_ADDRESS": "5/1"})

    assert found.address_limit == Quota(requests=5, seconds=1)
    assert found.token_limit == Quota(requests=1200, seconds=60)
    with pytest.raises(SettingsWrong, match="DPIA_LIMIT_TOKEN"):
        Settings.from_env({"DPIA_HOME": str(tmp_path), "DPIA_LIMIT_TOKEN": "plenty"})


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "3 requests in 60 seconds"), ("nl", "3 vragen in 60 seconden")]
)
def test_the_page_about_the_api_says_the_limits(
    limited: Flask, session: Session, lang: str, said: str
) -> None:
    page = Browser(limited, session=session).get("/api/docs", lang=lang)

    assert said in page.text
    assert "GET /api/v1/verdicts/{slug}/releases/{number}" in page.text
