"""What people wrote in a dossier, as blocks and runs in the language in which they wrote it.

Every text of a dossier's report passes here, so that there is one way from Markdown to Word.
"""

from dataclasses import dataclass, field, replace

from dpia_workbench.i18n import current_language
from dpia_workbench.markdown import read, tree
from dpia_workbench.markdown.references import Names
from dpia_workbench.report.model import Block, Heading, Paragraph, Run, Runs
from dpia_workbench.report.texts import Notes, Photos, text_blocks
from dpia_workbench.report.wording import Words
from dpia_workbench.store.bilingual import Bilingual

LONGEST_IN_TABLE = 300  # characters


@dataclass(frozen=True, slots=True)
class Hand:
    """Who wrote: in which language, with which pictures, names of what it
    refers to, and notes.
    """

    language: str
    photos: Photos | None = None
    names: Names | None = None
    notes: Notes = field(default_factory=Notes)

    def blocks(self, text: str, *, level: int) -> list[Block]:
        """Return a text in Markdown as blocks; its own headings begin at a level, unnumbered."""
        made = text_blocks(
            read(text),
            notes=self.notes,
            heading=level,
            language=self._marked,
            photos=self.photos,
            names=self.names,
        )
        return [replace(each, number="") if isinstance(each, Heading) else each for each in made]

    def bilingual(self, value: Words, *, level: int) -> list[Block]:
        """Return a text in two languages as `blocks` does, in the reader's if there is one."""
        words = Bilingual.of(value)
        spoken = words.language(current_language())
        return replace(self, language=spoken).blocks(words.text(spoken), level=level)

    def inline(self, text: str) -> Runs:
        """Return a text in Markdown that fits in a table, as runs."""
        for block in text_blocks(
            read(text), notes=self.notes, heading=1, language=self._marked, names=self.names
        ):
            if isinstance(block, Paragraph):
                return block.runs
        return ()

    def line(self, text: str, *, bold: bool = False) -> Runs:
        """Return words as they are."""
        return (Run(text=text.strip(), bold=bold, language=self._marked),)

    @property
    def _marked(self) -> str | None:
        """Return the language, if it is another one than that of the document."""
        return None if self.language == current_language() else self.language


def fits_in_table(text: str) -> bool:
    """Return whether a text is one short paragraph, or nothing."""
    if len(text) > LONGEST_IN_TABLE:
        return False
    found = read(text)
    return (
        not found.notes
        and all(isinstance(each, tree.Paragraph) for each in found.blocks[:1])
        and (len(found.blocks) <= 1)
    )
