"""The text that several people type in at once: a document of Yjs, read and changed on the server.

Updates may arrive in any order and more than once; the text comes out the same (a CRDT). Nothing
here is checked: what a browser sent becomes a text through `reading` only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from dpia_workbench.risk.alignment import steps
from dpia_workbench.together import nodes
from dpia_workbench.together.nodes import Attribute, Marks, Node, Nodes, Stretch, Text

NAME = "text"  # of the fragment in the document, here and in the browser
MOST = 50_000  # nodes in a document
DEEPEST = 40  # nodes in one another: what is deeper is passed over
_DEEPEST_TAKEN = 200  # and what makes a text deeper than this is refused
Children = Any  # of pycrdt, which has no type for them
Document = Doc[Any]


class NotAnUpdate(Exception):
    """Bytes that are no update of a document."""


def opened(updates: Iterable[bytes]) -> Document:
    """Return a document of which these are all updates, in any order. Raises NotAnUpdate."""
    doc: Document = Doc(allow_multithreading=True)
    doc.get(NAME, type=XmlFragment)
    for update in updates:
        take(doc, update)
    return doc


def take(doc: Document, update: bytes) -> None:
    """Let a document take an update in. Raises NotAnUpdate."""
    try:
        doc.apply_update(update)
    except Exception as error:  # the library raises ValueError; a panic of it is no exit either
        raise NotAnUpdate from error


def nodes_of(doc: Document, *, empty: bool = False) -> Nodes:
    """Return what a document holds; with texts that are `empty`, each child is one node."""
    return tuple(_inner(doc.get(NAME, type=XmlFragment).children, depth=0, empty=empty))


def is_too_deep(doc: Document) -> bool:
    """Return whether things stand in one another deeper than browsers can go."""
    waiting = [(child, 1) for child in doc.get(NAME, type=XmlFragment).children]
    while waiting:
        child, depth = waiting.pop()
        if depth > _DEEPEST_TAKEN:
            return True
        if isinstance(child, XmlElement):
            waiting += [(inner, depth + 1) for inner in child.children]
    return False


def count(found: Nodes) -> int:
    """Return how many nodes there are, and stretches of words."""
    return sum(
        len(each.stretches) if isinstance(each, Text) else 1 + count(each.inner) for each in found
    )


def become(doc: Document, wanted: Nodes) -> bytes:
    """Change a document so that it holds these nodes, and return that as an update.

    What is the same stays where it is, also within a paragraph, so that what others type meanwhile
    and where their carets stand is kept.
    """
    before = doc.get_state()
    with doc.transaction():
        held = nodes_of(doc, empty=True)
        _change(doc.get(NAME, type=XmlFragment).children, held, _begun(wanted))
    return doc.get_update(before)


def begin(doc: Document) -> bytes | None:
    """Put an empty text in the lines of a document that have nothing; return that as an update.

    Two who began in a line without one would each put a text there, and one of them goes when the
    editor makes one of two (y-prosemirror, issue 160). None: there is no such line.
    """
    held = nodes_of(doc, empty=True)
    return become(doc, held) if _begun(held) != held else None


def _begun(found: Nodes) -> Nodes:
    """Return nodes with an empty text in each line that has nothing."""
    return tuple(_line(each) if isinstance(each, Node) else each for each in found)


def _line(node: Node) -> Node:
    if node.tag in nodes.LINES and not node.inner:
        return replace(node, inner=(Text(()),))
    return replace(node, inner=_begun(node.inner))


def _inner(children: Children, *, depth: int, empty: bool) -> Iterator[Node | Text]:
    if depth > DEEPEST:
        return
    for child in children:
        if isinstance(child, XmlText):
            text = text_of(child)
            if text.stretches or empty:
                yield text
        elif isinstance(child, XmlElement):
            inner = tuple(_inner(child.children, depth=depth + 1, empty=empty))
            yield Node(str(child.tag), tuple(sorted(_attributes(child))), inner)


def _attributes(element: XmlElement) -> Iterator[tuple[str, Attribute]]:
    attributes: Any = element.attributes  # whose own type has no iterator
    for name, value in attributes:
        if isinstance(value, float) and value.is_integer():
            yield name, int(value)
        elif isinstance(value, str | int):
            yield name, value


def text_of(text: XmlText) -> Text:
    """Return the words of a text with their marks."""
    parts = (
        (each, marks_of(looks)) for each, looks in text.diff() if isinstance(each, str) and each
    )
    merged = tuple(
        Stretch("".join(each for each, _ in group), marks)
        for marks, group in groupby(parts, key=lambda part: part[1])
    )
    return Text(merged)


def marks_of(looks: Any) -> Marks:
    """Return marks by name; of two links on the same words the editor adds a hash to the name.

    What people say of a passage (`passages`) is no part of the text.
    """
    found = {}
    for name, value in (looks or {}).items():
        if name == nodes.THREAD:
            continue
        address = value.get("href", "") if isinstance(value, dict) else ""
        found[str(name).partition("--")[0]] = str(address)
    return tuple(sorted(found.items()))


def _change(children: Children, before: Sequence[Node | Text], wanted: Nodes) -> None:
    """Make the children of an element what is wanted, from the last one on."""
    for from_, to, start, end, is_same in reversed(list(steps(before, wanted))):
        if is_same:
            continue
        old, new = before[from_:to], wanted[start:end]
        pairs = _pairs(old, new)
        for place in range(len(old) - 1, pairs - 1, -1):
            del children[from_ + place]
        for place, node in enumerate(new[pairs:], start=from_ + pairs):
            _insert(children, place, node)
        for place in range(pairs):
            _alter(children[from_ + place], old[place], new[place])


def _pairs(old: Sequence[Node | Text], new: Sequence[Node | Text]) -> int:
    """Return how many at the start of two rows are of one kind, and so can be changed in place."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if not _is_alike(one, other):
            break
        count += 1
    return count


