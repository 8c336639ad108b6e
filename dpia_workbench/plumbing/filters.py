"""Dates, moments and numbers as people read them: one filter per kind."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup, escape

from dpia_workbench.clock import AMSTERDAM
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import current_language_for_babel as locale
from dpia_workbench.markdown import html, read
from dpia_workbench.markdown.references import Names

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+")
_MONTH, _YEAR = 7, 4  # lengths of 2024-06 and 2024
_CELL = re.compile(r"<(tr|th|td)(?=[\s>])")
_ROLES = {"tr": "row", "th": "rowheader", "td": "cell"}


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters |= {
        "day": day, "moment": moment, "number": number, "labelled": labelled,
        "linked": linked, "markdown": markdown,
    }  # fmt: skip


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


def labelled(rows: Markup, headers: Sequence[str | tuple[str, str]]) -> Markup:
    """Return the rows of a table in which each cell names its column.

    On a narrow screen the cells stand below each other, where no header is above them; the roles
    keep it a table for who does not see it.
    """
    texts = [header if isinstance(header, str) else header[0] for header in headers]
    place = 0

    def marked(found: re.Match[str]) -> str:
        nonlocal place
        kind = found[1]
        place = 0 if kind == "tr" else place + 1
        label = texts[place - 1] if 0 < place <= len(texts) and kind == "td" else ""
        named = f' data-label="{escape(label)}"' if label else ""
        return f'<{kind} role="{_ROLES[kind]}"{named}'

    # The rows come from a template, in which what people wrote is escaped.
    return Markup(_CELL.sub(marked, str(rows)))  # noqa: S704  # its own text is escaped above


def markdown(text: str, name: str, *, heading: int, names: Names | None = None) -> Markup:
    """Return a text in Markdown as safe HTML; pictures of evidence are shown by their names.

    `name` begins the ids that it brings to the page; its highest heading gets a level. `names`
    has the names of what it refers to.
    """
    return html(read(text), name=name, heading=heading, names=names)


def linked(text: str) -> Markup:
    """Return what somebody typed, with its web addresses as links; the rest is escaped."""
    made, place = Markup(), 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)'»]")
        made += text[place : found.start()]
        made += Markup('<a href="{0}" rel="nofollow noopener ugc">{0}</a>').format(address)
        place = found.start() + len(address)
    return made + text[place:]
