"""A panel is a drawing with a size and its words; it stands alone on a page, or with others."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dpia_workbench.pictures import draw

_GAP = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A drawing without its frame. `name` makes the ids of a page unique."""

    name: str
    title: str
    description: str
    width: float
    height: float
    content: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole drawing with its size."""

    svg: Markup
    width: float
    height: float


def alone(panel: Panel) -> Markup:
    """Return a panel as a picture of its own, which a screen reader names and describes."""
    title, description = f"{panel.name}-title", f"{panel.name}-description"
    return draw.element(
        "svg",
        draw.element("title", panel.title, id=title),
        draw.element("desc", panel.description, id=description),
        panel.content,
        xmlns=draw.NAMESPACE,
        viewBox=_box(panel.width, panel.height),
        class_="picture__panel",
        role="img",
        aria_labelledby=f"{title} {description}",
        focusable="false",
    )


def sheet(panels: Sequence[Panel], *, columns: int) -> Sheet:
    """Return panels of one size beside and below each other, on white paper."""
    columns = min(columns, len(panels))
    width, height = max(p.width for p in panels), max(p.height for p in panels)
    lines = -(-len(panels) // columns)
    whole = columns * width + (columns - 1) * _GAP, lines * height + (lines - 1) * _GAP
    placed = [
        draw.group(
            panel.content,
            transform=f"translate({number % columns * (width + _GAP):g}"
            f" {number // columns * (height + _GAP):g})",
        )
        for number, panel in enumerate(panels)
    ]
    ground = draw.look("rect", "picture__paper", width=whole[0], height=whole[1])
    svg = draw.element("svg", ground, *placed, xmlns=draw.NAMESPACE, viewBox=_box(*whole))
    return Sheet(svg=svg, width=whole[0], height=whole[1])


def _box(width: float, height: float) -> str:
    return f"0 0 {width:g} {height:g}"
