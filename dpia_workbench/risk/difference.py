"""What changed between two texts, word by word, for people to read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from dpia_workbench.risk.alignment import Work, changes

ELLIPSIS = "…"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BREAKS = ("\n", "\r")


class Kind(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text to which the same happened; what was removed comes before what came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph (a line of the text) as it was and as it is, to be shown side by side.

    A side is None where the paragraph is in the other text only.
    """

    old: tuple[Run, ...] | None
    new: tuple[Run, ...] | None

    @property
    def is_same(self) -> bool:
        """Return whether nothing changed in this paragraph."""
        return self.old == self.new


def difference(old: str, new: str, *, work: Work | None = None) -> tuple[Run, ...]:
    """Return both texts as runs; `work` is shared by texts that may only take so long together.

    The same and the removed runs together are the old text, the same and the added runs the new
    one. No run is empty, and no two neighbours are of one kind.
    """
    return tuple(_runs(old, new, work=work))


def _runs(old: str, new: str, *, work: Work | None) -> Iterator[Run]:
    at = 0
    for change in changes(old, new, work=work):
        yield from _run(Kind.SAME, old[at : change.start])
        yield from _run(Kind.REMOVED, old[change.start : change.end])
        yield from _run(Kind.ADDED, new[change.new_start : change.new_end])
        at = change.end
    yield from _run(Kind.SAME, old[at:])


def _run(kind: Kind, text: str) -> Iterator[Run]:
    if text:
        yield Run(kind, text)


def shortened(runs: Sequence[Run], *, around: int = 80) -> tuple[Run, ...]:
    """Return the runs with what stayed the same cut down to some characters beside each change.

    Cuts are made between words, and an ellipsis stands where text was left out. When nothing
    changed, only the beginning is left.
    """
    last = len(runs) - 1
    return tuple(
        Run(run.kind, _cut(run.text, head=around * (at > 0 or not last), tail=around * (at < last)))
        if run.kind is Kind.SAME
        else run
        for at, run in enumerate(runs)
    )


def _cut(text: str, *, head: int, tail: int) -> str:
    """Return the beginning and the end of a text, at most so many characters of each."""
    if len(text) <= head + tail + len(ELLIPSIS):
        return text
    begin = text[:head]
    if head and not text[head].isspace():
        begin = _without_last_word(begin)
    end = text[len(text) - tail :]
    if tail and not text[len(text) - tail - 1].isspace():
        end = _without_last_word(end[::-1])[::-1]
    return begin + ELLIPSIS + end


def _without_last_word(text: str) -> str:
    """Return a text up to its last space; all of it when it is one long word."""
    for place in range(len(text) - 1, -1, -1):
        if text[place].isspace():
            return text[: place + 1]
    return text


def side_by_side(runs: Iterable[Run]) -> tuple[Row, ...]:
    """Return the paragraphs of both texts beside each other, without their line breaks.

    Empty lines are left out. Where paragraphs were put in, taken out, split or joined, those of
    one text that have no other half stand alone.
    """
    rows: list[Row] = []
    old, new = _Column(), _Column()
    for run in runs:
        if run.kind is Kind.SAME and not old.current and not new.current:
            rows += _paired(old, new)
        for text in _LINE.findall(run.text):
            if run.kind is not Kind.ADDED:
                old.add(run.kind, text)
            if run.kind is not Kind.REMOVED:
                new.add(run.kind, text)
            if run.kind is Kind.SAME and text.endswith(_BREAKS):
                rows += _paired(old, new)
    old.end()
    new.end()
    return (*rows, *_paired(old, new))


@dataclass(slots=True)
class _Column:
    """The paragraphs of one text that have no row yet, and the one that is being read."""

    paragraphs: list[tuple[Run, ...]] = field(default_factory=list)
    current: list[Run] = field(default_factory=list)

    def add(self, kind: Kind, text: str) -> None:
        """Add a line or a piece of one."""
        if words := text.rstrip("\r\n"):
            self.current.append(Run(kind, words))
        if text.endswith(_BREAKS):
            self.end()

    def end(self) -> None:
        """End the paragraph."""
        if self.current:
            self.paragraphs.append(tuple(self.current))
        self.current = []


def _paired(old: _Column, new: _Column) -> list[Row]:
    rows = [Row(*pair) for pair in zip_longest(old.paragraphs, new.paragraphs)]
    old.paragraphs, new.paragraphs = [], []
    return rows
