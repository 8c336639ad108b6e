"""What people wrote in a dossier, as blocks and runs in the language in which they wrote it.

Every text of a dossier's report passes here, so that there is one way from Markdown to Word.
"""

import re
from dataclasses import dataclass

from dpia_workbench.report import wording
from dpia_workbench.report.model import Block, Runs
from dpia_workbench.report.wording import said
from dpia_workbench.store.bilingual import Bilingual

LONGEST_IN_TABLE = 300  # characters
_BLOCKS = re.compile(r"\n|^(#|>|[-*+] |\d+[.)] |\||```|~~~)")


@dataclass(frozen=True, slots=True)
class Hand:
    """Who wrote: in which language."""

    language: str

    def blocks(self, text: str, *, level: int) -> list[Block]:
        """Return a text as blocks; its own headings begin at a level."""
        return wording.prose(self._spoken(text))

    def line(self, text: str, *, italic: bool = False) -> Runs:
        """Return a text that stands in a cell or in a line."""
        return said(self._spoken(text), italic=italic)

    def _spoken(self, text: str) -> Bilingual:
        return Bilingual(**{self.language: text})


def fits_in_table(text: str) -> bool:
    """Return whether a text is one short paragraph."""
    whole = text.strip()
    return len(whole) <= LONGEST_IN_TABLE and not _BLOCKS.search(whole)
