"""The deadlines of all dossiers: by month, as a file, and at an address for calendar programs."""

from collections.abc import Iterator
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import current_language, speaking
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import calendars, links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import ics
from dpia_workbench.risk.agenda import Deadline
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import subscription
from dpia_workbench.usecases.overview import standings
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.overview import ends, require_reader
from dpia_workbench.web.dossiers.overview_pages import CalendarPage, DeadlineRow, Month

_PURPOSE = "calendar"


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
    row = subscription.current(db.session(), actor=current_actor())
    page = CalendarPage(
        months=tuple(_months(_found(current_actor()))),
        file_url=url_for(".calendar_file"),
        address=_address(links.token(row.id, secret_key=_key(), purpose=_PURPOSE)) if row else None,
        start_url=url_for(".start_subscription"),
        end_url=url_for(".end_subscription"),
    )
    return render_template("dossiers/calendar.html", page=page)


def _key() -> str:
    return settings().secret_key


def _address(token: str) -> str:
    return settings().base_url + url_for(".subscribed_calendar", token=token)


def _months(found: list[tuple[Deadline, Dossier]]) -> Iterator[Month]:
    for month, pairs in groupby(found, key=lambda pair: pair[0].on.isoformat()[:7]):
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
    subscription_id = links.link_id(token, secret_key=_key(), purpose=_PURPOSE)
    if subscription_id is None:
        raise NotFound
    actor, language = subscription.reader(
        db.session(), subscription_id=subscription_id, today=clock.today()
    )
    with speaking(language):
        answer = calendars.as_file(_events(actor), name=_("Deadlines of dossiers"))
    return calendars.at_secret_address(answer)


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
    with transaction() as session:
        subscription.start(session, actor=current_actor(), now=clock.now())
    flash(_("This is your new address. An older one no longer works."), "success")
    return redirect(url_for(".calendar", _anchor="subscription"), 303)


@blueprint.post("/calendar/subscription/end")
def end_subscription() -> ResponseReturnValue:
    """End the reader's address."""
    require_reader()
    with transaction() as session:
        subscription.end(session, actor=current_actor(), now=clock.now())
    flash(_("The address no longer works."), "success")
    return redirect(url_for(".calendar", _anchor="subscription"), 303)
