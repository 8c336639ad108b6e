"""The days of a vendor's requests: by month, as a file, and at an address for calendar programs."""

from collections.abc import Iterator

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import calendars
from dpia_workbench.plumbing.calendars import SubscribedCalendar
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import ics
from dpia_workbench.risk.vendor_agenda import Day, days
from dpia_workbench.store import remediations
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Remediation
from dpia_workbench.usecases import standing
from dpia_workbench.web import pieces
from dpia_workbench.web.remediations import reading
from dpia_workbench.web.remediations.blueprint import blueprint
from dpia_workbench.web.remediations.pages import CalendarMonth, CalendarPage, CalendarRow

_SUBSCRIBED = SubscribedCalendar(
    purpose="calendar of requests",
    endpoint="remediations.subscribed_calendar",
    page="remediations.calendar",
)


def _require_vendor(actor: Actor) -> None:
    """Let nobody in but vendors; others have the calendar of dossiers. Raises NotFound."""
    if not allows(actor, Permission.REMEDIATION_ANSWER, reading.own(actor)):
        raise NotFound


def _found(actor: Actor) -> list[tuple[Day, Remediation]]:
    """Return the days of the requests to somebody's own organisation, the earliest first."""
    session, today = db.session(), clock.today()
    rows = [
        row
        for row in remediations.find(session, actor=actor)
        if allows(actor, Permission.REMEDIATION_ANSWER, row)
    ]
    facts = standing.facts(session, rows, on=today)
    found = [
        (each, row)
        for row in rows
        for each in days(
            facts[row.id][0], proposed=row.proposed_due, periods=facts[row.id][1], on=today
        )
    ]
    return sorted(found, key=lambda pair: (pair[0].on, pair[0].kind, pair[1].id))


@blueprint.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Show the days of one's own requests, by month."""
    actor = current_actor()
    _require_vendor(actor)
    page = CalendarPage(
        months=tuple(_months(_found(actor))),
        file_url=url_for(".calendar_file"),
        address=_SUBSCRIBED.address(actor),
        start_url=url_for(".start_subscription"),
        end_url=url_for(".end_subscription"),
    )
    return render_template("remediations/calendar.html", page=page)


def _months(found: list[tuple[Day, Remediation]]) -> Iterator[CalendarMonth]:
    for month, pairs in calendars.by_month(found, on=lambda pair: pair[0].on):
        rows = tuple(
            CalendarRow(
                on=each.on,
                text=label(each.kind),
                is_late=each.is_late,
                product=pieces.words(row.product.name),
                title=pieces.words(row.title),
                url=url_for(".show", remediation_id=row.id),
            )
            for each, row in pairs
        )
        yield CalendarMonth(month=month, rows=rows)


@blueprint.get("/calendar.ics")
def calendar_file() -> ResponseReturnValue:
    """Give the days as a file."""
    _require_vendor(current_actor())
    return calendars.as_download(
        _events(current_actor()), name=_("Requests: days"), filename="requests.ics"
    )


@blueprint.get("/calendar/<string:token>/requests.ics")
def subscribed_calendar(token: str) -> ResponseReturnValue:
    """Give a calendar program the days of whoever the address belongs to."""
    return _SUBSCRIBED.file(token, events=_events, name=lambda: _("Requests: days"))


def _events(actor: Actor) -> list[ics.Event]:
    """Return the days in words that everybody may know: the product, and what the day is."""
    return [
        ics.Event(
            uid=f"{row.id}-{each.kind.value}@dpia-workbench",
            on=each.on,
            summary=f"{row.product.name.text(current_language())}: {label(each.kind)}",
            url=settings().base_url + url_for(".show", remediation_id=row.id),
        )
        for each, row in _found(actor)
    ]


@blueprint.post("/calendar/subscription")
def start_subscription() -> ResponseReturnValue:
    """Give the reader a new address for a calendar program."""
    _require_vendor(current_actor())
    return _SUBSCRIBED.start()


@blueprint.post("/calendar/subscription/end")
def end_subscription() -> ResponseReturnValue:
    """End the reader's address."""
    _require_vendor(current_actor())
    return _SUBSCRIBED.end()
