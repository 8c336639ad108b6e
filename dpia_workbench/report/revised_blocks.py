"""Two versions of a text as one with revisions: paragraphs, and tables row by row.

Whoever accepts all revisions reads the new version, whoever rejects them all the old one. What is
equal is found first; between, what is of one kind and alike in words is the same thing changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from dpia_workbench.report.revised_text import (
    Change,
    Element,
    Piece,
    Revision,
    bookmarks,
    changes,
    filled,
    pieces,
    printed,
    told,
)
from dpia_workbench.risk.alignment import Match, Work, matches
from dpia_workbench.risk.difference import Kind

_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_LEAST_ALIKE = 0.35  # of the longer text: with less in common it is another paragraph
_BEGINS = 24  # characters by which a row is known

Pair = tuple[Element | None, Element | None]


@dataclass(slots=True)
class Merger:
    """Makes one text of two; `work` bounds what comparing costs."""

    revision: Revision
    work: Work = field(default_factory=lambda: Work(left=3_000_000))

    def blocks(self, old: Sequence[Element], new: Sequence[Element]) -> Iterator[Element]:
        """Yield paragraphs and tables of both versions, each with its revisions."""
        was_table = False
        for before, after in self._paired(old, new, sign=_sign, alike=self._are_alike):
            made = self._block(before, after)
            if was_table and made.tag == _TABLE:
                yield self._gap()  # or a word processor makes one table of the two
            was_table = made.tag == _TABLE
            yield made

    def _block(self, before: Element | None, after: Element | None) -> Element:
        shown = _shown(before, after)
        return self.paragraph(before, after) if shown.tag == _P else self._table(before, after)

    def _gap(self) -> Element:
        """Return a paragraph that is in neither version: put in, and taken out again."""
        made = OxmlElement("w:p")
        self._mark_end(made, "w:ins")
        self._mark_end(made, "w:del")
        return made

    def _paired(
        self, old: Sequence[Element], new: Sequence[Element], *, sign: Any, alike: Any
    ) -> Iterator[Pair]:
        """Yield what belongs together; what stands alone was taken out or put in."""
        same = matches([_print(e) for e in old], [_print(e) for e in new], work=self.work)
        i = j = 0
        for match in (*same, Match(len(old), len(new), 0)):
            yield from self._between(old[i : match.old], new[j : match.new], sign=sign, alike=alike)
            i, j = match.old + match.length, match.new + match.length
            yield from zip(old[match.old : i], new[match.new : j], strict=True)

    def _between(
        self, old: Sequence[Element], new: Sequence[Element], *, sign: Any, alike: Any
    ) -> Iterator[Pair]:
        i = j = 0
        found = matches([sign(e) for e in old], [sign(e) for e in new], work=self.work)
        for match in (*found, Match(len(old), len(new), 0)):
            yield from _apart(old[i : match.old], new[j : match.new])
            i, j = match.old + match.length, match.new + match.length
            for pair in zip(old[match.old : i], new[match.new : j], strict=True):
                yield from [pair] if alike(*pair) else _apart(pair[:1], pair[1:])

    def _are_alike(self, old: Element, new: Element) -> bool:
        """Return whether a paragraph or a table is another one changed."""
        if old.tag == _TABLE:
            return _columns(old) == _columns(new)
        before, after = pieces(old), pieces(new)
        longest = max(len(before), len(after))
        if not longest or not min(len(before), len(after)):
            return False
        stayed = (s for kind, s in changes(before, after, work=self.work) if kind is Kind.SAME)
        return sum(map(len, stayed)) >= _LEAST_ALIKE * longest

    def paragraph(self, old: Element | None, new: Element | None) -> Element:
        """Return a paragraph with its revisions; None is a version in which it is not there."""
        made = OxmlElement("w:p")
        shown = _shown(old, new)
        properties = shown.find(qn("w:pPr"))
        made.append(OxmlElement("w:pPr") if properties is None else deepcopy(properties))
        if old is None or new is None:
            self._mark_end(made, "w:del" if new is None else "w:ins")
        else:
            self._keep_properties(made.find(qn("w:pPr")), old.find(qn("w:pPr")), "w:pPrChange")
        starts, ends = _bookmarks(old, new)
        made.extend(starts)
        filled(made, self._changes(old, new), revision=self.revision)
        made.extend(ends)
        return made

    def _changes(self, old: Element | None, new: Element | None) -> Iterator[Change]:
        before: tuple[Piece, ...] = () if old is None else pieces(old)
        after: tuple[Piece, ...] = () if new is None else pieces(new)
        return changes(before, after, work=self.work)

    def _mark_end(self, paragraph: Element, tag: str) -> None:
        """Say that the end of a paragraph was put in or taken out, and with it the paragraph."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            properties = OxmlElement("w:pPr")
            paragraph.insert(0, properties)
        mark = properties.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            properties.append(mark)
        mark.append(self.revision.mark(tag))

    def _keep_properties(self, new: Element, old: Element | None, tag: str) -> None:
        """Keep in new properties what they were, if they are not the same."""
        if old is None or _of_properties(old) == _of_properties(new):
            return
        change = self.revision.mark(tag)
        change.append(deepcopy(old))
        new.append(change)

    def _table(self, old: Element | None, new: Element | None) -> Element:
        shown = _shown(old, new)
        made = OxmlElement("w:tbl")
        made.extend(deepcopy([child for child in shown if child.tag != _ROW]))
        if old is not None and new is not None:
            properties = made.find(qn("w:tblPr"))
            self._keep_properties(properties, old.find(qn("w:tblPr")), "w:tblPrChange")
        for pair in self._paired(_rows(old), _rows(new), sign=_begins, alike=_has_as_many):
            made.append(self._row(*pair))
        return made

    def _row(self, old: Element | None, new: Element | None) -> Element:
        shown = _shown(old, new)
        made = OxmlElement("w:tr")
        properties = shown.find(qn("w:trPr"))
        made.append(OxmlElement("w:trPr") if properties is None else deepcopy(properties))
        if old is None or new is None:
            mark = self.revision.mark("w:del" if new is None else "w:ins")
            made[0].append(mark)
        befores = [None] * len(shown.findall(_CELL)) if old is None else old.findall(_CELL)
        afters = [None] * len(shown.findall(_CELL)) if new is None else new.findall(_CELL)
        for before, after in zip(befores, afters, strict=True):
            made.append(self._cell(before, after))
        return made

    def _cell(self, old: Element | None, new: Element | None) -> Element:
        """Return a cell: it holds one paragraph in each version, and that is never taken away."""
        shown = _shown(old, new)
        made = OxmlElement("w:tc")
        properties = deepcopy(shown.find(qn("w:tcPr")))
        made.append(properties)
        if old is not None and new is not None:
            self._keep_properties(properties, old.find(qn("w:tcPr")), "w:tcPrChange")
        before = None if old is None else old.find(_P)
        after = None if new is None else new.find(_P)
        made.append(self.paragraph(before, after))
        return made


