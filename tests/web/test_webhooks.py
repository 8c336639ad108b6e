"""The pages of webhooks: registered, shown once, looked after, ended."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench.store.models import AuditEvent, Webhook, WebhookDelivery
from tests import make
from tests.browser import Browser


def test_a_vendor_registers_an_address_and_sees_its_secret_once(
    browser: Browser, session: Session, people: make.People
) -> None:
    browser.acts_as(people.vendor)
    page = browser.get("/webhooks/new", lang="en")
    assert "published" in page.values()["kinds"]

    page = browser.submit(page, url="https://hook.example.org/in?key=s3cret", kinds=["withdrawn"])

    assert page.status == 201
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", page.html)
    row = session.scalars(select(Webhook)).one()
    assert (row.kinds, row.organisation_id) == (["withdrawn"], people.vendor.actor.organisation_id)
    shown = browser.get(f"/webhooks/{row.id}", lang="en")
    assert secret not in shown.html
    assert "https://hook.example.org/in?key=s3cret" in shown.main
    trail = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == row.id)).one()
    assert trail.detail == {"host": "hook.example.org", "kinds": ["withdrawn"]}

    renewed = browser.post(f"/webhooks/{row.id}/secret", lang="en")
    assert renewed.status == 201
    assert secret not in renewed.html
    assert "whsec_" in renewed.html


def test_a_webhook_is_tried_begun_again_and_ended_by_buttons(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.webhook(session, by=people.officer, url="https://hook.example.org/")
    browser.acts_as(people.officer)

    page = browser.post(f"/webhooks/{row.id}/test", lang="en")
    [line] = page.table("Messages to this address, the newest first")
    assert (line["About"], line["State"], line["What came back"]) == ("Test", "Waits", "None yet")
    assert len(session.scalars(select(WebhookDelivery)).all()) == 1
    assert browser.post(f"/webhooks/{row.id}/resumption", lang="en").status == 200
    assert "hook.example.org" in browser.get("/webhooks", lang="en").main
    assert "hook.example.org" not in browser.post(f"/webhooks/{row.id}/ending", lang="en").main
    assert browser.get(f"/webhooks/{row.id}").status == 404


@pytest.mark.parametrize(
    ("url", "kinds", "field"),
    [
        ("https://192.168.0.1/", ["published"], "url"),
        ("ftp://example.org", ["published"], "url"),
        ("", ["published"], "url"),
        ("https://example.org/", [], "kinds"),
        ("https://example.org/", ["moon"], "kinds"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    browser: Browser, people: make.People, url: str, kinds: list[str], field: str
) -> None:
    browser.acts_as(people.publisher)

    page = browser.post("/webhooks/new", data={"url": url, "kinds": kinds})

    assert page.status == 422
    assert page.errors[field]
    assert page.field("url").value == url


@pytest.mark.parametrize("name", ["analyst", "fg", "board", "stranger"])
def test_who_does_not_speak_for_an_organisation_finds_no_webhooks(
    browser: Browser, session: Session, people: make.People, name: str
) -> None:
    row = make.webhook(session, by=people.vendor)
    browser.acts_as(people.everybody()[name])

    for path in ("/webhooks", "/webhooks/new", f"/webhooks/{row.id}"):
        assert browser.get(path).status == 404


def test_an_administrator_sees_to_all_and_others_to_their_own(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.webhook(session, by=people.vendor)
    browser.acts_as(people.administrator)
    assert browser.get(f"/webhooks/{row.id}").status == 200

    browser.acts_as(people.other_vendor)
    assert browser.get(f"/webhooks/{row.id}").status == 404
    assert browser.post(f"/webhooks/{row.id}/secret").status == 404
