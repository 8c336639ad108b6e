"""Dates, moments and numbers as people read them: one filter per kind."""

from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask

from dpia_workbench.clock import AMSTERDAM
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import current_language_for_babel as locale

_MONTH, _YEAR = 7, 4  # lengths of 2024-06 and 2024


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters |= {"day": day, "moment": moment, "number": number}


def day(value: date | str | None) -> str:
    """Return a day, month or year in words; a partial date stays partial."""
    if not value:
        return ""
    if isinstance(value, datetime):
        return format_date(value.astimezone(AMSTERDAM).date(), format="long", locale=locale())
    if isinstance(value, date):
        return format_date(value, format="long", locale=locale())
    return _partial(value)


def _partial(value: str) -> str:
    if value == "unconfirmed":
        return _("date unconfirmed")
    try:
        if len(value) == _MONTH:
            return format_date(date.fromisoformat(value + "-01"), "LLLL y", locale=locale())
        if len(value) == _YEAR:
            return str(int(value))
        return format_date(date.fromisoformat(value), format="long", locale=locale())
    except ValueError:
        return value


def moment(value: datetime | None) -> str:
    """Return a moment in Amsterdam's time."""
    if value is None:
        return ""
    return format_datetime(value, format="d MMMM y, HH:mm", tzinfo=AMSTERDAM, locale=locale())


def number(value: int | float) -> str:
    """Return a number with the reader's separators."""
    return format_decimal(value, locale=locale())
