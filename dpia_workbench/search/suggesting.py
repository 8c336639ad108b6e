"""What a reader may be typing: names first, then the words of the index, the commonest first."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from dpia_workbench.search.analysis import composed, is_stop, tokens
from dpia_workbench.search.model import Suggestion
from dpia_workbench.search.rows import Card

if TYPE_CHECKING:
    from dpia_workbench.search.view import View

MOST = 50
_LONGEST = 100
_MOST_LOOKED_AT = 100
_LAST = "\U0010ffff"

Kind = Literal["product", "category", "vendor"]
_ORDER: tuple[Kind, ...] = ("product", "category", "vendor")

Entry = tuple[str, int, Suggestion, str]
"""The folded text from one of its words on, which word, what is suggested, and its language."""


class Names:
    """The names of some verdicts, in the order of each of their words."""

    def __init__(self, cards: Sequence[Card]) -> None:
        known: dict[tuple[str, str, str], list[int]] = {}
        found: dict[str, list[tuple[Entry, list[int]]]] = {kind: [] for kind in _ORDER}
        for number, card in enumerate(cards):
            for kind, slug, name, language in _of(card):
                of = known.get((kind, slug, name))
                if of is None:
                    of = known[kind, slug, name] = []
                    suggestion = Suggestion(text=name, kind=kind, slug=slug)
                    for place, text in enumerate(_beginnings(name)):
                        found[kind].append(((text, place, suggestion, language), of))
                of.append(number)
        self._lists: list[tuple[list[str], list[tuple[Entry, list[int]]]]] = []
        for entries in found.values():
            entries.sort(key=lambda pair: (pair[0][0], pair[0][1], pair[0][2].text))
            self._lists.append(([entry[0] for entry, _ in entries], entries))

    def beginning(self, prefix: str) -> Iterator[tuple[Entry, list[int]]]:
        """Yield the names of which a word and what follows begin so, with their cards."""
        for texts, entries in self._lists:
            first = bisect_left(texts, prefix)
            last = bisect_left(texts, prefix + _LAST)
            yield from entries[first : min(last, first + _MOST_LOOKED_AT)]


def _of(card: Card) -> Iterator[tuple[Kind, str, str, str]]:
    """Yield the names of a verdict: kind, slug, name, and language if it has one."""
    for name in card.shown:
        yield "product", card.slug, name, ""
    yield "vendor", card.vendor, card.vendor_shown, ""
    for language, name in card.category_shown.items():
        yield "category", card.category, name, language


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
    named = {" ".join(_folded(each.text)) for each in found.values()}
    return (*found.values(), *(each for each in words if each.text not in named))[:limit]


def _rank(entry: Entry, language: str) -> tuple[int, bool, bool, int, str]:
    text, place, suggestion, spoken = entry
    kind = _ORDER.index(suggestion.kind)
    return kind, spoken not in ("", language), place > 0, len(text), suggestion.text


def _words(view: "View", prefix: str, *, at_most: int) -> Iterator[Suggestion]:
    for word in view.vocabulary.beginning(prefix, at_most=MOST)[:at_most]:
        if len(word) > len(prefix):
            yield Suggestion(text=word, kind="word", slug=None)
