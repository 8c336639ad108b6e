"""What the reader may have meant: the nearest words that occur in the index."""

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

import numpy as np

_SHORTEST = 4
_TWO_EDITS_FROM = 6
_MOST_EDITS = 2
_LAST = "\U0010ffff"


def _letters(word: str) -> int:
    mask = 0
    for sign in word:
        mask |= 1 << (ord(sign) & 31)
    return mask


def edits_allowed(word: str) -> int:
    """Return how many typing errors a word of this length is forgiven."""
    if len(word) < _SHORTEST or any(sign.isdigit() for sign in word):
        return 0
    return _MOST_EDITS if len(word) >= _TWO_EDITS_FROM else 1


def distance(left: str, right: str, *, limit: int) -> int:
    """Return the number of edits between two words, a swap of neighbours counting as one.

    Anything above the limit is answered with limit + 1.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, one in enumerate(left, start=1):
        here = [row]
        for column, other in enumerate(right, start=1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (one != other))
            if _swapped(left, right, row, column):
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > limit:
            return limit + 1
        before, above = above, here
    return min(above[-1], limit + 1)


def _swapped(left: str, right: str, row: int, column: int) -> bool:
    return (
        row > 1
        and column > 1
        and left[row - 1] == right[column - 2]
        and left[row - 2] == right[column - 1]
    )


def pack_words(words: Sequence[str], counts: Sequence[int]) -> bytes:
    """Return words in order, with the number of documents that have each, as one file."""
    masks = np.fromiter(map(_letters, words), np.uint32, len(words))
    text = zlib.compress("\n".join(words).encode(errors="replace"), 1)
    size = np.array([len(words)], np.uint32)
    return size.tobytes() + np.array(counts, np.uint32).tobytes() + masks.tobytes() + text


class WordList:
    """The words of a segment in order, with the number of documents that have each."""

    def __init__(self, packed: bytes) -> None:
        size = int(np.frombuffer(packed, np.uint32, count=1)[0])
        self.counts = np.frombuffer(packed, np.uint32, count=size, offset=4)
        self._masks = np.frombuffer(packed, np.uint32, count=size, offset=4 + 4 * size)
        text = zlib.decompress(packed[4 + 8 * size :]).decode()
        self.words: list[str] = text.split("\n") if text else []
        self._lengths = np.fromiter(map(len, self.words), np.uint8, size)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "WordList":
        """Return a list of these words."""
        words = sorted(counts)
        return cls(pack_words(words, [counts[word] for word in words]))

    def count(self, word: str) -> int:
        """Return how many documents have a word."""
        place = bisect_left(self.words, word)
        known = place < len(self.words) and self.words[place] == word
        return int(self.counts[place]) if known else 0

    def near(self, word: str, *, allowed: int) -> Iterator[str]:
        """Yield the words that may be so many edits from a word."""
        # Each edit changes at most one letter for another, so two bits of the mask.
        differing = np.bitwise_count(self._masks ^ np.uint32(_letters(word)))
        lengths = np.abs(self._lengths.astype(np.int16) - len(word))
        for place in np.flatnonzero((differing <= 2 * allowed) & (lengths <= allowed)).tolist():
            yield self.words[place]

    def commonest(self, prefix: str, *, at_most: int) -> dict[str, int]:
        """Return the commonest words that begin so, and how many documents have each."""
        first = bisect_left(self.words, prefix)
        last = bisect_left(self.words, prefix + _LAST)
        counts = self.counts[first:last]
        places = range(len(counts))
        if len(counts) > at_most:
            places = np.argpartition(counts, -at_most)[-at_most:].tolist()
        return {self.words[first + place]: int(counts[place]) for place in places}


class Vocabulary:
    """The words of an index, arranged for looking up near ones."""

    def __init__(self, lists: Sequence[WordList], *, names: Container[str]) -> None:
        self._lists = lists
        self._names = names

    def __contains__(self, word: str) -> bool:
        """Tell whether a word occurs as it is written."""
        return self.count(word) > 0 or word in self._names

    def count(self, word: str) -> int:
        """Return how many documents have a word."""
        return sum(each.count(word) for each in self._lists)

    def beginning(self, prefix: str, *, at_most: int) -> list[str]:
        """Return the commonest words that begin so; equals in the order of the alphabet."""
        counted: Counter[str] = Counter()
        for each in self._lists:
            counted.update(each.commonest(prefix, at_most=at_most))
        return sorted(counted, key=lambda word: (-counted[word], word))[:at_most]

    def nearest(self, word: str) -> str | None:
        """Return the word most likely meant: few edits, then a name, then a common word."""
        allowed = edits_allowed(word)
        if not allowed:
            return None
        near = {other for each in self._lists for other in each.near(word, allowed=allowed)}
        edits = {other: distance(word, other, limit=allowed) for other in near}
        fewest = min(edits.values(), default=allowed + 1)
        if fewest > allowed:
            return None
        closest = sorted(other for other, count in edits.items() if count == fewest)
        ranked = [((other not in self._names, other[0] != word[0]), other) for other in closest]
        best = min(ranked)[0]
        return max((other for rank, other in ranked if rank == best), key=self.count)

    def parted(self, word: str) -> str | None:
        """Return a word as two words of the index: readers write names together."""
        places = range(2, len(word) - 1)
        pairs = [(word[:place], word[place:]) for place in places]
        known = [pair for pair in pairs if pair[0] in self and pair[1] in self]
        best = max(known, key=lambda pair: min(map(len, pair)), default=None)
        return " ".join(best) if best else None
