"""What a document says as Markdown, and how it comes to say a text."""

from collections.abc import Sequence

from dpia_workbench.markdown import read, write
from dpia_workbench.risk.registers import LONGEST_TEXT
from dpia_workbench.together.building import build
from dpia_workbench.together.document import MOST, Document, become, count, nodes_of, opened
from dpia_workbench.together.reading import tree_of


class Speaking:
    """The document that the verbs work with, by its updates."""

    def said(self, updates: Sequence[bytes]) -> str:
        """Return what a document says, as Markdown. Raises NotAnUpdate."""
        return write(tree_of(nodes_of(opened(updates))))

    def rewritten(self, updates: Sequence[bytes], text: str) -> bytes:
        """Return the update after which a document says a text. Raises NotAnUpdate."""
        return become(opened(updates), build(read(text)))

    def brought_together(self, updates: Sequence[bytes]) -> bytes:
        """Return one update that says the same as all of them. Raises NotAnUpdate."""
        return opened(updates).get_update()


def is_too_large(doc: Document) -> bool:
    """Return whether a document holds more than a text may."""
    found = nodes_of(doc)
    return count(found) > MOST or len(write(tree_of(found))) > LONGEST_TEXT
