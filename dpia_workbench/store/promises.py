"""The requests whose state is public: those that a published verdict rests on, and no other.

A draft, a dossier that was never published and what was asked since are not among them.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dpia_workbench.store.models import Measure, Release, Remediation


def published(session: Session, *, vendor_id: UUID) -> Sequence[Remediation]:
    """Return the requests to a vendor that any published release rests on, each once."""
    resting = (
        select(Measure.remediation_id)
        .join(Release, Release.revision_id == Measure.revision_id)
        .where(Measure.remediation_id.is_not(None))
    )
    query = (
        select(Remediation)
        .where(Remediation.vendor_id == vendor_id, Remediation.id.in_(resting))
        .options(selectinload(Remediation.due_dates))
        .order_by(Remediation.requested_at)
    )
    return session.scalars(query).all()
