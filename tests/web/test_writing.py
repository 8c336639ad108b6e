"""What the pages on which several people write send and get, and what they do without a script."""

import json
from typing import Any

import pytest
from lxml import html
from sqlalchemy.orm import Session

from dpia_workbench.store.models import Dossier
from tests import make
from tests.browser import Browser

PLACE = {"part": "text", "key": "proposal", "field": "body"}


@pytest.fixture
def bare(session: Session, people: make.People) -> Dossier:
    """A draft whose points are empty."""
    make.document_templates(session)
    return make.dossier(session, people=people)


def send(browser: Browser, path: str, **words: Any) -> tuple[int, dict[str, Any]]:
    answer = browser.fetch(path, method="POST", json=words)
    return answer.status_code, answer.get_json(silent=True) or {}


def test_an_answer_says_up_to_which_step_it_tells(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{bare.id}"
    _status, first = send(browser, f"{path}/fields", **PLACE, value="Een.", was="")
    _status, again = send(browser, f"{path}/fields", **PLACE, value="Een.", was="Een.")

    assert again["seq"] == first["seq"]
    _status, news = send(browser, f"{path}/presence", after=first["seq"] - 1)
    assert [(step["value"], step["seq"], step["who"]) for step in news["steps"]] == [
        ("Een.", first["seq"], "")  # one's own, for another tab
    ]
    assert send(browser, f"{path}/presence", after=first["seq"])[1]["steps"] == []


def test_nobody_saves_in_the_name_of_who_signed_in_after_them(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst2)
    path, writer = f"/dossiers/{bare.id}/fields", str(people.analyst.user.id)

    status, body = send(browser, path, **PLACE, value="Een.", was="", writer=writer)

    assert status == 409
    assert "theirs" not in body
    assert body["detail"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (json.dumps({"place": "", "after": 2**70}), 422),
        (json.dumps({"place": "", "after": -1}), 422),
        ('{"place": "\\ud800", "after": 0}', 422),
        ('{"place": "a\\u0000b", "after": 0}', 422),
        ("[" * 100_000, 400),
        ("{", 400),
    ],
)
def test_odd_news_is_refused(
    browser: Browser, people: make.People, bare: Dossier, body: str, status: int
) -> None:
    browser.acts_as(people.analyst)

    answer = browser.fetch(
        f"/dossiers/{bare.id}/presence", method="POST", data=body, content_type="application/json"
    )

    assert answer.status_code == status


def test_a_preview_of_what_is_no_text_is_shown_without_it(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)

    answer = browser.fetch(
        f"/dossiers/{bare.id}/preview", method="POST", data='{"text": "**vet**\\ud800\\u0000"}',
        content_type="application/json",
    )  # fmt: skip

    assert answer.status_code == 200
    assert "<strong>vet</strong>" in answer.text


def test_a_preview_keeps_what_the_writer_began_with(
    browser: Browser, people: make.People, bare: Dossier
) -> None:
    browser.acts_as(people.analyst)
    path = f"/dossiers/{bare.id}"
    send(browser, f"{path}/fields", **PLACE, value="Van een ander.", was="")

    sent = {"was-body": '""', "body": "Van mij.", "preview": "yes"}
    page = html.fromstring(browser.post(f"{path}/texts/proposal", data=sent).html)
    assert page.xpath("//input[@name='was-body']/@value") == ['""']

    refused = browser.post(f"{path}/texts/proposal", data={"was-body": '""', "body": "Van mij."})
    assert refused.status == 409
    page = html.fromstring(refused.html)
    assert page.xpath("//input[@name='was-body']/@value") == ['"Van een ander."']
    assert "Van een ander." in refused.text
