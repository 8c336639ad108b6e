"""What verbs ask of the document of a text that several people type in; the floor `together` does.

A document is passed on as its updates, in any order.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from dpia_workbench.risk.authorship import Passages


class Document(Protocol):
    """How documents are read and changed; the floor `together` does."""

    def said(self, updates: Sequence[bytes]) -> str:
        """Return what a document says, as Markdown."""

    def rewritten(self, updates: Sequence[bytes], text: str) -> bytes:
        """Return the update after which a document says a text."""

    def begun(self, updates: Sequence[bytes]) -> bytes | None:
        """Return the update after which people can begin in each line at once; None: they can."""

    def flat(self, updates: Sequence[bytes]) -> str:
        """Return the letters of a document, a line per block."""

    def grown(
        self, updates: Sequence[bytes], new: Sequence[tuple[bytes, str | None]], written: Passages
    ) -> Passages:
        """Return who wrote the letters of a document after new updates, each of its author."""

    def brought_together(self, updates: Sequence[bytes]) -> bytes:
        """Return one update that says the same."""

    def anchored(
        self, updates: Sequence[bytes], thread: str, *, passage: str, before: str, after: str
    ) -> bytes | None:
        """Return the update that marks a passage, or None if it is not there or not only there."""

    def quoted(self, updates: Sequence[bytes]) -> Mapping[str, str]:
        """Return the words of the passages that are marked now, by thread."""

    def reworded(
        self, updates: Sequence[bytes], thread: str, *, passage: str, proposed: str
    ) -> bytes | None:
        """Return the update that rewords a marked passage, or None if it changed since."""
