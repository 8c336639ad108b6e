"""Tokens: whom they let in, where, for how long, and what a wrong one meets."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.store.models import ApiToken, AuditEvent, LoginAttempt
from dpia_workbench.usecases import account, organisation, token
from tests import make
from tests.browser import Api, Browser

DOSSIERS = "/api/v1/dossiers"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_acts_as_its_owner(api: Api, people: make.People, session: Session) -> None:
    mine = make.empty_dossier(session, people=people, now=clock.now())
    make.empty_dossier(session, people=people, by=people.sivon_analyst, now=clock.now())
    api.carries(people.analyst)

    answer = api.get(DOSSIERS)

    assert answer.status_code == 200
    assert [item["id"] for item in answer.get_json()["items"]] == [str(mine.id)]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Authorization" in answer.headers["Vary"]


def test_a_token_opens_no_page(api: Api, people: make.People) -> None:
    api.carries(people.analyst)

    assert api.get("/dossiers").headers["Location"].startswith("/login")
    assert api.get("/account").headers["Location"].startswith("/login")


def test_without_a_token_the_answer_says_what_is_asked(api: Api, people: make.People) -> None:
    answer = api.get(DOSSIERS)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["dossiers", "verdicts"])
def test_a_wrong_token_is_refused_also_where_nobody_needs_one(
    api: Api, people: make.People, session: Session, path: str
) -> None:
    api.acts_as(people.analyst)  # a cookie does not help who sends a wrong token

    answer = api.get(f"/api/v1/{path}", headers=bearer("dpia_wrong"))

    assert answer.status_code == 401
    assert answer.get_json()["type"] == "/problems/token.refused"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert len(session.scalars(select(LoginAttempt)).all()) == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_many_wrong_tokens_have_to_wait_but_a_good_one_has_not(
    api: Api, people: make.People, session: Session, method: str
) -> None:
    for _turn in range(account.MOST_PER_ADDRESS):
        account.count_wrong_token(session, address="127.0.0.1", now=clock.now())

    refused = api.call(DOSSIERS, method=method, headers=bearer("dpia_wrong"))
    api.carries(people.analyst)

    assert refused.status_code == 429
    assert api.get(DOSSIERS).status_code == 200


def test_another_scheme_is_not_for_us(api: Api) -> None:
    answer = api.get("/api/v1/verdicts", headers={"Authorization": "Basic YTpi"})

    assert answer.status_code == 200


def test_the_last_use_is_written_at_most_once_a_minute(
    api: Api, people: make.People, session: Session
) -> None:
    api.carries(people.analyst)

    api.post(DOSSIERS, json={})
    first = session.scalars(select(ApiToken.used_at)).one()
    api.get(DOSSIERS)

    assert first is not None
    assert session.scalars(select(ApiToken.used_at)).one() == first


def test_a_token_speaks_its_owners_language(
    api: Api, people: make.People, session: Session
) -> None:
    people.analyst.user.language = "en"
    api.carries(people.analyst)

    assert api.get(f"{DOSSIERS}?limit=0").get_json()["title"] == "Something is not right yet"


def test_a_token_ends_with_its_time_its_owner_and_the_role(
    api: Api, people: make.People, session: Session
) -> None:
    now = clock.now()
    secret = api.carries(people.analyst)

    def works(at: datetime = now) -> bool:
        found = token.identify(session, secret=secret, today=clock.today(), now=at)
        return found is not None

    assert works()
    assert works(now + timedelta(days=29))
    assert not works(now + timedelta(days=31))
    user = people.analyst.user
    user.memberships[0].until = clock.today()
    assert not works()
    user.memberships[0].until = None
    user.is_active = False
    assert not works()


def test_a_token_never_acts_for_another_organisation(
    api: Api, people: make.People, session: Session
) -> None:
    secret = api.carries(people.analyst)
    user = people.analyst.user
    assert people.sivon_analyst.organisation is not None
    organisation.invite(
        session, actor=people.administrator.actor, email=user.email, name=user.name,
        organisation_id=people.sivon_analyst.organisation.id, role=Role.ANALYST, until=None,
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    user.memberships[0].until = clock.today()
    session.commit()

    assert api.get(DOSSIERS, headers=bearer(secret)).status_code == 401


def test_shutting_somebody_out_ends_their_tokens_for_good(
    api: Api, people: make.People, session: Session
) -> None:
    api.carries(people.analyst)
    words = {"actor": people.administrator.actor, "user_id": people.analyst.user.id}

    organisation.set_active(session, is_active=False, now=clock.now(), **words)
    organisation.set_active(session, is_active=True, now=clock.now(), **words)

    assert api.get(DOSSIERS).status_code == 401
    assert "token.all-ended" in session.scalars(select(AuditEvent.fact)).all()


def test_a_new_password_ends_the_tokens(api: Api, people: make.People, session: Session) -> None:
    api.carries(people.analyst)
    user = people.analyst.user
    link = account.new_link(session, user=user, kind="new-password", now=clock.now())

    account.choose_password(
        session, link_id=link.id, password="vier losse woorden hier", now=clock.now()
    )

    assert api.get(DOSSIERS).status_code == 401


def test_a_token_is_made_and_shown_once_and_only_its_hash_is_kept(
    browser: Browser, people: make.People, session: Session
) -> None:
    browser.acts_as(people.analyst)
    asked = browser.get("/account/tokens/new")

    made = browser.submit(asked, name="Rekenblad")

    row = session.scalars(select(ApiToken)).one()
    assert made.status == 201
    assert "dpia_" in made.text
    assert row.expires_at - row.created_at == timedelta(days=token.DEFAULT_DAYS)
    assert row.secret_hash not in made.text
    account_page = browser.get("/account")
    assert "Rekenblad" in account_page.text
    assert "dpia_" not in account_page.text
    facts = session.scalars(select(AuditEvent).where(AuditEvent.fact == "token.made")).one()
    assert "dpia_" not in str(facts.detail)


@pytest.mark.parametrize("days", ["0", "367", "x", ""])
def test_a_life_that_is_too_long_is_refused_at_the_field(
    browser: Browser, people: make.People, session: Session, days: str
) -> None:
    browser.acts_as(people.analyst)

    page = browser.post("/account/tokens/new", data={"name": "Rekenblad", "days": days})

    assert page.status == 422
    assert "days" in page.errors
    assert page.field("name").value == "Rekenblad"
    assert session.scalars(select(ApiToken)).all() == []


def test_ones_own_token_can_be_revoked_and_nobody_elses(
    api: Api, browser: Browser, people: make.People, session: Session
) -> None:
    api.carries(people.analyst)
    row = session.scalars(select(ApiToken)).one()
    path = f"/account/tokens/{row.id}/revocation"
    browser.acts_as(people.analyst2)
    assert browser.post(path).status == 404
    browser.acts_as(people.analyst)

    page = browser.post(path)

    assert page.status == 200
    assert page.flashes == ["Het token ‘tests’ werkt niet meer."]
    assert api.get(DOSSIERS).status_code == 401


def test_the_account_page_says_which_token_expired(
    browser: Browser, people: make.People, session: Session
) -> None:
    long_ago = clock.now() - timedelta(days=100)
    token.make(session, actor=people.analyst.actor, name="Oud", days=3, now=long_ago)
    browser.acts_as(people.analyst)

    rows = browser.get("/account", lang="en").table("Your tokens")

    assert [row["Name"] for row in rows] == ["Oud"]
    assert "Expired" in rows[0]["Expires"]
    assert rows[0]["Last used"] == "Never"
