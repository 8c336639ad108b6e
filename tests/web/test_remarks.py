"""Reporting a mistake without an account, and answering it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs.worker import work_one
from dpia_workbench.plumbing import stamps
from dpia_workbench.store.models import Release, Remark
from tests import make
from tests.browser import Browser
from tests.pages import Page

FORM = "/verdicts/leerplein/releases/1/remark"
SENT = {"kind": "missing_risk", "place": "R1", "text": "Ook stagiairs zien dit.", "email": ""}


@pytest.fixture(autouse=True)
def release(session: Session, people: make.People) -> Release:
    """A published verdict."""
    return make.release(session, people=people, now=clock.now())


@pytest.fixture
def stamp(app: Flask) -> str:
    """What came with a form that stood open for a minute."""
    secret = app.extensions["settings"].secret_key
    return stamps.stamp("leerplein/1", secret_key=secret, now=clock.now() - timedelta(minutes=1))


def kept(session: Session) -> list[Remark]:
    return list(session.scalars(select(Remark)))


def test_a_reader_without_an_account_reports_and_gets_no_cookie(
    browser: Browser, session: Session, stamp: str
) -> None:
    page = browser.get(f"{FORM}?place=R1", lang="en")
    assert page.values()["place"] == "R1"

    answer = browser.fetch(FORM, method="POST", data={**SENT, "stamp": stamp})

    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    thanks = browser.get(answer.headers["Location"], lang="en")
    assert thanks.h1 == "Thank you"
    (row,) = kept(session)
    assert (row.text, row.place, row.email) == ("Ook stagiairs zien dit.", "R1", None)


def test_the_page_of_the_verdict_leads_there(browser: Browser) -> None:
    page = browser.get("/verdicts/leerplein", lang="en")

    assert FORM in page.links().values()
    assert any(url.startswith(f"{FORM}?place=M") for url in page.links().values())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": ""}, "Fill in this field."),
        ({"text": "x" * 5_001}, "5,000|5000"),
        ({"kind": "praise"}, "Choose"),
        ({"place": "R77"}, "This verdict has no R77"),
        ({"email": "not an address"}, "e-mail address"),
        ({"stamp": "forged"}, "open for too long"),
        ({"stamp": ""}, "open for too long"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_typed_is_lost(
    browser: Browser, session: Session, stamp: str, change: dict[str, str], said: str
) -> None:
    page = browser.post(FORM, data={**SENT, "stamp": stamp, **change}, lang="en")

    assert page.status == 422
    assert re.search(said, page.main)
    assert page.values()["text"] == change.get("text", SENT["text"])
    assert kept(session) == []


def test_a_form_that_is_sent_at_once_is_asked_again(
    browser: Browser, session: Session, app: Flask
) -> None:
    page = browser.get(FORM, lang="en")

    refused = browser.submit(page, **SENT)

    assert refused.status == 422
    assert "That was very quick" in refused.main or "Dat ging erg snel" in refused.main
    assert refused.values()["stamp"] == page.values()["stamp"]
    assert kept(session) == []


def test_what_a_machine_fills_in_is_thanked_for_and_not_kept(
    browser: Browser, session: Session, stamp: str
) -> None:
    where = browser.redirect(
        FORM, method="POST", data={**SENT, "stamp": stamp, "website": "https://spam.example"}
    )

    assert where.endswith("/remark/sent")
    assert kept(session) == []


def test_a_flood_and_a_giant_are_stopped(browser: Browser, session: Session, app: Flask) -> None:
    secret = app.extensions["settings"].secret_key
    for _each in range(10):
        fresh = stamps.stamp("leerplein/1", secret_key=secret,
                             now=clock.now() - timedelta(minutes=1))  # fmt: skip
        browser.redirect(FORM, method="POST", data={**SENT, "stamp": fresh})
    again = stamps.stamp("leerplein/1", secret_key=secret, now=clock.now() - timedelta(minutes=1))

    assert browser.post(FORM, data={**SENT, "stamp": again}).status == 429
    assert len(kept(session)) == 10
    assert browser.fetch(FORM, method="POST", data={"text": "x" * 100_000}).status_code == 413


def test_who_is_signed_in_finds_the_own_address_filled_in(
    browser: Browser, people: make.People
) -> None:
    browser.acts_as(people.officer)

    assert browser.get(FORM).values()["email"] == people.officer.user.email


def test_an_analyst_answers_and_the_reader_gets_it_by_mail(
    browser: Browser, session: Session, people: make.People, app: Flask
) -> None:
    row = make.remark(session, slug="leerplein", place="R1", now=clock.now())
    browser.acts_as(people.analyst)
    task = browser.get("/tasks", lang="en")
    assert "Answer readers who report a mistake" in task.main
    page = browser.get(f"/remarks/{row.id}", lang="en")
    assert make.READER not in page.html

    done = browser.submit(page, action=f"/remarks/{row.id}/answer", words="U hebt gelijk.")

    assert "U hebt gelijk." in done.main
    with app.app_context():
        while work_one():
            pass
    mails = [file.read_text() for file in (app.extensions["settings"].home / "outbox").iterdir()]
    (mail,) = [text for text in mails if make.READER in text]
    assert "U hebt gelijk." in mail
    session.expire_all()
    assert (row.email, row.wants_answer) == (None, True)


def test_an_answer_without_words_is_refused_at_its_field(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.remark(session, slug="leerplein", now=clock.now())
    browser.acts_as(people.analyst)
    page = browser.get(f"/remarks/{row.id}", lang="en")

    for action, field in (("answer", "words"), ("disposal", "reason")):
        refused = browser.submit(page, action=f"/remarks/{row.id}/{action}", **{field: ""})
        assert refused.status == 422
        assert field in refused.errors

    gone = browser.submit(page, action=f"/remarks/{row.id}/disposal", reason="Reclame.")
    assert "Reclame." in gone.main
    assert not any("/remarks/" in action for _method, action in gone.forms())


def test_the_vendor_and_the_public_see_nothing_of_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.remark(session, slug="leerplein", text="Geheim gemeld.", now=clock.now())

    def sees(page: Page) -> bool:
        return "Geheim gemeld." in page.html

    assert not sees(browser.get("/verdicts/leerplein"))
    browser.acts_as(people.vendor)
    assert not sees(browser.get("/remarks"))
    assert browser.get(f"/remarks/{row.id}").status == 404
    assert browser.get(f"/remarks/{row.id}/answer").status == 404


@pytest.mark.parametrize("query", ["?product=x", f"?product={'0' * 32}", "?place=%00"])
def test_odd_addresses_give_a_page(browser: Browser, people: make.People, query: str) -> None:
    browser.acts_as(people.analyst)

    assert browser.get(f"/remarks{query}").status == 200
    answer: Any = browser.fetch(f"{FORM}{query}")
    assert answer.status_code == 200