def _is_alike(one: Node | Text, other: Node | Text) -> bool:
    if isinstance(one, Node) and isinstance(other, Node):
        return one.tag == other.tag
    return isinstance(one, Text) and isinstance(other, Text)


def _alter(held: Any, old: Node | Text, new: Node | Text) -> None:
    if isinstance(old, Text) and isinstance(new, Text):
        retype(held, old, new)
    elif isinstance(old, Node) and isinstance(new, Node):
        for name in old.told.keys() - new.told.keys():
            del held.attributes[name]
        for name, value in new.attributes:
            if old.told.get(name) != value:
                held.attributes[name] = value
        _change(held.children, old.inner, new.inner)


def _insert(children: Children, place: int, node: Node | Text) -> None:
    if isinstance(node, Text):
        text = XmlText()
        children.insert(place, text)
        _type(text, 0, node.stretches)
        return
    told: dict[str, Any] = dict(node.attributes)
    element = XmlElement(node.tag, told)
    children.insert(place, element)
    for number, each in enumerate(node.inner):
        _insert(element.children, number, each)


def _type(text: XmlText, place: int, stretches: Iterable[Stretch]) -> None:
    """Put words in at a place, which like all places in a text counts bytes of UTF-8."""
    for each in stretches:
        text.insert(place, each.text, _looks(each.marks, before=()))
        place += size_of(each.text)


def size_of(text: str) -> int:
    """Return how many bytes a text takes, as places in a text are counted."""
    return len(text.encode())


def _looks(marks: Marks, *, before: Marks) -> dict[str, Any]:
    """Return marks as the editor keeps them; those that were there before and go are None."""
    gone: dict[str, Any] = dict.fromkeys(name for name, _ in before)
    kept = {name: {"href": told} if name == nodes.LINK else {} for name, told in marks}
    return {**gone, **kept}


def retype(held: XmlText, old: Text, new: Text) -> None:
    """Change words and looks of a text where they differ, from the last letter on."""
    mine, wanted = letters_of(old), letters_of(new)
    starts = _starts(mine)
    words = [[word for word, _ in each] for each in (mine, wanted)]
    for from_, to, start, end, is_same in reversed(list(steps(*words))):
        if is_same:
            _restyle(held, starts, mine, wanted, at=(from_, to, start))
            continue
        if to > from_:
            del held[starts[from_] : starts[to]]
        _type(held, starts[from_], stretches_of(wanted[start:end]))


Letters = Sequence[tuple[str, Marks]]


def letters_of(text: Text) -> Letters:
    """Return words and the signs between them, each with its marks."""
    return [(word, stretch.marks) for stretch in text.stretches for word in words_of(stretch.text)]


def words_of(text: str) -> list[str]:
    """Return the words of a text and the signs between them."""
    return ["".join(group) for _, group in groupby(text, key=str.isalnum)]


def _starts(letters: Letters) -> list[int]:
    starts = [0]
    for text, _ in letters:
        starts.append(starts[-1] + size_of(text))
    return starts


def stretches_of(letters: Letters) -> Iterator[Stretch]:
    """Yield words and signs, those beside each other that look alike as one."""
    for marks, group in groupby(letters, key=lambda each: each[1]):
        yield Stretch("".join(text for text, _ in group), marks)


def _restyle(
    held: XmlText, starts: Sequence[int], mine: Letters, wanted: Letters, *,
    at: tuple[int, int, int],
) -> None:  # fmt: skip
    """Change the looks of words that stay."""
    from_, to, start = at
    for place in range(from_, to):
        before, after = mine[place][1], wanted[start + place - from_][1]
        if before != after:
            held.format(starts[place], starts[place + 1], _looks(after, before=before))
