"""A person's own account: sign in and out, sessions, one-time links, password, language."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, organisations, outbox
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import (
    LoginAttempt,
    LoginSession,
    Membership,
    OneTimeLink,
    User,
)
from dpia_workbench.usecases import joining, passwords, token
from dpia_workbench.usecases.identity import Identity, acting, held, oneself

IDLE, LONGEST = timedelta(hours=8), timedelta(days=7)
# The mails say these; whoever reads somebody's old mail must not get in by it.
LINK_LASTS = {"invitation": timedelta(days=7), "new-password": timedelta(hours=4)}
WINDOW = timedelta(minutes=15)
MOST_PER_PERSON, MOST_PER_ADDRESS = 5, 50
_SEEN_STEP = timedelta(minutes=1)  # a session is written at most once a minute
# What attempts are counted for.
_SIGN_IN, _NEW_PASSWORD, _CHANGE = "sign-in", "new-password", "change-password"
_TOKEN = "token"  # noqa: S105  # the name of what is counted, and no secret


class SignInRefused(RuleViolation):
    """E-mail address and password do not belong together."""

    code = "account.sign-in-refused"


class TooManyAttempts(RuleViolation):
    """After several failures one has to wait."""

    code = "account.too-many-attempts"


class LinkSpent(RuleViolation):
    """A one-time link works once, and not for ever."""

    code = "account.link-spent"


class PasswordWrong(RuleViolation):
    """Who changes the password knows the present one."""

    code = "account.password-wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A try to sign in that is counted, and the hash that its password must fit, if any."""

    email: str
    counted: tuple[UUID, ...]
    kept: str | None


def require_patience(session: Session, *, email: str, address: str, now: datetime) -> Attempt:
    """Count a try to sign in before it is checked. Raises TooManyAttempts.

    The caller commits this before it checks the password, which takes long on purpose: so tries
    that are made at the same moment count too, and nobody waits for the check.
    """
    counted = count_tries(session, subjects=_subjects(email=email, address=address), now=now)
    user = organisations.user_by_email(session, email)
    return Attempt(email=email, counted=counted, kept=user.password_hash if user else None)


