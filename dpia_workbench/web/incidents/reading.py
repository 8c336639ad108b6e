"""From the rows of an incident to the values that its pages show."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.incident import Gravity, Note, Origin, State
from dpia_workbench.risk.statements import DataCategory
from dpia_workbench.store import incidents, products
from dpia_workbench.store.models import Incident, IncidentNote
from dpia_workbench.usecases.incident_marks import title_of
from dpia_workbench.web import pieces
from dpia_workbench.web.incidents.pages import IncidentRow, NoteView
from dpia_workbench.web.pieces import Action, Badge
from dpia_workbench.web.sub_processors.reading import in_range

TONES = {
    State.DRAFT: "neutral", State.OPEN: "danger", State.CLOSED: "safe", State.WITHDRAWN: "neutral"
}  # fmt: skip
GRAVITY_TONES = {
    Gravity.LIMITED: "neutral", Gravity.SERIOUS: "warning", Gravity.CRITICAL: "danger"
}  # fmt: skip


def is_unchecked(row: Incident) -> bool:
    """Return whether these are still the words of a vendor alone."""
    return row.origin is Origin.VENDOR and row.checked_at is None


def badges(row: Incident) -> Iterator[Badge]:
    """Yield how an incident stands, and how serious it is while it is open."""
    yield Badge(label(row.state), TONES[row.state])
    if row.state in (State.DRAFT, State.OPEN):
        yield Badge(label(row.gravity), GRAVITY_TONES[row.gravity])
    if is_unchecked(row):
        yield Badge(_("Reported by the vendor, not yet checked"), "warning")


def row_of(row: Incident) -> IncidentRow:
    """Return an incident as a line of a list."""
    return IncidentRow(
        url=url_for("incidents.show", incident_id=row.id),
        title=pieces.words(title_of(row)),
        product=pieces.words(row.product.name),
        states=tuple(badges(row)),
        since=row.since,
        told_at=row.newest.at if row.notes else row.reported_at,
    )


def notes(row: Incident) -> tuple[NoteView, ...]:
    """Return what was told after the report, the newest first."""
    return tuple(note_view(each) for each in reversed(row.notes) if each.number > 1)


def note_view(note: IncidentNote) -> NoteView:
    """Return one of them."""
    return NoteView(
        id=f"note-{note.number}",
        title=label(note.kind),
        who=note.organisation.name,
        at=note.at,
        words=pieces.words(note.words),
        to_do=pieces.words(note.to_do),
    )


def facts(row: Incident) -> Iterator[tuple[str, str]]:
    """Yield the facts of an incident as they were reported."""
    yield _("Since"), day(row.since)
    yield _("How serious"), label(row.gravity)
    if row.touched:
        yield _("Editions and services"), row.touched
    if row.categories:
        yield _("Data"), ", ".join(label(DataCategory(each)) for each in row.categories)
    yield _("Reported by"), row.reporter.name
    if row.owner is not None and row.owner_id != row.reporter_id:
        yield _("Checked by"), row.owner.name
    if row.sent_at is not None:
        yield _("Sent on"), day(row.sent_at)
    yield _("Who can be asked"), row.contact


def product_url(session: Session, row: Incident) -> str | None:
    """Return where the verdict on the product is read, if anything about it is public."""
    published = {each.id for each in products.find(session, slugs=[row.product.slug])}
    is_public = row.product_id in published and (
        row.product.record is not None or products.newest_release(session, row.product_id)
    )
    return url_for("verdicts.show", slug=row.product.slug) if is_public else None


def actions(row: Incident, *, actor: Actor) -> Iterator[Action]:
    """Yield what the reader can do now, the most likely first."""
    place: dict[str, Any] = {"incident_id": row.id}
    if row.state is State.DRAFT and allows(actor, Permission.INCIDENT_EDIT, row):
        yield Action(_("Change this report"), url_for("incidents.edit", **place), "secondary")
    if row.state is not State.OPEN:
        return
    if is_unchecked(row) and allows(actor, Permission.INCIDENT_CHECK, row):
        yield Action(_("Tell schools what you found"), url_for("incidents.check", **place))
    if allows(actor, Permission.INCIDENT_TELL, row):
        yield Action(_("Tell what is new"), url_for("incidents.tell", **place))
    if allows(actor, Permission.INCIDENT_END, row):
        yield Action(_("Close this incident"), url_for("incidents.end", **place), "secondary")


def next_step(row: Incident, *, actor: Actor) -> str:
    """Return in one sentence what is to be done with an incident, for who looks after it."""
    if actor.has_any(SCHOOL_ROLES):
        return ""
    if row.state is State.DRAFT:
        if allows(actor, Permission.INCIDENT_SEND, row):
            return _("Schools do not know of this yet. Read it once more, then send it.")
        return _("Schools do not know of this yet. A reviewer or a publisher sends it.")
    if row.state is not State.OPEN:
        return _("This is a record now. Nothing can be added.")
    return _of_open(row, actor=actor)


def _of_open(row: Incident, *, actor: Actor) -> str:
    if not actor.has_any(STAFF):
        if is_unchecked(row):
            return _("Schools that use the product were told at once. A cooperative checks what"
                     " you reported. Tell here what is new.")  # fmt: skip
        return _("A cooperative sees to this. Tell here what is new; the cooperative says when it"
                 " is over.")  # fmt: skip
    if is_unchecked(row):
        return _("Schools have this as the words of the vendor. Check it, and tell them what you"
                 " found. From then on your cooperative sees to it.")  # fmt: skip
    if allows(actor, Permission.INCIDENT_TELL, row):
        return _("Tell schools as soon as there is news, and close it when it is over.")
    return _("A reviewer or publisher of the cooperative that sees to it tells what is new.")


def reach(session: Session, row: Incident) -> Iterator[tuple[str, str]]:
    """Yield how many boards were told and did not read it yet, in ranges (invariant 16)."""
    told, unread = incidents.reach(session, row)
    yield _("School boards that were told"), in_range(told)
    yield _("Of them, did not confirm the newest yet"), in_range(unread)


def ending(row: Incident) -> NoteView | None:
    """Return how an incident ended, if it did."""
    if not row.notes or row.newest.kind not in (Note.CLOSED, Note.WITHDRAWN):
        return None
    return note_view(row.newest)
