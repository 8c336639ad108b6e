"""What the reader may have meant: the nearest words that occur in the index."""

from collections.abc import Callable, Collection, Iterable

_SHORTEST = 4
_TWO_EDITS_FROM = 6
_MOST_EDITS = 2
_MOST_COUNTED = 500


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


class Vocabulary:
    """The words of an index, arranged for looking up near ones."""

    def __init__(
        self, words: Collection[str], *, names: Collection[str], count: Callable[[str], int]
    ) -> None:
        self._words = words
        self._names = names
        # Asked for the few words that matter: counting all takes longer than a search.
        self._count = count
        self._by_length: dict[int, list[tuple[int, str]]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append((_letters(word), word))

    def __contains__(self, word: str) -> bool:
        """Tell whether a word occurs as it is written."""
        return word in self._words or word in self._names

    def beginning(self, prefix: str, *, at_most: int) -> list[str]:
        """Return the commonest words that begin so."""
        found = sorted(word for word in self._words if word.startswith(prefix))
        return sorted(found[:_MOST_COUNTED], key=self._count, reverse=True)[:at_most]

    def nearest(self, word: str) -> str | None:
        """Return the word most likely meant: few edits, then a name, then a common word."""
        allowed = edits_allowed(word)
        if not allowed:
            return None
        ranked = [
            ((edits, other not in self._names, other[0] != word[0]), other)
            for other in self._near(word, allowed)
            if (edits := distance(word, other, limit=allowed)) <= allowed
        ]
        if not ranked:
            return None
        nearest = min(ranked)[0]
        equals = sorted(other for rank, other in ranked if rank == nearest)
        return max(equals, key=self._count)

    def _near(self, word: str, allowed: int) -> Iterable[str]:
        letters = _letters(word)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for mask, other in self._by_length.get(length, ()):
                # Each edit changes at most one letter for another, so two bits of the mask.
                if (mask ^ letters).bit_count() <= 2 * allowed:
                    yield other

    def parted(self, word: str) -> str | None:
        """Return a word as two words of the index: readers write names together."""
        places = range(2, len(word) - 1)
        pairs = [(word[:place], word[place:]) for place in places]
        known = [pair for pair in pairs if pair[0] in self and pair[1] in self]
        best = max(known, key=lambda pair: min(map(len, pair)), default=None)
        return " ".join(best) if best else None
