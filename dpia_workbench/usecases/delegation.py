"""A vendor's contacts among themselves: who is invited, and who sees to which request."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, OrganisationKind, Role
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.remediation import OPEN, Move, MoveRefused
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, colleagues, organisations, outbox, remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Invitation, Organisation, Remediation, User
from dpia_workbench.usecases import account, joining
from dpia_workbench.usecases.dealing import record, tell_colleague
from dpia_workbench.usecases.editing import expect_version
from dpia_workbench.usecases.organisation import AlreadyMember, RoleDoesNotFit, Yourself

MOST_OPEN = 50  # more colleagues than that are not invited, but sprayed


class AlreadyInvited(RuleViolation):
    """An address is invited once at a time."""

    code = "invitation.already-open"


class TooManyInvitations(RuleViolation):
    """A vendor invites so many at a time."""

    code = "invitation.too-many"


class InvitationEnded(RuleViolation):
    """An invitation is accepted or withdrawn once, and not for ever."""

    code = "invitation.ended"


class AssigneeUnknown(RuleViolation):
    """Who sees to a request answers for the vendor now."""

    code = "remediation.assignee-unknown"


def invite(
    session: Session, *, actor: Actor, email: str, name: str, today: date, now: datetime
) -> Invitation:
    """Invite somebody to answer for one's own vendor, in that role and no other.

    Whether the address has an account is not told: nobody is a contact before they accept.
    Raises NotFound, Forbidden, RoleDoesNotFit, Yourself, AlreadyMember, AlreadyInvited or
    TooManyInvitations.
    """
    organisation = _own(session, actor=actor)
    require(actor, Permission.PERSON_INVITE, organisation)
    if organisation.kind is not OrganisationKind.VENDOR or not actor.has(Role.VENDOR_CONTACT):
        raise RoleDoesNotFit(role=Role.VENDOR_CONTACT)
    _require_new(session, email=email, today=today, now=now, actor=actor)
    user = organisations.user_by_email(session, email) or _made(
        session, email=email, name=name, organisation=organisation, actor=actor, now=now
    )
    row = Invitation(
        organisation_id=organisation.id, user_id=user.id, email=email, name=name,
        invited_by_id=actor.user_id, created_at=now,
        expires_at=now + account.LINK_LASTS["invitation"],
    )  # fmt: skip
    if user.password_hash is None:
        row.link_id = account.new_link(session, user=user, kind="invitation", now=now).id
    session.add(row)
    session.flush()
    _mail(session, row, user=user, organisation=organisation, now=now)
    audit.record(
        session, "colleague.invited", actor=actor, subject_id=organisation.id, at=now,
        invitation=row.id,
    )  # fmt: skip
    return row


def _own(session: Session, *, actor: Actor) -> Organisation:
    found = session.get(Organisation, actor.organisation_id) if actor.organisation_id else None
    if found is None:
        raise NotFound
    return found


def _require_new(session: Session, *, email: str, today: date, now: datetime, actor: Actor) -> None:
    """Refuse whom the vendor has or invited already."""
    for member in colleagues.find(session, on=today, actor=actor):
        if member.user.email == email:
            if member.user_id == actor.user_id:
                raise Yourself
            raise AlreadyMember(email=email, role=Role.VENDOR_CONTACT)
    waiting = colleagues.invitations(session, now=now, actor=actor)
    if any(each.email == email for each in waiting):
        raise AlreadyInvited(email=email)
    if len(waiting) >= MOST_OPEN:
        raise TooManyInvitations(most=MOST_OPEN)


def _made(
    session: Session,
    *,
    email: str,
    name: str,
    organisation: Organisation,
    actor: Actor,
    now: datetime,
) -> User:
    """Make an account without a password, in the language of who invites."""
    inviter = session.get(User, actor.user_id) if actor.user_id else None
    user = User(
        email=email, name=name, created_at=now, is_invented=organisation.is_invented,
        language=inviter.language if inviter else "en",
    )  # fmt: skip
    session.add(user)
    session.flush()
    return user


def _mail(
    session: Session, row: Invitation, *, user: User, organisation: Organisation, now: datetime
) -> None:
    """Mail a link that chooses a password, or leads to the page where one accepts."""
    way = {"link_id": row.link_id} if row.link_id else {"path": f"/requests/invitations/{row.id}"}
    outbox.enqueue(
        session, "mail.send", at=now, kind="colleague-invitation", to=user.email,
        language=user.language, values={"name": row.name, "organisation": organisation.name},
        **way,
    )  # fmt: skip


def withdraw(session: Session, *, actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    """Take an open invitation back; its link says so. Raises NotFound, Forbidden, InvitationEnded.

    A second time changes nothing.
    """
    row = colleagues.invitation(session, invitation_id, actor=actor)
    require(actor, Permission.PERSON_INVITE, row)
    if row.accepted_at is not None:
        raise InvitationEnded
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        audit.record(
            session, "colleague.invitation-withdrawn", actor=actor, subject_id=row.organisation_id,
            at=now, invitation=row.id,
        )  # fmt: skip
    return row


def invited(session: Session, *, actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    """Return an open invitation to the actor.

    Raises NotFound, Forbidden, InvitationWithdrawn or InvitationEnded.
    """
    row = colleagues.invitation(session, invitation_id, actor=actor)
    require(actor, Permission.ACCOUNT_MANAGE, row)
    if row.withdrawn_at is not None:
        raise joining.InvitationWithdrawn
    if row.accepted_at is not None or now >= row.expires_at:
        raise InvitationEnded
    return row


def accept(session: Session, *, actor: Actor, invitation_id: UUID, now: datetime) -> Invitation:
    """Become a contact of the vendor that invited the actor. Raises as `invited` does."""
    row = invited(session, actor=actor, invitation_id=invitation_id, now=now)
    joining.join(session, row, now=now)
    return row


def hand_over(
    session: Session,
    *,
    actor: Actor,
    remediation_id: UUID,
    assignee_id: UUID | None,
    version: int | None,
    today: date,
    now: datetime,
) -> Remediation:
    """Let a colleague see to a request, who is told; nobody: all contacts do again.

    Raises NotFound, Forbidden, MoveRefused, AssigneeUnknown or Stale.
    """
    row = remediations.get(session, remediation_id, actor=actor)
    require(actor, Permission.REMEDIATION_ANSWER, row)
    expect_version(row, version)
    if row.state not in OPEN:
        raise MoveRefused(state=row.state, move=Move.DELIVER)
    known = {each.user_id: each.user for each in colleagues.find(session, on=today, actor=actor)}
    if assignee_id is not None and assignee_id not in known:
        raise AssigneeUnknown
    if row.assignee_id == assignee_id:
        return row
    row.assignee = known[assignee_id] if assignee_id else None
    session.flush()
    record(session, row, "remediation.handed-over", actor=actor, now=now, assignee=assignee_id)
    if row.assignee is not None and row.assignee.id != actor.user_id:
        tell_colleague(session, row, row.assignee, now=now)
    return row
