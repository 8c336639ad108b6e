"""Open incidents with a product, as far as a cooperative made them public."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.plumbing.database import db
from dpia_workbench.store import incidents
from dpia_workbench.store.models import ReleaseEvent
from dpia_workbench.usecases.incident_marks import title_of, to_do_of
from dpia_workbench.web import pieces
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """What everybody may read: what went wrong, since when, and what schools must do."""

    title: Words
    since: date
    to_do: Words
    url: str | None  # for who may read more


def open_incidents(product_id: UUID, *, actor: Actor) -> tuple[OpenIncident, ...]:
    """Return the open incidents of a product that a cooperative stands for."""
    return tuple(
        OpenIncident(
            title=pieces.words(title_of(row)),
            since=row.since,
            to_do=pieces.words(to_do_of(row)),
            url=url_for("incidents.show", incident_id=row.id)
            if allows(actor, Permission.INCIDENT_READ, row)
            else None,
        )
        for row in incidents.public_of(db.session(), product_id)
    )


def reason_of(event: ReleaseEvent) -> str:
    """Return the reason of an event in the language of the reader, if it came of an incident."""
    mark = incidents.mark_of(db.session(), event.id)
    return mark.reason.text(current_language()) if mark else event.reason
