"""One generation of the index, opened for reading; never changes once it is made."""

import os
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpia_workbench.search.layout import current_directory, generation
from dpia_workbench.search.model import KINDS
from dpia_workbench.search.postings import Counts, Numbers
from dpia_workbench.search.rows import LENGTHS, Card
from dpia_workbench.search.spelling import Vocabulary
from dpia_workbench.search.storage import Segment, open_segments
from dpia_workbench.search.suggesting import Entry

Scores = NDArray[np.float32]
"""A score for each document of a view; nought is: not found."""

Mask = NDArray[np.bool_]

# So many arrays of scores are kept for the next question, with at most so many numbers.
_KEPT_SCORES = 8_000_000


@dataclass(frozen=True, slots=True)
class Key:
    """What must be the same for a view to be still right; the process, because of forks."""

    process: int
    directory: Path
    number: int

    @classmethod
    def now(cls, folder: Path) -> "Key":
        """Return the key of the newest generation; raises IndexBroken or FileNotFoundError."""
        directory = current_directory(folder)
        return cls(os.getpid(), directory, generation(directory))


class Facet:
    """The values of each verdict in a facet, as numbers: those count many times faster."""

    def __init__(self, values: Iterable[tuple[str, ...]]) -> None:
        numbers: dict[tuple[str, ...], int] = {}
        self._numbers = np.array(
            [numbers.setdefault(one, len(numbers)) for one in values], dtype=np.intp
        )
        self._values = list(numbers)

    def count(self, cards: Numbers) -> dict[str, int]:
        """Return how many of the verdicts have each value, the commonest first."""
        counts: dict[str, int] = {}
        counted = np.bincount(self._numbers[cards], minlength=len(self._values))
        for number in np.flatnonzero(counted).tolist():
            for value in self._values[number]:
                counts[value] = counts.get(value, 0) + int(counted[number])
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def having(self, chosen: Collection[str]) -> Mask:
        """Return for each verdict whether it has any of the chosen values."""
        wanted = [not set(chosen).isdisjoint(values) for values in self._values]
        return np.array(wanted, np.bool_)[self._numbers] if wanted else np.zeros(0, np.bool_)


