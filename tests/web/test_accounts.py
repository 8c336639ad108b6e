"""Signing in and out, choosing a password, one's own account."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.database import db
from dpia_workbench.store.models import Job, LoginSession, Membership
from dpia_workbench.usecases import account, passwords
from dpia_workbench.web.accounts import browsers
from tests import make
from tests.make import PASSWORD

GOOD = "vier losse woorden hier"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def credentials(person, *, password=PASSWORD):
    return {"email": person.user.email, "password": password}


def signed_link(app, session, person):
    """Return the address in a mail that invites somebody."""
    link = account.send_link(session, user=person.user, kind="invitation", now=clock.now())
    session.commit()
    signed = links.token(link.id, secret_key=app.extensions["settings"].secret_key)
    return f"/welcome/{signed}"


def open_elsewhere(session, person, *, browser="Safari, iPad"):
    """Sign somebody in at another browser and return that session's id."""
    account.open_session(
        session, user=person.user, browser=browser, today=clock.today(), now=clock.now()
    )
    session.commit()
    return session.scalars(select(LoginSession.id).where(LoginSession.browser == browser)).one()


def is_open(session, session_id):
    return account.is_open(session.get(LoginSession, session_id), now=clock.now())


# Signing in.


def test_who_signs_in_comes_to_what_waits(browser, people):
    where = browser.redirect("/login", method="POST", data=credentials(people.officer))

    assert where == "/tasks"
    assert browser.get("/account", lang="en").h1 == "Your account"


