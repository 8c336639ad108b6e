"""One generation of the index, opened for reading; never changes once it is made."""

import json
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dpia_workbench.search.layout import current_directory, generation
from dpia_workbench.search.rows import FIELDS, Card
from dpia_workbench.search.spelling import Vocabulary
from dpia_workbench.search.storage import Part, open_parts

# Scores of a word are kept until this many postings are: about 100 bytes each.
_KEPT_POSTINGS = 200_000


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
    """The values of each document in a facet, as numbers: those count several times faster."""

    def __init__(self, values: Iterable[tuple[str, ...]]) -> None:
        numbers: dict[tuple[str, ...], int] = {}
        self._numbers = [numbers.setdefault(one, len(numbers)) for one in values]
        self._values = list(numbers)

    def count(self, documents: Iterable[int]) -> dict[str, int]:
        """Return how many of the documents have each value, the commonest first."""
        counts: Counter[str] = Counter()
        for number, count in Counter(map(self._numbers.__getitem__, documents)).items():
            for value in self._values[number]:
                counts[value] += count
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def having(self, documents: Iterable[int], *, chosen: Collection[str]) -> set[int]:
        """Return the documents that have any of the chosen values."""
        wanted = {
            number
            for number, values in enumerate(self._values)
            if not set(chosen).isdisjoint(values)
        }
        numbers = self._numbers
        return {one for one in documents if numbers[one] in wanted}


class View:
    """The documents of a generation, numbered from zero, with columns in memory."""

    def __init__(self, key: Key, *, before: "View | None" = None) -> None:
        known: Mapping[str, Part] = {}
        if before and before.belongs_with(key):
            known = before.parts
        self.key: Key = key
        self.parts: Mapping[str, Part]
        self.parts, gone, self._stamp = open_parts(key.directory, key.number, known=known)
        self._scores: dict[object, Mapping[int, float]] = {}
        self._kept = 0
        self._bases: list[tuple[int, Part]] = []
        self.cards: list[Card] = []
        alive: list[int] = []
        for code, part in self.parts.items():
            base = len(self.cards)
            self._bases.append((base, part))
            self.cards += part.cards
            alive += [base + one for one in range(part.size) if one not in gone[code]]
        self.alive = frozenset(alive)
        self.listed = frozenset(one for one in alive if self.cards[one].current)
        self.numbers = {self.cards[one].slug: one for one in alive}

    def belongs_with(self, key: Key) -> bool:
        """Tell whether open files of this view can serve a view with another key."""
        return (self.key.process, self.key.directory) == (key.process, key.directory)

    def intact(self) -> bool:
        """Tell whether the files are still those that were checked at opening.

        Raises FileNotFoundError when one is gone.
        """
        return self._stamp.holds() and all(part.stamp.holds() for part in self.parts.values())

    @cached_property
    def by_name(self) -> list[int]:
        """The rank of each document in alphabetical order."""
        return self._ranks(sorted(range(len(self.cards)), key=self._name))

    @cached_property
    def by_date(self) -> list[int]:
        """The rank of each document, the newest first; equal days by name."""
        order = sorted(range(len(self.cards)), key=self._name)
        order.sort(key=lambda one: self.cards[one].published_on, reverse=True)
        return self._ranks(order)

    def _name(self, one: int) -> tuple[str, str]:
        return self.cards[one].product, self.cards[one].slug

    @staticmethod
    def _ranks(order: list[int]) -> list[int]:
        ranks = [0] * len(order)
        for rank, one in enumerate(order):
            ranks[one] = rank
        return ranks

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """The facets of all documents."""
        return {
            "verdict": Facet((card.verdict,) for card in self.cards),
            "sector": Facet(card.sectors for card in self.cards),
            "vendor": Facet((card.vendor,) for card in self.cards),
            "category": Facet((card.category,) for card in self.cards),
        }

    @cached_property
    def lengths(self) -> Mapping[str, tuple[list[float], float]]:
        """Per field, the number of words of each document and their mean."""
        found = {}
        for field in FIELDS:
            # `word` repeats the passages and the names: the length that counts is the same.
            key = "body" if field == "word" else field
            each = [float(card.lengths[key]) for card in self.cards]
            found[field] = (each, (sum(each) / len(each) if each else 0.0) or 1.0)
        return found

    @cached_property
    def titles(self) -> Mapping[str, list[int]]:
        """Documents by their whole folded name."""
        found: dict[str, list[int]] = {}
        for one in self.alive:
            for title in self.cards[one].titles:
                found.setdefault(title, []).append(one)
        return found

    @cached_property
    def names(self) -> Mapping[str, list[int]]:
        """Documents by each word of their names, vendor and category, in word order."""
        found: dict[str, list[int]] = {}
        for one in sorted(self.alive):
            for name in self.cards[one].names:
                found.setdefault(name, []).append(one)
        return dict(sorted(found.items()))

    @cached_property
    def _name_list(self) -> list[str]:
        return list(self.names)

    def names_with(self, prefix: str) -> list[str]:
        """Return the words of names that begin so."""
        first = bisect_left(self._name_list, prefix)
        last = bisect_left(self._name_list, prefix + "\U0010ffff")
        return self._name_list[first:last]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word of the index as it is written."""
        words = {word for _, part in self._bases for word in part.vocabulary()}
        return Vocabulary(words, names=self.names, count=self._count)

    def _count(self, word: str) -> int:
        return sum(part.count(word) for _, part in self._bases)

    def postings(self, field: str, term: str) -> Iterator[tuple[int, float]]:
        """Return the documents that have a term, and how often; also deleted ones."""
        for base, part in self._bases:
            ids, weights = part.postings(field, term)
            yield from zip((base + one for one in ids) if base else ids, weights, strict=True)

    def passages(self, one: int, *, language: str) -> list[str]:
        """Return the sentences of a document in a language."""
        base, part = self._part(one)
        lines: list[str] = json.loads(part.text(one - base)).get(language, [])
        return lines

    def with_phrase(self, candidates: Iterable[int], phrase: bytes) -> list[int]:
        """Return those of these documents that hold words in this order."""
        found: list[int] = []
        wanted = sorted(self.alive.intersection(candidates))
        for base, part in self._bases:
            first, last = bisect_left(wanted, base), bisect_left(wanted, base + part.size)
            local = [one - base for one in wanted[first:last]]
            found += (base + one for one in part.with_phrase(local, phrase))
        return found

    def _part(self, one: int) -> tuple[int, Part]:
        return next(pair for pair in reversed(self._bases) if pair[0] <= one)

    def kept(self, key: object) -> Mapping[int, float] | None:
        """Return scores computed before in this generation."""
        return self._scores.get(key)

    def keep(self, key: object, scores: Mapping[int, float]) -> None:
        """Remember scores; forgets all when they grow too large, which costs one search."""
        if self._kept > _KEPT_POSTINGS:
            self._scores, self._kept = {}, 0
        self._scores[key] = scores
        self._kept += len(scores)