def _shown(old: Element | None, new: Element | None) -> Element:
    """Return the newer version, or the older one of what is gone; one of them is there."""
    return old if new is None else new


def _apart(old: Iterable[Element], new: Iterable[Element]) -> Iterator[Pair]:
    yield from ((each, None) for each in old)
    yield from ((None, each) for each in new)


def _bookmarks(old: Element | None, new: Element | None) -> tuple[list[Element], list[Element]]:
    """Return the bookmarks of both versions: they mark whole headings."""
    found: dict[str, Element] = {}
    for paragraph in (new, old):
        for each in bookmarks(paragraph) if paragraph is not None else ():
            if each.tag == qn("w:bookmarkStart"):
                found.setdefault(each.get(qn("w:name")), each)
    starts, ends = [], []
    for name, start in found.items():
        starts.append(deepcopy(start))
        ends.append(OxmlElement("w:bookmarkEnd"))
        for mark in (starts[-1], ends[-1]):
            mark.set(qn("w:id"), name)  # until the writer numbers them
    return starts, ends


def _print(element: Element) -> str:
    """Return what is the same for blocks or rows in which nothing differs."""
    if element.tag == _P:
        words = "".join(f"{each.letter}{each.look}{each.inner}" for each in pieces(element))
        return f"{_of_properties(element.find(qn('w:pPr')))}{words}"
    kept = "".join(_print(child) for child in element if child.tag in (_P, _ROW, _CELL))
    rest = "".join(printed(child) for child in element if child.tag not in (_P, _ROW, _CELL))
    return f"<{element.tag}{rest}{kept}>"


def _of_properties(properties: Element | None) -> str:
    """Return the print of properties; which list of its kind it is, does not matter."""
    if properties is None:
        return ""
    made = deepcopy(properties)
    for number in made.iter(qn("w:numId")):
        number.set(qn("w:val"), number.get("kind", number.get(qn("w:val"))))
        number.attrib.pop("kind", None)
    return printed(made)


def _sign(element: Element) -> str:
    """Return the kind of a block: the style of a paragraph, and the key it begins with."""
    if element.tag == _TABLE:
        caption = element.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        return f"table {_columns(element)} {'' if caption is None else _key(caption.get(_VALUE))}"
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    named = "" if style is None else style.get(_VALUE)
    words = told(pieces(element))
    return f"{named} {words.split(chr(9))[0] if chr(9) in words else _key(words)}"


_VALUE = qn("w:val")


def _key(words: str) -> str:
    """Return the human key that words begin with, such as R1, if there is one."""
    first = words.split(maxsplit=1)[0].rstrip(":") if words.split() else ""
    return first if first[:1].isupper() and first[-1:].isdecimal() else ""


def _columns(table: Element) -> int:
    return len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))


def _rows(table: Element | None) -> list[Element]:
    return [] if table is None else table.findall(_ROW)


def _begins(row: Element) -> str:
    """Return by what a row is known: how its first cell begins."""
    words = told(pieces(row.find(_CELL).find(_P)))
    return _key(words) or words[:_BEGINS]


def _has_as_many(old: Element, new: Element) -> bool:
    """Return whether two rows of a table have the same cells."""
    return len(old.findall(_CELL)) == len(new.findall(_CELL))
