"""Who is mailed about an incident, each person once and in their own language."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SCHOOL_ROLES, Role
from dpia_workbench.i18n import speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.incident import Gravity, Note
from dpia_workbench.store import adopters, incidents, sub_processors
from dpia_workbench.store.models import Incident
from dpia_workbench.usecases import notice
from dpia_workbench.usecases.incident_marks import title_of, to_do_of

GUARDS = (Role.REVIEWER, Role.PUBLISHER)


def tell_boards(session: Session, row: Incident, *, note: Note, today: date, now: datetime) -> None:
    """Mail the privacy officers of the boards that it concerns.

    What is critical goes to data protection officers and boards as well.
    """
    session.flush()
    roles = SCHOOL_ROLES if row.gravity is Gravity.CRITICAL else (Role.PRIVACY_OFFICER,)
    _mail(session, row, to=incidents.board_ids(session, row), roles=roles,
          kind=_kind(row, note=note), today=today, now=now)  # fmt: skip


def _kind(row: Incident, *, note: Note) -> str:
    is_unchecked = note is Note.SENT and not row.is_public
    return "incident-unchecked" if is_unchecked else f"incident-{note}"


def tell_guards(session: Session, row: Incident, *, today: date, now: datetime) -> None:
    """Mail who looks at what a vendor says: of the cooperatives that guard the product."""
    to = [row.owner_id] if row.owner_id else sub_processors.cooperatives(session, [row.product_id])
    _mail(session, row, to=to, roles=GUARDS, kind="incident-for-cooperative", today=today, now=now)


def tell_draft(session: Session, row: Incident, *, today: date, now: datetime) -> None:
    """Mail who may send what a colleague wrote."""
    _mail(session, row, to=[row.reporter_id], roles=GUARDS, kind="incident-draft", today=today,
          now=now)  # fmt: skip


def _mail(
    session: Session,
    row: Incident,
    *,
    to: Iterable[UUID],
    roles: Iterable[Role],
    kind: str,
    today: date,
    now: datetime,
) -> None:
    held = adopters.people(session, to, roles=tuple(roles), on=today)
    people = {(email, language) for _board, email, language in held}
    notice.mail(
        session, sorted(people), kind=kind, path=f"/incidents/{row.id}",
        values=lambda language: {
            "product": row.product.name.text(language),
            "title": title_of(row).text(language),
            "to_do": to_do_of(row).text(language),
            "gravity": _gravity(row.gravity, language),
            "reporter": row.reporter.name,
        },
        now=now,
    )  # fmt: skip


def _gravity(gravity: Gravity, language: str) -> str:
    with speaking(language):
        return label(gravity)
