"""A verdict as a picture beside a link to it: colour, shape and words together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from dpia_workbench.pictures.draw import INK, NAMESPACE, PAPER, element, fit, group, text_width
from dpia_workbench.risk.verdict import Verdict

WIDTH, HEIGHT = 1200, 630  # what those who show such pictures ask for
_MARGIN, _ROOM = 72, 1056
_NAME, _LABEL, _TEXT, _SMALL = 60.0, 48.0, 34.0, 26.0
_NARROW = 0.85  # these letters are narrower than what any font would need
_BAND_TOP, _BAND = 160, 190
_SOFT = "#4b5168"

_CIRCLE = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z"
_TRIANGLE = "M12 2.5L22.5 21.5h-21z"
_OCTAGON = "M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9z"
_CHECK, _CROSS = "M7.5 12.4l3.2 3.2L16.8 9", "M8.5 8.5l7 7M15.5 8.5l-7 7"
_MARK, _DASH = "M12 10v5M12 18v.01", "M8 12h8"


@dataclass(frozen=True, slots=True)
class _Look:
    """Ground and ink of a verdict, its frame, and the sign in it."""

    ground: str
    ink: str
    frame: str
    sign: str


_LOOKS: Mapping[Verdict, _Look] = {
    Verdict.GREEN: _Look("#176b3a", PAPER, _CIRCLE, _CHECK),
    Verdict.GREEN_WITH_MEASURES: _Look("#e4f3e8", "#14532d", _CIRCLE, _CHECK),
    Verdict.AMBER: _Look("#ffc94d", "#2e2000", _TRIANGLE, _MARK),
    Verdict.RED: _Look("#a3201f", PAPER, _OCTAGON, _CROSS),
    Verdict.GREY: _Look("#565c75", PAPER, _CIRCLE, _DASH),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the picture says; all of it stands on the page, too."""

    verdict: Verdict
    label: str
    name: str
    sentence: str
    published: str
    notice: str


def drawn(card: Card) -> Markup:
    """Return the picture as SVG."""
    look = _LOOKS[card.verdict]
    return element(
        "svg",
        element("rect", width=WIDTH, height=HEIGHT, fill=PAPER),
        _text(card.name, y=112, size=_NAME, weight=700, ink=INK),
        element("rect", y=_BAND_TOP, width=WIDTH, height=_BAND, fill=look.ground),
        _sign(look, x=_MARGIN, y=_BAND_TOP + (_BAND - 110) / 2),
        *_label(card.label, ink=look.ink),
        *_sentence(card.sentence),
        _text(card.published, y=590, size=_SMALL, weight=400, ink=_SOFT, room=_ROOM - 420),
        _text(card.notice or "DPIA Workbench", x=WIDTH - _MARGIN, y=590, size=_SMALL, weight=700,
              ink=_SOFT, room=400, text_anchor="end"),
        xmlns=NAMESPACE, viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT,
    )  # fmt: skip


def _label(words: str, *, ink: str) -> Iterator[Markup]:
    lines = list(_lines(words, size=_LABEL, room=_ROOM - 150, most=2))
    first = _BAND_TOP + _BAND / 2 + 16 - (len(lines) - 1) * 27
    for place, line in enumerate(lines):
        yield _text(line, x=_MARGIN + 150, y=first + place * 54, size=_LABEL, weight=700, ink=ink,
                    room=_ROOM - 150)  # fmt: skip


def _sentence(words: str) -> Iterator[Markup]:
    for place, line in enumerate(_lines(words, size=_TEXT, room=_ROOM, most=3)):
        yield _text(line, y=420 + place * 46, size=_TEXT, weight=400, ink=INK)


def _sign(look: _Look, *, x: float, y: float) -> Markup:
    line = {"fill": "none", "stroke": look.ink, "stroke_linecap": "round",
            "stroke_linejoin": "round"}  # fmt: skip
    return group(
        element("path", d=look.frame, stroke_width=1.8, **line),
        element("path", d=look.sign, stroke_width=2.4, **line),
        transform=f"translate({x:g} {y:g}) scale(4.6)",
    )


def _text(
    words: str, *, y: float, size: float, weight: int, ink: str, x: float = _MARGIN,
    room: float = _ROOM, text_anchor: str = "start",
) -> Markup:  # fmt: skip
    return element(
        "text", fit(words, size=size * _NARROW, room=room), x=x, y=y, fill=ink, font_size=size,
        font_weight=weight, font_family="Source Sans Pro", text_anchor=text_anchor,
    )  # fmt: skip


def _lines(text: str, *, size: float, room: float, most: int) -> Iterator[str]:
    """Yield a text in lines that fit; the last one is cut where it is drawn if there is more."""
    line, given = "", 0
    words = text.split()
    for place, word in enumerate(words):
        longer = f"{line} {word}".strip()
        if not line or text_width(longer, size=size * _NARROW) <= room:
            line = longer
        elif given == most - 1:
            yield " ".join([line, *words[place:]])
            return
        else:
            yield line
            line, given = word, given + 1
    if line:
        yield line