def count_tries(
    session: Session, *, subjects: list[tuple[str, int]], now: datetime
) -> tuple[UUID, ...]:
    """Keep a try under hashes for as long as it counts, and return its ids.

    `subjects` has each hash with how many tries it may have. Raises TooManyAttempts.
    """
    session.execute(delete(LoginAttempt).where(LoginAttempt.at <= now - WINDOW))
    for subject, most in subjects:
        query = select(func.count()).where(LoginAttempt.subject == subject)
        if (session.scalar(query) or 0) >= most:
            raise TooManyAttempts(minutes=WINDOW.seconds // 60)
    rows = [LoginAttempt(subject=subject, at=now) for subject, _most in subjects]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def count_wrong_token(session: Session, *, address: str, now: datetime) -> None:
    """Count a token that was refused. Raises TooManyAttempts.

    A good token is never refused for others' wrong ones: nobody guesses 256 bits, and a whole
    school may come from one address.
    """
    subject = audit.sha256(f"{_TOKEN} address {address}")
    count_tries(session, subjects=[(subject, MOST_PER_ADDRESS)], now=now)


def _subjects(*, email: str, address: str, purpose: str = _SIGN_IN) -> list[tuple[str, int]]:
    """Return the hashes under which attempts count: an address book is not kept here.

    Each purpose counts by itself: who cannot sign in must be able to ask for a new password, and
    who asks for one in somebody's name must not shut that person out.
    """
    return [
        (_person(email, purpose=purpose), MOST_PER_PERSON),
        (audit.sha256(f"{purpose} address {address}"), MOST_PER_ADDRESS),
    ]


def _person(email: str, *, purpose: str) -> str:
    return audit.sha256(f"{purpose} person {email.strip().lower()}")


def _forget(session: Session, *, email: str, purpose: str) -> None:
    """Drop a person's failures before: they proved who they are."""
    mine = _person(email, purpose=purpose)
    session.execute(delete(LoginAttempt).where(LoginAttempt.subject == mine))


def sign_in(
    session: Session,
    *,
    attempt: Attempt,
    password_fits: bool,
    browser: str,
    today: date,
    now: datetime,
) -> str | None:
    """Return the secret of a new session, or None if address and password do not fit.

    `attempt` comes from `require_patience`; a failure stays counted, a success does not.
    """
    user = organisations.user_by_email(session, attempt.email)
    if user is None or not password_fits or not user.is_active:
        return None
    if user.password_hash != attempt.kept:  # it was changed while it was checked
        return None
    session.execute(delete(LoginAttempt).where(LoginAttempt.id.in_(attempt.counted)))
    _forget(session, email=user.email, purpose=_SIGN_IN)
    return open_session(session, user=user, browser=browser, today=today, now=now)


def open_session(session: Session, *, user: User, browser: str, today: date, now: datetime) -> str:
    """Open a session for a person who proved who they are, and return its secret."""
    secret = secrets.token_urlsafe(32)
    mine = held(user, on=today)
    row = LoginSession(
        token_hash=audit.sha256(secret),
        user_id=user.id,
        organisation_id=mine[0].organisation_id if mine else None,
        browser=browser[:200],
        created_at=now,
        seen_at=now,
        expires_at=now + LONGEST,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "account.signed-in", actor=Actor(user_id=user.id), subject_id=user.id, at=now
    )
    return secret


def identify(session: Session, *, secret: str, today: date, now: datetime) -> Identity | None:
    """Return who a session's secret belongs to, or None if it is not or no longer valid."""
    query = select(LoginSession).where(LoginSession.token_hash == audit.sha256(secret))
    # All in few queries: every request begins with it, and every line asks it again and again.
    roles = joinedload(LoginSession.user).selectinload(User.memberships)
    found = session.scalars(query.options(roles.joinedload(Membership.organisation)))
    row = found.one_or_none()
    if row is None or not row.user.is_active or not is_open(row, now=now):
        return None
    return _identity(row, today=today)


def is_open(row: LoginSession, *, now: datetime) -> bool:
    """Return whether a session still lets somebody in: not ended, idle or too old."""
    return row.ended_at is None and now < min(row.expires_at, row.seen_at + IDLE)


def _identity(row: LoginSession, *, today: date) -> Identity:
    choices = {m.organisation_id: m.organisation for m in held(row.user, on=today)}
    chosen = row.organisation_id if row.organisation_id in choices else next(iter(choices), None)
    return Identity(
        actor=acting(row.user, organisation_id=chosen, on=today),
        user=row.user,
        session_id=row.id,
        organisation=choices.get(chosen) if chosen else None,
        organisations=tuple(choices.values()),
    )


def needs_touch(session: Session, *, session_id: UUID, now: datetime) -> bool:
    """Return whether a session's last use is long enough ago to be written down."""
    row = session.get(LoginSession, session_id)
    return row is not None and now - row.seen_at > _SEEN_STEP


def touch(session: Session, *, actor: Actor, session_id: UUID, now: datetime) -> None:
    """Write down that a session is in use. Raises NotFound or Forbidden."""
    _own_session(session, actor=actor, session_id=session_id).seen_at = now


def _own_session(session: Session, *, actor: Actor, session_id: UUID) -> LoginSession:
    row = session.get(LoginSession, session_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound
    require(actor, Permission.ACCOUNT_MANAGE, row)
    return row


def act_for(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    organisation_id: UUID,
    today: date,
) -> None:
    """Act for another of one's own organisations. Raises NotFound or Forbidden."""
    row = _own_session(session, actor=actor, session_id=session_id)
    if organisation_id not in {m.organisation_id for m in held(row.user, on=today)}:
        raise NotFound
    row.organisation_id = organisation_id


def end_session(session: Session, *, actor: Actor, session_id: UUID, now: datetime) -> None:
    """End one of one's own sessions. Raises NotFound or Forbidden."""
    row = _own_session(session, actor=actor, session_id=session_id)
    row.ended_at = row.ended_at or now
    audit.record(session, "account.signed-out", actor=actor, subject_id=row.user_id, at=now)


def end_all_sessions(
    session: Session, *, actor: Actor, user_id: UUID, now: datetime, but: UUID | None = None
) -> int:
    """End every session of a person, everywhere, and return how many there were.

    Raises NotFound or Forbidden: it is for one's own account, or for an administrator.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if actor.user_id == user_id:
        require(actor, Permission.ACCOUNT_MANAGE, user)
    else:
        require(actor, Permission.PERSON_MANAGE, user)
    query = select(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None)
    )
    rows = [row for row in session.scalars(query) if row.id != but]
    for row in rows:
        row.ended_at = now
    audit.record(
        session, "account.sessions-ended", actor=actor, subject_id=user_id, at=now,
        count=len(rows),
    )  # fmt: skip
    return len(rows)


def new_link(session: Session, *, user: User, kind: str, now: datetime) -> OneTimeLink:
    """Make a link that works once, to choose a password; `kind` says how long it lasts."""
    link = OneTimeLink(user_id=user.id, created_at=now, expires_at=now + LINK_LASTS[kind])
    session.add(link)
    session.flush()
    return link


def send_link(session: Session, *, user: User, kind: str, now: datetime) -> OneTimeLink:
    """Mail a person a new link. The mail's job signs its id, so that no secret is kept."""
    link = new_link(session, user=user, kind=kind, now=now)
    outbox.enqueue(
        session, "mail.send", at=now, kind=kind, to=user.email, language=user.language,
        link_id=link.id, values={"name": user.name},
    )  # fmt: skip
    return link


def ask_new_password(session: Session, *, email: str, address: str, now: datetime) -> None:
    """Mail a link to choose a new password; says nothing about whether the address is known.

    Raises TooManyAttempts.
    """
    count_tries(
        session, subjects=_subjects(email=email, address=address, purpose=_NEW_PASSWORD), now=now
    )
    user = organisations.user_by_email(session, email)
    if user is not None and user.is_active:
        send_link(session, user=user, kind="new-password", now=now)


def link_holder(session: Session, *, link_id: UUID, now: datetime) -> User:
    """Return whom an unspent link belongs to. Raises LinkSpent or InvitationWithdrawn."""
    return _unspent(session, link_id=link_id, now=now).user


def _unspent(session: Session, *, link_id: UUID, now: datetime) -> OneTimeLink:
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.id == link_id).with_for_update())
    if link is None:
        raise LinkSpent
    joining.require_wanted(session, link)
    if link.used_at is not None or now >= link.expires_at:
        raise LinkSpent
    if not link.user.is_active:
        raise LinkSpent
    return link


