"""Who has the newest already gets no second copy; caches keep what is public and nothing else."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from tests import make
from tests.api.sending import NOWHERE
from tests.browser import Api
from tests.linked.reading import complaints, parsed
from tests.make import People

V1 = "/api/v1"
LD = "application/ld+json"


@pytest.fixture
def published(app: Flask, session: Session, people: People) -> str:
    """The address of a product with one release, that can be searched."""
    row = make.release(session, people=people, now=clock.now())
    with app.app_context():
        indexing.rebuild()
    return f"{V1}/verdicts/{row.product.slug}"


@pytest.mark.parametrize("path", ["", "/releases", "/releases/1"])
def test_a_public_answer_is_not_sent_twice(api: Api, published: str, path: str) -> None:
    first = api.get(published + path)

    again = api.get(published + path, headers={"If-None-Match": first.headers["ETag"]})
    other = api.get(published + path, headers={"If-None-Match": '"something else"'})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["API-Version"]
    assert other.get_json() == first.get_json()


def test_a_release_may_be_kept_and_a_list_is_asked_for_again(api: Api, published: str) -> None:
    release, search = api.get(f"{published}/releases/1"), api.get(f"{V1}/verdicts")

    assert not release.headers["ETag"].startswith("W/")
    assert release.headers["Cache-Control"] == "public, max-age=86400"
    assert search.headers["ETag"].startswith("W/")
    assert search.headers["Cache-Control"] == "public, no-cache"
    assert search.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in search.headers["Vary"]


def test_no_cache_keeps_what_somebody_reads_with_a_token(
    api: Api, published: str, people: People
) -> None:
    api.carries(people.analyst)

    for path in (f"{published}/releases/1", f"{V1}/dossiers"):
        assert "no-store" in api.get(path).headers["Cache-Control"]


def test_a_new_release_is_another_answer(
    app: Flask, api: Api, session: Session, people: People, published: str
) -> None:
    before = api.get(f"{V1}/verdicts").headers["ETag"]
    product = make.product(session, vendor=people.vendor.organisation, name="Een nieuw product")
    make.release(session, people=people, product=product, now=clock.now())
    with app.app_context():
        indexing.rebuild()

    answer = api.get(f"{V1}/verdicts", headers={"If-None-Match": before})

    assert answer.status_code == 200


def test_head_says_what_get_would(api: Api, published: str) -> None:
    whole, head = api.get(published), api.call(published, method="HEAD")

    assert head.status_code == 200
    assert head.get_data() == b""
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]


@pytest.mark.parametrize("path", ["/verdicts", "/dossiers", f"/requests/{NOWHERE}"])
def test_anybody_may_ask_what_could_be_done(api: Api, path: str) -> None:
    answer = api.call(V1 + path, method="OPTIONS")

    assert answer.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    assert answer.get_data() == b""


def test_a_release_is_linked_data_for_who_asks_for_that(api: Api, published: str) -> None:
    linked = api.get(f"{published}/releases/1", headers={"Accept": LD})
    plain = api.get(f"{published}/releases/1", headers={"Accept": "*/*"})

    assert linked.mimetype == LD
    assert complaints(parsed(linked.get_data(as_text=True)), base="http://localhost") == ""
    assert plain.mimetype == "application/json"
    assert linked.headers["ETag"] != plain.headers["ETag"]
    assert "Accept" in {each.strip() for each in plain.headers["Vary"].split(",")}
