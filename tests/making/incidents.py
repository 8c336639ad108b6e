"""Incidents, reported through the use cases."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.risk.incident import Gravity
from dpia_workbench.store.models import Incident, Product
from dpia_workbench.usecases import incident as verbs
from tests.making.people import NOW, Person, both, day_of


def incident_values(*, now: datetime = NOW, **words: Any) -> dict[str, Any]:
    """Return what a report says."""
    return {
        "title": both("Accounts open"), "happened": both("Anybody could sign in."),
        "to_do": both("Change all passwords."), "since": day_of(now),
        "gravity": Gravity.SERIOUS, "touched": "Basis", "categories": ["account"],
        "contact": "melden@voorbeeld.example", "confidential": "", **words,
    }  # fmt: skip


def incident(
    session: Session,
    product: Product,
    *,
    by: Person,
    sent_by: Person | None = None,
    now: datetime = NOW,
    **words: Any,
) -> Incident:
    """Return a reported incident; a cooperative's is a draft unless somebody sends it."""
    times: dict[str, Any] = {"today": day_of(now), "now": now}
    row = verbs.report(
        session, actor=by.actor, product_id=product.id, values=incident_values(now=now, **words),
        **times,
    )  # fmt: skip
    if sent_by is not None and not by.actor.has(Role.VENDOR_CONTACT):
        verbs.send(session, actor=sent_by.actor, incident_id=row.id, version=None, **times)
    session.commit()
    return row
