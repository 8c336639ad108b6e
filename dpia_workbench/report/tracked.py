"""Two reports as one Word file with tracked changes.

Whoever accepts all changes reads the newer report, whoever rejects them the older one: the text,
the tables, the header and the contents. Pictures and footnotes of both are in the file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import count

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from dpia_workbench.report import word
from dpia_workbench.report.letters import clean
from dpia_workbench.report.markup import FIRST_NUMBERED_LIST, Body, body, line, runs
from dpia_workbench.report.model import Document, Picture, Run
from dpia_workbench.report.revised_blocks import Merger
from dpia_workbench.report.revised_text import Element, Revision

_ID, _NAME, _VALUE = qn("w:id"), qn("w:name"), qn("w:val")
_REVISIONS = ("w:ins", "w:del", "w:pPrChange", "w:tcPrChange", "w:tblPrChange")
_FIELD = qn("w:fldChar")
_PLACE = re.compile(r"_Toc\d+")


def write_changes(old: Document, new: Document, *, author: str, on: date) -> bytes:
    """Return the bytes of a .docx file that shows how one report became another.

    The changes bear the name of `author` and a day.
    """
    file = word.started(new)
    pictures = word.images(file, old) | word.images(file, new)
    made = merged(old, new, pictures=pictures, author=author, on=on)
    file.sections[0].header.part.element[:] = [made.header]
    return word.finished(file, made.text, lists=made.lists, footnotes=made.footnotes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Two reports as one: the elements of the text, and what the file needs besides them."""

    header: Element
    text: Sequence[Element]
    lists: Sequence[tuple[int, int]]
    footnotes: Sequence[Sequence[str]]


def merged(
    old: Document, new: Document, *, pictures: Mapping[Picture, str], author: str, on: date
) -> Merged:
    """Return two reports as one text with revisions; `pictures` names the files of pictures."""
    before, after = (
        _Side.of(body(document.blocks, images=pictures), document=document)
        for document in (old, new)
    )
    before.move_lists(by=len(after.lists))
    merger = Merger(revision=Revision(author=clean(author), at=f"{on.isoformat()}T00:00:00Z"))
    text = list(merger.blocks(before.blocks, after.blocks))
    both = (parse_xml(line("Header", (Run(text=each.header),))) for each in (old, new))
    header = merger.paragraph(*both)
    footnotes = list(_footnotes(text, {**before.notes, **after.notes}))
    _number([header, *text])
    return Merged(
        header=header, text=text, lists=[*after.lists, *before.lists], footnotes=footnotes
    )


@dataclass(slots=True)
class _Side:
    """One of the reports as elements that can be compared with those of the other."""

    blocks: list[Element]
    lists: Sequence[tuple[int, int]]
    notes: dict[str, list[str]] = field(default_factory=dict)  # by a name that both sides give

    @classmethod
    def of(cls, text: Body, *, document: Document) -> "_Side":
        """Return a report whose places, lists, pictures and notes go by what they are."""
        made = cls(blocks=list(_open_contents(list(parse_xml(text.xml)))), lists=text.lists)
        made._name_places()
        made._name_lists()
        made._name_notes([[runs(some) for some in note] for note in document.notes])
        for picture in made._all("wp:docPr", "pic:cNvPr"):
            picture.set("id", "0")
        return made

    def _all(self, *tags: str) -> Iterator[Element]:
        for block in self.blocks:
            yield from block.iter(*(qn(tag) for tag in tags))

    def _name_places(self) -> None:
        """Name the place of each heading after its words, so that it is the same in both."""
        names: dict[str, str] = {}
        for start in self._all("w:bookmarkStart"):
            words = "".join(each.text or "" for each in start.getparent().iter(qn("w:t")))
            name = _named("_Toc", words)
            while name in names.values():
                name = _named("_Toc", name)
            names[start.get(_NAME)] = name
            start.set(_NAME, name)
        for told in self._all("w:instrText"):
            told.text = _PLACE.sub(lambda found: names.get(found[0], found[0]), told.text or "")

    def _name_lists(self) -> None:
        for number in self._all("w:numId"):
            place = int(number.get(_VALUE)) - FIRST_NUMBERED_LIST
            if place >= 0:
                number.set("kind", "{} from {}".format(*self.lists[place]))

    def move_lists(self, *, by: int) -> None:
        """Make room for the lists of the other report."""
        for number in self._all("w:numId"):
            if number.get("kind"):
                number.set(_VALUE, str(int(number.get(_VALUE)) + by))

    def _name_notes(self, written: Sequence[list[str]]) -> None:
        """Name the notes after their words."""
        for reference in self._all("w:footnoteReference"):
            note = written[int(reference.get(_ID)) - 1]
            name = _named("note", "\n".join(note))
            self.notes[name] = note
            reference.set(_ID, name)


