"""A text as the editor keeps it: nodes with names and attributes, and words with marks.

The names are those of the schema in `static/js/rich/schema.js`. This form is only passed on:
what may stand in a text is decided in `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dpia_workbench.markdown import tree

Attribute = str | int
Marks = tuple[tuple[str, str], ...]  # the name of a mark and, of a link, where it leads

PARAGRAPH, HEADING, QUOTE = "paragraph", "heading", "blockquote"
BULLETS, NUMBERS, ITEM = "bullet_list", "ordered_list", "list_item"
LITERAL, RULE = "code_block", "horizontal_rule"
TABLE, ROW, HEADER_CELL, CELL = "table", "table_row", "table_header", "table_cell"
BREAK, IMAGE, NOTE, REFERENCE = "hard_break", "image", "note", "reference"
LINES = frozenset({PARAGRAPH, HEADING, LITERAL})  # what has words in it
INLINE = frozenset({BREAK, IMAGE, NOTE, REFERENCE})
CODE, LINK = "code", "link"
THREAD = "thread"  # on a passage that people talk about
LOOKS = {
    "strong": tree.Look.STRONG, "em": tree.Look.EMPHASIS, "strike": tree.Look.STRIKE,
}  # fmt: skip
ALIGNS = {"center": tree.Align.CENTRE, "right": tree.Align.END}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that look alike."""

    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words in a row; no stretch is empty, and no two beside each other look alike."""

    stretches: tuple[Stretch, ...]

    @property
    def words(self) -> str:
        """Return the words without their looks."""
        return "".join(each.text for each in self.stretches)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a text with what stands in it."""

    tag: str
    attributes: tuple[tuple[str, Attribute], ...] = ()
    inner: "tuple[Node | Text, ...]" = ()

    @property
    def told(self) -> Mapping[str, Attribute]:
        """Return the attributes by name."""
        return dict(self.attributes)


Nodes = tuple[Node | Text, ...]
