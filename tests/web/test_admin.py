"""Administration: organisations, the people in them, their roles."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.store.models import Job, LoginSession, Membership, Organisation, User
from dpia_workbench.usecases import account
from tests import make

OUTSIDERS = ("analyst", "reviewer", "vendor", "fg", "board", "other_officer", "stranger")
NEW = {"name": "Stichting Zonnewijzer", "kind": "school_board", "number": "", "sectors": ["po"]}
GUEST = {"email": "nieuw@school.example", "name": "Nelis Nieuw", "role": "board", "last_day": ""}


def at(person):
    return f"/admin/organisations/{person.organisation.id}"


def names(page):
    return [row["Name"] for row in page.table("Organisations")]


# The list.


def test_an_administrator_sees_all_organisations(browser, people):
    browser.acts_as(people.administrator)

    page = browser.get("/admin", lang="en")

    assert page.h1 == "Organisations and people"
    assert len(names(page)) == 7
    assert at(people.officer) in page.links().values()


def test_organisations_are_found_by_name_number_and_kind(browser, session, people):
    people.vendor.organisation.number = "KVK123"
    session.commit()
    browser.acts_as(people.administrator)

    assert names(browser.get("/admin?q=water", lang="en")) == ["De Waterlelie"]
    assert names(browser.get("/admin?q=kvk123", lang="en")) == ["Noorderlicht"]
    assert names(browser.get("/admin?kind=cooperative", lang="en")) == ["SIVON", "SURF"]
    both = browser.get("/admin?q=surf&kind=cooperative&kind=vendor", lang="en")
    assert names(both) == ["SURF"]
    assert "Vendor 0 results" in both.main  # a box that is ticked can be cleared again


def test_a_search_that_finds_nothing_offers_a_way_back(browser, people):
    browser.acts_as(people.administrator)

    page = browser.get("/admin?q=nergens&kind=nonsense&page=x", lang="en")

    assert "No organisation found" in page.headings
    assert page.links("//main")["Show all organisations"] == "/admin"


def test_a_long_list_is_shown_in_parts(browser, session, people):
    for number in range(60):
        session.add(
            Organisation(
                slug=f"board-{number}", kind=OrganisationKind.SCHOOL_BOARD,
                name=f"Bestuur {number:02}", created_at=make.NOW,
            )
        )  # fmt: skip
    session.commit()
    browser.acts_as(people.administrator)

    first = browser.get("/admin?q=bestuur&kind=school_board", lang="en")
    second = browser.get(first.links("//main")["Next"], lang="en")
    beyond = browser.get("/admin?q=bestuur&page=99", lang="en")

    assert len(names(first)) == 50
    assert names(second) == [f"Bestuur {number}" for number in range(50, 60)]
    assert names(beyond) == names(second)


def test_a_privacy_officer_comes_straight_to_the_own_board(browser, people):
    browser.acts_as(people.officer)

    assert browser.redirect("/admin") == at(people.officer)


@pytest.mark.parametrize("who", ["analyst", "reviewer", "vendor", "fg", "board", "stranger"])
def test_for_others_there_is_no_administration(browser, people, who):
    browser.acts_as(getattr(people, who))

    assert browser.get("/admin").status == 404


# Organisations.


def test_an_organisation_is_added_and_then_asks_for_people(browser, people):
    browser.acts_as(people.administrator)

    page = browser.post("/admin/organisations/new", data=NEW, lang="en")

    assert page.h1 == "Stichting Zonnewijzer"
    assert "Primary education" in page.main
    assert "Nobody works here yet" in page.headings


def test_an_organisation_needs_a_name_and_a_kind(browser, people):
    browser.acts_as(people.administrator)

    page = browser.post("/admin/organisations/new", data={"name": " ", "number": "9"})

    assert page.status == 422
    assert set(page.errors) == {"name", "kind"}
    assert page.field("number").value == "9"


def test_a_name_that_is_taken_is_refused_at_the_field(browser, people):
    browser.acts_as(people.administrator)

    page = browser.post("/admin/organisations/new", data={**NEW, "name": "De Waterlelie"})

    assert page.status == 422
    assert set(page.errors) == {"name"}


def test_a_privacy_officer_adds_no_organisation(browser, people):
    browser.acts_as(people.officer)

    assert browser.get("/admin/organisations/new").status == 403
    assert browser.post("/admin/organisations/new", data=NEW).status == 403


def test_an_organisation_is_changed(browser, session, people):
    browser.acts_as(people.administrator)
    page = browser.get(f"{at(people.officer)}/edit")

    after = browser.submit(page, name="De Lelie", sectors=["vo", "vso"], is_active=[])

    row = people.officer.organisation
    assert (row.name, row.sectors, row.is_active) == ("De Lelie", ["vo", "vso"], False)
    assert after.h1 == "De Lelie"


def test_a_change_that_is_refused_keeps_what_was_typed(browser, people):
    browser.acts_as(people.administrator)
    page = browser.get(f"{at(people.officer)}/edit")

    after = browser.submit(page, name="", number="777")

    assert after.status == 422
    assert set(after.errors) == {"name"}
    assert after.field("number").value == "777"


def test_the_second_of_two_editors_sees_what_the_first_saved(browser, people):
    browser.acts_as(people.administrator)
    page = browser.get(f"{at(people.officer)}/edit")
    browser.submit(page, name="De Lelie")

    after = browser.submit(page, name="De Roos")

    assert after.status == 409
    assert "De Lelie" in after.main
    assert after.field("name").value == "De Roos"


def test_an_administrator_cannot_close_the_own_organisation(browser, people):
    browser.acts_as(people.administrator)
    page = browser.get(f"{at(people.administrator)}/edit")

    browser.fetch(page.path, method="POST", data={**page.values(), "is_active": ""})

    assert page.field("is_active").value == "true"
    assert people.administrator.organisation.is_active


def test_a_privacy_officer_does_not_change_the_own_board(browser, people):
    browser.acts_as(people.officer)

    assert browser.get(f"{at(people.officer)}/edit").status == 403
    assert f"{at(people.officer)}/edit" not in browser.get(at(people.officer)).links().values()


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("path", ["", "/edit", "/invitations/new"])
def test_an_organisation_of_others_does_not_exist(browser, people, who, path):
    browser.acts_as(getattr(people, who))

    assert browser.get(at(people.officer) + path).status == 404


# People at an organisation.


def test_a_privacy_officer_sees_who_works_at_the_board(browser, session, people):
    people.fg.user.password_hash = None
    people.board.user.is_active = False
    session.commit()
    browser.acts_as(people.officer)

    page = browser.get(at(people.officer), lang="en")

    rows = {row["Name"]: row for row in page.table("People and their roles")}
    assert set(rows) == {"Nora Privacy", "Frits Toezicht", "Bea Bestuur"}
    assert "Can sign in" in rows["Nora Privacy"]["Account"]
    assert "Invited, no password yet" in rows["Frits Toezicht"]["Account"]
    assert "Shut out" in rows["Bea Bestuur"]["Account"]
    assert rows["Nora Privacy"]["Change"] == "Your own role"
    assert "Mail the link to Frits Toezicht again" in page.buttons()
    assert "Mail the link to Bea Bestuur again" not in page.buttons()


def test_a_closed_organisation_says_so(browser, session, people):
    people.vendor.organisation.is_active = False
    people.vendor.organisation.is_invented = True
    session.commit()
    browser.acts_as(people.administrator)

    main = browser.get(at(people.vendor), lang="en").main

    assert "This organisation is closed" in main
    assert "Invented, for the demonstration" in main
    assert "Closed" in browser.get("/admin", lang="en").main


def test_somebody_is_invited(browser, session, people):
    browser.acts_as(people.officer)
    page = browser.get(f"{at(people.officer)}/invitations/new")

    after = browser.submit(page, **GUEST)

    assert set(page.field("role").options) == {
        "privacy_officer",
        "data_protection_officer",
        "board",
    }
    assert after.path == at(people.officer)
    assert "Nelis Nieuw" in after.main
    assert [job.detail["to"] for job in session.scalars(select(Job))] == [GUEST["email"]]


def test_who_is_known_gets_the_role_under_the_name_that_is_known(browser, people):
    browser.acts_as(people.officer)

    after = browser.post(
        f"{at(people.officer)}/invitations/new",
        data={**GUEST, "email": people.stranger.user.email},
        lang="en",
    )

    assert after.flashes == ["Vic Vreemd has the role from now on."]


def test_a_last_day_is_the_last_day_with_the_role(browser, session, people):
    today = clock.today()
    browser.acts_as(people.officer)

    browser.post(
        f"{at(people.officer)}/invitations/new", data={**GUEST, "last_day": today.isoformat()}
    )

    user = session.scalars(select(User).where(User.email == GUEST["email"])).one()
    (membership,) = user.memberships
    assert membership.holds(on=today)
    assert not membership.holds(on=today + timedelta(days=1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"name": ""}, "name"),
        ({"role": ""}, "role"),
        ({"role": "administrator"}, "role"),
        ({"email": "board@de-waterlelie.example"}, "email"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"last_day": "tomorrow"}, "last_day"),
    ],
)
def test_an_invitation_that_cannot_be_says_where(browser, session, people, changes, field):
    browser.acts_as(people.officer)

    page = browser.post(f"{at(people.officer)}/invitations/new", data={**GUEST, **changes})

    assert page.status == 422
    assert set(page.errors) == {field}
    assert session.scalars(select(Job)).all() == []


def test_a_link_is_mailed_again(browser, session, people):
    people.fg.user.password_hash = None
    session.commit()
    browser.acts_as(people.officer)

    browser.post(f"{at(people.officer)}/people/{people.fg.user.id}/invitations")

    assert [job.detail["kind"] for job in session.scalars(select(Job))] == ["invitation"]


def test_no_link_is_mailed_to_somebody_elsewhere(browser, session, people):
    browser.acts_as(people.officer)

    page = browser.post(f"{at(people.officer)}/people/{people.vendor.user.id}/invitations")

    assert page.status == 404
    assert session.scalars(select(Job)).all() == []


def test_a_role_is_ended_and_stays_to_be_seen(browser, people):
    (membership,) = people.board.user.memberships
    browser.acts_as(people.officer)

    page = browser.post(f"/admin/roles/{membership.id}/ending", lang="en")

    assert membership.until == clock.today()
    assert [row["Name"] for row in page.table("Roles that ended")] == ["Bea Bestuur"]


def test_the_own_role_is_not_ended(browser, people):
    (membership,) = people.officer.user.memberships
    browser.acts_as(people.officer)

    page = browser.post(f"/admin/roles/{membership.id}/ending", lang="en")

    assert page.status == 422
    assert "You cannot do this to your own account." in page.main
    assert membership.until is None


def test_a_privacy_officer_does_not_dismiss_the_data_protection_officer(browser, people):
    (membership,) = people.fg.user.memberships
    browser.acts_as(people.officer)

    page = browser.get(at(people.officer), lang="en")
    refused = browser.post(f"/admin/roles/{membership.id}/ending")

    assert "End the role of Frits Toezicht" not in page.buttons()
    assert "End the role of Bea Bestuur" in page.buttons()
    rows = {row["Name"]: row for row in page.table("People and their roles")}
    assert rows["Frits Toezicht"]["Change"] == "An administrator can end this role"
    assert refused.status == 403
    assert membership.until is None


def test_nobody_gives_themselves_a_role(browser, people):
    browser.acts_as(people.administrator)

    page = browser.post(
        f"{at(people.officer)}/invitations/new",
        data={**GUEST, "email": people.administrator.user.email},
    )

    assert page.status == 422
    assert set(page.errors) == {"email"}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_others_end_no_role(browser, people, who):
    (membership,) = people.officer.user.memberships
    browser.acts_as(getattr(people, who))

    assert browser.post(f"/admin/roles/{membership.id}/ending").status == 404
    assert membership.until is None


# A person.


def test_an_administrator_sees_all_roles_of_a_person(browser, session, people):
    user = people.analyst.user
    elsewhere = people.sivon_analyst.organisation
    user.memberships.append(
        Membership(
            organisation_id=elsewhere.id, role=Role.ANALYST, since=make.TODAY, until=make.TODAY
        )
    )
    session.commit()
    browser.acts_as(people.administrator)

    page = browser.get(f"/admin/people/{user.id}", lang="en")

    rows = page.table("Roles of Ada Analist")
    assert [(row["Organisation"], row["State"]) for row in rows] == [
        ("SIVON", "Ended"),
        ("SURF", "Held now"),
    ]


def test_somebody_without_a_role_is_shown_as_such(browser, people):
    browser.acts_as(people.administrator)

    page = browser.get(f"/admin/people/{people.stranger.user.id}", lang="en")

    assert "This person never had a role." in page.main


def test_somebody_is_shut_out_and_let_in_again(browser, session, people):
    user = people.fg.user
    account.open_session(session, user=user, browser="", today=clock.today(), now=clock.now())
    browser.acts_as(people.administrator)
    sessions = select(LoginSession.ended_at).where(LoginSession.user_id == user.id)

    page = browser.post(f"/admin/people/{user.id}/deactivation", lang="en")

    assert not user.is_active
    assert session.scalars(sessions).one() is not None
    assert "Let in again" in page.buttons()

    browser.post(f"/admin/people/{user.id}/activation")

    assert user.is_active


def test_somebody_is_signed_out_everywhere(browser, session, people):
    user = people.fg.user
    account.open_session(session, user=user, browser="", today=clock.today(), now=clock.now())
    browser.acts_as(people.administrator)

    browser.post(f"/admin/people/{user.id}/sessions/ending")

    row = session.scalars(select(LoginSession).where(LoginSession.user_id == user.id)).one()
    assert row.ended_at is not None


def test_administrators_cannot_shut_themselves_out(browser, people):
    user = people.administrator.user
    browser.acts_as(people.administrator)

    page = browser.get(f"/admin/people/{user.id}", lang="en")

    assert "Shut out" not in page.buttons()
    assert browser.post(f"/admin/people/{user.id}/deactivation").status == 422
    assert user.is_active


ACTIONS = ("deactivation", "activation", "sessions/ending")


def test_a_privacy_officer_sees_people_only_at_the_board(browser, people):
    browser.acts_as(people.officer)
    path = f"/admin/people/{people.board.user.id}"

    assert browser.get(path).status == 403
    assert [browser.post(f"{path}/{action}").status for action in ACTIONS] == [403, 403, 403]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_for_others_a_person_does_not_exist(browser, people, who):
    browser.acts_as(getattr(people, who))
    path = f"/admin/people/{people.officer.user.id}"

    assert browser.get(path).status == 404
    assert [browser.post(f"{path}/{action}").status for action in ACTIONS] == [404, 404, 404]


def test_a_person_who_is_not_there_does_not_exist(browser, people):
    browser.acts_as(people.administrator)

    assert browser.get(f"/admin/people/{uuid4()}").status == 404
