"""Lists in parts: nothing that stays is read twice or missed; a cursor is only what we gave."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.api import paging
from dpia_workbench.plumbing import indexing
from tests import make
from tests.browser import Api
from tests.make import People

V1 = "/api/v1"
NAMES = [f"Product {letter}" for letter in "ACEGIK"]


@dataclass(frozen=True)
class Row:
    """Something in a list."""

    id: int


def _parts(rows: list[Row], limits: list[int], change: Any) -> tuple[list[int], bool]:
    """Read a list in parts, with changes in between; return the ids, and whether it ended."""
    read: list[int] = []
    cursor: str | None = ""
    for limit in limits:
        shown, rest = paging.page(rows, query={"cursor": cursor, "limit": limit})
        read += [row.id for row in shown]
        cursor = rest["next"]
        if cursor is None:
            return read, True
        rows = change(rows)
    return read, False


@given(st.data())
@settings(max_examples=100)
def test_what_stays_is_read_once_whatever_comes_and_goes(app: Flask, data: st.DataObject) -> None:
    even = st.integers(0, 60).map(lambda n: 2 * n)
    odd = st.integers(0, 60).map(lambda n: 2 * n + 1)
    stays = data.draw(st.sets(even, min_size=1, max_size=40))
    limits = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=30))

    def change(rows: list[Row]) -> list[Row]:
        comes = data.draw(st.sets(odd, max_size=9))
        there = {row.id for row in rows} - stays
        goes = data.draw(st.sets(st.sampled_from(sorted(there)), max_size=4)) if there else set()
        return [Row(each) for each in sorted((stays | there | comes) - goes)]

    with app.test_request_context(f"{V1}/things"):
        read, is_whole = _parts(change([]), limits, change)

    kept = [each for each in read if each in stays]
    assert kept == sorted(set(kept))
    assert kept == sorted(stays)[: len(kept)]
    assert not is_whole or len(kept) == len(stays)


def test_when_all_that_was_remembered_is_gone_the_count_leads_on(app: Flask) -> None:
    rows = [Row(n) for n in range(20)]
    with app.test_request_context(f"{V1}/things"):
        _shown, rest = paging.page(rows, query={"cursor": "", "limit": 5})
        shown, _rest = paging.page(rows[5:], query={"cursor": rest["next"], "limit": 5})

    assert [row.id for row in shown] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize("cursor", ["40", "x", "e30.abc", "a.b.c", "💥", "WyJ4Il0.e30"])
def test_a_cursor_that_we_did_not_give_is_refused(app: Flask, cursor: str) -> None:
    with app.test_request_context(f"{V1}/things"), pytest.raises(ValidationError) as refused:
        paging.opened(cursor)

    assert list(refused.value.messages_dict) == ["cursor"]


@pytest.fixture
def published(app: Flask, session: Session, people: People) -> None:
    """Several verdicts."""
    for name in NAMES:
        _publish(session, people, name=name)
    with app.app_context():
        indexing.rebuild()


def _publish(session: Session, people: People, *, name: str) -> str:
    product = make.product(session, vendor=people.vendor.organisation, name=name)
    make.release(session, people=people, product=product, now=clock.now())
    return product.slug


@pytest.mark.usefixtures("published")
def test_a_verdict_that_is_published_meanwhile_moves_no_other(
    app: Flask, api: Api, session: Session, people: People
) -> None:
    read, address = [], f"{V1}/verdicts?sort=name&limit=2"
    for meanwhile in ("Product B", "Product J", "Product D", "Product A0", None):
        answer = api.get(address)
        body = answer.get_json()
        read += [item["product"] for item in body["items"]]
        if body["next"] is None:
            break
        link = answer.headers["Link"]
        assert link.endswith('>; rel="next"')
        parts = urlsplit(link[1:].partition(">")[0])
        address = f"{parts.path}?{parts.query}"
        if meanwhile:
            slug = _publish(session, people, name=meanwhile)
            with app.app_context():
                indexing.put([slug])

    assert [name for name in read if name in NAMES] == NAMES
    assert len(read) == len(set(read))


@pytest.mark.usefixtures("published")
def test_a_cursor_belongs_to_its_question(api: Api) -> None:
    cursor = api.get(f"{V1}/verdicts?sort=name&limit=2").get_json()["next"]

    same = api.get(f"{V1}/verdicts?limit=3&sort=name&cursor={cursor}&lang=en")
    other = api.get(f"{V1}/verdicts?sort=date&limit=2&cursor={cursor}")

    assert same.status_code == 200
    assert len(same.get_json()["items"]) == 3
    assert other.status_code == 422
    assert other.get_json()["errors"][0]["pointer"] == "/cursor"


def test_the_parts_of_a_dossier_come_in_parts_too(
    api: Api, session: Session, people: People
) -> None:
    row = make.dossier(session, people=people, now=clock.now())
    api.carries(people.analyst)

    whole = api.get(f"{V1}/dossiers/{row.id}/measures").get_json()
    first = api.get(f"{V1}/dossiers/{row.id}/measures?limit=1").get_json()
    rest = api.get(f"{V1}/dossiers/{row.id}/measures?cursor={first['next']}").get_json()

    assert whole["next"] is None
    assert first["items"] + rest["items"] == whole["items"]
    assert first["total"] == len(whole["items"])
