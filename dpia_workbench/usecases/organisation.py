"""Organisations and the people in them: made, changed, invited, ended."""

import re
import unicodedata
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import ROLES_OF_KIND, Actor, OrganisationKind, Role
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, organisations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Membership, Organisation, User
from dpia_workbench.usecases import account, token
from dpia_workbench.usecases.editing import apply, expect_version


class NameTaken(RuleViolation):
    """Two organisations cannot have the same address on the web."""

    code = "organisation.name-taken"


class RoleDoesNotFit(RuleViolation):
    """A role belongs to a kind of organisation: a vendor has no board decision to take."""

    code = "membership.role-does-not-fit"


class AlreadyMember(RuleViolation):
    """A person holds a role at an organisation once."""

    code = "membership.already-held"


class EndBeforeStart(RuleViolation):
    """A role that is given is held for at least a day: `until` is the first day without it."""

    code = "membership.end-before-start"


class Yourself(RuleViolation):
    """Nobody shuts themselves out, and nobody gives themselves a role."""

    code = "person.yourself"


def slug_of(name: str) -> str:
    """Return a name in the form of a web address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80] or "x"


def create(
    session: Session,
    *,
    actor: Actor,
    kind: OrganisationKind,
    name: str,
    number: str,
    sectors: list[str],
    now: datetime,
    is_invented: bool = False,
) -> Organisation:
    """Add an organisation. Raises Forbidden or NameTaken."""
    require(actor, Permission.ORGANISATION_MANAGE)
    slug = slug_of(name)
    if organisations.by_slug(session, slug) is not None:
        raise NameTaken(name=name)
    row = Organisation(
        slug=slug, kind=kind, name=name, number=number, sectors=sectors,
        is_invented=is_invented, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.record(session, "organisation.created", actor=actor, subject_id=row.id, at=now, name=name)
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    name: str,
    number: str,
    sectors: list[str],
    is_active: bool,
    version: int | None,
    now: datetime,
) -> Organisation:
    """Change an organisation; its web address stays.

    Raises NotFound, Forbidden, Stale or Yourself.
    """
    row = organisations.get(session, organisation_id, actor=actor)
    require(actor, Permission.ORGANISATION_MANAGE, row)
    expect_version(row, version)
    if not is_active and row.id == actor.organisation_id:
        raise Yourself
    changed = apply(
        row, {"name": name, "number": number, "sectors": sectors, "is_active": is_active}
    )
    audit.record(
        session, "organisation.changed", actor=actor, subject_id=row.id, at=now, changed=changed
    )
    return row


def invite(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    email: str,
    name: str,
    role: Role,
    until: date | None,
    today: date,
    now: datetime,
    is_mailed: bool = True,
) -> Membership:
    """Give a person a role until a day, and mail a link to whoever has no password yet.

    Who hands over the link or chooses the password has nothing mailed.
    Raises NotFound, Forbidden, RoleDoesNotFit, EndBeforeStart, Yourself or AlreadyMember.
    """
    organisation = organisations.get(session, organisation_id, actor=actor)
    require(actor, Permission.PERSON_INVITE, organisation)
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RoleDoesNotFit(role=role)
    if until is not None and until <= today:
        raise EndBeforeStart(since=today, until=until)
    user = organisations.user_by_email(session, email) or _new_user(
        session, email=email, name=name, now=now, organisation=organisation
    )
    _require_free(user, role=role, organisation=organisation, actor=actor, today=today)
    row = Membership(
        user_id=user.id, organisation_id=organisation.id, role=role, since=today, until=until
    )
    user.memberships.append(row)
    session.flush()
    if user.password_hash is None and is_mailed:
        account.send_link(session, user=user, kind="invitation", now=now)
    audit.record(
        session, "person.invited", actor=actor, subject_id=user.id, at=now,
        organisation=organisation.id, role=role,
    )  # fmt: skip
    return row


def _require_free(
    user: User, *, role: Role, organisation: Organisation, actor: Actor, today: date
) -> None:
    """Refuse a role for oneself, or one that is held. Raises Yourself or AlreadyMember."""
    if user.id == actor.user_id:
        raise Yourself
    held = [m for m in user.memberships if m.holds(on=today)]
    if any(m.organisation_id == organisation.id and m.role is role for m in held):
        raise AlreadyMember(email=user.email, role=role)


def _new_user(
    session: Session, *, email: str, name: str, organisation: Organisation, now: datetime
) -> User:
    user = User(email=email, name=name, created_at=now, is_invented=organisation.is_invented)
    session.add(user)
    session.flush()
    return user


def invite_again(session: Session, *, actor: Actor, user_id: UUID, now: datetime) -> User:
    """Mail the one-time link again. Raises NotFound or Forbidden."""
    user = organisations.person(session, user_id, actor=actor)
    if not any(_may_invite(actor, membership.organisation) for membership in user.memberships):
        require(actor, Permission.PERSON_MANAGE, user)
    kind = "invitation" if user.password_hash is None else "new-password"
    account.send_link(session, user=user, kind=kind, now=now)
    audit.record(session, "person.invited-again", actor=actor, subject_id=user.id, at=now)
    return user


def _may_invite(actor: Actor, organisation: Organisation) -> bool:
    return allows(actor, Permission.PERSON_INVITE, organisation)


def end_membership(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    today: date,
    now: datetime,
) -> Membership:
    """End a role from today on; the record stays. Raises NotFound, Forbidden or Yourself."""
    row = session.get(Membership, membership_id)
    if row is None:
        raise NotFound
    organisation = organisations.get(session, row.organisation_id, actor=actor)
    require(actor, Permission.PERSON_DISMISS, organisation)
    require(actor, _ending(row), row)
    if row.user_id == actor.user_id:
        raise Yourself
    if row.until is not None and row.until <= today:
        return row  # it ended before, and that day stays in the record
    row.until = max(today, row.since)
    audit.record(
        session, "person.role-ended", actor=actor, subject_id=row.user_id, at=now,
        organisation=organisation.id, role=row.role,
    )  # fmt: skip
    return row


def _ending(row: Membership) -> Permission:
    """Return what ending a role asks: the data protection officer is independent (GDPR art. 38).

    Who fills in what the officer gives advice on does not dismiss them.
    """
    if row.role is Role.DATA_PROTECTION_OFFICER:
        return Permission.OFFICER_DISMISS
    return Permission.PERSON_DISMISS


def may_end(actor: Actor, membership: Membership) -> bool:
    """Return whether somebody may end a role that somebody holds."""
    if membership.user_id == actor.user_id or not allows(
        actor, Permission.PERSON_DISMISS, membership.organisation
    ):
        return False
    return allows(actor, _ending(membership), membership)


def set_active(
    session: Session, *, actor: Actor, user_id: UUID, is_active: bool, now: datetime
) -> User:
    """Shut a person out, which ends all sessions and tokens, or let them in again.

    Raises NotFound, Forbidden or Yourself.
    """
    user = organisations.person(session, user_id, actor=actor)
    require(actor, Permission.PERSON_MANAGE, user)
    if user.id == actor.user_id:
        raise Yourself
    user.is_active = is_active
    fact = "person.let-in" if is_active else "person.shut-out"
    audit.record(session, fact, actor=actor, subject_id=user.id, at=now)
    if not is_active:
        account.end_all_sessions(session, actor=actor, user_id=user.id, now=now)
        token.end_all(session, actor=actor, user_id=user.id, now=now)
    return user
