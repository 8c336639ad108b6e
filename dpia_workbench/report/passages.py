"""Compares a Word file that somebody has with the report as it is made from the release.

The file is not to be trusted: entities are not resolved, nothing is fetched, and what is far larger
than the report is not read at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from dpia_workbench.risk.alignment import steps

MOST = 100  # who reads more of them?
_LONGEST = 400  # characters of a passage that are shown
_ROOM = 2**20  # a part may be this much larger than the one it is compared with
_MOST_PARAGRAPHS = 5000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = frozenset({f"{_W}t", f"{_W}delText", f"{_W}instrText"})
_BREAKS = frozenset({f"{_W}br", f"{_W}tab", f"{_W}cr"})
Parts = Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that differ: in which part of the file, what the report says, what the file says."""

    part: str
    published: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a file differs from the report: in words, and parts that differ in something else."""

    passages: tuple[Passage, ...]
    parts: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs."""
        return not self.passages and not self.parts


class _Unread(Exception):
    """A part that is not read: no XML, one with a DTD, or one that is far too large."""


def compare(made: Parts, given: Parts) -> Comparison:
    """Return how a file differs from the report that is made from the release."""
    passages: list[Passage] = []
    others: list[str] = []
    for name in sorted({*made, *given}):
        mine, theirs = made.get(name, b""), given.get(name, b"")
        if name in made and name in given and mine == theirs:
            continue
        found = _passages(name, mine, theirs)
        passages += found
        if not found:
            others.append(name)
    return Comparison(passages=tuple(passages[:MOST]), parts=tuple(others[:MOST]))


def _passages(name: str, mine: bytes, theirs: bytes) -> list[Passage]:
    """Return the words that differ in a part; none if it is the rest of it that differs."""
    try:
        published, said = _words(name, mine, like=mine), _words(name, theirs, like=mine)
    except _Unread:
        return []
    return list(islice(_differing(name, published, said), MOST))


def _differing(name: str, published: Sequence[str], said: Sequence[str]) -> Iterator[Passage]:
    for begin, end, their_begin, their_end, is_same in steps(published, said):
        if is_same:
            continue
        size = max(end - begin, their_end - their_begin)
        for place in range(size):
            mine = published[begin + place] if begin + place < end else ""
            theirs = said[their_begin + place] if their_begin + place < their_end else ""
            yield Passage(part=name, published=mine[:_LONGEST], given=theirs[:_LONGEST])


def _words(name: str, xml: bytes, *, like: bytes) -> list[str]:
    """Return the passages of a part that hold words. Raises _Unread."""
    if not name.endswith((".xml", ".rels")) or len(xml) > 2 * len(like) + _ROOM:
        raise _Unread
    if not xml:
        return []
    root = _root(xml)
    found = _paragraphs(root) if name.startswith("word/") else _facts(root)
    if name.endswith(".rels"):
        found = [each.get("Target", "") for each in root]
    if len(found) > _MOST_PARAGRAPHS:
        raise _Unread
    return [text for text in found if text]


def _root(xml: bytes) -> Any:
    """Read untrusted XML. Raises _Unread."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _Unread from error
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise _Unread
    return root


def _paragraphs(root: Any) -> list[str]:
    """Return the text of each paragraph: hidden, inserted and deleted words are words, too."""
    return [_text(each) for each in root.iter(f"{_W}p")]


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    for each in paragraph.iter():
        if each.tag in _TEXTS:
            pieces.append(each.text or "")
        elif each.tag in _BREAKS:
            pieces.append(" ")
    return "".join(pieces)


def _facts(root: Any) -> list[str]:
    """Return what a part with properties says: the name and the text of each."""
    return [
        f"{each.getparent().get('name') or etree.QName(each).localname}: {each.text}"
        for each in root.iter(etree.Element)
        if each.text and each.text.strip() and each.getparent() is not None
    ]
