"""A vendor's contacts among themselves: invitations and their links, who sees to a request."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.plumbing import links
from dpia_workbench.store.models import Invitation, Job, Membership, OneTimeLink, Remediation, User
from tests import make
from tests.browser import Browser
from tests.pages import Page

PAGE = "/requests/colleagues"
PASSWORD = "een lang en ongewoon wachtwoord"  # of nobody


def _invite(browser: Browser, email: str, name: str = "Nora Nieuw") -> Page:
    return browser.submit(browser.get(PAGE), action=PAGE, email=email, name=name)


def _mailed(session: Session, kind: str) -> list[dict[str, Any]]:
    session.expire_all()
    jobs = session.query(Job).filter(Job.name == "mail.send").order_by(Job.created_at)
    return [job.detail for job in jobs if job.detail["kind"] == kind]


def _link(app: Flask, session: Session) -> str:
    """Return the address in the newest invitation."""
    detail = _mailed(session, "colleague-invitation")[-1]
    if "path" in detail:
        return str(detail["path"])
    secret = app.extensions["settings"].secret_key
    return f"/welcome/{links.token(UUID(detail['link_id']), secret_key=secret)}"


def _roles(session: Session, email: str) -> set[tuple[UUID, Role]]:
    session.expire_all()
    user = session.query(User).filter(User.email == email).one()
    return {(each.organisation_id, each.role) for each in user.memberships}


def test_a_colleague_is_invited_chooses_a_password_and_answers(
    browser: Browser, app: Flask, session: Session, people: make.People
) -> None:
    browser.acts_as(people.vendor)
    refused = _invite(browser, "geen adres")
    assert (refused.status, set(refused.errors)) == (422, {"email"})
    assert refused.field("name").value == "Nora Nieuw"

    page = _invite(browser, "nora@vendor.example")

    assert page.path == PAGE
    assert "nora@vendor.example" in page.main
    again = _invite(browser, "nora@vendor.example")
    assert (again.status, set(again.errors)) == (409, {"email"})
    assert _roles(session, "nora@vendor.example") == set(), "a contact before she accepted"
    link = _link(app, session)
    browser.acts_as(None)
    page = browser.submit(browser.get(link), password=PASSWORD, repeated=PASSWORD)
    assert page.path == "/tasks", page.errors
    vendor = people.vendor.organisation
    assert vendor is not None
    assert _roles(session, "nora@vendor.example") == {(vendor.id, Role.VENDOR_CONTACT)}
    assert browser.get("/requests").status == 200
    assert browser.get(link).status == 410, "a link works once"


def test_the_link_of_a_withdrawn_invitation_says_so_and_an_old_one_is_refused(
    browser: Browser, app: Flask, session: Session, people: make.People
) -> None:
    browser.acts_as(people.vendor)
    page = _invite(browser, "nora@vendor.example")
    row = session.query(Invitation).one()
    withdrawal = f"{PAGE}/{row.id}/withdrawal"
    browser.acts_as(people.other_vendor)
    assert browser.fetch(withdrawal, method="POST").status_code == 404
    browser.acts_as(people.vendor)
    page = browser.submit(page, action=withdrawal)
    assert "nora@vendor.example" not in page.main

    browser.acts_as(None)
    for method in ("GET", "POST"):
        answer = browser.fetch(_link(app, session), method=method, data={"password": PASSWORD})
        assert answer.status_code == 410
        assert "ingetrokken" in answer.text
    assert _roles(session, "nora@vendor.example") == set()

    browser.acts_as(people.vendor)
    _invite(browser, "olga@vendor.example")
    old = session.query(Invitation).filter(Invitation.email == "olga@vendor.example").one()
    _let_expire(session, old)
    browser.acts_as(None)
    assert browser.fetch(_link(app, session)).status_code == 410
    browser.acts_as(people.vendor)
    assert "olga@vendor.example" not in browser.get(PAGE).main


def _let_expire(session: Session, row: Invitation) -> None:
    link = session.get_one(OneTimeLink, row.link_id)
    for each in (row, link):
        each.created_at -= timedelta(days=8)
        each.expires_at -= timedelta(days=8)
    session.commit()


def test_an_invitation_does_not_tell_whether_an_address_has_an_account(
    browser: Browser, app: Flask, session: Session, people: make.People
) -> None:
    known = people.other_vendor.user
    browser.acts_as(people.vendor)

    page = _invite(browser, known.email, name="Getypt")

    assert "Getypt" in page.main
    assert known.name not in page.text
    assert not any(role[0] == people.vendor.actor.organisation_id
                   for role in _roles(session, known.email))  # fmt: skip
    link = _link(app, session)
    browser.acts_as(people.analyst)
    assert browser.fetch(link).status_code == 404
    browser.acts_as(people.other_vendor)
    page = browser.submit(browser.get(link))
    assert page.path == "/requests"
    assert (people.vendor.actor.organisation_id, Role.VENDOR_CONTACT) in _roles(
        session, known.email
    )
    assert browser.get(link).status == 410


@pytest.mark.parametrize("who", ["analyst", "officer", "administrator", "stranger"])
def test_only_contacts_of_a_vendor_have_the_page_and_they_give_one_role(
    browser: Browser, session: Session, people: make.People, who: str
) -> None:
    data = {"email": "nora@vendor.example", "name": "Nora", "role": "administrator"}
    browser.acts_as(getattr(people, who))
    assert browser.fetch(PAGE).status_code == 404
    assert browser.fetch(PAGE, method="POST", data=data).status_code == 404
    vendor = people.vendor.organisation
    assert vendor is not None

    browser.acts_as(people.vendor)
    browser.post(PAGE, data=data)
    assert browser.fetch(f"/admin/organisations/{vendor.id}").status_code == 404
    member = people.vendor.user.memberships[0]
    ending = f"/admin/organisations/{vendor.id}/roles/{member.id}/ending"
    assert browser.fetch(ending, method="POST").status_code == 404
    assert session.query(Membership).filter(Membership.role == Role.ADMINISTRATOR).count() == 1


def test_a_request_is_handed_over_and_mail_about_it_goes_to_who_sees_to_it(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, now=clock.now())
    colleague = make.person(
        session, name="Nora Nieuw", organisation=people.vendor.organisation,
        role=Role.VENDOR_CONTACT,
    )  # fmt: skip
    session.commit()
    browser.acts_as(people.vendor)
    path = f"/requests/{row.id}/assignee"
    page = browser.get(path)
    refused = browser.submit(page, assignee_id=str(people.analyst.user.id))
    assert (refused.status, set(refused.errors)) == (422, {"assignee_id"})

    page = browser.submit(page, assignee_id=str(colleague.user.id))

    assert page.path == f"/requests/{row.id}"
    assert "Nora Nieuw" in page.main
    assert [each["to"] for each in _mailed(session, "request-handed-over")] == [
        colleague.user.email
    ]
    assert row.title.text("nl") not in browser.get("/requests?mine=1").main
    _say(browser, people, row)
    assert [each["to"] for each in _mailed(session, "request-message")] == [colleague.user.email]
    browser.acts_as(colleague)
    assert row.title.text("nl") in browser.get("/requests?mine=1").main


def _say(browser: Browser, people: make.People, row: Remediation) -> None:
    browser.acts_as(people.analyst)
    path = f"/requests/{row.id}/messages"
    browser.submit(browser.get(path), action=path, words="Een vraag.")
