"""The hits of one page: where each stands, and the passages that show why it was found."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dpia_workbench.search.highlights import Marker, sought
from dpia_workbench.search.model import KINDS, Hit, Place
from dpia_workbench.search.query import Wish
from dpia_workbench.search.view import Scores, View

_MOST_PARTS = 4
"""So many parts of a verdict are read for the passages to show: those that say most."""


class Shown(NamedTuple):
    """What was found, and in which language it is shown."""

    view: View
    scores: Scores
    wishes: tuple[Wish, ...]
    language: str


def hits(shown: Shown, page: list[int]) -> tuple[Hit, ...]:
    """Return the documents of a page as hits."""
    marker = Marker(sought(shown.wishes), language=shown.language)
    return tuple(_hit(shown, one, marker=marker) for one in page)


def _hit(shown: Shown, one: int, *, marker: Marker) -> Hit:
    view = shown.view
    card = view.cards[view.owners[one]]
    place = _place(view, one)
    text = view.text(one) if shown.wishes or place.key else {}
    lines: list[tuple[str, int | None]] = [(line, None) for line in _lines(text, shown=shown)]
    if place.kind == "verdict" and shown.wishes:
        for part in _telling_parts(shown, int(view.owners[one])):
            lines += [(line, part) for line in _all_lines(view.text(part), shown=shown)]
    marked = marker.highlights([line for line, _ in lines]) if shown.wishes else ()
    return Hit(
        slug=card.slug,
        score=float(shown.scores[one]),
        place=place,
        title=_title(text, language=shown.language),
        highlights=tuple(highlight for _, highlight in marked),
        places=tuple(_of_part(view, lines[number][1]) for number, _ in marked),
        is_current=card.current,
    )


def _of_part(view: View, one: int | None) -> Place | None:
    return None if one is None else _place(view, one)


def _place(view: View, one: int) -> Place:
    kind = KINDS[int(view.kinds[one])]
    key = view.key_of(one) if kind != "verdict" else ""
    return Place(kind=kind, key=key, release=view.cards[view.owners[one]].release)


def _telling_parts(shown: Shown, card: int) -> list[int]:
    """Return the parts of a verdict that meet most of what is sought, as they stand in it."""
    parts = shown.view.documents(card)[1:]
    scores = shown.scores[parts.start : parts.stop]
    best = np.argsort(-scores, kind="stable")[:_MOST_PARTS]
    return sorted(parts[number] for number in best.tolist() if scores[number] > 0)


def _lines(text: Mapping[str, Any], *, shown: Shown) -> list[str]:
    found: list[str] = text.get("passages", {}).get(shown.language, [])
    return found


def _all_lines(text: Mapping[str, Any], *, shown: Shown) -> list[str]:
    title = text["title"].get(shown.language)
    return [*([title] if title else []), *_lines(text, shown=shown)]


def _title(text: Mapping[str, Any], *, language: str) -> str:
    titles: Mapping[str, str] = text.get("title", {})
    return titles.get(language) or next(iter(titles.values()), "")
