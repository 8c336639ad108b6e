"""From the tree to what the editor keeps."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from dpia_workbench.markdown import tree
from dpia_workbench.markdown.runs import Run, runs
from dpia_workbench.markdown.writing import write
from dpia_workbench.together import nodes
from dpia_workbench.together.nodes import Node, Nodes, Stretch, Text

_MARKS = {look: name for name, look in nodes.LOOKS.items()}
_ALIGNS = {align: name for name, align in nodes.ALIGNS.items()}


def build(text: tree.Tree) -> Nodes:
    """Return a tree as nodes; an empty one is an empty paragraph, in which one can begin.

    Notes stand where their marks are; one that nothing refers to stands at the end.
    """
    notes = Notes({note.number: _told(note.inner) for note in text.notes})
    found = list(_blocks(text.blocks, notes=notes))
    lonely = [notes.node(number) for number in sorted(notes.texts.keys() - notes.placed)]
    if lonely:
        found.append(Node(nodes.PARAGRAPH, (), tuple(lonely)))
    return tuple(found) or (Node(nodes.PARAGRAPH),)


@dataclass(slots=True)
class Notes:
    """The notes of a text by number, and which of them stand somewhere."""

    texts: Mapping[int, str]
    placed: set[int] = field(default_factory=set)

    def node(self, number: int) -> Node:
        """Return the note as it stands in a line."""
        self.placed.add(number)
        return Node(nodes.NOTE, (("text", self.texts[number]),))


def _told(blocks: tree.Blocks) -> str:
    """Return the text of a note as Markdown."""
    return write(tree.Tree(blocks))


def _blocks(blocks: Iterable[tree.Block], *, notes: Notes) -> Iterator[Node]:
    for block in blocks:
        yield _block(block, notes=notes)


def _block(block: tree.Block, *, notes: Notes) -> Node:
    match block:
        case tree.Heading():
            inner = _words(block.inner, notes=notes)
            return Node(nodes.HEADING, (("level", block.level),), inner)
        case tree.Paragraph():
            return Node(nodes.PARAGRAPH, (), _words(block.inner, notes=notes))
        case tree.Quote():
            return Node(nodes.QUOTE, (), _filled(block.inner, notes=notes))
        case tree.Items():
            return _items(block, notes=notes)
        case tree.CodeBlock():
            return Node(nodes.LITERAL, (), (Text((Stretch(block.text),)),))
        case tree.Rule():
            return Node(nodes.RULE)
        case tree.Table():
            return _table(block, notes=notes)


def _filled(blocks: tree.Blocks, *, notes: Notes) -> Nodes:
    return tuple(_blocks(blocks, notes=notes)) or (Node(nodes.PARAGRAPH),)


def _items(block: tree.Items, *, notes: Notes) -> Node:
    items = tuple(Node(nodes.ITEM, (), _item(item, notes=notes)) for item in block.items)
    if block.start is None:
        return Node(nodes.BULLETS, (), items)
    return Node(nodes.NUMBERS, (("order", block.start),), items)


def _item(blocks: tree.Blocks, *, notes: Notes) -> Nodes:
    """Return what stands in an item, which begins with a paragraph."""
    found = _filled(blocks, notes=notes)
    begins = isinstance(found[0], Node) and found[0].tag == nodes.PARAGRAPH
    return found if begins else (Node(nodes.PARAGRAPH), *found)


def _table(block: tree.Table, *, notes: Notes) -> Node:
    aligns = [_ALIGNS.get(one, "") for one in block.columns]

    def row(cells: Iterable[tree.Inlines], tag: str) -> Node:
        made = (
            Node(
                tag,
                (("align", align),) if align else (),
                (Node(nodes.PARAGRAPH, (), _words(cell, notes=notes)),),
            )
            for cell, align in zip(cells, aligns, strict=True)
        )
        return Node(nodes.ROW, (), tuple(made))

    rows = (row(block.header, nodes.HEADER_CELL), *(row(cells, nodes.CELL) for cells in block.rows))
    return Node(nodes.TABLE, (), rows)


def _words(inlines: tree.Inlines, *, notes: Notes) -> Nodes:
    found: list[Node | Text] = []
    for is_words, group in groupby(runs(inlines), key=_is_words):
        if is_words:
            found.append(Text(tuple(_stretch(run) for run in group)))
        else:
            found += [_atom(run.what, notes=notes) for run in group]
    return tuple(found)


def _is_words(run: Run) -> bool:
    return isinstance(run.what, tree.Words | tree.Code)


def _stretch(run: Run) -> Stretch:
    marks = [(_MARKS[look], "") for look in run.looks]
    if run.address:
        marks.append((nodes.LINK, run.address))
    if isinstance(run.what, tree.Code):
        return Stretch(run.what.text, tuple(sorted([*marks, (nodes.CODE, "")])))
    text = run.what.text if isinstance(run.what, tree.Words) else ""
    return Stretch(text.replace("\n", " "), tuple(sorted(marks)))


def _atom(one: object, *, notes: Notes) -> Node:
    match one:
        case tree.Image():
            return Node(nodes.IMAGE, (("alt", one.alternative), ("evidence", one.reference)))
        case tree.NoteMark():
            return notes.node(one.number)
        case tree.Reference():
            return Node(nodes.REFERENCE, (("key", one.key),))
    return Node(nodes.BREAK)
