"""How somebody who was invited becomes a contact of a vendor: what two ways of accepting share."""

from datetime import datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor, Role
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store import audit, colleagues
from dpia_workbench.store.models import Invitation, Membership, OneTimeLink


class InvitationWithdrawn(RuleViolation):
    """Who invited somebody took that back before it was accepted."""

    code = "invitation.withdrawn"


def require_wanted(session: Session, link: OneTimeLink) -> None:
    """Refuse a link of an invitation that was withdrawn. Raises InvitationWithdrawn."""
    row = colleagues.by_link(session, link.id)
    if row is not None and row.withdrawn_at is not None:
        raise InvitationWithdrawn


def join_by(session: Session, link: OneTimeLink, *, now: datetime) -> None:
    """Make whoever used the link of an invitation a contact; another link does nothing."""
    row = colleagues.by_link(session, link.id)
    if row is not None:
        join(session, row, now=now)


def join(session: Session, row: Invitation, *, now: datetime) -> None:
    """Make the person of an invitation a contact of the vendor from today on."""
    row.accepted_at, today = now, day_of(now)
    held = [
        each
        for each in row.user.memberships
        if each.organisation_id == row.organisation_id and each.holds(on=today)
    ]
    if not any(each.role is Role.VENDOR_CONTACT for each in held):
        row.user.memberships.append(
            Membership(
                user_id=row.user_id, organisation_id=row.organisation_id,
                role=Role.VENDOR_CONTACT, since=today,
            )
        )  # fmt: skip
    session.flush()
    audit.record(
        session, "colleague.joined", actor=Actor(user_id=row.user_id), subject_id=row.user_id,
        at=now, organisation=row.organisation_id,
    )  # fmt: skip
