"""What stands beside a text while it is typed: said, answered, refused, and seen by nobody else."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store.models import Dossier
from tests import make
from tests.browser import Browser
from tests.usecases.test_live_text import body, write

WORDS = {"passage": "alle", "before": "lezen ", "after": " cijfers"}


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A draft of SURF of which the proposal says something."""
    row = make.dossier(session, people=people, now=clock.now())
    write(session, row, people.analyst, "Docenten lezen **alle** cijfers van [R1](dossier:R1).")
    return row


def path(row: Dossier, name: str) -> str:
    """Return an address beside the proposal."""
    return f"/dossiers/{row.id}/texts/proposal/{name}"


def beside(browser: Browser, row: Dossier) -> Any:
    """Return what a page is told."""
    answer = browser.fetch(path(row, "beside"))
    assert answer.status_code == 200
    return answer.json


def say(browser: Browser, row: Dossier, **words: Any) -> Any:
    """Say something of a passage; return the answer."""
    return browser.fetch(path(row, "threads"), method="POST", json={**WORDS, **words})


def answered(browser: Browser, address: str, **words: Any) -> Any:
    """Answer in the text; return the answer."""
    return browser.fetch(address, method="POST", json=words)


def test_a_page_is_told_names_and_what_is_said(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    assert say(browser, draft, body="Echt alle?").status_code == 201

    told = beside(browser, draft)

    assert ["R1", "Gegevens lekken (nl)"] in told["names"]
    (thread,) = told["threads"]
    assert (thread["passage"], thread["body"], thread["proposed"]) == ("alle", "Echt alle?", None)
    assert thread["accept"] is thread["refuse"] is None
    assert answered(browser, thread["resolve"]).status_code == 204
    assert beside(browser, draft)["threads"] == []


def test_a_suggestion_is_accepted_in_the_text(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    assert say(browser, draft, proposed="de").status_code == 201
    assert beside(browser, draft)["threads"][0]["accept"] is None
    browser.acts_as(people.analyst)
    (thread,) = beside(browser, draft)["threads"]

    assert answered(browser, thread["accept"]).status_code == 204

    assert body(session, draft) == "Docenten lezen **de** cijfers van [R1](dossier:R1)."
    assert answered(browser, thread["accept"]).status_code == 409


def test_a_suggestion_is_refused_with_a_reason_and_not_without(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    say(browser, draft, proposed="")
    browser.acts_as(people.analyst)
    (thread,) = beside(browser, draft)["threads"]

    assert answered(browser, thread["refuse"], reason="").status_code == 422
    assert answered(browser, thread["refuse"], reason="Het zijn er zo veel.").status_code == 204

    assert "**alle**" in body(session, draft)


def test_the_discussion_page_shows_what_the_suggestion_makes_of_the_text(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    say(browser, draft, proposed="de")
    browser.acts_as(people.analyst)
    url = beside(browser, draft)["threads"][0]["url"]

    page = browser.get(url)
    browser.submit(page, action=f"{url}/acceptance")

    assert body(session, draft) == "Docenten lezen **de** cijfers van [R1](dossier:R1)."


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"passage": "staat er niet", "body": "x"}, 422),
        ({"passage": "", "body": "x"}, 422),
        ({"passage": "alle"}, 422),
        ({"passage": "alle", "proposed": "x" * 6_000}, 422),
        ({"passage": 7, "body": "x"}, 422),
        ({"passage": "alle", "body": "x", "more": 1}, 422),
    ],
)
def test_what_cannot_be_said_is_told_in_words(
    browser: Browser, people: make.People, draft: Dossier, words: dict[str, Any], status: int
) -> None:
    browser.acts_as(people.reviewer)

    answer = browser.fetch(path(draft, "threads"), method="POST", json=words)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert beside(browser, draft)["threads"] == []


def test_for_others_nothing_of_it_exists(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)
    say(browser, draft, body="Echt alle?")
    for stranger in (people.vendor, people.officer):
        browser.acts_as(stranger)
        assert browser.fetch(path(draft, "beside")).status_code == 404
        assert browser.fetch(path(draft, "authors")).status_code == 404
        assert say(browser, draft, body="x").status_code == 404
    browser.acts_as(people.analyst)
    assert browser.fetch(f"/dossiers/{draft.id}/texts/moon/beside").status_code == 404


def test_the_page_of_authors_names_who_wrote_which_words(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    write(session, draft, people.analyst2, body(session, draft) + " Ook toetsen.")
    browser.acts_as(people.reviewer)

    page = browser.get(path(draft, "authors"), lang="en")

    assert people.analyst.user.name in page.main
    assert people.analyst2.user.name in page.main
    assert "Ook toetsen." in page.main
    empty = browser.get(f"/dossiers/{draft.id}/texts/introduction/authors", lang="en")
    assert people.analyst2.user.name not in empty.main


def test_a_text_shows_the_name_of_now(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)

    answer = browser.fetch(
        f"/dossiers/{draft.id}/preview", method="POST", json={"text": "Zie [oud](dossier:R1)."}
    )

    assert "R1 Gegevens lekken (nl)</a>." in answer.text
    assert "oud" not in answer.text
