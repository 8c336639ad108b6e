"""What a reader may be typing: names first, then the words of the index, the commonest first."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from dpia_workbench.search.analysis import composed, is_stop, tokens
from dpia_workbench.search.model import Suggestion
from dpia_workbench.search.rows import Card

if TYPE_CHECKING:
    from dpia_workbench.search.view import View

MOST = 50
_LONGEST = 100
_MOST_LOOKED_AT = 200
_LAST = "\U0010ffff"
_ORDER: tuple[Literal["product", "category", "vendor"], ...] = ("product", "category", "vendor")

Entry = tuple[str, int, Suggestion, str]
"""The folded text from one of its words on, which word, what is suggested, and its language."""


class Names:
    """The names of some verdicts, in the order of each of their words."""

    def __init__(self, cards: Sequence[Card]) -> None:
        found: dict[Entry, list[int]] = {}
        for number, card in enumerate(cards):
            for suggestion, language in _of(card):
                for place, text in enumerate(_beginnings(suggestion.text)):
                    found.setdefault((text, place, suggestion, language), []).append(number)
        self._lists: dict[str, tuple[list[str], list[tuple[Entry, list[int]]]]] = {}
        for kind in _ORDER:
            entries = [pair for pair in found.items() if pair[0][2].kind == kind]
            entries.sort(key=lambda pair: (pair[0][0], pair[0][1], pair[0][2].text))
            self._lists[kind] = ([entry[0] for entry, _ in entries], entries)

    def beginning(self, prefix: str) -> Iterator[tuple[Entry, list[int]]]:
        """Yield the names of which a word and what follows begin so, with their cards."""
        for texts, entries in self._lists.values():
            first = bisect_left(texts, prefix)
            last = bisect_left(texts, prefix + _LAST)
            yield from entries[first : min(last, first + _MOST_LOOKED_AT)]


def _of(card: Card) -> Iterator[tuple[Suggestion, str]]:
    for name in card.shown:
        yield Suggestion(text=name, kind="product", slug=card.slug), ""
    yield Suggestion(text=card.vendor_shown, kind="vendor", slug=card.vendor), ""
    for language, name in card.category_shown.items():
        yield Suggestion(text=name, kind="category", slug=card.category), language


def _folded(text: str) -> list[str]:
    return [part for token in tokens(composed(text)) for part in token.parts]


def _beginnings(text: str) -> Iterator[str]:
    words = _folded(text)
    return (" ".join(words[place:]) for place in range(len(words)) if not is_stop(words[place]))


def suggestions(view: "View", prefix: str, *, language: str, limit: int) -> tuple[Suggestion, ...]:
    """Return at most so many suggestions; of a name in two languages, the reader's.

    A name is offered when one of its words, with what follows it, begins so; after the names
    come words of the index, when one word was typed.
    """
    typed = _folded(prefix[:_LONGEST])
    limit = max(0, min(limit, MOST))
    if not typed or not limit:
        return ()
    found: dict[tuple[str, str | None], Suggestion] = {}
    entries = sorted(view.names_beginning(" ".join(typed)), key=lambda one: _rank(one, language))
    for _, _, suggestion, _ in entries:
        found.setdefault((suggestion.kind, suggestion.slug), suggestion)
    words = _words(view, typed[-1], at_most=limit) if len(typed) == 1 else ()
    return (*found.values(), *words)[:limit]


def _rank(entry: Entry, language: str) -> tuple[int, bool, bool, int, str]:
    text, place, suggestion, spoken = entry
    kind = _ORDER.index(suggestion.kind)
    return kind, spoken not in ("", language), place > 0, len(text), suggestion.text


def _words(view: "View", prefix: str, *, at_most: int) -> Iterator[Suggestion]:
    counted: Counter[str] = Counter()
    for segment in view.segments.values():
        counted.update(segment.words.commonest(prefix, at_most=MOST))
    for word, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:at_most]:
        if len(word) > len(prefix):
            yield Suggestion(text=word, kind="word", slug=None)
