"""From the tree to plain text, for the search and for previews."""

from collections.abc import Iterable, Iterator
from itertools import chain

from dpia_workbench.markdown import tree


def plain(text: tree.Tree) -> str:
    """Return a text without its signs: a line per paragraph, item and row, notes at the end."""
    blocks = [*text.blocks, *(block for note in text.notes for block in note.inner)]
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: tree.Block) -> Iterator[str]:
    match block:
        case tree.Heading() | tree.Paragraph():
            yield said(block.inner)
        case tree.CodeBlock():
            yield block.text
        case tree.Quote() | tree.Items():
            for inner in _within(block):
                yield from _lines(inner)
        case tree.Table():
            for row in (block.header, *block.rows):
                yield "\t".join(said(cell) for cell in row)


def _within(block: tree.Quote | tree.Items) -> Iterable[tree.Block]:
    return block.inner if isinstance(block, tree.Quote) else chain.from_iterable(block.items)


def said(inlines: Iterable[tree.Inline]) -> str:
    """Return what a stretch of text says; the marks of notes say nothing."""
    return "".join(_said(one) for one in inlines)


def _said(one: tree.Inline) -> str:
    match one:
        case tree.Words():
            return one.text.replace("\n", " ")
        case tree.Code():
            return one.text
        case tree.Break():
            return " "
        case tree.Marked() | tree.Link():
            return said(one.inner)
        case tree.Image():
            return one.alternative or one.reference
        case tree.NoteMark():
            return ""
        case tree.Reference():
            return one.key
