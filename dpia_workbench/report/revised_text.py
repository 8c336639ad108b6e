"""Two versions of a paragraph as one with revisions: what was taken out and what was put in.

The words are compared as people read them; what looks otherwise now (bold, another language) was
taken out as it was and put in as it is. A field, a picture and a footnote change as a whole.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from dpia_workbench.risk.alignment import Work
from dpia_workbench.risk.difference import Kind, difference

Element = Any  # of lxml, whose types python-docx keeps to itself
_OBJECT = "￼"  # stands for whatever is no text, as it does in Unicode
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GONE = {qn("w:t"): "w:delText", qn("w:instrText"): "w:delInstrText"}
_BOOKMARKS = frozenset({qn("w:bookmarkStart"), qn("w:bookmarkEnd")})


@dataclass(frozen=True, slots=True)
class Piece:
    """One letter, or one thing that is no text, as it stands in a paragraph.

    `look` is the print of its properties, `inner` that of a thing; two pieces that are equal
    differ in nothing that people see. `made` makes it again.
    """

    letter: str
    look: str
    inner: str
    made: tuple[Element, ...]

    @property
    def print(self) -> tuple[str, str, str]:
        """Return what makes it the same as another one."""
        return self.letter, self.look, self.inner


def printed(element: Element) -> str:
    """Return an element as a text that is the same for elements that say the same."""
    attributes = "".join(f" {name}={value!r}" for name, value in sorted(element.attrib.items()))
    inner = "".join(printed(child) for child in element)
    return f"<{element.tag}{attributes}>{element.text or ''}{inner}</>{element.tail or ''}"


def pieces(paragraph: Element) -> tuple[Piece, ...]:
    """Return what stands in a paragraph, without its properties and its own bookmarks."""
    return tuple(_pieces(paragraph))


def _pieces(paragraph: Element) -> Iterator[Piece]:
    held: list[Element] = []  # of a field that has begun
    depth = 0
    for child in paragraph:
        if child.tag != qn("w:r"):
            continue
        depth += _step(child)
        if held or depth:
            held.append(child)
            if not depth:
                yield _thing(held)
                held = []
        else:
            yield from _of_run(child)
    if held:  # the beginning or the end of a field that spans paragraphs
        yield _thing(held)


def _step(run: Element) -> int:
    """Return by how much a run leads into a field, or out of it."""
    mark = run.find(qn("w:fldChar"))
    kind = mark.get(qn("w:fldCharType")) if mark is not None else ""
    return {"begin": 1, "end": -1}.get(kind, 0)


def _thing(made: Sequence[Element]) -> Piece:
    inner = "".join(printed(each) for each in made)
    return Piece(_OBJECT, "", inner, tuple(made))


def _of_run(run: Element) -> Iterator[Piece]:
    properties = run.find(qn("w:rPr"))
    look = printed(properties) if properties is not None else ""
    kept = () if properties is None else (properties,)
    for child in run:
        if child.tag == qn("w:t"):
            yield from (Piece(letter, look, "", kept) for letter in child.text or "")
        elif child.tag == qn("w:br"):
            yield Piece("\n", look, "br", kept)
        elif child.tag == qn("w:tab"):
            yield Piece("\t", look, "tab", kept)
        elif child.tag != qn("w:rPr"):
            yield _thing((run,))
            return


def told(some: Iterable[Piece]) -> str:
    """Return pieces as text, a sign for whatever is no text."""
    return "".join(each.letter for each in some)


Change = tuple[Kind, list[Piece]]


def changes(old: Sequence[Piece], new: Sequence[Piece], *, work: Work) -> Iterator[Change]:
    """Yield stretches of pieces with what happened to them; those that stayed are the new ones."""
    i = j = 0
    for run in difference(told(old), told(new), work=work):
        size = len(run.text)
        if run.kind is Kind.REMOVED:
            yield Kind.REMOVED, list(old[i : i + size])
            i += size
        elif run.kind is Kind.ADDED:
            yield Kind.ADDED, list(new[j : j + size])
            j += size
        else:
            yield from _alike(old[i : i + size], new[j : j + size])
            i, j = i + size, j + size


def _alike(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Change]:
    """Yield letters that stayed; those that look otherwise now were replaced."""
    pairs = zip(old, new, strict=True)
    for is_same, group in groupby(pairs, key=lambda pair: pair[0].print == pair[1].print):
        found = list(group)
        if is_same:
            yield Kind.SAME, [now for _was, now in found]
        else:
            yield Kind.REMOVED, [was for was, _now in found]
            yield Kind.ADDED, [now for _was, now in found]


def filled(paragraph: Element, found: Iterable[Change], *, revision: "Revision") -> None:
    """Put stretches of pieces into a paragraph, each as what happened to it."""
    for kind, some in found:
        runs = list(_runs(some, is_gone=kind is Kind.REMOVED))
        if kind is Kind.SAME:
            paragraph.extend(runs)
        else:
            mark = revision.mark("w:del" if kind is Kind.REMOVED else "w:ins")
            mark.extend(runs)
            paragraph.append(mark)


def _runs(some: Iterable[Piece], *, is_gone: bool) -> Iterator[Element]:
    for (_look, inner, letter), group in groupby(some, key=_joins):
        found = list(group)
        if letter == _OBJECT:
            for each in found:
                yield from (_copied(one, is_gone=is_gone) for one in each.made)
            continue
        run = OxmlElement("w:r")
        run.extend(deepcopy(list(found[0].made)))
        if inner:
            run.extend(OxmlElement(f"w:{inner}") for _each in found)
        else:
            text = OxmlElement("w:delText" if is_gone else "w:t")
            text.text = told(found)
            text.set(_SPACE, "preserve")
            run.append(text)
        yield run


def _joins(piece: Piece) -> tuple[str, str, str]:
    """Return what pieces of one run have in common."""
    is_thing = piece.letter == _OBJECT and bool(piece.inner)
    return piece.look, piece.inner, _OBJECT if is_thing else ""


def _copied(run: Element, *, is_gone: bool) -> Element:
    """Return a copy of a run; what is taken out has its texts under other names."""
    made = deepcopy(run)
    for element in list(made.iter(*_GONE)) if is_gone else ():
        other = OxmlElement(_GONE[element.tag])
        other.text = element.text
        other.set(_SPACE, "preserve")
        element.getparent().replace(element, other)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Who made the revisions, and when; the writer gives each its number at the end."""

    author: str
    at: str  # in the form of the file format

    def mark(self, tag: str) -> Element:
        """Return an empty element that marks a revision."""
        found = OxmlElement(tag)
        for name, value in (("w:id", "0"), ("w:author", self.author), ("w:date", self.at)):
            found.set(qn(name), value)
        return found


def bookmarks(paragraph: Element) -> list[Element]:
    """Return the bookmarks that stand in a paragraph, beginnings and ends."""
    return [child for child in paragraph if child.tag in _BOOKMARKS]
