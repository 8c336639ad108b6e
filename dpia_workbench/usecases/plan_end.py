"""The end of a planned publication, as the verbs that bring it about write it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.publication import PlanEnd
from dpia_workbench.store import publications
from dpia_workbench.store.models import PublicationPlan, PublicationPlanEnd


def end(
    session: Session,
    revision_id: UUID,
    *,
    kind: PlanEnd,
    by: Actor | None,
    now: datetime,
    release_id: UUID | None = None,
    checks: Sequence[str] = (),
) -> PublicationPlan | None:
    """Say what became of the open plan of a revision, and return it; without one do nothing."""
    found = publications.open_plan(session, revision_id)
    if found is not None:
        session.add(
            PublicationPlanEnd(
                plan_id=found.id, kind=kind, at=now, release_id=release_id, checks=list(checks),
                by_id=by.user_id if by else None,
            )
        )  # fmt: skip
        session.flush()
        session.expire(found, ["end"])
    return found
