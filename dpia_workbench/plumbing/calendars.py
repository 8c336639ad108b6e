"""Answers for calendar programs, which cannot sign in and ask again every few hours."""

from collections.abc import Iterable

from flask import Response

from dpia_workbench import clock
from dpia_workbench.report import ics


def as_file(events: Iterable[ics.Event], *, name: str) -> Response:
    """Return days as a calendar file with a name."""
    body = ics.calendar(events, name=name, made_at=clock.now())
    return Response(body, content_type="text/calendar; charset=utf-8")


def as_download(events: Iterable[ics.Event], *, name: str, filename: str) -> Response:
    """Return days as a calendar file to keep."""
    answer = as_file(events, name=name)
    answer.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return answer


def at_secret_address(answer: Response) -> Response:
    """Return an answer that nobody keeps or lists: its address is all that protects it."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
