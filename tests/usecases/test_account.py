"""One's own account: signing in, sessions, one-time links, password, language."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from dpia_workbench.access.actor import PUBLIC, OrganisationKind, Role
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.store import audit, organisations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Job, LoginAttempt, LoginSession, Membership, OneTimeLink
from dpia_workbench.usecases import account, passwords
from dpia_workbench.usecases.account import LinkSpent, PasswordWrong, TooManyAttempts
from dpia_workbench.usecases.passwords import PasswordTooCommon, PasswordTooShort
from tests import make
from tests.make import NOW, PASSWORD, TODAY

HERE, ELSEWHERE = "192.0.2.1", "192.0.2.99"
GOOD = "vier losse woorden hier"


def sign_in(session, email, *, password=PASSWORD, address=HERE, now=NOW):
    attempt = account.require_patience(session, email=email, address=address, now=now)
    return account.sign_in(
        session, attempt=attempt, password_fits=passwords.fits(password, kept=attempt.kept),
        browser="Firefox, Linux", today=make.day_of(now), now=now,
    )  # fmt: skip


def opened(session, person, *, now=NOW):
    """Return the row of a new session."""
    secret = account.open_session(
        session, user=person.user, browser="tests", today=make.day_of(now), now=now
    )
    return session.scalars(
        select(LoginSession).where(LoginSession.token_hash == audit.sha256(secret))
    ).one()


def identify(session, secret, *, now=NOW):
    return account.identify(session, secret=secret, today=make.day_of(now), now=now)


def facts(session, subject_id):
    return [event.fact for event in audit.find(session, subject_id=subject_id)]


def jobs(session):
    return list(session.scalars(select(Job).order_by(Job.run_at)))


# Signing in.


def test_who_knows_the_password_gets_a_session(session, people):
    secret = sign_in(session, people.officer.user.email)

    identity = identify(session, secret)
    assert identity.user is people.officer.user
    assert identity.actor == people.officer.actor
    assert identity.organisation is people.officer.organisation
    assert "account.signed-in" in facts(session, people.officer.user.id)


def test_capitals_and_spaces_around_an_address_do_not_matter(session, people):
    assert sign_in(session, f" {people.officer.user.email.upper()} ")


def test_the_secret_of_a_session_is_not_kept(session, people):
    secret = sign_in(session, people.officer.user.email)

    row = session.scalars(select(LoginSession)).one()
    assert secret not in (row.token_hash, str(row.id))


def test_a_wrong_password_gives_nothing(session, people):
    assert sign_in(session, people.officer.user.email, password="no") is None


def test_an_unknown_address_gives_nothing(session):
    assert sign_in(session, "nobody@school.example") is None


def test_who_is_shut_out_cannot_sign_in(session, people):
    people.officer.user.is_active = False

    assert sign_in(session, people.officer.user.email) is None


def test_who_has_no_password_yet_cannot_sign_in(session, people):
    people.officer.user.password_hash = None

    assert sign_in(session, people.officer.user.email, password="") is None


@pytest.mark.slow  # each attempt of an unknown address costs a real check of a password
@pytest.mark.parametrize("email", ["officer@de-waterlelie.example", "nobody@school.example"])
def test_after_five_failures_one_has_to_wait_known_or_not(session, people, email):
    for _attempt in range(account.MOST_PER_PERSON):
        assert sign_in(session, email, password="no") is None

    with pytest.raises(TooManyAttempts):
        sign_in(session, email, address=ELSEWHERE)


def test_after_a_quarter_of_an_hour_one_may_try_again(session, people):
    for _attempt in range(account.MOST_PER_PERSON):
        sign_in(session, people.officer.user.email, password="no")

    assert sign_in(session, people.officer.user.email, now=NOW + account.WINDOW)


def test_an_address_on_the_network_that_tries_for_many_people_has_to_wait(session, people):
    email = people.officer.user.email
    for number in range(account.MOST_PER_ADDRESS):
        guess = f"guess-{number}@school.example"
        account.ask_new_password(session, email=guess, address=HERE, now=NOW)

    with pytest.raises(TooManyAttempts):
        account.ask_new_password(session, email=email, address=HERE, now=NOW)

    account.ask_new_password(session, email=email, address=ELSEWHERE, now=NOW)


def test_signing_in_forgets_the_failures_before(session, people):
    email = people.officer.user.email
    for _attempt in range(account.MOST_PER_PERSON - 1):
        sign_in(session, email, password="no")

    sign_in(session, email)

    for _attempt in range(account.MOST_PER_PERSON - 1):
        assert sign_in(session, email, password="no") is None


def test_tries_that_are_still_being_checked_count_too(session, people):
    email = people.officer.user.email
    for _attempt in range(account.MOST_PER_PERSON):
        account.require_patience(session, email=email, address=HERE, now=NOW)

    with pytest.raises(TooManyAttempts):
        account.require_patience(session, email=email, address=ELSEWHERE, now=NOW)


def test_who_signs_in_uses_up_no_patience_of_the_network(session, people):
    sign_in(session, people.officer.user.email)

    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_a_password_that_is_changed_while_it_is_checked_fits_no_more(session, people):
    attempt = account.require_patience(
        session, email=people.officer.user.email, address=HERE, now=NOW
    )
    people.officer.user.password_hash = "another"

    assert account.sign_in(
        session, attempt=attempt, password_fits=True, browser="", today=TODAY, now=NOW
    ) is None  # fmt: skip


def test_attempts_are_kept_without_addresses_and_only_while_they_count(session, people):
    sign_in(session, people.officer.user.email, password="no")
    subjects = set(session.scalars(select(LoginAttempt.subject)))

    sign_in(session, "nobody@school.example", password="no", now=NOW + account.WINDOW)

    later = set(session.scalars(select(LoginAttempt.subject)))
    assert all(len(subject) == 64 for subject in subjects)
    assert len(subjects) == len(later) == 2
    assert len(subjects & later) == 1  # that of the address on the network


# Who is asking.


def test_a_secret_of_nobody_is_nobody(session):
    assert identify(session, "made up") is None


def test_a_session_ends_after_eight_idle_hours(session, people):
    secret = sign_in(session, people.officer.user.email)

    assert identify(session, secret, now=NOW + account.IDLE - timedelta(seconds=1))
    assert identify(session, secret, now=NOW + account.IDLE) is None


def test_a_session_ends_after_a_week_however_busy(session, people):
    secret = sign_in(session, people.officer.user.email)
    row = session.scalars(select(LoginSession)).one()
    row.seen_at = row.expires_at - timedelta(minutes=1)

    assert identify(session, secret, now=row.expires_at - timedelta(seconds=1))
    assert identify(session, secret, now=row.expires_at) is None


def test_who_is_shut_out_is_nobody_at_once(session, people):
    secret = sign_in(session, people.officer.user.email)

    people.officer.user.is_active = False

    assert identify(session, secret) is None


def test_who_holds_no_role_acts_for_no_organisation(session, people):
    identity = identify(session, sign_in(session, people.stranger.user.email))

    assert identity.organisation is None
    assert identity.actor.roles == frozenset()
    assert account.roles_of(identity) == []


def test_a_role_that_ended_gives_no_right(session, people):
    secret = sign_in(session, people.officer.user.email)

    people.officer.user.memberships[0].until = TODAY

    assert identify(session, secret).actor.roles == frozenset()


def test_a_closed_organisation_gives_no_right(session, people):
    secret = sign_in(session, people.officer.user.email)

    people.officer.organisation.is_active = False

    assert identify(session, secret).organisation is None


def test_the_last_use_is_written_at_most_once_a_minute(session, people):
    row = opened(session, people.officer)
    soon, later = NOW + timedelta(seconds=30), NOW + timedelta(minutes=2)

    assert not account.needs_touch(session, session_id=row.id, now=soon)
    assert account.needs_touch(session, session_id=row.id, now=later)
    account.touch(session, actor=people.officer.actor, session_id=row.id, now=later)

    assert row.seen_at == later
    assert not account.needs_touch(session, session_id=uuid4(), now=later)


# Working for another organisation.


def two_hats(session, people):
    """Give the analyst a role at a second organisation, and return that organisation."""
    other = make.organisation(session, kind=OrganisationKind.COOPERATIVE, name="Tweede")
    people.analyst.user.memberships.append(
        Membership(organisation_id=other.id, role=Role.REVIEWER, since=TODAY, until=None)
    )
    session.flush()
    return other


def test_one_acts_for_one_organisation_at_a_time(session, people):
    other = two_hats(session, people)
    secret = sign_in(session, people.analyst.user.email)
    before = identify(session, secret)

    account.act_for(
        session, actor=before.actor, session_id=before.session_id, organisation_id=other.id,
        today=TODAY,
    )  # fmt: skip

    after = identify(session, secret)
    assert account.roles_of(before) == [Role.ANALYST]
    assert account.roles_of(after) == [Role.REVIEWER]
    assert after.organisation is other
    assert set(after.organisations) == {people.analyst.organisation, other}


def test_nobody_acts_for_an_organisation_of_others(session, people):
    row = opened(session, people.analyst)

    with pytest.raises(NotFound):
        account.act_for(
            session, actor=people.analyst.actor, session_id=row.id,
            organisation_id=people.vendor.organisation.id, today=TODAY,
        )  # fmt: skip


def test_nobody_acts_in_a_session_of_others(session, people):
    row = opened(session, people.analyst)

    with pytest.raises(NotFound):
        account.act_for(
            session, actor=people.vendor.actor, session_id=row.id,
            organisation_id=people.vendor.organisation.id, today=TODAY,
        )  # fmt: skip


# Ending sessions.


def test_a_session_that_is_ended_lets_nobody_in(session, people):
    secret = sign_in(session, people.officer.user.email)
    row = session.scalars(select(LoginSession)).one()

    account.end_session(session, actor=people.officer.actor, session_id=row.id, now=NOW)

    assert identify(session, secret) is None
    assert not account.is_open(row, now=NOW)
    assert organisations.open_sessions(session, actor=people.officer.actor) == []


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_nobody_ends_a_single_session_of_others(session, people, who):
    row = opened(session, people.officer)

    with pytest.raises(NotFound):
        account.end_session(session, actor=getattr(people, who).actor, session_id=row.id, now=NOW)


def test_one_ends_all_sessions_but_this(session, people):
    this, other = opened(session, people.officer), opened(session, people.officer)

    count = account.end_all_sessions(
        session, actor=people.officer.actor, user_id=people.officer.user.id, now=NOW, but=this.id
    )

    assert count == 1
    assert this.ended_at is None
    assert other.ended_at == NOW


def test_an_administrator_ends_all_sessions_of_somebody(session, people):
    row = opened(session, people.officer)

    account.end_all_sessions(
        session, actor=people.administrator.actor, user_id=people.officer.user.id, now=NOW
    )

    assert row.ended_at == NOW
    assert "account.sessions-ended" in facts(session, people.officer.user.id)


@pytest.mark.parametrize("who", ["officer", "board", "stranger", "publisher"])
def test_others_end_no_sessions_of_somebody(session, people, who):
    with pytest.raises(Forbidden):
        account.end_all_sessions(
            session, actor=getattr(people, who).actor, user_id=people.fg.user.id, now=NOW
        )


def test_there_are_no_sessions_of_nobody(session, people):
    with pytest.raises(NotFound):
        account.end_all_sessions(
            session, actor=people.administrator.actor, user_id=uuid4(), now=NOW
        )


# One-time links.


def link_for(session, person, *, now=NOW):
    return account.send_link(session, user=person.user, kind="invitation", now=now)


def test_a_link_is_mailed_without_its_secret(session, people):
    link = link_for(session, people.officer)

    (job,) = jobs(session)
    assert job.name == "mail.send"
    assert job.detail["to"] == people.officer.user.email
    assert job.detail["link_id"] == str(link.id)
    assert account.link_holder(session, link_id=link.id, now=NOW) is people.officer.user


@pytest.mark.parametrize(
    ("kind", "lasts"),
    [("invitation", timedelta(days=7)), ("new-password", timedelta(hours=4))],
)
def test_a_link_lasts_as_long_as_its_mail_says(session, people, kind, lasts):
    link = account.send_link(session, user=people.officer.user, kind=kind, now=NOW)
    almost = NOW + lasts - timedelta(seconds=1)

    assert account.link_holder(session, link_id=link.id, now=almost) is people.officer.user
    with pytest.raises(LinkSpent):
        account.link_holder(session, link_id=link.id, now=NOW + lasts)


def test_who_asks_for_a_new_password_gets_a_mail(session, people):
    account.ask_new_password(session, email=people.officer.user.email, address=HERE, now=NOW)

    assert [job.detail["kind"] for job in jobs(session)] == ["new-password"]


def test_who_is_unknown_or_shut_out_gets_no_mail_and_the_same_answer(session, people):
    people.officer.user.is_active = False

    for email in (people.officer.user.email, "nobody@school.example"):
        account.ask_new_password(session, email=email, address=HERE, now=NOW)

    assert jobs(session) == []
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 4


def test_nobody_is_flooded_with_mail(session, people):
    email = people.officer.user.email
    for _time in range(account.MOST_PER_PERSON):
        account.ask_new_password(session, email=email, address=HERE, now=NOW)

    with pytest.raises(TooManyAttempts):
        account.ask_new_password(session, email=email, address=HERE, now=NOW)


def test_asking_for_a_new_password_shuts_nobody_out(session, people):
    email = people.officer.user.email
    for _time in range(account.MOST_PER_PERSON):
        account.ask_new_password(session, email=email, address=HERE, now=NOW)

    assert sign_in(session, email)


def test_who_failed_too_often_can_still_ask_for_a_new_password(session, people):
    email = people.officer.user.email
    for _time in range(account.MOST_PER_PERSON):
        sign_in(session, email, password="no")

    account.ask_new_password(session, email=email, address=HERE, now=NOW)

    assert len(jobs(session)) == 1


def test_a_password_is_chosen_by_a_link_and_all_else_ends(session, people):
    link, other_link = link_for(session, people.officer), link_for(session, people.officer)
    row = opened(session, people.officer)
    for _time in range(account.MOST_PER_PERSON):
        sign_in(session, people.officer.user.email, password="no")

    account.choose_password(session, link_id=link.id, password=GOOD, now=NOW)

    assert row.ended_at == NOW
    assert link.used_at == other_link.used_at == NOW
    assert sign_in(session, people.officer.user.email, password=GOOD)
    assert sign_in(session, people.officer.user.email) is None
    assert "account.password-chosen" in facts(session, people.officer.user.id)


def spend(session, link):
    link.used_at = NOW


def grow_old(session, link):
    link.expires_at = NOW


def shut_out(session, link):
    link.user.is_active = False


def vanish(session, link):
    session.delete(link)
    session.flush()


@pytest.mark.parametrize("happens", [spend, grow_old, shut_out, vanish])
def test_a_link_that_is_spent_old_or_of_nobody_does_nothing(session, people, happens):
    link = link_for(session, people.officer)
    link_id, before = link.id, people.officer.user.password_hash
    happens(session, link)

    with pytest.raises(LinkSpent):
        account.link_holder(session, link_id=link_id, now=NOW)
    with pytest.raises(LinkSpent):
        account.choose_password(session, link_id=link_id, password=GOOD, now=NOW)

    assert people.officer.user.password_hash == before


@pytest.mark.parametrize(
    ("password", "refusal"), [("short", PasswordTooShort), ("123456789012", PasswordTooCommon)]
)
def test_a_weak_password_leaves_the_link_unspent(session, people, password, refusal):
    link = link_for(session, people.officer)

    with pytest.raises(refusal):
        account.choose_password(session, link_id=link.id, password=password, now=NOW)

    assert session.get(OneTimeLink, link.id).used_at is None


# One's own password and language.


def test_a_changed_password_ends_all_other_sessions(session, people):
    this, other = opened(session, people.officer), opened(session, people.officer)

    account.change_password(
        session, actor=people.officer.actor, session_id=this.id, present=PASSWORD, password=GOOD,
        now=NOW,
    )  # fmt: skip

    assert (this.ended_at, other.ended_at) == (None, NOW)
    assert sign_in(session, people.officer.user.email, password=GOOD)
    assert "account.password-changed" in facts(session, people.officer.user.id)


@pytest.mark.parametrize(
    ("present", "password", "refusal"),
    [
        ("not it", GOOD, PasswordWrong),
        (PASSWORD, "short", PasswordTooShort),
        (PASSWORD, "123456789012", PasswordTooCommon),
    ],
)
def test_a_password_is_not_changed_without_the_present_one_or_to_a_weak_one(
    session, people, present, password, refusal
):
    row = opened(session, people.officer)

    with pytest.raises(refusal):
        account.change_password(
            session, actor=people.officer.actor, session_id=row.id, present=present,
            password=password, now=NOW,
        )  # fmt: skip

    assert sign_in(session, people.officer.user.email)


def begin_change(session, person, row, *, password=GOOD):
    account.begin_password_change(
        session, actor=person.actor, session_id=row.id, password=password, now=NOW
    )


def test_who_guesses_the_present_password_has_to_wait(session, people):
    row = opened(session, people.officer)
    for _attempt in range(account.MOST_PER_PERSON):
        begin_change(session, people.officer, row)

    with pytest.raises(TooManyAttempts):
        begin_change(session, people.officer, row)
    assert sign_in(session, people.officer.user.email), "guessing here shuts nobody out there"


def test_a_changed_password_forgets_the_guesses_before(session, people):
    row = opened(session, people.officer)
    for _attempt in range(account.MOST_PER_PERSON):
        begin_change(session, people.officer, row)

    account.change_password(
        session, actor=people.officer.actor, session_id=row.id, present=PASSWORD, password=GOOD,
        now=NOW,
    )  # fmt: skip

    begin_change(session, people.officer, row)


def test_a_weak_new_password_is_no_guess(session, people):
    row = opened(session, people.officer)

    with pytest.raises(PasswordTooShort):
        begin_change(session, people.officer, row, password="short")

    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_nobody_begins_a_change_in_a_session_of_others(session, people):
    row = opened(session, people.officer)

    with pytest.raises(NotFound):
        begin_change(session, people.administrator, row)


def test_nobody_changes_a_password_in_a_session_of_others(session, people):
    row = opened(session, people.officer)

    with pytest.raises(NotFound):
        account.change_password(
            session, actor=people.administrator.actor, session_id=row.id, present=PASSWORD,
            password=GOOD, now=NOW,
        )  # fmt: skip


def test_a_language_is_remembered(session, people):
    account.set_language(session, actor=people.officer.actor, language="en")

    assert people.officer.user.language == "en"


def test_who_is_not_signed_in_has_no_language_to_remember(session):
    with pytest.raises(NotFound):
        account.set_language(session, actor=PUBLIC, language="en")