def choose_password(session: Session, *, link_id: UUID, password: str, now: datetime) -> User:
    """Choose a password by a one-time link; every other session, link and token ends.

    Raises LinkSpent, InvitationWithdrawn, PasswordTooShort or PasswordTooCommon.
    """
    link = _unspent(session, link_id=link_id, now=now)
    user = link.user
    passwords.require_good(password, email=user.email)
    user.password_hash = passwords.hashed(password)
    _spend_links(session, user=user, now=now)
    joining.join_by(session, link, now=now)
    _forget(session, email=user.email, purpose=_SIGN_IN)
    end_all_sessions(session, actor=Actor(user_id=user.id), user_id=user.id, now=now)
    token.end_all(session, actor=Actor(user_id=user.id), user_id=user.id, now=now)
    audit.record(
        session, "account.password-chosen", actor=Actor(user_id=user.id), subject_id=user.id,
        at=now,
    )  # fmt: skip
    return user


def _spend_links(session: Session, *, user: User, now: datetime) -> None:
    """End the links that are still open: they are for the password before."""
    for link in session.scalars(select(OneTimeLink).where(OneTimeLink.user_id == user.id)):
        link.used_at = link.used_at or now


def begin_password_change(
    session: Session, *, actor: Actor, session_id: UUID, password: str, now: datetime
) -> None:
    """Count a guess at one's present password, unless the new one is refused anyway.

    The caller commits this before it calls `change_password`, or a wrong guess would not count.
    Raises NotFound, Forbidden, PasswordTooShort, PasswordTooCommon or TooManyAttempts.
    """
    user = _own_session(session, actor=actor, session_id=session_id).user
    passwords.require_good(password, email=user.email)
    count_tries(
        session, subjects=[(_person(user.email, purpose=_CHANGE), MOST_PER_PERSON)], now=now
    )


def change_password(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    present: str,
    password: str,
    now: datetime,
) -> None:
    """Change one's password; every other session, open link and token ends.

    Raises NotFound, Forbidden, PasswordWrong, PasswordTooShort or PasswordTooCommon.
    """
    user = _own_session(session, actor=actor, session_id=session_id).user
    if not passwords.fits(present, kept=user.password_hash):
        raise PasswordWrong
    passwords.require_good(password, email=user.email)
    user.password_hash = passwords.hashed(password)
    _spend_links(session, user=user, now=now)
    _forget(session, email=user.email, purpose=_CHANGE)
    end_all_sessions(session, actor=actor, user_id=user.id, now=now, but=session_id)
    token.end_all(session, actor=actor, user_id=user.id, now=now)
    audit.record(session, "account.password-changed", actor=actor, subject_id=user.id, at=now)


def set_language(session: Session, *, actor: Actor, language: str) -> None:
    """Remember the language in which a person wants pages and mail. Raises NotFound."""
    oneself(session, actor=actor).language = language


def roles_of(identity: Identity) -> list[Role]:
    """Return the roles in which somebody acts now, in the order of the table."""
    return [role for role in Role if role in identity.actor.roles]
