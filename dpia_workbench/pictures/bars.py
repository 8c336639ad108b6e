"""Draws how far the measures of each owner are: a bar per owner, its parts named below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import draw
from dpia_workbench.pictures.panel import Panel
from dpia_workbench.pictures.status import MeasurePicture
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.progress import Progress

WIDTH = 344.0
_BAR, _NAME, _LINE, _SPACE, _SWATCH = 24.0, 22.0, 19.0, 14.0, 14.0
_EDGE = 1.0  # so that no border is cut off at the side
_PLAIN = {
    Progress.COUNTS: "picture__part--good",
    Progress.APPLIED: "picture__part--good",
    Progress.OPEN: "picture__part",
    Progress.TODO: "picture__part",
    Progress.NOT_APPLICABLE: "picture__part--faint",
}
_PATTERNS = {
    Progress.UNDERWAY: "hatch",
    Progress.PLANNED: "hatch",
    Progress.FOR_SCHOOLS: "dots",
    Progress.LAPSED: "cross",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One progress of one owner, drawn: its part of the bar and its words below."""

    progress: Progress
    count: int
    x: float
    width: float
    words: str
    line: int
    start: float


def panel(picture: MeasurePicture, *, name: str) -> Panel:
    """Return the drawing, in the language that is spoken."""
    drawn, y = [], 0.0
    for owner in Owner:
        parts = _parts(picture, owner=owner)
        drawn += list(_row(picture, owner=owner, parts=parts, y=y, name=name))
        y += _NAME + _BAR + _lines(parts) * _LINE + _SPACE
    used = {_PATTERNS[each] for each in picture.shown if each in _PATTERNS}
    patterns = draw.element("defs", *(_pattern(kind, name=name) for kind in sorted(used)))
    return Panel(
        name=name,
        title=_("How far measures are, by who takes them"),
        description=described(picture),
        width=WIDTH,
        height=y,
        content=draw.group(patterns, *drawn),
    )


def described(picture: MeasurePicture) -> str:
    """Return what the drawing shows, for people who do not see it."""
    counted = (
        ngettext(
            "%(owner)s: %(n)s measure.",
            "%(owner)s: %(n)s measures.",
            picture.total(owner),
            owner=label(owner),
        )
        for owner in Owner
    )
    return " ".join(counted)


def _parts(picture: MeasurePicture, *, owner: Owner) -> list[_Part]:
    counts = picture.counts[owner]
    unit = (WIDTH - 2 * _EDGE) / picture.longest
    room = WIDTH - 2 * _EDGE - _SWATCH - 5
    words = [
        draw.fit(_("%(n)s: %(progress)s", n=n, progress=label(each)), size=12, room=room)
        for each, n in counts.items()
    ]
    widths = [_SWATCH + 5 + draw.text_width(text, size=12) for text in words]
    places = draw.wrapped(widths, room=WIDTH - 2 * _EDGE, gap=14)
    parts, x = [], _EDGE
    for (progress, count), text, (line, start) in zip(counts.items(), words, places, strict=True):
        parts.append(
            _Part(progress=progress, count=count, x=x, width=count * unit, words=text, line=line,
                  start=_EDGE + start)
        )  # fmt: skip
        x += count * unit
    return parts


def _lines(parts: Sequence[_Part]) -> int:
    return parts[-1].line + 1 if parts else 0


def _row(
    picture: MeasurePicture, *, owner: Owner, parts: Sequence[_Part], y: float, name: str
) -> Iterator[Markup]:
    title = _("%(owner)s: %(n)s", owner=label(owner), n=picture.total(owner))
    shown = draw.fit(title, size=15, room=WIDTH)
    yield draw.look("text", "picture__title", shown, x=0, y=y + 15)
    top = y + _NAME
    if not parts:
        yield draw.look("path", "picture__move", d=f"M{_EDGE:g} {top:g}v{_BAR:g}")
    for part in parts:
        yield from _fill(part.progress, x=part.x, y=top, width=part.width, height=_BAR, name=name)
        yield from _count(part, y=top)
        line = top + _BAR + 5 + part.line * _LINE
        yield from _fill(part.progress, x=part.start, y=line + 1, width=_SWATCH, height=12,
                         name=name)  # fmt: skip
        yield draw.look(
            "text", "picture__label", part.words, x=part.start + _SWATCH + 5, y=line + 11
        )


def _count(part: _Part, *, y: float) -> Iterator[Markup]:
    """Yield the number on its part of the bar, if there is room; the words below have it too."""
    text = str(part.count)
    width = draw.text_width(text, size=12) + 8
    if part.width < width + 4:
        return
    x = part.x + part.width / 2
    yield draw.look(
        "rect", "picture__paper", x=x - width / 2, y=y + 4, width=width, height=_BAR - 8, rx=3
    )
    yield draw.look("text", "picture__key", text, x=x, y=y + 16.2, text_anchor="middle")


def _fill(
    progress: Progress, *, x: float, y: float, width: float, height: float, name: str
) -> Iterator[Markup]:
    """Yield a rectangle in the look of a progress: plain, or with a pattern over it."""
    plain = _PLAIN.get(progress, "picture__part")
    yield draw.look("rect", plain, x=x, y=y, width=width, height=height)
    if progress in _PATTERNS:
        pattern = f"url(#{name}-{_PATTERNS[progress]})"
        yield draw.element(
            "rect", x=x + 0.5, y=y + 0.5, width=width - 1, height=height - 1, fill=pattern
        )


def _pattern(kind: str, *, name: str) -> Markup:
    signs = {
        "hatch": (
            draw.look("rect", "picture__ground", width=8, height=8),
            draw.look("path", "picture__hatch", d="M-2 2L2 -2M0 8L8 0M6 10L10 6"),
        ),
        "dots": (draw.look("circle", "picture__dot", cx=4, cy=4, r=1.6),),
        "cross": (draw.look("path", "picture__cross", d="M0 0L8 8M0 8L8 0"),),
    }
    return draw.element(
        "pattern", *signs[kind], id=f"{name}-{kind}", width=8, height=8,
        patternUnits="userSpaceOnUse",
    )  # fmt: skip
