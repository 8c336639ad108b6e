"""Organisations and the people in them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from dpia_workbench.access.actor import OrganisationKind, Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.store import audit, organisations
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import Job, LoginSession
from dpia_workbench.usecases import account, organisation
from dpia_workbench.usecases.organisation import (
    AlreadyMember,
    EndBeforeStart,
    NameTaken,
    RoleDoesNotFit,
    Yourself,
)
from tests import make
from tests.make import NOW, TODAY

NOT_ADMINISTRATORS = ("analyst", "publisher", "vendor", "officer", "fg", "board", "stranger")
NOT_INVITERS = ("analyst", "publisher", "vendor", "other_officer", "fg", "board", "stranger")


def facts(session, subject_id):
    return [event.fact for event in audit.find(session, subject_id=subject_id)]


def mails(session):
    return [(job.detail["kind"], job.detail["to"]) for job in session.scalars(select(Job))]


# Organisations.


def create(session, person, **words):
    values = {
        "kind": OrganisationKind.SCHOOL_BOARD,
        "name": "Stichting Zonnewijzer",
        "number": "41234",
        "sectors": ["po"],
    }
    return organisation.create(session, actor=person.actor, now=NOW, **{**values, **words})


def test_an_administrator_adds_an_organisation(session, people):
    row = create(session, people.administrator)

    assert row.slug == "stichting-zonnewijzer"
    assert row.is_active
    assert facts(session, row.id) == ["organisation.created"]


@pytest.mark.parametrize("who", NOT_ADMINISTRATORS)
def test_nobody_else_adds_an_organisation(session, people, who):
    with pytest.raises(Forbidden):
        create(session, getattr(people, who))


@pytest.mark.parametrize("name", ["Stichting Zonnewijzer", "stichting  zonnewijzer!"])
def test_two_organisations_never_share_an_address_on_the_web(session, people, name):
    create(session, people.administrator)

    with pytest.raises(NameTaken):
        create(session, people.administrator, name=name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("De Waterlelie", "de-waterlelie"),
        ("Café Één", "cafe-een"),
        ("!!!", "x"),
        ("a" * 99, "a" * 80),
    ],
)
def test_a_name_becomes_an_address_on_the_web(name, slug):
    assert organisation.slug_of(name) == slug


def change(session, person, row, **words):
    values = {
        "name": "Nieuwe naam",
        "number": "1",
        "sectors": ["vo"],
        "is_active": True,
        "version": row.version,
    }
    return organisation.change(
        session, actor=person.actor, organisation_id=row.id, now=NOW, **{**values, **words}
    )


def test_a_changed_organisation_keeps_its_address_on_the_web(session, people):
    row = people.officer.organisation
    slug = row.slug

    change(session, people.administrator, row)

    assert (row.name, row.slug) == ("Nieuwe naam", slug)
    assert audit.find(session, subject_id=row.id)[0].detail["changed"]["name"][1] == "Nieuwe naam"


def test_a_privacy_officer_does_not_change_the_own_board(session, people):
    with pytest.raises(Forbidden):
        change(session, people.officer, people.officer.organisation)


@pytest.mark.parametrize("who", ["analyst", "vendor", "other_officer", "fg", "stranger"])
def test_others_do_not_even_find_an_organisation(session, people, who):
    with pytest.raises(NotFound):
        change(session, getattr(people, who), people.officer.organisation)


def test_a_change_on_an_older_version_is_refused(session, people):
    with pytest.raises(Stale):
        change(session, people.administrator, people.officer.organisation, version=99)


def test_administrators_do_not_close_their_own_organisation(session, people):
    with pytest.raises(Yourself):
        change(session, people.administrator, people.administrator.organisation, is_active=False)

    assert people.administrator.organisation.is_active


# Invitations.


def invite(session, person, at, **words):
    values = {
        "email": "nieuw@school.example",
        "name": "Nelis Nieuw",
        "role": Role.BOARD,
        "until": None,
    }
    return organisation.invite(
        session, actor=person.actor, organisation_id=at.id, today=TODAY, now=NOW,
        **{**values, **words},
    )  # fmt: skip


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_somebody_new_gets_a_role_and_a_link(session, people, who):
    row = invite(session, getattr(people, who), people.officer.organisation)

    assert (row.role, row.since, row.until) == (Role.BOARD, TODAY, None)
    assert row.user.password_hash is None
    assert mails(session) == [("invitation", "nieuw@school.example")]
    assert facts(session, row.user_id) == ["person.invited"]


def test_who_has_a_password_gets_a_role_and_no_link(session, people):
    row = invite(
        session, people.officer, people.officer.organisation, email=people.stranger.user.email
    )

    assert row.user is people.stranger.user
    assert row.user.name == "Vic Vreemd"
    assert mails(session) == []


@pytest.mark.parametrize(
    ("who", "role"), [("administrator", Role.BOARD), ("officer", Role.DATA_PROTECTION_OFFICER)]
)
def test_nobody_gives_themselves_a_role(session, people, who, role):
    person = getattr(people, who)

    with pytest.raises(Yourself):
        invite(session, person, people.officer.organisation, email=person.user.email, role=role)

    assert len(person.user.memberships) == 1


@pytest.mark.parametrize("who", NOT_INVITERS)
def test_others_invite_nobody(session, people, who):
    with pytest.raises((Forbidden, NotFound)):
        invite(session, getattr(people, who), people.officer.organisation)


def test_a_role_must_fit_the_kind_of_organisation(session, people):
    with pytest.raises(RoleDoesNotFit):
        invite(session, people.officer, people.officer.organisation, role=Role.ADMINISTRATOR)


def test_a_role_is_held_once(session, people):
    with pytest.raises(AlreadyMember):
        invite(session, people.officer, people.officer.organisation, email=people.board.user.email)


def test_a_role_that_ended_can_be_given_again(session, people):
    people.board.user.memberships[0].until = TODAY

    row = invite(
        session, people.officer, people.officer.organisation, email=people.board.user.email
    )

    assert row.holds(on=TODAY)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_role_is_held_for_at_least_a_day(session, people, days):
    with pytest.raises(EndBeforeStart):
        invite(
            session, people.officer, people.officer.organisation,
            until=TODAY + timedelta(days=days),
        )  # fmt: skip


def test_a_role_can_be_given_for_today_only(session, people):
    tomorrow = TODAY + timedelta(days=1)

    row = invite(session, people.officer, people.officer.organisation, until=tomorrow)

    assert row.holds(on=TODAY)
    assert not row.holds(on=tomorrow)


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_a_link_is_mailed_again(session, people, who):
    people.board.user.password_hash = None

    organisation.invite_again(
        session, actor=getattr(people, who).actor, user_id=people.board.user.id, now=NOW
    )

    assert mails(session) == [("invitation", people.board.user.email)]
    assert facts(session, people.board.user.id) == ["person.invited-again"]


def test_who_has_a_password_is_mailed_a_link_to_a_new_one(session, people):
    organisation.invite_again(
        session, actor=people.officer.actor, user_id=people.board.user.id, now=NOW
    )

    assert mails(session) == [("new-password", people.board.user.email)]


def test_an_administrator_mails_a_link_to_who_has_no_role_too(session, people):
    organisation.invite_again(
        session, actor=people.administrator.actor, user_id=people.stranger.user.id, now=NOW
    )

    assert len(mails(session)) == 1


@pytest.mark.parametrize("who", NOT_INVITERS)
def test_others_mail_no_link(session, people, who):
    with pytest.raises(NotFound):
        organisation.invite_again(
            session, actor=getattr(people, who).actor, user_id=people.officer.user.id, now=NOW
        )


# Ending roles.


def end(session, person, membership, *, today=TODAY):
    return organisation.end_membership(
        session, actor=person.actor, membership_id=membership.id, today=today, now=NOW
    )


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_a_role_ends_today_and_stays_in_the_record(session, people, who):
    (membership,) = people.board.user.memberships

    end(session, getattr(people, who), membership)

    assert membership.until == TODAY
    assert not membership.holds(on=TODAY)
    assert facts(session, people.board.user.id) == ["person.role-ended"]


def test_a_role_that_ended_keeps_the_day_on_which_it_ended(session, people):
    (membership,) = people.board.user.memberships
    end(session, people.officer, membership)

    end(session, people.officer, membership, today=TODAY + timedelta(days=30))

    assert membership.until == TODAY
    assert facts(session, people.board.user.id) == ["person.role-ended"]


def test_a_role_never_ends_before_it_began(session, people):
    (membership,) = people.board.user.memberships
    membership.since = TODAY + timedelta(days=3)

    end(session, people.officer, membership)

    assert membership.until == membership.since


@pytest.mark.parametrize("who", ["administrator", "officer"])
def test_nobody_ends_the_own_role(session, people, who):
    person = getattr(people, who)

    with pytest.raises(Yourself):
        end(session, person, person.user.memberships[0])


def test_a_privacy_officer_does_not_dismiss_the_data_protection_officer(session, people):
    (membership,) = people.fg.user.memberships

    with pytest.raises(Forbidden):
        end(session, people.officer, membership)

    assert membership.until is None


def test_an_administrator_ends_the_role_of_a_data_protection_officer(session, people):
    (membership,) = people.fg.user.memberships

    end(session, people.administrator, membership)

    assert membership.until == TODAY


def test_a_privacy_officer_of_the_board_ends_it_for_the_board(people):
    both = make.actor(
        people.officer.user, people.officer.organisation, [Role.PRIVACY_OFFICER, Role.BOARD]
    )
    (membership,) = people.fg.user.memberships

    assert organisation.may_end(both, membership)


@pytest.mark.parametrize("who", NOT_INVITERS)
def test_others_end_no_role(session, people, who):
    with pytest.raises((Forbidden, NotFound)):
        end(session, getattr(people, who), people.officer.user.memberships[0])


def test_a_role_that_is_not_there_does_not_end(session, people):
    with pytest.raises(NotFound):
        organisation.end_membership(
            session, actor=people.administrator.actor, membership_id=uuid4(), today=TODAY, now=NOW
        )


# Shutting people out.


def set_active(session, person, user, *, is_active):
    return organisation.set_active(
        session, actor=person.actor, user_id=user.id, is_active=is_active, now=NOW
    )


def test_who_is_shut_out_is_signed_out_everywhere(session, people):
    account.open_session(session, user=people.fg.user, browser="", today=TODAY, now=NOW)

    set_active(session, people.administrator, people.fg.user, is_active=False)

    assert not people.fg.user.is_active
    assert session.scalars(select(LoginSession)).one().ended_at == NOW
    assert "person.shut-out" in facts(session, people.fg.user.id)


def test_who_was_shut_out_is_let_in_again(session, people):
    people.fg.user.is_active = False

    set_active(session, people.administrator, people.fg.user, is_active=True)

    assert people.fg.user.is_active
    assert facts(session, people.fg.user.id) == ["person.let-in"]


def test_administrators_do_not_shut_themselves_out(session, people):
    with pytest.raises(Yourself):
        set_active(session, people.administrator, people.administrator.user, is_active=False)


def test_a_privacy_officer_shuts_nobody_out(session, people):
    with pytest.raises(Forbidden):
        set_active(session, people.officer, people.board.user, is_active=False)


@pytest.mark.parametrize("who", NOT_INVITERS)
def test_others_do_not_find_the_person(session, people, who):
    with pytest.raises(NotFound):
        set_active(session, getattr(people, who), people.officer.user, is_active=False)


# Who may see what.


def test_an_administrator_sees_all_organisations_and_a_privacy_officer_the_own(session, people):
    seen = organisations.find(session, actor=people.administrator.actor)
    own = organisations.find(session, actor=people.officer.actor)

    assert len(seen) == 7
    assert list(own) == [people.officer.organisation]


@pytest.mark.parametrize("who", ["analyst", "vendor", "fg", "board", "stranger"])
def test_others_see_no_organisation_from_within(session, people, who):
    actor = getattr(people, who).actor

    assert organisations.find(session, actor=actor) == []
    with pytest.raises(NotFound):
        organisations.people(session, organisation_id=people.officer.organisation.id, actor=actor)
