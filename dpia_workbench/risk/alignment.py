"""Which parts of two texts are the same: what merging and showing a difference both need.

Lines are aligned first, and words within the lines that changed. What both texts have exactly
once anchors the rest (a "patience" difference), and the shortest edit (Myers) fills what is
between the anchors. The work is counted, not timed: when it is used up, what is left counts as
replaced, so the same two texts always give the same answer.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A word may hold signs (1.000, e-mail); a run of spaces and a line break are one token each.
_TOKEN = re.compile(r"\w+(?:[.,'’-]\w+)*|\r\n|[\r\n]|[^\S\r\n]+|.", re.DOTALL)
_WORD = re.compile(r"\w")
_BREAK = re.compile(r"[\r\n]")

_MOST_EDITS = 200  # between two anchors; more than this is a rewrite
_MOST_STEPS = 2_000_000  # about a second
_DEEPEST = 12  # how often anchors are looked for between anchors


class Match(NamedTuple):
    """As many equal items in a row, from a position in either sequence."""

    old: int
    new: int
    length: int


class Step(NamedTuple):
    """Items of the old sequence (old to old_end) beside those of the new one, equal or not."""

    old: int
    old_end: int
    new: int
    new_end: int
    is_same: bool


class Change(NamedTuple):
    """Characters of the old text (start to end) that other characters of the new one replace."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        """Return how much was changed, in characters."""
        return max(self.end - self.start, self.new_end - self.new_start)


class _Part(NamedTuple):
    """A stretch of either sequence that is still to be aligned."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int


@dataclass(slots=True)
class Work:
    """How many steps may still be taken; texts that are compared for one reader share it."""

    left: int = _MOST_STEPS


def changes(old: str, new: str, *, work: Work | None = None) -> tuple[Change, ...]:
    """Return what changed, in order and apart from each other.

    Whole words change. Changes with nothing but spaces and signs between them are one change, and
    so are changes around less text than either of them changed: a rewritten sentence is one
    change even when it kept a few words.
    """
    work = work or Work()
    found: list[Change] = []
    old_lines, new_lines = _LINE.findall(old), _LINE.findall(new)
    for lines in _between(old_lines, new_lines, work=work):
        before, after = old[lines.start : lines.end], new[lines.new_start : lines.new_end]
        if not before or not after:
            found.append(lines)
            continue
        for words in _between(_TOKEN.findall(before), _TOKEN.findall(after), work=work):
            moved = (lines.start, lines.start, lines.new_start, lines.new_start)
            found.append(Change(*(one + by for one, by in zip(words, moved, strict=True))))
    return tuple(_joined(found, old=old))


def is_apart(text: str, *, end: int, start: int) -> bool:
    """Return whether a word or a line break stands between two places of a text."""
    return any(kind.search(text, end, start) for kind in (_WORD, _BREAK))


def _joined(found: Sequence[Change], *, old: str) -> Iterator[Change]:
    if not found:
        return
    last = found[0]
    for change in found[1:]:
        if _belongs(last, change, old=old):
            last = Change(last.start, change.end, last.new_start, change.new_end)
        else:
            yield last
            last = change
    yield last


def _belongs(last: Change, change: Change, *, old: str) -> bool:
    if _BREAK.search(old, last.end, change.start):
        return False
    short = change.start - last.end < min(last.size, change.size)
    return short or not is_apart(old, end=last.end, start=change.start)


def _between(old: Sequence[str], new: Sequence[str], *, work: Work) -> Iterator[Change]:
    """Return what stands between the matches of two sequences, as places in their text."""
    old_at, new_at = _places(old), _places(new)
    i = j = 0
    for i_end, j_end, length in (*matches(old, new, work=work), Match(len(old), len(new), 0)):
        by = 0
        if i == i_end:
            by = _slide(new, j, j_end, most=length)
        elif j == j_end:
            by = _slide(old, i, i_end, most=length)
        if i < i_end or j < j_end:
            yield Change(old_at[i + by], old_at[i_end + by], new_at[j + by], new_at[j_end + by])
        i, j = i_end + length, j_end + length


def _slide(items: Sequence[str], start: int, end: int, *, most: int) -> int:
    """Return how far a stretch that only one text has can move on and still say the same.

    Of the places where a paragraph can be put in, that makes it the one after the empty line.
    """
    by = 0
    while start < end and by < most and items[start + by] == items[end + by]:
        by += 1
    return by


def _places(tokens: Sequence[str]) -> list[int]:
    places = [0]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places


def steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Step]:
    """Yield both sequences from beginning to end, in stretches that are the same or are not.

    However long and alike they are, it takes about a second at most.
    """
    names: dict[Hashable, str] = {}
    one, other = ([names.setdefault(item, str(len(names))) for item in row] for row in (old, new))
    i = j = 0
    for match in _whole(matches(one, other, work=Work())):
        if i < match.old or j < match.new:
            yield Step(i, match.old, j, match.new, is_same=False)
        i, j = match.old + match.length, match.new + match.length
        yield Step(match.old, i, match.new, j, is_same=True)
    if i < len(old) or j < len(new):
        yield Step(i, len(old), j, len(new), is_same=False)


def _whole(found: Sequence[Match]) -> Iterator[Match]:
    """Yield matches, those that go on where another ends as one."""
    last = Match(0, 0, 0)
    for match in found:
        if (last.old + last.length, last.new + last.length) == match[:2]:
            last = Match(last.old, last.new, last.length + match.length)
        else:
            if last.length:
                yield last
            last = match
    if last.length:
        yield last


def matches(old: Sequence[str], new: Sequence[str], *, work: Work) -> list[Match]:
    """Return the longest runs of equal items that were found, in order."""
    found: list[Match] = []
    parts = [_Part(0, len(old), 0, len(new), 0)]
    while parts:
        part, ends = _trimmed(parts.pop(), old=old, new=new)
        found.extend(ends)
        if part.old == part.old_end or part.new == part.new_end:
            continue
        anchors = _anchors(part, old=old, new=new) if part.depth < _DEEPEST else []
        found.extend(Match(i, j, 1) for i, j in anchors)
        if anchors:
            parts.extend(_around(part, anchors))
        else:
            found.extend(_shortest(part, old=old, new=new, work=work))
    return sorted(found)


def _trimmed(
    part: _Part, *, old: Sequence[str], new: Sequence[str]
) -> tuple[_Part, tuple[Match, ...]]:
    """Return a part without its equal beginning and end, and these two."""
    i, i_end, j, j_end, depth = part
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    ends = (Match(part.old, part.new, i - part.old), Match(i_end, j_end, part.old_end - i_end))
    return _Part(i, i_end, j, j_end, depth), tuple(end for end in ends if end.length)


def _around(part: _Part, anchors: Sequence[tuple[int, int]]) -> Iterator[_Part]:
    i, j = part.old, part.new
    for anchor_i, anchor_j in (*anchors, (part.old_end, part.new_end)):
        yield _Part(i, anchor_i, j, anchor_j, part.depth + 1)
        i, j = anchor_i + 1, anchor_j + 1


def _anchors(part: _Part, *, old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the words that both have exactly once, as far as they stand in the same order."""
    there = _once(new, start=part.new, end=part.new_end)
    here = _once(old, start=part.old, end=part.old_end)
    return _rising([(i, there[token]) for token, i in here.items() if token in there])


def _once(items: Sequence[str], *, start: int, end: int) -> dict[str, int]:
    places: dict[str, int] = {}
    again: set[str] = set()
    for position in range(start, end):
        item = items[position]
        if item in places:
            again.add(item)
        else:
            places[item] = position
    return {
        item: position
        for item, position in places.items()
        if item not in again and _WORD.search(item)
    }


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs whose second numbers rise as their first ones do."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(at[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        at[place : place + 1] = [number]
    chosen = []
    number = at[-1] if at else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _shortest(
    part: _Part, *, old: Sequence[str], new: Sequence[str], work: Work
) -> Iterator[Match]:
    """Return the matches that leave the fewest edits, or none if there are too many of those."""
    a, b = old[part.old : part.old_end], new[part.new : part.new_end]
    if set(a).isdisjoint(b):
        return
    trail = _trail(a, b, work=work)
    if trail is None:
        return
    x, y = len(a), len(b)
    for edits in range(len(trail) - 1, -1, -1):
        k, reach = x - y, trail[edits]
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        start = reach[k + 1] if down else reach[k - 1] + 1
        if x > start:
            yield Match(part.old + start, part.new + start - k, x - start)
        x, y = (start, start - k - 1) if down else (start - 1, start - k)


def _trail(a: Sequence[str], b: Sequence[str], *, work: Work) -> list[dict[int, int]] | None:
    """Return how far each diagonal reached before each number of edits, or None (Myers 1986)."""
    n, m = len(a), len(b)
    reach = {1: 0}
    trail = []
    for edits in range(min(n + m, _MOST_EDITS) + 1):
        trail.append(reach.copy())
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = start = reach[k + 1] if down else reach[k - 1] + 1
            while x < n and x - k < m and a[x] == b[x - k]:
                x += 1
            reach[k] = x
            work.left -= 1 + x - start
            if x >= n and x - k >= m:
                return trail
        if work.left < 0:
            break
    return None
