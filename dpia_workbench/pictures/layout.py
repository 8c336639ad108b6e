"""What stands where in a drawn matrix: the same rows and columns in every panel of a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from dpia_workbench.pictures import draw
from dpia_workbench.pictures.moves import Path, Place, RiskPicture
from dpia_workbench.risk.scale import HIGHEST, LOWEST
from dpia_workbench.risk.score import Stage

STEPS = tuple(range(LOWEST, HIGHEST + 1))
# In a cell that is fuller than this, the picture says how many more there are, and the table which.
MOST = 12

WIDTH, LEFT, TOP, BOTTOM, RIGHT = 344.0, 40.0, 32.0, 44.0, 3.0
_GAP = 8.0
_CELL = (WIDTH - LEFT - RIGHT - 2 * _GAP) / 3
_PAD, _WORD, _END = 5.0, 23.0, 4.0  # around the marks, above them for the level, and below
KEY_SIZE, _PILL, _BETWEEN, _AROUND_KEY = 12.0, 18.0, 3.0, 7.0
_FEWEST_LINES = 2


class Kind(Enum):
    """How a mark in a cell relates to the stage before."""

    STAYS = "stays"
    MOVED = "moved"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A risk in a cell of one panel, or how many more of them there are."""

    text: str
    kind: Kind
    told: str
    is_more: bool = False

    @property
    def width(self) -> float:
        """Return how wide the mark is drawn."""
        return draw.text_width(self.text, size=KEY_SIZE) + _AROUND_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


Marks = Mapping[Place, Sequence[Mark]]


def marks(picture: RiskPicture, *, stage: Stage, language: str) -> Marks:
    """Return what to show in each cell at a stage: who is there, then who was there before."""
    moved = {path.key for path in picture.moved(stage)}
    before = picture.before(stage)
    here: dict[Place, list[Mark]] = {}
    gone: dict[Place, list[Mark]] = {}
    for path in picture.paths:
        kind = Kind.MOVED if path.key in moved else Kind.STAYS
        spot = path.spots[stage]
        sign = "*" if picture.is_raised(spot) else ""
        mark = _mark(path, kind=kind, sign=sign, language=language)
        here.setdefault(spot.place, []).append(mark)
        if before is not None and path.key in moved:
            left = _mark(path, kind=Kind.GONE, sign="", language=language)
            gone.setdefault(path.spots[before].place, []).append(left)
    return {place: _fitting(here.get(place, []), gone.get(place, [])) for place in {*here, *gone}}


def _mark(path: Path, *, kind: Kind, sign: str, language: str) -> Mark:
    room = _CELL - 2 * _PAD - _AROUND_KEY - draw.text_width(sign, size=KEY_SIZE)
    key = draw.fit(draw.clean(path.key), size=KEY_SIZE, room=room)
    return Mark(text=f"{key}{sign}", kind=kind, told=f"{path.key} {path.title.text(language)}")


def _fitting(here: list[Mark], gone: list[Mark]) -> list[Mark]:
    """Return as many marks as there is room for; those who left are the first to give way."""
    shown = _some(here, most=MOST)
    return [*shown, *_some(gone, most=max(MOST - len(shown), 1))]


def _some(found: list[Mark], *, most: int) -> list[Mark]:
    if len(found) <= most:
        return found
    more = f"+{len(found) - most + 1}"
    return [*found[: most - 1], Mark(text=more, kind=found[-1].kind, told=more, is_more=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the cells are; the rows are as high as the fullest cell of any panel asks."""

    heights: Mapping[int, float]  # by severity

    @classmethod
    def of(cls, panels: Sequence[Marks]) -> "Layout":
        """Return the layout in which all panels fit."""
        lines = dict.fromkeys(STEPS, _FEWEST_LINES)
        for panel in panels:
            for (_likelihood, severity), found in panel.items():
                places = _wrapped(found)
                lines[severity] = max(lines[severity], places[-1][0] + 1)
        return cls(heights={step: _height(count) for step, count in lines.items()})

    @property
    def bottom(self) -> float:
        """Return where the lowest row ends."""
        return TOP + sum(self.heights.values()) + (len(STEPS) - 1) * _GAP

    @property
    def height(self) -> float:
        """Return how high a panel is."""
        return self.bottom + BOTTOM

    def cell(self, place: Place) -> Box:
        """Return where a cell is: likelihood to the right, severity upwards."""
        likelihood, severity = place
        above = [step for step in STEPS if step > severity]
        return Box(
            x=LEFT + (likelihood - LOWEST) * (_CELL + _GAP),
            y=TOP + sum(self.heights[step] + _GAP for step in above),
            width=_CELL,
            height=self.heights[severity],
        )

    def boxes(self, place: Place, found: Sequence[Mark]) -> list[Box]:
        """Return where the marks of a cell are."""
        cell = self.cell(place)
        return [
            Box(
                x=cell.x + _PAD + x,
                y=cell.y + _WORD + line * (_PILL + _BETWEEN),
                width=mark.width,
                height=_PILL,
            )
            for mark, (line, x) in zip(found, _wrapped(found), strict=True)
        ]


def _wrapped(found: Sequence[Mark]) -> list[tuple[int, float]]:
    widths = [mark.width for mark in found]
    return draw.wrapped(widths, room=_CELL - 2 * _PAD, gap=_BETWEEN)


def _height(lines: int) -> float:
    return _WORD + lines * (_PILL + _BETWEEN) + _END
