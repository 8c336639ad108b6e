"""What a document says as Markdown, and how it comes to say a text."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from dpia_workbench.markdown import read, write
from dpia_workbench.risk.authorship import Passages
from dpia_workbench.risk.registers import LONGEST_TEXT
from dpia_workbench.together import passages
from dpia_workbench.together.building import build
from dpia_workbench.together.document import (
    MOST,
    Document,
    become,
    begin,
    count,
    is_too_deep,
    nodes_of,
    opened,
)
from dpia_workbench.together.growing import Growing
from dpia_workbench.together.reading import tree_of


class Speaking:
    """The document that the verbs work with, by its updates."""

    def said(self, updates: Sequence[bytes]) -> str:
        """Return what a document says, as Markdown. Raises NotAnUpdate."""
        return write(tree_of(nodes_of(opened(updates))))

    def rewritten(self, updates: Sequence[bytes], text: str) -> bytes:
        """Return the update after which a document says a text. Raises NotAnUpdate."""
        return become(opened(updates), build(read(text)))

    def begun(self, updates: Sequence[bytes]) -> bytes | None:
        """Return the update after which people can begin in each line at once; None: they can."""
        return begin(opened(updates))

    def flat(self, updates: Sequence[bytes]) -> str:
        """Return the letters of a document, a line per block. Raises NotAnUpdate."""
        return passages.flat(opened(updates))

    def grown(
        self, updates: Sequence[bytes], new: Sequence[tuple[bytes, str | None]], written: Passages
    ) -> Passages:
        """Return who wrote the letters of a document after new updates, each of its author."""
        growing = Growing(opened(updates), written)
        for author, group in groupby(new, key=itemgetter(1)):
            growing.take((data for data, _ in group), author)
        return growing.written()

    def brought_together(self, updates: Sequence[bytes]) -> bytes:
        """Return one update that says the same as all of them. Raises NotAnUpdate."""
        return opened(updates).get_update()

    def anchored(
        self, updates: Sequence[bytes], thread: str, *, passage: str, before: str, after: str
    ) -> bytes | None:
        """Return the update that marks a passage, or None if it is not there or not only there."""
        doc = opened(updates)
        state = doc.get_state()
        is_there = passages.mark(doc, thread, passage=passage, before=before, after=after)
        return doc.get_update(state) if is_there else None

    def quoted(self, updates: Sequence[bytes]) -> Mapping[str, str]:
        """Return the words of the passages that are marked now, by thread."""
        return passages.quoted(opened(updates))

    def reworded(
        self, updates: Sequence[bytes], thread: str, *, passage: str, proposed: str
    ) -> bytes | None:
        """Return the update that rewords a marked passage, or None if it changed since."""
        doc = opened(updates)
        state = doc.get_state()
        is_same = passages.reword(doc, thread, passage=passage, proposed=proposed)
        return doc.get_update(state) if is_same else None


class Remembering(Speaking):
    """The same, which remembers: what was computed before a write costs nothing in it."""

    def __init__(self) -> None:
        self._said: dict[int, str] = {}
        self._grown: dict[int, Passages] = {}

    def said(self, updates: Sequence[bytes]) -> str:
        """Return what a document says, as Markdown. Raises NotAnUpdate."""
        key = hash(tuple(updates))
        if key not in self._said:
            self._said[key] = super().said(updates)
        return self._said[key]

    def grown(
        self, updates: Sequence[bytes], new: Sequence[tuple[bytes, str | None]], written: Passages
    ) -> Passages:
        """Return who wrote the letters of a document after new updates, each of its author."""
        key = hash((tuple(updates), tuple(new), tuple(written)))
        if key not in self._grown:
            self._grown[key] = super().grown(updates, new, written)
        return self._grown[key]


def is_too_large(doc: Document) -> bool:
    """Return whether a document holds more than a text may."""
    if is_too_deep(doc):
        return True
    found = nodes_of(doc)
    return count(found) > MOST or len(write(tree_of(found))) > LONGEST_TEXT
