"""Reads a drawing back: which mark stands in which cell, and what overlaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dpia_workbench.pictures import draw
from dpia_workbench.pictures.moves import Path, Place, RiskPicture, Scale, Spot
from dpia_workbench.risk.score import Stage
from dpia_workbench.store.bilingual import Bilingual
from tests.profiles import CONTENT

STAGES = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE)
SCALE = Scale.of(CONTENT["nl-rijk-3.0"])
_SVG = f"{{{draw.NAMESPACE}}}"


def spot(likelihood: int, severity: int) -> Spot:
    """Return a spot with the level that the matrix says."""
    return Spot(likelihood=likelihood, severity=severity, level=SCALE.level((likelihood, severity)))


def picture(*places: tuple[Place, ...], title: str = "Titel") -> RiskPicture:
    """Return a picture of risks, each with its places stage by stage."""
    return RiskPicture(
        stages=STAGES[: len(places[0])],
        scale=SCALE,
        paths=tuple(
            Path(
                key=f"R{number}",
                title=Bilingual(title),
                spots={stage: spot(*place) for stage, place in zip(STAGES, each, strict=False)},
            )
            for number, each in enumerate(places, start=1)
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Rectangle:
    """Something with a place: a cell with a level, or a mark with a text."""

    kind: str
    text: str
    x: float
    y: float
    width: float
    height: float

    def holds(self, other: "Rectangle") -> bool:
        """Return whether another one lies within."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    def meets(self, other: "Rectangle") -> bool:
        """Return whether two of them overlap."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def parsed(svg: object) -> Any:
    """Return the root of a drawing. Raises if it is not well-formed XML."""
    return etree.fromstring(str(svg))


def cells(root: Any) -> dict[Place, Rectangle]:
    """Return the cells of a matrix by likelihood and severity, as they are laid out."""
    found = [_rectangle(e) for e in root.iter(f"{_SVG}rect") if "__cell--" in e.get("class", "")]
    across = sorted({each.x for each in found})
    upwards = sorted({each.y for each in found}, reverse=True)
    return {(across.index(e.x) + 1, upwards.index(e.y) + 1): e for e in found}


def marks(root: Any) -> list[Rectangle]:
    """Return the marks of a matrix."""
    return [
        _rectangle(rect, text="".join(group.find(f"{_SVG}text").itertext()))
        for group in root.iter(f"{_SVG}g")
        if (rect := group.find(f"{_SVG}rect")) is not None and "pill" in rect.get("class", "")
    ]


def words(root: Any) -> Iterator[Rectangle]:
    """Yield the words of the levels, with the room that they take at most."""
    for text in root.iter(f"{_SVG}text"):
        if "__word--" in text.get("class", ""):
            size = float(text.get("font-size"))
            yield Rectangle(
                kind=text.get("class"), text=text.text, x=float(text.get("x")),
                y=float(text.get("y")) - size, height=size,
                width=draw.text_width(text.text, size=size),
            )  # fmt: skip


def standing(root: Any) -> dict[str, Place]:
    """Return in which cell each risk stands that is shown by its key, without its asterisk."""
    return {
        mark.text.rstrip("*"): next(p for p, cell in cells(root).items() if cell.holds(mark))
        for mark in marks(root)
        if not mark.kind.endswith("--gone") and not mark.text.startswith("+")
    }


def _rectangle(element: Any, *, text: str = "") -> Rectangle:
    x, y, width, height = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return Rectangle(
        kind=element.get("class"), text=text, x=x, y=y, width=width, height=height
    )  # fmt: skip
