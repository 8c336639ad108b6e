"""The deadlines of all dossiers: by month, as a file, and at an address for calendar programs."""

from collections.abc import Iterator

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import calendars
from dpia_workbench.plumbing.calendars import SubscribedCalendar
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import ics
from dpia_workbench.risk.agenda import Deadline
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases.overview import standings
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.overview import ends, require_reader
from dpia_workbench.web.dossiers.overview_pages import CalendarPage, DeadlineRow, Month

_SUBSCRIBED = SubscribedCalendar(
    purpose="calendar", endpoint="dossiers.subscribed_calendar", page="dossiers.calendar"
)


def _found(actor: Actor) -> list[tuple[Deadline, Dossier]]:
    """Return the deadlines of the dossiers that somebody may see, the earliest first."""
    found = [
        (deadline, each.dossier)
        for each in standings(db.session(), actor=actor, today=clock.today())
        for deadline in each.deadlines
    ]
    return sorted(found, key=lambda pair: (pair[0].on, pair[1].key, pair[0].kind, pair[0].key))


@blueprint.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Show what ends, by month."""
    require_reader()
    page = CalendarPage(
        months=tuple(_months(_found(current_actor()))),
        file_url=url_for(".calendar_file"),
        address=_SUBSCRIBED.address(current_actor()),
        start_url=url_for(".start_subscription"),
        end_url=url_for(".end_subscription"),
    )
    return render_template("dossiers/calendar.html", page=page)


def _months(found: list[tuple[Deadline, Dossier]]) -> Iterator[Month]:
    for month, pairs in calendars.by_month(found, on=lambda pair: pair[0].on):
        yield Month(month, tuple(_row(deadline, dossier) for deadline, dossier in pairs))


def _row(deadline: Deadline, dossier: Dossier) -> DeadlineRow:
    return DeadlineRow(
        on=deadline.on,
        text=ends(deadline),
        product=dossier.product.name.text(current_language()),
        dossier=dossier.key,
        url=url_for(".show", dossier_id=dossier.id),
        is_late=deadline.is_late,
    )


@blueprint.get("/calendar.ics")
def calendar_file() -> ResponseReturnValue:
    """Give the deadlines as a file."""
    require_reader()
    return calendars.as_download(
        _events(current_actor()), name=_("Deadlines of dossiers"), filename="deadlines.ics"
    )


@blueprint.get("/calendar/<token>/deadlines.ics")
def subscribed_calendar(token: str) -> ResponseReturnValue:
    """Give a calendar program the deadlines of whoever the address belongs to."""
    return _SUBSCRIBED.file(token, events=_events, name=lambda: _("Deadlines of dossiers"))


def _events(actor: Actor) -> list[ics.Event]:
    return [_event(deadline, dossier) for deadline, dossier in _found(actor)]


def _event(deadline: Deadline, dossier: Dossier) -> ics.Event:
    """Return a deadline in words that everybody may know: keys, the product, what ends."""
    row = _row(deadline, dossier)
    part = "-".join(each for each in (deadline.kind.value, deadline.key) if each)
    return ics.Event(
        uid=f"{dossier.id}-{part}@dpia-workbench",
        on=row.on,
        summary=f"{row.product}: {row.text} ({row.dossier})",
        url=settings().base_url + row.url,
    )


@blueprint.post("/calendar/subscription")
def start_subscription() -> ResponseReturnValue:
    """Give the reader a new address for a calendar program."""
    require_reader()
    return _SUBSCRIBED.start()


@blueprint.post("/calendar/subscription/end")
def end_subscription() -> ResponseReturnValue:
    """End the reader's address."""
    require_reader()
    return _SUBSCRIBED.end()
