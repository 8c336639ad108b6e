"""Answers for calendar programs, which cannot sign in and ask again every few hours."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeVar

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import speaking
from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import ics
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import subscription

Row = TypeVar("Row")
Events = Callable[[Actor], Iterable[ics.Event]]


def as_file(events: Iterable[ics.Event], *, name: str) -> Response:
    """Return days as a calendar file with a name."""
    body = ics.calendar(events, name=name, made_at=clock.now())
    return Response(body, content_type="text/calendar; charset=utf-8")


def as_download(events: Iterable[ics.Event], *, name: str, filename: str) -> Response:
    """Return days as a calendar file to keep."""
    answer = as_file(events, name=name)
    answer.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return answer


def by_month(rows: Iterable[Row], *, on: Callable[[Row], date]) -> Iterator[tuple[str, list[Row]]]:
    """Yield rows that are in order of their day together per month, written as 2026-11."""
    for month, found in groupby(rows, key=lambda row: on(row).isoformat()[:7]):
        yield month, list(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribedCalendar:
    """A calendar with an address of its own for every reader.

    `purpose` keeps the addresses of one calendar from opening another. `endpoint` gives the file
    for a token, and `page` is where a reader gets an address and ends it.
    """

    purpose: str
    endpoint: str
    page: str

    def address(self, actor: Actor) -> str | None:
        """Return the whole address that a person was given, if one is in force."""
        row = subscription.current(db.session(), actor=actor)
        if row is None:
            return None
        token = links.token(row.id, secret_key=settings().secret_key, purpose=self.purpose)
        return settings().base_url + url_for(self.endpoint, token=token)

    def file(self, token: str, *, events: Events, name: Callable[[], str]) -> Response:
        """Return the days of whoever an address belongs to, in their language.

        Nobody keeps or lists the answer: its address is all that protects it. Raises NotFound for
        an address that is not of this calendar, or was ended.
        """
        row_id = links.link_id(token, secret_key=settings().secret_key, purpose=self.purpose)
        if row_id is None:
            raise NotFound
        actor, language = subscription.reader(
            db.session(), subscription_id=row_id, today=clock.today()
        )
        with speaking(language):
            answer = as_file(events(actor), name=name())
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    def start(self) -> ResponseReturnValue:
        """Give the reader a new address, and lead back. Raises NotFound or Forbidden."""
        with transaction() as session:
            subscription.start(session, actor=current_actor(), now=clock.now())
        flash(_("This is your new address. An older one no longer works."), "success")
        return self._back()

    def end(self) -> ResponseReturnValue:
        """End the reader's address, and lead back. Raises NotFound or Forbidden."""
        with transaction() as session:
            subscription.end(session, actor=current_actor(), now=clock.now())
        flash(_("The address no longer works."), "success")
        return self._back()

    def _back(self) -> ResponseReturnValue:
        return redirect(url_for(self.page, _anchor="subscription"), 303)
