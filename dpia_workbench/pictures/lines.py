"""Draws timelines: one line per request on a common axis of days.

Promised days are triangles above the line, checks are signs below it, so that what falls on one
day does not hide each other; form tells them apart, colour only supports it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from markupsafe import Markup

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import current_language_for_babel
from dpia_workbench.pictures import draw
from dpia_workbench.pictures.panel import Panel
from dpia_workbench.risk.timeline import CHECKED, Happening, Line

WIDTH = 344.0
_SIDE, _TITLE, _TOP, ROW, _ON, FOOT = 10.0, 26.0, 16.0, 50.0, 30.0, 22.0
_SIZE = 12.0
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 6000, 24000)  # months between the ticks
_MOST_TICKS = 5
_KEY_ROW = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A line and what stands above it."""

    title: str
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The days of a picture, from left to right; the same in each of its panels."""

    first: date
    last: date
    today: date
    width: float = WIDTH
    left: float = _SIDE

    @classmethod
    def of(cls, found: Iterable[Line], *, today: date, width: float = WIDTH) -> "Axis":
        """Return an axis on which all that happened, all promised days, and today have room."""
        mine = list(found)
        days = [today, *(line.asked_on for line in mine), *(d for line in mine for d in line.dues)]
        days += [line.moments[-1].on for line in mine]
        first, last = min(days), max(days)
        more = timedelta(days=max(28 - (last - first).days, 0))
        return cls(first=first, last=min(last, date.max - more) + more, today=today, width=width)

    def x(self, day: date) -> float:
        """Return where a day is."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + share * (self.width - self.left - _SIDE)

    def ticks(self) -> list[date]:
        """Return the first days of months to name, at even distances."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        most = max(int((self.width - self.left) / WIDTH * _MOST_TICKS), 1)
        step = next((each for each in _STEPS if months / each <= most), _STEPS[-1])
        number = -(-(self.first.year * 12 + self.first.month - 1) // step) * step
        found = []
        while number // 12 <= min(self.last.year, date.max.year):
            day = date(number // 12, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                found.append(day)
            number += step
        return found


def panel(found: Sequence[Drawn], *, axis: Axis, name: str, title: str, description: str) -> Panel:
    """Return the drawing of some lines under a title."""
    height = _TITLE + _TOP + len(found) * ROW + FOOT
    drawn: list[Markup] = [
        draw.look("text", "picture__title", draw.fit(title, size=15, room=axis.width), x=0, y=15),
        *named_days(axis, top=_TITLE + _TOP, bottom=height - FOOT),
        *_today(axis, top=_TITLE, bottom=height - FOOT),
    ]
    for number, each in enumerate(found):
        drawn += line(each, axis=axis, y=_TITLE + _TOP + number * ROW)
    return Panel(
        name=name, title=title, description=description, width=axis.width, height=height,
        content=draw.group(*drawn),
    )  # fmt: skip


def named_days(axis: Axis, *, top: float, bottom: float) -> Iterator[Markup]:
    """Yield thin lines at even distances with their days at the foot, under all that is drawn."""
    end = 0.0
    for day in axis.ticks():
        x = axis.x(day)
        yield draw.look("path", "picture__tick", d=f"M{x:.1f} {top:g}V{bottom + 4:g}")
        text = _month(day)
        half = draw.text_width(text, size=_SIZE) / 2
        if min(max(x, half), axis.width - half) - half >= end:
            end = max(x, half) + half + 4
            yield _word("picture__label", text, x=x, y=bottom + 17, width=axis.width)


def _today(axis: Axis, *, top: float, bottom: float) -> Iterator[Markup]:
    x = axis.x(axis.today)
    yield draw.look("path", "picture__today", d=f"M{x:.1f} {top + _TOP:g}V{bottom + 4:g}")
    yield _word("picture__axis", _("today"), x=x, y=top + 12, width=axis.width)


def _word(look: str, text: str, *, x: float, y: float, width: float) -> Markup:
    """Return a word in the middle of a place, or at the edge that it would be cut off at."""
    half = draw.text_width(text, size=_SIZE) * 0.7  # some fonts are wider in bold
    place, anchor = (x, "middle") if half <= x <= width - half else (0.0, "start")
    if x > width - half:
        place, anchor = width, "end"
    return draw.look("text", look, text, x=place, y=y, text_anchor=anchor)


def _month(day: date) -> str:
    kind = "MMM y" if day.month > 1 else "y"
    return format_date(day, kind, locale=current_language_for_babel())


def line(each: Drawn, *, axis: Axis, y: float) -> Iterator[Markup]:
    """Yield a line with its title above it, and on it what happened."""
    title = draw.fit(each.title, size=_SIZE, room=axis.width)
    yield draw.look("text", "picture__label", title, x=0, y=y + 13)
    on = y + _ON
    begin, end = axis.x(each.line.asked_on), axis.x(each.line.ends_on(axis.today))
    yield draw.look("path", "picture__move", d=f"M{begin:.1f} {on:g}H{max(end, begin + 1):.1f}")
    if each.line.is_open and each.line.dues:  # on to the day that is promised
        ahead = axis.x(max(each.line.dues))
        yield draw.look("path", "picture__tick", d=f"M{end:.1f} {on:g}H{max(end, ahead):.1f}")
    for since, until in each.line.late(axis.today):
        yield draw.look(
            "path", "picture__late", d=f"M{axis.x(since):.1f} {on:g}H{axis.x(until):.1f}"
        )
    for number, due in enumerate(each.line.dues):
        kind = Happening.MOVED if number else Happening.PROMISED
        yield sign(kind, x=axis.x(due), y=on)
    for moment in each.line.moments:
        if moment.what not in (Happening.PROMISED, Happening.MOVED):
            yield sign(moment.what, x=axis.x(moment.on), y=on)


def sign(kind: Happening, *, x: float, y: float) -> Markup:
    """Return the sign of something that happened, on a line."""
    below = 12.0 if kind in CHECKED else 0.0
    place = {"transform": f"translate({x:.1f} {y + below:g})"}
    return draw.group(*(draw.look("path", look, d=path) for look, path in _SIGNS[kind]), **place)


_CIRCLE = "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z"
_SIGNS = {
    Happening.ASKED: (("picture__pill", "M-3.5 0A3.5 3.5 0 1 0 3.5 0A3.5 3.5 0 1 0 -3.5 0Z"),),
    Happening.PROMISED: (("picture__pill--moved", "M-6 -12H6L0 -3Z"),),
    Happening.MOVED: (("picture__pill", "M-6 -12H6L0 -3Z"),),
    Happening.DELIVERED: (("picture__pill--moved", "M-4.5 -4.5H4.5V4.5H-4.5Z"),),
    Happening.WORKS: (
        ("picture__found--works", _CIRCLE), ("picture__inner", "M-3 0L-1 2.5L3 -2.5"),
    ),
    Happening.PARTLY: (
        ("picture__found", _CIRCLE), ("picture__half", "M-6 0A6 6 0 0 0 6 0Z"),
    ),
    Happening.FAILED: (
        ("picture__found--failed", _CIRCLE),
        ("picture__inner", "M-2.5 -2.5L2.5 2.5M2.5 -2.5L-2.5 2.5"),
    ),
    Happening.DECLINED: (("picture__late", "M-5 -5L5 5M5 -5L-5 5"),),
    Happening.TAKEN_BACK: (("picture__move", "M0 -6V6"),),
}  # fmt: skip


def key(seen: Iterable[Happening], *, has_late: bool, name: str, width: float = WIDTH) -> Panel:
    """Return a panel that says what each sign means that occurs."""
    known = set(seen)
    shown = [each for each in Happening if each in known]
    title = _("What the signs mean")
    drawn = [draw.look("text", "picture__title", title, x=0, y=15)]
    words = [label(each) for each in shown]
    for number, (each, text) in enumerate(zip(shown, words, strict=True)):
        y = _TITLE + number * _KEY_ROW + 12
        drawn.append(sign(each, x=8, y=y + _shift(each)))
        drawn.append(draw.look("text", "picture__label", text, x=24, y=y + 4))
    if has_late:
        words.append(_("Late: its day has passed, nothing delivered"))
        y = _TITLE + len(shown) * _KEY_ROW + 12
        drawn.append(draw.look("path", "picture__late", d=f"M0 {y:g}H16"))
        text = draw.fit(words[-1], size=_SIZE, room=width - 24)
        drawn.append(draw.look("text", "picture__label", text, x=24, y=y + 4))
    return Panel(
        name=name, title=title, description=", ".join(words), width=width,
        height=_TITLE + len(words) * _KEY_ROW + 4, content=draw.group(*drawn),
    )  # fmt: skip


def _shift(kind: Happening) -> float:
    """Return how to bring a sign beside its words that stands above or below a line."""
    if kind in CHECKED:
        return -12.0
    return 8.0 if kind in (Happening.PROMISED, Happening.MOVED) else 0.0