def test_the_cookie_of_a_session_is_not_for_scripts_or_other_sites(browser, people):
    response = browser.fetch("/login", method="POST", data=credentials(people.officer))

    (cookie,) = [c for c in response.headers.getlist("Set-Cookie") if c.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_who_signs_in_goes_on_to_where_they_were_going(browser, people):
    where = browser.redirect("/account?lang=en")

    assert where.startswith("/login?next=")
    assert browser.redirect(where, method="POST", data=credentials(people.officer)) == (
        "/account?lang=en"
    )


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/logout",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(browser, people, wanted):
    response = browser.fetch(
        "/login", method="POST", query_string={"next": wanted}, data=credentials(people.officer)
    )

    assert response.headers["Location"] == "/tasks"


def test_who_is_signed_in_need_not_sign_in_again(browser, people):
    browser.acts_as(people.officer)

    assert browser.redirect("/login?next=/account") == "/account"


def test_a_wrong_password_is_refused_and_the_address_stays(browser, people):
    page = browser.post("/login", data=credentials(people.officer, password="no"), lang="en")

    assert page.status == 401
    assert page.errors == {"password": "This e-mail address and password do not belong together."}
    assert page.field("email").value == people.officer.user.email
    assert page.field("password").value == ""


def test_known_and_unknown_addresses_are_refused_alike(browser, people):
    known = browser.post("/login", data=credentials(people.officer, password="no"))
    unknown = browser.post("/login", data={"email": "nobody@school.example", "password": "no"})

    assert (known.status, known.errors) == (unknown.status, unknown.errors)


def test_an_empty_form_names_what_is_missing(browser):
    page = browser.post("/login", data={"email": "", "password": ""})

    assert page.status == 422
    assert set(page.errors) == {"email", "password"}


def test_after_five_failures_one_has_to_wait(browser, people):
    for _attempt in range(account.MOST_PER_PERSON):
        browser.fetch("/login", method="POST", data=credentials(people.officer, password="no"))

    page = browser.post("/login", data=credentials(people.officer), lang="en")

    assert page.status == 429
    assert "Wait 15 minutes" in page.errors["password"]


def test_a_password_is_checked_while_others_write(own_app, monkeypatch):
    with own_app.app_context(), Session(db.engine) as session:
        email = make.person(session).user.email
        session.commit()
    real, written = passwords.fits, []

    def fits_while_somebody_writes(password, *, kept):
        with Session(db.engine) as other:
            other.execute(text("PRAGMA busy_timeout=50"))
            other.execute(delete(Job))  # the lock alone is what matters
            other.commit()
        written.append(kept)
        return real(password, kept=kept)

    monkeypatch.setattr(passwords, "fits", fits_while_somebody_writes)
    client = own_app.test_client()
    client.set_cookie("session", "a cookie that asks the database who this is")
    for password, status in (("no", 401), (PASSWORD, 303)):
        answer = client.post("/login", data={"email": email, "password": password})
        assert answer.status_code == status
    assert len(written) == 2


def test_accounts_to_try_are_shown_in_a_demonstration_only(app, browser, monkeypatch):
    before = browser.get("/login?email=x@school.example")
    demo = dataclasses.replace(app.extensions["settings"], demo=True)
    monkeypatch.setitem(app.extensions, "settings", demo)

    after = browser.get("/login?next=/account", lang="en")

    assert "demonstratie" not in before.main
    assert before.field("email").value == ""
    assert "demonstratie" in after.main
    filled = browser.get(after.links("//main")["fg@dewaterlelie.example"])
    assert filled.field("email").value == "fg@dewaterlelie.example"
    assert filled.html.count("next=/account") > 1


def test_the_browser_is_kept_as_a_short_name(browser, session, people):
    browser.fetch(
        "/login", method="POST", data=credentials(people.officer), headers={"User-Agent": FIREFOX}
    )

    assert session.scalars(select(LoginSession.browser)).one() == "Firefox, Linux"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) … Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) … Version/18.0 Safari/604.1",
            "Safari, iPad",
        ),
        ("Mozilla/5.0 (Linux; Android 15) … Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64) … Chrome/140.0 Safari/537.36", "Chrome, ChromeOS"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_what_it_says_of_itself(text, name):
    assert browsers.name_of(text) == name


# Signing out.


def test_who_signs_out_is_signed_out(browser, session, people):
    browser.acts_as(people.officer)
    session_id = session.scalars(select(LoginSession.id)).one()

    browser.redirect("/logout", method="POST")

    assert not is_open(session, session_id)
    assert browser.redirect("/account").startswith("/login")


def test_nobody_is_signed_out_by_a_link(browser, people):
    browser.acts_as(people.officer)

    assert browser.fetch("/logout").status_code == 405


# A new password.


def test_who_asks_for_a_password_learns_nothing_about_others(browser, session, people):
    known = browser.post("/password", data={"email": people.officer.user.email})
    unknown = browser.post("/password", data={"email": "nobody@school.example"})

    assert known.flashes == unknown.flashes != []
    (job,) = session.scalars(select(Job))
    assert job.detail["to"] == people.officer.user.email


def test_nobody_asks_for_passwords_without_end(browser, people):
    for _time in range(account.MOST_PER_PERSON):
        browser.fetch("/password", method="POST", data={"email": people.officer.user.email})

    page = browser.post("/password", data={"email": people.officer.user.email})

    assert page.status == 429
    assert set(page.errors) == {"email"}


def test_an_address_must_look_like_one(browser):
    page = browser.post("/password", data={"email": "nora"})

    assert page.status == 422
    assert set(page.errors) == {"email"}


def test_a_link_leads_to_a_password_and_into_the_workbench(app, browser, session, people):
    people.officer.user.password_hash = None
    address = signed_link(app, session, people.officer)

    page = browser.get(address, lang="en")
    where = browser.redirect(address, method="POST", data={"password": GOOD, "repeated": GOOD})

    assert page.h1 == "Choose your password"
    assert f"Welcome, {people.officer.user.name}." in page.main
    assert page.headers["Cache-Control"] == "no-store"
    assert where == "/tasks"
    assert people.officer.user.name in browser.get("/account").text


def test_a_link_that_was_used_leads_to_a_page_with_a_way_on(app, browser, session, people):
    address = signed_link(app, session, people.officer)
    browser.fetch(address, method="POST", data={"password": GOOD, "repeated": GOOD})
    browser.acts_as(None)

    for page in (browser.get(address), browser.post(address, data={"password": GOOD})):
        assert page.status == 410
        assert "/password" in page.links("//main").values()


@pytest.mark.parametrize("token", ["x", "made.up", "ImFiYyI.signature"])
def test_a_link_that_we_did_not_sign_does_nothing(browser, token):
    assert browser.get(f"/welcome/{token}").status == 410


@pytest.mark.parametrize(
    ("password", "repeated", "field"),
    [
        ("short", "short", "password"),
        ("123456789012", "123456789012", "password"),
        (GOOD, GOOD + " ", "repeated"),
        ("", "", "password"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_at_its_field(
    app, browser, session, people, password, repeated, field
):
    address = signed_link(app, session, people.officer)

    page = browser.post(address, data={"password": password, "repeated": repeated})

    assert page.status == 422
    assert field in page.errors
    assert browser.get(address).status == 200


# One's own account.


def test_the_account_shows_who_one_is_and_where_signed_in(browser, session, people):
    open_elsewhere(session, people.officer)
    browser.acts_as(people.officer)

    page = browser.get("/account", lang="en")

    assert people.officer.user.email in page.main
    (role,) = page.table("Roles that you hold now")
    assert (role["Organisation"], role["Role"]) == ("De Waterlelie", "Privacy officer")
    shown = page.table("Browsers in which you are signed in")
    assert {row["Browser"] for row in shown} == {"tests", "Safari, iPad"}
    assert "For whom do you work now?" not in page.headings


def test_sessions_that_are_over_are_not_shown(browser, session, people):
    old = open_elsewhere(session, people.officer)
    session.get(LoginSession, old).seen_at = clock.now() - account.IDLE
    session.commit()
    browser.acts_as(people.officer)

    assert len(browser.get("/account", lang="en").table("Browsers in which you are signed in")) == 1


def test_who_holds_no_role_is_told_whom_to_ask(browser, people):
    browser.acts_as(people.stranger)

    assert "You hold no role now." in browser.get("/account", lang="en").main


def test_a_last_day_is_shown_as_the_last_day_with_the_role(browser, session, people):
    today = clock.today()
    people.officer.user.memberships[0].until = today + timedelta(days=1)
    session.commit()
    browser.acts_as(people.officer)

    (role,) = browser.get("/account", lang="en").table("Roles that you hold now")

    assert role["Last day"].startswith(f"{today.day} ")


def test_one_works_for_another_organisation(browser, session, people):
    other = make.organisation(session, kind=OrganisationKind.COOPERATIVE, name="Tweede")
    people.analyst.user.memberships.append(
        Membership(organisation_id=other.id, role=Role.REVIEWER, since=clock.today(), until=None)
    )
    session.commit()
    browser.acts_as(people.analyst)

    page = browser.get("/account", lang="en")
    browser.redirect(
        "/account/organisation", method="POST", data={"organisation_id": str(other.id)}
    )

    assert "Work for Tweede" in page.buttons()
    assert "Work for SURF" in browser.get("/account", lang="en").buttons()


def test_nobody_works_for_an_organisation_of_others(browser, people):
    browser.acts_as(people.analyst)
    theirs = str(people.vendor.organisation.id)

    assert browser.post("/account/organisation", data={"organisation_id": theirs}).status == 404


def test_what_is_no_organisation_is_refused(browser, people):
    browser.acts_as(people.analyst)

    assert browser.post("/account/organisation", data={"organisation_id": "x"}).status == 422


def test_the_language_is_kept_and_goes_above_one_chosen_before(browser, session, people):
    browser.acts_as(people.officer)
    browser.http.set_cookie("language", "nl")

    browser.post("/account/language", data={"language": "en"})

    assert people.officer.user.language == "en"
    assert browser.get("/account").language == "en"


def test_a_language_that_we_do_not_speak_is_refused(browser, people):
    browser.acts_as(people.officer)

    assert browser.post("/account/language", data={"language": "fr"}).status == 422


def test_one_ends_a_session_elsewhere(browser, session, people):
    other = open_elsewhere(session, people.officer)
    browser.acts_as(people.officer)

    browser.post(f"/account/sessions/{other}/ending")

    assert not is_open(session, other)
    assert browser.get("/account").status == 200


def test_nobody_ends_a_session_of_others(browser, session, people):
    theirs = open_elsewhere(session, people.board)
    browser.acts_as(people.officer)

    assert browser.post(f"/account/sessions/{theirs}/ending").status == 404
    assert is_open(session, theirs)


def test_one_ends_all_other_sessions(browser, session, people):
    other = open_elsewhere(session, people.officer)
    browser.acts_as(people.officer)

    browser.post("/account/other-sessions/ending")

    assert not is_open(session, other)
    assert browser.get("/account").status == 200


def test_one_signs_out_everywhere(browser, session, people):
    other = open_elsewhere(session, people.officer)
    browser.acts_as(people.officer)

    where = browser.redirect("/account/sessions/ending", method="POST")

    assert where == "/login"
    assert not is_open(session, other)
    assert browser.redirect("/account").startswith("/login")


def test_one_changes_the_own_password(browser, session, people):
    other = open_elsewhere(session, people.officer)
    browser.acts_as(people.officer)
    page = browser.get("/account/password")

    browser.submit(page, present=PASSWORD, password=GOOD, repeated=GOOD)
    browser.acts_as(None)

    assert not is_open(session, other)
    where = browser.redirect(
        "/login", method="POST", data=credentials(people.officer, password=GOOD)
    )
    assert where == "/tasks"


@pytest.mark.parametrize(
    ("present", "password", "repeated", "field"),
    [
        ("not it", GOOD, GOOD, "present"),
        (PASSWORD, "short", "short", "password"),
        (PASSWORD, "123456789012", "123456789012", "password"),
        (PASSWORD, GOOD, "another thing", "repeated"),
    ],
)
def test_a_refused_change_of_password_says_where(
    browser, people, present, password, repeated, field
):
    browser.acts_as(people.officer)

    page = browser.post(
        "/account/password",
        data={"present": present, "password": password, "repeated": repeated},
    )

    assert page.status == 422
    assert set(page.errors) == {field}


def test_who_guesses_the_present_password_has_to_wait(browser, people):
    browser.acts_as(people.officer)
    guess = {"present": "not it", "password": GOOD, "repeated": GOOD}
    for _attempt in range(account.MOST_PER_PERSON):
        assert browser.post("/account/password", data=guess).status == 422

    page = browser.post("/account/password", data={**guess, "present": PASSWORD})

    assert page.status == 429
    assert set(page.errors) == {"present"}


@pytest.mark.parametrize("path", ["/account", "/account/password"])
def test_who_is_not_signed_in_has_no_account(browser, path):
    assert browser.redirect(path).startswith("/login?next=/account")


@pytest.mark.parametrize(
    "path", ["/account/sessions/ending", "/account/other-sessions/ending", "/account/language"]
)
def test_who_is_not_signed_in_changes_nothing(browser, path):
    assert browser.redirect(path, method="POST").startswith("/login?next=")
