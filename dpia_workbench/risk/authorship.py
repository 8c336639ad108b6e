"""Who wrote which words of a text: lengths with an author each, in the order of the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from dpia_workbench.risk.alignment import changes


@dataclass(frozen=True, slots=True)
class Passage:
    """So many letters in a row by one person; None is nobody that is known."""

    length: int
    author: str | None = None


Passages = Sequence[Passage]


def length_of(passages: Passages) -> int:
    """Return how many letters passages have together."""
    return sum(each.length for each in passages)


def rewritten(passages: Passages, before: str, after: str, author: str | None) -> Passages:
    """Return who wrote the words of a text after somebody changed it.

    Words that stay keep their author; what counts as changed is what the history shows as such.
    Passages that do not fit the text are nobody's.
    """
    if length_of(passages) != len(before):
        passages = (Passage(len(before)),)
    made: list[Passage] = []
    place = 0
    for change in changes(before, after):
        made += _part(passages, place, change.start)
        made.append(Passage(change.new_end - change.new_start, author))
        place = change.end
    return joined([*made, *_part(passages, place, len(before))])


def split(passages: Passages, lengths: Iterable[int]) -> list[Passages]:
    """Return passages apart, for each of some texts that stand behind each other."""
    waiting = iter(passages)
    author, left = None, 0
    found: list[Passages] = []
    for length in lengths:
        made: list[Passage] = []
        while length:
            if not left:
                each = next(waiting, Passage(length))
                author, left = each.author, each.length
            size = min(left, length)
            made.append(Passage(size, author))
            left, length = left - size, length - size
        found.append(made)
    return found


def joined(passages: Iterable[Passage]) -> Passages:
    """Return passages of which no two beside each other are of one author."""
    return tuple(
        Passage(sum(each.length for each in group), author)
        for author, group in groupby(
            (each for each in passages if each.length), key=lambda each: each.author
        )
    )


def _part(passages: Passages, start: int, stop: int) -> Iterable[Passage]:
    """Yield who wrote the letters between two places."""
    place = 0
    for each in passages:
        inside = min(stop, place + each.length) - max(start, place)
        if inside > 0:
            yield Passage(inside, each.author)
        place += each.length
