"""From what the editor keeps to the checked tree: the only way from a browser into a text.

A browser can send anything. What the tree has no node for becomes words, and is never lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dpia_workbench.markdown import is_address, read, tree
from dpia_workbench.markdown.letters import clean
from dpia_workbench.markdown.parser import EVIDENCE, REFERENCE
from dpia_workbench.markdown.runs import Run, joined
from dpia_workbench.together import nodes
from dpia_workbench.together.nodes import Node, Nodes, Text

_DEEPEST = 8  # lists and quotes in one another
_LARGEST_START, _LOWEST = 999_999, 6
_MOST_COLUMNS = 63


def tree_of(found: Nodes) -> tree.Tree:
    """Return nodes as a tree in which nothing stands but what may stand in a text."""
    reader = _Reader()
    blocks = tuple(reader.blocks(found, depth=0))
    return tree.Tree(blocks, tuple(reader.notes))


@dataclass(slots=True)
class _Reader:
    """Reads the nodes of one text, and gathers the notes that it meets."""

    notes: list[tree.Note] = field(default_factory=list)

    def blocks(self, found: Nodes, *, depth: int) -> Iterator[tree.Block]:
        """Yield blocks; words that stand in none are a paragraph."""
        loose: list[Node | Text] = []
        for each in found:
            if isinstance(each, Text) or each.tag in nodes.INLINE:
                loose.append(each)
                continue
            yield from self._paragraph(loose)
            loose = []
            yield from self._block(each, depth=depth)
        yield from self._paragraph(loose)

    def _paragraph(self, found: Iterable[Node | Text]) -> Iterator[tree.Block]:
        if inner := self._words(tuple(found)):
            yield tree.Paragraph(inner)

    def _block(self, node: Node, *, depth: int) -> Iterator[tree.Block]:
        match node.tag:
            case nodes.HEADING:
                yield tree.Heading(_number(node, "level", most=_LOWEST), self._words(node.inner))
            case nodes.LITERAL:
                yield tree.CodeBlock(clean(_said(node.inner)).strip("\n"))
            case nodes.RULE:
                yield tree.Rule()
            case nodes.TABLE:
                yield from self._table(node)
            case nodes.QUOTE if depth < _DEEPEST:
                yield tree.Quote(tuple(self.blocks(node.inner, depth=depth + 1)))
            case nodes.BULLETS | nodes.NUMBERS if depth < _DEEPEST:
                yield from self._items(node, depth=depth + 1)
            case _:
                yield from self.blocks(node.inner, depth=depth)

    def _items(self, node: Node, *, depth: int) -> Iterator[tree.Block]:
        items = tuple(
            tuple(self.blocks(item.inner if isinstance(item, Node) else (item,), depth=depth))
            for item in node.inner
        )
        start = None
        if node.tag == nodes.NUMBERS:
            start = _number(node, "order", least=0, most=_LARGEST_START)
        if any(items):
            yield tree.Items(items=items, start=start)

    def _table(self, node: Node) -> Iterator[tree.Block]:
        rows = [
            [cell for cell in row.inner if isinstance(cell, Node)]
            for row in node.inner
            if isinstance(row, Node)
        ]
        width = min(max((len(row) for row in rows), default=0), _MOST_COLUMNS)
        if not width:
            return
        read_rows = [self._cells(row, width=width) for row in rows]
        aligns = [str(cell.told.get("align", "")) for cell in rows[0]]
        yield tree.Table(
            header=read_rows[0],
            rows=tuple(read_rows[1:]),
            columns=tuple(
                nodes.ALIGNS.get(align, tree.Align.START)
                for align in (*aligns, *[""] * width)[:width]
            ),
        )

    def _cells(self, cells: list[Node], *, width: int) -> tuple[tree.Inlines, ...]:
        """Return the cells of a row, as many as the widest row has; the last takes what is over."""
        found = [self._words(tuple(_leaves(cell.inner))) for cell in cells[: width - 1]]
        rest = tuple(leaf for cell in cells[width - 1 :] for leaf in _leaves(cell.inner))
        found.append(self._words(rest))
        return tuple(found + [()] * (width - len(found)))

    def _words(self, found: Nodes) -> tree.Inlines:
        return joined(run for each in found for run in self._runs(each))

    def _runs(self, each: Node | Text) -> Iterator[Run]:
        if isinstance(each, Node):
            yield from self._atom(each)
            return
        for stretch in each.stretches:
            text = clean(stretch.text).replace("\n", " ")
            told = dict(stretch.marks)
            looks = frozenset(nodes.LOOKS[name] for name in told if name in nodes.LOOKS)
            address = told.get(nodes.LINK, "")
            what = tree.Code(text) if nodes.CODE in told else tree.Words(text)
            if is_address(address):
                yield Run(what, looks, address)
            else:
                yield Run(what, looks)
                if address:
                    yield Run(tree.Words(clean(f" ({address})")), looks)

    def _atom(self, node: Node) -> Iterator[Run]:
        told = node.told
        if node.tag == nodes.BREAK:
            yield Run(tree.Break())
        elif node.tag == nodes.IMAGE:
            alternative = clean(str(told.get("alt", ""))).replace("\n", " ")
            reference = str(told.get("evidence", "")).upper()
            if EVIDENCE.fullmatch(f"evidence:{reference}"):
                yield Run(tree.Image(reference, alternative))
            elif alternative:
                yield Run(tree.Words(alternative))
        elif node.tag == nodes.NOTE:
            yield from self._note(str(told.get("text", "")))
        elif node.tag == nodes.REFERENCE:
            key = clean(str(told.get("key", ""))).upper()
            known = REFERENCE.fullmatch(f"dossier:{key}")
            yield Run(tree.Reference(key) if known else tree.Words(key))
        else:
            yield from (run for each in node.inner for run in self._runs(each))

    def _note(self, text: str) -> Iterator[Run]:
        inner = read(text).blocks
        if inner:
            number = len(self.notes) + 1
            self.notes.append(tree.Note(number, 1, inner))
            yield Run(tree.NoteMark(number, 1))


def _leaves(found: Nodes) -> Iterator[Node | Text]:
    """Yield what stands in the lines of blocks; between two of them there is a space."""
    for place, each in enumerate(found):
        if isinstance(each, Text) or each.tag in nodes.INLINE:
            yield each
            continue
        if place:
            yield Text((nodes.Stretch(" "),))
        yield from _leaves(each.inner)


def _said(found: Nodes) -> str:
    return "".join(each.words if isinstance(each, Text) else _said(each.inner) for each in found)


def _number(node: Node, name: str, *, least: int = 1, most: int) -> int:
    """Return an attribute as a number within bounds."""
    try:
        return max(least, min(int(float(node.told.get(name, 1))), most))
    except (ValueError, OverflowError):
        return 1
