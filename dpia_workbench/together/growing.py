"""Who wrote which letters of a document, while it takes updates in.

An update mostly touches one block: only what was touched is read and compared again.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from pycrdt import XmlFragment

from dpia_workbench.risk.authorship import Passages, joined, length_of, rewritten, split
from dpia_workbench.together import passages
from dpia_workbench.together.document import NAME, Document, take

_OTHERS = -1


class Growing:
    """A document, its blocks as letters, and who wrote those."""

    def __init__(self, doc: Document, written: Passages) -> None:
        self._doc = doc
        self._blocks: list[str] = []
        self._written: list[Passages] = []
        self._touched: set[int] = set()
        blocks = passages.blocks(doc)
        fits = length_of(written) == sum(map(len, blocks))
        self._part(written if fits else (), blocks)
        self._root = doc.get(NAME, type=XmlFragment)  # who lets go of it hears nothing
        self._root.observe_deep(self._note)

    def take(self, updates: Iterable[bytes], author: str | None) -> None:
        """Take updates of an author in. Raises NotAnUpdate."""
        self._touched.clear()
        for data in updates:
            take(self._doc, data)
        if _OTHERS in self._touched:
            blocks = passages.blocks(self._doc)
            self._part(self._rewritten("".join(blocks), author), blocks)
            return
        for place in self._touched:
            before, after = self._blocks[place], passages.block(self._doc, place)
            self._written[place] = rewritten(self._written[place], before, after, author)
            self._blocks[place] = after

    def written(self) -> Passages:
        """Return who wrote the letters of the document."""
        # They are the same, but for a document that begins with a block without a line.
        return self._rewritten(passages.flat(self._doc), None)

    def _note(self, events: Any, _transaction: Any = None) -> None:
        """Note which blocks an update touched, or that there are others now."""
        self._touched |= {each.path[0] if each.path else _OTHERS for each in events}

    def _rewritten(self, text: str, author: str | None) -> Passages:
        return rewritten(joined(chain(*self._written)), "".join(self._blocks), text, author)

    def _part(self, written: Passages, blocks: Sequence[str]) -> None:
        self._blocks, self._written = list(blocks), split(written, map(len, blocks))