class View:
    """The documents of a generation, numbered from zero, with columns in memory.

    A document is a verdict (`kinds` 0) or one of the parts that follow it. `owners` has for each
    the number of its verdict among the `cards`.
    """

    def __init__(self, key: Key, *, before: "View | None" = None) -> None:
        known: Mapping[str, Segment] = {}
        if before and before.belongs_with(key):
            known = before.segments
        self.key: Key = key
        self.segments: Mapping[str, Segment]
        self.segments, gone, self._stamp = open_segments(key.directory, key.number, known=known)
        self._scores: dict[object, Scores] = {}
        self._named: dict[str, Mapping[str, Mapping[str, str]]] = {}
        self._bases: list[int] = []
        self.cards: list[Card] = []
        self.size = 0
        owners, alive = [], []
        for code, segment in self.segments.items():
            self._bases.append(self.size)
            owners.append(segment.owners + len(self.cards))
            living = np.ones(segment.size, np.bool_)
            living[list(gone[code])] = False
            alive.append(living)
            self.cards += segment.cards
            self.size += segment.size
        self._opened = tuple(self.segments.values())
        self.owners = _joined(owners, np.intp)
        self.kinds = _joined([each.kinds for each in self.segments.values()], np.uint8)
        self.firsts = np.flatnonzero(self.kinds == 0)
        self.alive = _joined(alive, np.bool_)
        self.current = np.array([card.current for card in self.cards], np.bool_)[self.owners]
        self.listed = self.alive & self.current
        self.lengths = {name: self._length(name) for name in LENGTHS}

    def belongs_with(self, key: Key) -> bool:
        """Tell whether open files of this view can serve a view with another key."""
        return (self.key.process, self.key.directory) == (key.process, key.directory)

    def intact(self) -> bool:
        """Tell whether the files are still those that were checked at opening.

        Raises FileNotFoundError when one is gone.
        """
        return self._stamp.holds() and all(
            each.stamp is not None and each.stamp.holds() for each in self.segments.values()
        )

    def of_kinds(self, kinds: Collection[str]) -> Mask:
        """Return for each document whether it is of one of these kinds."""
        return np.isin(self.kinds, [KINDS.index(kind) for kind in KINDS if kind in kinds])

    def _length(self, name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the length of each document in a field, and the mean of its kind."""
        each = _joined([segment.lengths[name] for segment in self.segments.values()], np.float32)
        sums = np.bincount(self.kinds, weights=each, minlength=len(KINDS))
        counts = np.bincount(self.kinds, minlength=len(KINDS))
        means = (sums / np.maximum(counts, 1)).astype(np.float32)
        return each, np.where(means > 0, means, np.float32(1))

    @cached_property
    def by_name(self) -> Numbers:
        """The rank of each verdict in alphabetical order."""
        return _ranks(sorted(range(len(self.cards)), key=self._name))

    @cached_property
    def by_date(self) -> Numbers:
        """The rank of each verdict, the newest first; equal days by name."""
        days = np.array([_day(card.published_on) for card in self.cards], np.intp)
        return _ranks(np.lexsort((self.by_name, -days)).tolist())

    def _name(self, one: int) -> tuple[str, str]:
        return self.cards[one].product, self.cards[one].slug

    @cached_property
    def products(self) -> Numbers:
        """The number of the product of each verdict: releases of one product share it."""
        numbers: dict[str, int] = {}
        return np.array([numbers.setdefault(c.slug, len(numbers)) for c in self.cards], np.intp)

    @cached_property
    def releases(self) -> Numbers:
        """The number of the release of each verdict; nought for an external record."""
        return np.array([card.release or 0 for card in self.cards], np.intp)

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """The facets of all verdicts."""
        return {
            "verdict": Facet((card.verdict,) for card in self.cards),
            "sector": Facet(card.sectors for card in self.cards),
            "vendor": Facet((card.vendor,) for card in self.cards),
            "category": Facet((card.category,) for card in self.cards),
        }

    @cached_property
    def slugs(self) -> Mapping[str, list[int]]:
        """The living verdicts of each product, as numbers of cards."""
        found: dict[str, list[int]] = {}
        for card in np.flatnonzero(self.alive[self.firsts]).tolist():
            found.setdefault(self.cards[card].slug, []).append(card)
        return found

    def documents(self, card: int) -> range:
        """Return the documents of a verdict: itself, and its parts."""
        first = int(self.firsts[card])
        after = card + 1
        return range(first, int(self.firsts[after]) if after < len(self.firsts) else self.size)

    def names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """Return the names of all vendors and categories, as the facets show them."""
        named = self._named.get(language)
        if named is None:
            vendors, categories = {}, {}
            for card in self.cards:
                vendors[card.vendor] = card.vendor_shown
                shown = card.category_shown
                categories[card.category] = shown.get(language) or next(iter(shown.values()), "")
            named = self._named[language] = {"vendor": vendors, "category": categories}
        return named

    def names_with(self, prefix: str) -> list[str]:
        """Return the words of names that begin so."""
        each = (segment.beginning("name", prefix) for segment in self.segments.values())
        return sorted({name for found in each for name in found})

    def names_beginning(self, prefix: str) -> Iterator[Entry]:
        """Yield the names of current verdicts of which a word and what follows begin so."""
        base = 0
        for segment in self.segments.values():
            for entry, cards in segment.names.beginning(prefix):
                if any(self.listed[self.firsts[base + card]] for card in cards):
                    yield entry
            base += len(segment.cards)

    def __contains__(self, name: object) -> bool:
        """Tell whether a word is one of a name."""
        return any(self.alive[ids].any() for _, ids, _ in self.postings("name", str(name)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the index as it is written."""
        return Vocabulary([segment.words for segment in self.segments.values()], names=self)

    def postings(self, field: str, term: str) -> Iterator[tuple[int, Numbers, Counts]]:
        """Yield by segment its first number, the documents that have a term, and how often."""
        for base, segment in zip(self._bases, self.segments.values(), strict=True):
            ids, counts = segment.postings(field, term)
            if len(ids):
                yield base, ids + base if base else ids, counts

    def having(self, field: str, term: str) -> Numbers:
        """Return the documents that have a term; also deleted ones."""
        found = [ids for _, ids, _ in self.postings(field, term)]
        return np.concatenate(found) if found else np.empty(0, np.intp)

    def text(self, one: int) -> Mapping[str, Any]:
        """Return title and passages of a document."""
        base, segment = self._segment(one)
        return segment.text(one - base)

    def key_of(self, one: int) -> str:
        """Return the key of a part in its verdict, such as R1."""
        base, segment = self._segment(one)
        return segment.column("card", one - base).decode()

    def with_phrase(self, candidates: Mask, phrase: bytes) -> Numbers:
        """Return those of these documents that hold words in this order."""
        found: list[int] = []
        wanted = candidates & self.alive
        for base, segment in zip(self._bases, self._opened, strict=True):
            local = np.flatnonzero(wanted[base : base + segment.size])
            found += (base + one for one in segment.with_phrase(local, phrase))
        return np.array(found, np.intp)

    def _segment(self, one: int) -> tuple[int, Segment]:
        place = bisect_right(self._bases, one) - 1
        return self._bases[place], self._opened[place]

    def kept(self, key: object) -> Scores | None:
        """Return scores computed before in this generation."""
        return self._scores.get(key)

    def keep(self, key: object, scores: Scores) -> None:
        """Remember scores; forgets all when they grow too large, which costs one search."""
        if (len(self._scores) + 1) * self.size > _KEPT_SCORES:
            self._scores = {}
        scores.setflags(write=False)
        self._scores[key] = scores


def _joined(arrays: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.empty(0, kind)


def _ranks(order: list[int]) -> Numbers:
    ranks = np.empty(len(order), np.intp)
    ranks[order] = np.arange(len(order))
    return ranks


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() if text else 0
