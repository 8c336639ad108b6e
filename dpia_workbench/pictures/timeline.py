"""Timelines of requests with their words and their table: promised, delivered, checked, late."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.dates import format_date

from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import current_language_for_babel
from dpia_workbench.pictures import lines
from dpia_workbench.pictures.figures import Cell, Figure, Grid, Row
from dpia_workbench.pictures.panel import Panel
from dpia_workbench.risk.timeline import CHECKED, Happening, Line
from dpia_workbench.store.bilingual import Bilingual

MOST = 24  # lines in one panel; the table has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as its line of the picture: what is asked, and of which product."""

    title: Bilingual
    product: Bilingual
    line: Line


def timeline_figure(
    requests: Sequence[Request], *, today: date, name: str = "timeline"
) -> Figure | None:
    """Return the timelines of requests, a panel per product, in the language that is spoken."""
    if not requests:
        return None
    mine = sorted(requests, key=lambda each: (_text(each.product), each.line.asked_on))
    axis = lines.Axis.of([each.line for each in mine], today=today)
    panels = tuple(_panels(mine, axis=axis, name=name))
    seen = {moment.what for each in mine for moment in each.line.moments}
    key = lines.key(seen, has_late=any(each.line.late(today) for each in mine), name=f"{name}-key")
    return Figure(
        name=name,
        caption=_("What was asked, promised, delivered and checked, in time"),
        description=" ".join(panel.description for panel in panels),
        panels=(*panels, key),
        notes=tuple(_notes(mine)),
        grid=_grid(mine, today=today),
    )


def _text(text: Bilingual) -> str:
    return text.text(current_language())


def _panels(requests: Sequence[Request], *, axis: lines.Axis, name: str) -> Iterator[Panel]:
    by_product = groupby(requests, key=lambda each: _text(each.product))
    for number, (product, group) in enumerate(by_product, start=1):
        found = list(group)
        shown = [lines.Drawn(title=_text(each.title), line=each.line) for each in found[-MOST:]]
        yield lines.panel(
            shown, axis=axis, name=f"{name}-{number}", title=product,
            description=ngettext(
                "%(product)s: %(n)s request; the table below says when what happened.",
                "%(product)s: %(n)s requests; the table below says when what happened.",
                len(found),
                product=product,
            ),
        )  # fmt: skip


def _notes(requests: Iterable[Request]) -> Iterator[str]:
    yield _("Promised days stand above the line, checks below it.")
    counts = [len(list(group)) for _key, group in groupby(requests, lambda r: _text(r.product))]
    if max(counts) > MOST:
        yield _(
            "The picture shows the newest %(most)s requests of a product; the table has them all.",
            most=MOST,
        )


def _grid(requests: Sequence[Request], *, today: date) -> Grid:
    return Grid(
        caption=_("The timelines as a table"),
        description=_("Per request: when it was asked, promised, delivered and checked."),
        header=(
            _("What is asked"), _("Product"), _("Asked"), _("First promised day"),
            _("Later promised days"), _("Delivered"), _("Checked"), _("Days late"),
        ),
        rows=tuple(_row(each, today=today) for each in requests),
    )  # fmt: skip


def _row(request: Request, *, today: date) -> Row:
    line = request.line
    late = sum((until - since).days for since, until in line.late(today))
    cells = (
        _text(request.product),
        _day(line.asked_on),
        *(_days(each) or "–" for each in (line.dues[:1], line.dues[1:])),
        _days(line.days_of(Happening.DELIVERED)) or "–",
        "; ".join(_ends(line)) or "–",
    )
    return Row(
        key="",
        title=_text(request.title),
        language=request.title.language(current_language()),
        cells=(*(Cell(text=text, is_words=True) for text in cells), Cell(text=str(late))),
    )


def _ends(line: Line) -> Iterator[str]:
    for moment in line.moments:
        if moment.what in (*CHECKED, Happening.DECLINED, Happening.TAKEN_BACK):
            yield _("%(day)s: %(found)s", day=_day(moment.on), found=label(moment.what))


def _days(days: Iterable[date]) -> str:
    return "; ".join(_day(day) for day in days)


def _day(day: date) -> str:
    return format_date(day, format="long", locale=current_language_for_babel())
