"""Elements of a drawing, escaped by construction, and how wide a text is at most.

Looks are presentation attributes beside a class, so that a drawing is right without a stylesheet
(in a Word report) and can follow the page's colours with one. Nothing is inline: the pages'
security policy allows no style attribute and no script.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from markupsafe import Markup, escape

NAMESPACE = "http://www.w3.org/2000/svg"
INK, PAPER, LINE = "#1b1f33", "#ffffff", "#6c728c"

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

# Fills become darker and borders thicker with the level: both stay visible in grey.
LOOKS: Mapping[str, Mapping[str, str]] = {
    "picture__paper": {"fill": PAPER},
    "picture__title": {"fill": INK, "font-size": "15", "font-weight": "700"},
    "picture__label": {"fill": INK, "font-size": "12"},
    "picture__axis": {"fill": INK, "font-size": "12", "font-weight": "700"},
    "picture__key": {"fill": INK, "font-size": "12", "font-weight": "700"},
    "picture__key--moved": {"fill": PAPER, "font-size": "12", "font-weight": "700"},
    "picture__key--gone": {"fill": INK, "font-size": "12"},
    "picture__pill": {"fill": PAPER, "stroke": INK, "stroke-width": "1.2"},
    "picture__pill--moved": {"fill": INK, "stroke": INK, "stroke-width": "1.2"},
    "picture__pill--gone": {"fill": PAPER, "stroke": INK, "stroke-dasharray": "3 2"},
    "picture__move": {"fill": "none", "stroke": INK, "stroke-width": "2"},
    "picture__head": {"fill": INK},
    "picture__cell--low": {"fill": "#e4f3e8", "stroke": "#176b3a", "stroke-width": "1"},
    "picture__cell--medium": {"fill": "#f8dc94", "stroke": "#7a4700", "stroke-width": "2"},
    "picture__cell--high": {"fill": "#f4c4bf", "stroke": "#7d1212", "stroke-width": "3.5"},
    "picture__word--low": {"fill": "#176b3a", "font-size": "12", "font-weight": "700"},
    "picture__word--medium": {"fill": "#6b3e00", "font-size": "12", "font-weight": "700"},
    "picture__word--high": {"fill": "#7d1212", "font-size": "12", "font-weight": "700"},
    "picture__part": {"fill": PAPER, "stroke": INK, "stroke-width": "1"},
    "picture__part--good": {"fill": "#176b3a", "stroke": INK, "stroke-width": "1"},
    "picture__part--faint": {"fill": "#d8dae6", "stroke": INK, "stroke-width": "1"},
    "picture__tick": {"fill": "none", "stroke": LINE, "stroke-width": "0.6"},
    "picture__today": {
        "fill": "none",
        "stroke": "#2a5aa8",
        "stroke-width": "1.5",
        "stroke-dasharray": "4 3",
    },
    "picture__late": {"fill": "none", "stroke": "#b0201f", "stroke-width": "6"},
    "picture__found": {"fill": PAPER, "stroke": INK, "stroke-width": "1.2"},
    "picture__found--works": {"fill": "#176b3a", "stroke": INK, "stroke-width": "1"},
    "picture__found--failed": {"fill": "#b0201f", "stroke": INK, "stroke-width": "1"},
    "picture__half": {"fill": INK},
    "picture__inner": {"fill": "none", "stroke": PAPER, "stroke-width": "1.8"},
    "picture__ground": {"fill": "#f8dc94"},
    "picture__hatch": {"stroke": "#6b3e00", "stroke-width": "2"},
    "picture__dot": {"fill": "#2a5aa8"},
    "picture__cross": {"stroke": "#7d1212", "stroke-width": "1.5"},
}


def element(name: str, *children: str | Markup, **attributes: object) -> Markup:
    """Return an element; `_` in the name of an attribute stands for a hyphen."""
    return _element(name, children, _attributes(attributes))


def look(name: str, kind: str, *children: str | Markup, **attributes: object) -> Markup:
    """Return an element with one of the looks: its class, and its presentation attributes."""
    return _element(name, children, _look(kind) + _attributes(attributes))


@cache
def _look(kind: str) -> str:
    return _attributes({"class": kind, **LOOKS[kind]})


def _attributes(given: Mapping[str, object]) -> str:
    return "".join(f' {_name(key)}="{_shown(value)}"' for key, value in given.items())


def _element(name: str, children: Iterable[str | Markup], attributes: str) -> Markup:
    tag = _name(name)
    inner = "".join(each if isinstance(each, Markup) else _escaped(each) for each in children)
    # Leaving the escaping to Markup takes three times as long.
    return Markup(f"<{tag}{attributes}>{inner}</{tag}>")  # noqa: S704  # all was escaped


@cache
def _name(given: str) -> str:
    """Return the name of an element or attribute. Raises ValueError for what is none."""
    name = given.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name: {given}")
    return name


def group(*children: Markup, **attributes: object) -> Markup:
    """Return elements together."""
    return element("g", *children, **attributes)


def _shown(value: object) -> str:
    """Return a value as text; no number is more exact than anybody sees."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return str(escape(clean(text)))


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def text_width(text: str, *, size: float) -> float:
    """Return how wide a text is at most, in bold and in any usual font without serifs."""
    return sum(_share(sign) for sign in text) * size


def _share(sign: str) -> float:
    """Return how wide a character is for its size."""
    if ord(sign) > 0x24F:  # beyond Latin: as wide as it is high
        return 1.1
    if sign in " .,:;'|!ijl()*":
        return 0.4
    if sign in "MWmw@%":
        return 0.95
    return 0.78 if sign in "GOQ" else 0.73 if sign.isupper() else 0.6


def fit(text: str, *, size: float, room: float) -> str:
    """Return a text, or as much of its beginning as there is room for."""
    if text_width(text, size=size) <= room:
        return text
    while text and text_width(f"{text}…", size=size) > room:
        text = text[:-1]
    return f"{text}…"


def wrapped(widths: Iterable[float], *, room: float, gap: float) -> list[tuple[int, float]]:
    """Return line and start of things that stand in lines one after the other."""
    places: list[tuple[int, float]] = []
    line, x = 0, 0.0
    for width in widths:
        if x > 0 and x + width > room:
            line, x = line + 1, 0.0
        places.append((line, x))
        x += width + gap
    return places