def _named(kind: str, words: str) -> str:
    return f"{kind}{sha256(words.encode()).hexdigest()[:12]}"


def _open_contents(blocks: list[Element]) -> Iterator[Element]:
    """Yield blocks in which the field of the contents has paragraphs of its own at its ends.

    Its lines can then come and go. Links in them are left to the field of the page number, and
    what refers to a note again is the number alone.
    """
    depth = 0
    for block in blocks:
        _simplify(block)
        marks = [one for one in block if one.tag == qn("w:r")]
        steps = [_step(one) for one in marks]
        if not depth and sum(steps) > 0:
            begins = marks[: steps.index(1) + 3]
            yield _apart(begins)
        ends = [one for one, step in zip(marks, steps, strict=True) if step < 0][-1:]
        closes = depth + sum(steps) == 0 and depth > 0
        if closes:
            block.remove(ends[0])
        depth += sum(steps)
        yield block
        if closes:
            yield _apart(ends)


def _step(run: Element) -> int:
    mark = run.find(_FIELD)
    kind = mark.get(qn("w:fldCharType")) if mark is not None else ""
    return {"begin": 1, "end": -1}.get(kind, 0)


def _apart(marks: Iterable[Element]) -> Element:
    """Return a paragraph with a part of a field only."""
    made = parse_xml(line("TOC1", (Run(text=""),)))
    made[1:] = list(marks)
    return made


def _simplify(block: Element) -> None:
    for link in list(block.iter(qn("w:hyperlink"))):
        for child in list(link):
            link.addprevious(child)
        link.getparent().remove(link)
    for start in list(block.iter(qn("w:bookmarkStart"))):
        if start.get(_NAME).startswith("_Note"):
            ends = [e for e in block.iter(qn("w:bookmarkEnd")) if e.get(_ID) == start.get(_ID)]
            for mark in (start, *ends):
                mark.getparent().remove(mark)
    for told in list(block.iter(qn("w:instrText"))):
        if "NOTEREF" in (told.text or ""):
            _keep_result(told.getparent())


def _keep_result(instruction: Element) -> None:
    """Leave of a field only what it shows."""
    begin, separate = instruction.getprevious(), instruction.getnext()
    end = separate.getnext().getnext()
    for one in (begin, instruction, separate, end):
        one.getparent().remove(one)


def _footnotes(text: Iterable[Element], known: dict[str, list[str]]) -> Iterator[list[str]]:
    """Number the references to notes as they stand, and yield the notes in that order."""
    number = 0
    for block in text:
        for reference in block.iter(qn("w:footnoteReference")):
            yield known[reference.get(_ID)]
            number += 1
            reference.set(_ID, str(number))


def _number(text: Sequence[Element]) -> None:
    """Give revisions, bookmarks and pictures the numbers that each has for itself."""
    numbers = count(1)
    known: set[str] = set()
    for block in text:
        for element in block.iter(*(qn(tag) for tag in _REVISIONS)):
            element.set(_ID, str(next(numbers)))
        for start in list(block.iter(qn("w:bookmarkStart"))):
            _number_place(start, block=block, number=next(numbers), known=known)
        for listed in block.iter(qn("w:numId")):
            listed.attrib.pop("kind", None)
    pictures = (each for block in text for each in block.iter(qn("w:drawing")))
    for place, drawing in enumerate(pictures, start=1):
        for each in drawing.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            each.set("id", str(place))


def _number_place(start: Element, *, block: Element, number: int, known: set[str]) -> None:
    """Number a bookmark; of a heading that moved, the place where it stood first is kept."""
    name = start.get(_NAME)
    marks = [start, *(e for e in block.iter(qn("w:bookmarkEnd")) if e.get(_ID) == name)]
    for mark in marks:
        if name in known:
            mark.getparent().remove(mark)
        else:
            mark.set(_ID, str(number))
    known.add(name)
