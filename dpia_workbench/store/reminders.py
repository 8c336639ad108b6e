"""What the reminders of requests to vendors rest on, and who gets them.

They are not cut by actor, for nobody acts: who asks keeps only what each person may read now.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dpia_workbench.access.actor import STAFF, Role
from dpia_workbench.risk.remediation import State
from dpia_workbench.store.daily import none_since
from dpia_workbench.store.models import AuditEvent, Membership, Remediation, User

_ASIDE = (State.DRAFT, State.WITHDRAWN)  # of these nobody is reminded
_ROLES = (Role.VENDOR_CONTACT, *STAFF)


def watched(session: Session) -> Sequence[Remediation]:
    """Return the requests of which somebody may have to be reminded, the nearest day first."""
    query = (
        select(Remediation)
        .where(Remediation.state.not_in(_ASIDE))
        .options(joinedload(Remediation.product), selectinload(Remediation.due_dates))
        .order_by(Remediation.due.is_(None), Remediation.due, Remediation.requested_at)
    )
    return session.scalars(query).all()


def happened(
    session: Session, ids: Sequence[UUID], *, facts: Sequence[str]
) -> dict[tuple[UUID, str], datetime]:
    """Return when each of these facts last happened to each of these things."""
    query = (
        select(AuditEvent.subject_id, AuditEvent.fact, func.max(AuditEvent.at))
        .where(AuditEvent.subject_id.in_(ids), AuditEvent.fact.in_(facts))
        .group_by(AuditEvent.subject_id, AuditEvent.fact)
    )
    return {(subject, fact): at for subject, fact, at in session.execute(query) if subject}


def people(session: Session, *, day_began: datetime) -> Sequence[User]:
    """Return who may get reminders, wants them, and had none since the day began."""
    query = (
        select(User)
        .where(
            User.wants_reminders,
            User.is_active,
            none_since(User.reminder_at, day_began),
            User.memberships.any(Membership.role.in_(_ROLES)),
        )
        .options(selectinload(User.memberships).selectinload(Membership.organisation))
        .order_by(User.email)
        .execution_options(populate_existing=True)  # another worker may have told somebody
    )
    return session.scalars(query).all()
