"""Draws the risk matrix, one panel per stage, with where each risk came from."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import hypot

from markupsafe import Markup

from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import draw
from dpia_workbench.pictures.layout import (
    LEFT,
    STEPS,
    TOP,
    WIDTH,
    Box,
    Kind,
    Layout,
    Mark,
    Marks,
    marks,
)
from dpia_workbench.pictures.moves import Place, RiskPicture
from dpia_workbench.pictures.panel import Panel
from dpia_workbench.risk.scale import LOWEST, Axis, Level
from dpia_workbench.risk.score import Stage
from dpia_workbench.store.bilingual import Bilingual

_LOOKS = {
    Kind.STAYS: ("picture__pill", "picture__key"),
    Kind.MOVED: ("picture__pill--moved", "picture__key--moved"),
    Kind.GONE: ("picture__pill--gone", "picture__key--gone"),
}
_INSET, _HEAD, _APART = 5.0, 7.0, 5.0
_LANE = (0.72, 0.6)  # where in a cell arrows run: clear of the word of its level


def panels(picture: RiskPicture, *, name: str) -> tuple[Panel, ...]:
    """Return one panel per stage, in the language that is spoken."""
    found = [marks(picture, stage=stage, language=current_language()) for stage in picture.stages]
    layout = Layout.of(found)
    return tuple(
        Panel(
            name=f"{name}-{stage}",
            title=label(stage),
            description=described(picture, stage=stage),
            width=WIDTH,
            height=layout.height,
            content=_panel(picture, stage=stage, layout=layout, found=shown),
        )
        for stage, shown in zip(picture.stages, found, strict=True)
    )


def is_full(picture: RiskPicture) -> bool:
    """Return whether some cell holds more risks than the panels show by their keys."""
    return any(
        mark.is_more
        for stage in picture.stages
        for found in marks(picture, stage=stage, language=current_language()).values()
        for mark in found
    )


def described(picture: RiskPicture, *, stage: Stage) -> str:
    """Return what a panel shows, for people who do not see it."""
    return ngettext(
        "%(stage)s: %(n)s risk, of which %(high)s high, %(medium)s medium and %(low)s low.",
        "%(stage)s: %(n)s risks, of which %(high)s high, %(medium)s medium and %(low)s low.",
        len(picture.paths),
        stage=label(stage),
        high=picture.count(Level.HIGH, stage=stage),
        medium=picture.count(Level.MEDIUM, stage=stage),
        low=picture.count(Level.LOW, stage=stage),
    )


def _panel(picture: RiskPicture, *, stage: Stage, layout: Layout, found: Marks) -> Markup:
    title = draw.fit(label(stage), size=15, room=WIDTH)
    return draw.group(
        draw.look("text", "picture__title", title, x=0, y=18),
        *_cells(picture, layout=layout),
        *_moves(picture, stage=stage, layout=layout),
        *_words(picture, layout=layout),
        *_marked(found, layout=layout),
        *_axes(picture, layout=layout),
    )


def _places() -> Iterator[Place]:
    for severity in reversed(STEPS):
        for likelihood in STEPS:
            yield likelihood, severity


def _cells(picture: RiskPicture, *, layout: Layout) -> Iterator[Markup]:
    for place in _places():
        kind, box = f"picture__cell--{picture.scale.level(place)}", layout.cell(place)
        yield draw.look(
            "rect", kind, x=box.x, y=box.y, width=box.width, height=box.height, rx=4
        )  # fmt: skip


def _words(picture: RiskPicture, *, layout: Layout) -> Iterator[Markup]:
    """Yield the level of each cell as a word: colour alone says nothing to many people."""
    for place in _places():
        level, box = picture.scale.level(place), layout.cell(place)
        word = draw.fit(label(level), size=12, room=box.width - 12)
        yield draw.look("text", f"picture__word--{level}", word, x=box.x + 6, y=box.y + 16)


def _marked(found: Marks, *, layout: Layout) -> Iterator[Markup]:
    for place, some in sorted(found.items()):
        for mark, box in zip(some, layout.boxes(place, some), strict=True):
            yield _mark(mark, box=box)


def _mark(mark: Mark, *, box: Box) -> Markup:
    pill, key = _LOOKS[mark.kind]
    x, y = box.middle
    return draw.group(
        draw.element("title", mark.told),
        draw.look("rect", pill, x=box.x, y=box.y, width=box.width, height=box.height, rx=9),
        draw.look("text", key, mark.text, x=x, y=y + 4.2, text_anchor="middle"),
    )


def _axes(picture: RiskPicture, *, layout: Layout) -> Iterator[Markup]:
    """Yield the words of the steps and of both axes; those of severity read upwards."""
    for step in STEPS:
        row, column = layout.cell((LOWEST, step)), layout.cell((step, LOWEST))
        severity = _step(picture.scale.severity, step=step, room=row.height)
        yield _upwards("picture__label", severity, x=LEFT - 9, y=row.middle[1])
        likelihood = _step(picture.scale.likelihood, step=step, room=column.width)
        yield _across("picture__label", likelihood, x=column.middle[0], y=layout.bottom + 17)
    middle = layout.cell((2, 2)).middle[0], (TOP + layout.bottom) / 2
    yield _across("picture__axis", label(Axis.LIKELIHOOD), x=middle[0], y=layout.bottom + 36)
    yield _upwards("picture__axis", label(Axis.SEVERITY), x=12, y=middle[1])


def _step(labels: Sequence[Bilingual], *, step: int, room: float) -> str:
    text = labels[step - LOWEST].text(current_language())
    return draw.fit(text, size=12, room=room)


def _across(kind: str, text: str, *, x: float, y: float) -> Markup:
    return draw.look("text", kind, text, x=x, y=y, text_anchor="middle")


def _upwards(kind: str, text: str, *, x: float, y: float) -> Markup:
    turned = f"translate({x:g} {y:g}) rotate(-90)"
    return draw.look("text", kind, text, x=0, y=0, text_anchor="middle", transform=turned)


def _moves(picture: RiskPicture, *, stage: Stage, layout: Layout) -> Iterator[Markup]:
    """Yield one arrow per way that any risk went since the stage before."""
    before = picture.before(stage)
    if before is None:
        return
    ways: dict[tuple[Place, Place], list[str]] = defaultdict(list)
    for path in picture.moved(stage):
        ways[path.spots[before].place, path.spots[stage].place].append(path.key)
    for (start, end), keys in sorted(ways.items()):
        yield _arrow(layout.cell(start), layout.cell(end), told=", ".join(keys))


def _arrow(start: Box, end: Box, *, told: str) -> Markup:
    """Return an arrow from border to border; ways back run beside it, long ways further off."""
    (ax, ay), (bx, by) = _lane(start), _lane(end)
    length = hypot(bx - ax, by - ay)
    dx, dy = (bx - ax) / length, (by - ay) / length
    aside = _APART * max(round(abs(bx - ax) / start.width), round(abs(by - ay) / start.height))
    ax, ay, bx, by = ax - dy * aside, ay + dx * aside, bx - dy * aside, by + dx * aside
    away, back = _reach(start, ax, ay, dx, dy), _reach(end, bx, by, -dx, -dy)
    ax, ay = ax + dx * (away - _INSET), ay + dy * (away - _INSET)
    bx, by = bx - dx * (back - _INSET), by - dy * (back - _INSET)
    nx, ny = bx - dx * _HEAD, by - dy * _HEAD  # where the head begins
    sides = (nx - dy * _HEAD * 0.6, ny + dx * _HEAD * 0.6, nx + dy * _HEAD * 0.6,
             ny - dx * _HEAD * 0.6)  # fmt: skip
    points = " ".join(f"{value:.1f}" for value in (bx, by, *sides))
    line = draw.look("path", "picture__move", d=f"M{ax:.1f} {ay:.1f}L{nx:.1f} {ny:.1f}")
    head = draw.look("polygon", "picture__head", points=points)
    return draw.group(draw.element("title", told), line, head)


def _lane(box: Box) -> tuple[float, float]:
    across, down = _LANE
    return box.x + box.width * across, box.y + box.height * down


def _reach(box: Box, x: float, y: float, dx: float, dy: float) -> float:
    """Return how far it is from a point within a box to its border, in a direction."""
    across = (box.x + (box.width if dx > 0 else 0) - x) / dx if dx else float("inf")
    down = (box.y + (box.height if dy > 0 else 0) - y) / dy if dy else float("inf")
    return min(across, down)
