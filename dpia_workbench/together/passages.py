"""Passages of a document that people talk about: found by their words, and marked in the text.

The mark goes with the words, whatever is typed around or between them; what a text says is the
same with or without it. Browsers and the server find a passage in the same flat text: a line per
block, a sign for each thing in it that has no letters.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from dpia_workbench.risk.alignment import steps
from dpia_workbench.together import nodes
from dpia_workbench.together.document import (
    DEEPEST,
    NAME,
    Document,
    Letters,
    letters_of,
    retype,
    size_of,
    stretches_of,
    text_of,
    words_of,
)
from dpia_workbench.together.nodes import Text

SIGN = "\ufffc"  # for a picture, a note or another thing without letters
_LINES = frozenset({nodes.PARAGRAPH, nodes.HEADING, nodes.LITERAL})


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a text that look alike, and where they stand."""

    held: XmlText
    number: int  # of the text that holds them
    place: int  # in the flat text
    byte: int  # in what holds them
    text: str
    threads: frozenset[str]


@dataclass(slots=True)
class _Reader:
    flat: list[str] = field(default_factory=list)
    found: list[Words] = field(default_factory=list)
    length: int = 0
    number: int = 0

    def add(self, text: str) -> None:
        self.flat.append(text)
        self.length += len(text)

    def read(self, children: Any, *, depth: int) -> None:
        for child in children:
            if isinstance(child, XmlText):
                self.words(child)
            elif isinstance(child, XmlElement) and depth <= DEEPEST:
                self.element(child, depth=depth)

    def element(self, child: XmlElement, *, depth: int) -> None:
        tag = str(child.tag)
        is_line = tag in _LINES or tag == nodes.RULE
        if is_line:
            self.add("\n" if self.flat else "")
        if tag == nodes.RULE or tag in nodes.INLINE:
            self.add(SIGN)
        else:
            self.read(child.children, depth=depth + 1)

    def words(self, held: XmlText) -> None:
        self.number += 1
        byte = 0
        for text, looks in held.diff():
            if not isinstance(text, str):
                continue
            told = (looks or {}).get(nodes.THREAD)
            ids = str(told.get("ids", "")) if isinstance(told, dict) else ""
            threads = frozenset(ids.split())
            self.found.append(Words(held, self.number, self.length, byte, text, threads))
            self.add(text)
            byte += size_of(text)


def _read(doc: Document) -> _Reader:
    reader = _Reader()
    reader.read(doc.get(NAME, type=XmlFragment).children, depth=0)
    return reader


def flat(doc: Document) -> str:
    """Return the letters of a document: a line per block."""
    return "".join(_read(doc).flat)


def block(doc: Document, place: int) -> str:
    """Return the letters of one block of a document, with the line break before it."""
    return _letters(doc.get(NAME, type=XmlFragment).children[place], place)


def blocks(doc: Document) -> list[str]:
    """Return the letters of each block of a document."""
    children = doc.get(NAME, type=XmlFragment).children
    return [_letters(child, place) for place, child in enumerate(children)]


def _letters(child: Any, place: int) -> str:
    reader = _Reader(flat=[""] if place else [])
    reader.read([child], depth=0)
    return "".join(reader.flat)


def mark(doc: Document, thread: str, *, passage: str, before: str, after: str) -> bool:
    """Mark the passage that stands between these words; return whether it was found.

    Where the passage stands more than once, the words around it decide.
    """
    reader = _read(doc)
    place = _found("".join(reader.flat), passage, before=before, after=after)
    if place is None:
        return False
    end = place + len(passage)
    touched = [w for w in reader.found if w.place < end and w.place + len(w.text) > place]
    with doc.transaction():
        for words in touched:
            start, stop = max(place - words.place, 0), min(end - words.place, len(words.text))
            ids = " ".join(sorted(words.threads | {thread}))
            from_ = words.byte + size_of(words.text[:start])
            to = words.byte + size_of(words.text[:stop])
            words.held.format(from_, to, {nodes.THREAD: {"ids": ids}})
    return bool(touched)


def _found(text: str, passage: str, *, before: str, after: str) -> int | None:
    """Return where a passage stands, or None if it does not, or nothing tells at which place."""
    if not passage:
        return None
    around = len(before), len(passage) + len(after)
    ranked = sorted(
        (
            (
                _same(text[max(0, at - around[0]) : at][::-1], before[::-1])
                + _same(text[at + len(passage) : at + around[1]], after),
                at,
            )
            for at in _places(text, passage)
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def _places(text: str, passage: str) -> Iterator[int]:
    at = text.find(passage)
    while at >= 0:
        yield at
        at = text.find(passage, at + 1)


def _same(one: str, other: str) -> int:
    """Return how many letters at the start of two texts are the same."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def quoted(doc: Document) -> Mapping[str, str]:
    """Return the words that are marked now, by thread."""
    found: dict[str, list[str]] = defaultdict(list)
    for words in _read(doc).found:
        for thread in words.threads:
            found[thread].append(words.text)
    return {thread: "".join(parts) for thread, parts in found.items()}


def reword(doc: Document, thread: str, *, passage: str, proposed: str) -> bool:
    """Put other words in the place of a marked passage; return whether it still was as quoted.

    Words that are in both stay where they are, with their looks.
    """
    marked = [words for words in _read(doc).found if thread in words.threads]
    if not marked or "".join(words.text for words in marked) != passage:
        return False
    first, last = marked[0], marked[-1]
    if first.number != last.number:  # a picture or a note stands between: somebody must look
        return False
    old = text_of(first.held)
    start, end = first.byte, last.byte + size_of(last.text)
    head, inside, tail = _cut(letters_of(old), start=start, end=end)
    made = [*head, *_reworded(inside, proposed), *tail]
    with doc.transaction():
        retype(first.held, old, Text(tuple(stretches_of(made))))
    return True


def _cut(letters: Letters, *, start: int, end: int) -> tuple[Letters, Letters, Letters]:
    """Return letters before, between and after two places, which count bytes."""
    parts: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
    byte = 0
    for text, marks in letters:
        for sign in text:
            side = 0 if byte < start else 1 if byte < end else 2
            parts[side].append((sign, marks))
            byte += size_of(sign)
    return parts


def _reworded(inside: Letters, proposed: str) -> Letters:
    """Return proposed words, each with the looks of the words that it stands in place of."""
    old = "".join(text for text, _ in inside)
    looks = [marks for text, marks in inside for _ in text]
    made: list[Any] = []
    one, other = words_of(old), words_of(proposed)
    starts = [0, *accumulate(map(len, one))]
    for from_, to, begin, stop, is_same in steps(one, other):
        if is_same:
            made += zip(old[starts[from_] : starts[to]], looks[starts[from_] : starts[to]],
                        strict=True)  # fmt: skip
        else:
            nearest = looks[min(max(starts[from_] - (from_ == to), 0), len(looks) - 1)]
            made += ((sign, nearest) for sign in "".join(other[begin:stop]))
    return made
