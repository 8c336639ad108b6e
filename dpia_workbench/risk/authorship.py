"""Who wrote which words of a text: lengths with an author each, in the order of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Passage:
    """So many letters in a row by one person; None is nobody that is known."""

    length: int
    author: str | None = None


Passages = Sequence[Passage]
_SHORTEST = 4  # letters that somebody is still the author of when all around them is new


def length_of(passages: Passages) -> int:
    """Return how many letters passages have together."""
    return sum(each.length for each in passages)


def rewritten(passages: Passages, before: str, after: str, author: str | None) -> Passages:
    """Return who wrote the words of a text after somebody changed it.

    Words that stay keep their author. Passages that do not fit the text are nobody's.
    """
    if length_of(passages) != len(before):
        passages = (Passage(len(before)),)
    start = _same(before, after)
    end = min(_same(before[start:][::-1], after[start:][::-1]), len(before) - start)
    stop, till = len(before) - end, len(after) - end
    return _joined(
        [
            *_part(passages, 0, start),
            *_middle(passages, (start, before[start:stop]), after[start:till], author),
            *_part(passages, stop, len(before)),
        ]
    )


def _middle(
    passages: Passages, old: tuple[int, str], new: str, author: str | None
) -> Iterable[Passage]:
    start, before = old
    mine, wanted = _words(before), _words(new)
    at = _starts(mine, start)
    for kind, from_, to, begin, end in SequenceMatcher(
        None, mine, wanted, autojunk=False
    ).get_opcodes():
        if kind == "equal" and not _is_by_chance("".join(mine[from_:to])):
            yield from _part(passages, at[from_], at[to])
        else:
            yield Passage(sum(map(len, wanted[begin:end])), author)


def _is_by_chance(words: str) -> bool:
    """Return whether what is the same between two changes is only spaces or a short word."""
    return sum(map(str.isalnum, words)) < _SHORTEST


def _part(passages: Passages, start: int, stop: int) -> Iterable[Passage]:
    """Yield who wrote the letters between two places."""
    place = 0
    for each in passages:
        inside = min(stop, place + each.length) - max(start, place)
        if inside > 0:
            yield Passage(inside, each.author)
        place += each.length


def _joined(passages: Iterable[Passage]) -> Passages:
    return tuple(
        Passage(sum(each.length for each in group), author)
        for author, group in groupby(
            (each for each in passages if each.length), key=lambda each: each.author
        )
    )


def _same(one: str, other: str) -> int:
    """Return how many letters at the start of two texts are the same."""
    same, apart = 0, min(len(one), len(other)) + 1
    while apart - same > 1:
        middle = (same + apart) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            apart = middle
    return same


def _words(text: str) -> list[str]:
    return ["".join(group) for _, group in groupby(text, key=str.isalnum)]


def _starts(words: Iterable[str], start: int) -> list[int]:
    places = [start]
    for word in words:
        places.append(places[-1] + len(word))
    return places
