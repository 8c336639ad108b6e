"""From Markdown to the tree. What the tree has no node for becomes text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from markdown_it.token import Token

from dpia_workbench.markdown import tree
from dpia_workbench.markdown.letters import clean
from dpia_workbench.markdown.parser import DEEPEST, EVIDENCE, REFERENCE, is_address, tokens

_LOOKS = {"em": tree.Look.EMPHASIS, "strong": tree.Look.STRONG, "s": tree.Look.STRIKE}
_ALIGNS = {
    "text-align:center": tree.Align.CENTRE,
    "text-align:right": tree.Align.END,
}
# An address by itself is a link. The sign after it is usually that of the sentence.
_BARE = re.compile(r"https?://[^\s<>\"'`\\]*[^\s<>\"'`\\.,;:!?(){}\[\]*_~|]", re.IGNORECASE)
_DEEPEST = 2 * DEEPEST  # blocks, and marks within marks
_TOO_DEEP = "too_deep"
# A page of text takes some 5 ms to read.
_REMEMBERED_TEXTS, _REMEMBERED_LENGTH = 512, 20_000


@dataclass(frozen=True, slots=True)
class _Branch:
    """A token with what stands between it and the one that closes it."""

    token: Token
    inner: "list[_Branch]" = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.token.type.removesuffix("_open")


def read(text: str) -> tree.Tree:
    """Return a text as a tree. Never raises: there is no wrong Markdown.

    Trees of texts of usual length are kept in memory, as pages show the same ones again.
    """
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _read(text)


def _read(text: str) -> tree.Tree:
    return checked(tokens(clean(text)))


_remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(_read)


def checked(stream: Iterable[Token]) -> tree.Tree:
    """Return tokens as a tree; of a kind of token that has no node, only its words."""
    return _Reader(_branches(stream)).read()


def _branches(stream: Iterable[Token]) -> list[_Branch]:
    """Return tokens as branches; marks that are deeper than anybody reads are left out."""
    top: list[_Branch] = []
    levels = [top]
    skipped = 0
    for token in stream:
        if token.nesting < 0:
            if skipped:
                skipped -= 1
            else:
                levels.pop()
        elif token.nesting and (skipped or len(levels) > _DEEPEST):
            skipped += 1
        else:
            branch = _Branch(token)
            levels[-1].append(branch)
            if token.nesting:
                levels.append(branch.inner)
    return top


def _without_notes(
    branches: Iterable[_Branch], *, notes: dict[str, list[_Branch]]
) -> Iterator[_Branch]:
    """Return branches without the notes in them, which go to `notes` by their label."""
    for branch in branches:
        rest = list(_without_notes(branch.inner, notes=notes))
        if branch.kind == "footnote_reference":
            # A note that is written twice holds both texts.
            notes.setdefault(str(branch.token.meta["label"]), []).extend(rest)
        else:
            yield _Branch(branch.token, rest)


class _Reader:
    """Reads the branches of one text and counts the notes that it meets on the way."""

    def __init__(self, branches: Iterable[_Branch]) -> None:
        self._notes: dict[str, list[_Branch]] = {}
        self._branches = list(_without_notes(branches, notes=self._notes))
        self._order: list[str] = []
        self._marks: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}

    def read(self) -> tree.Tree:
        """Return the whole tree."""
        blocks = _levelled(tuple(self._top()))
        read = {label: self._blocks(self._notes[label]) for label in self._labels()}
        notes = (
            tree.Note(number, self._marks[label], read[label])
            for label, number in self._numbers.items()
        )
        return tree.Tree(blocks, tuple(notes))

    def _labels(self) -> Iterator[str]:
        """Return the labels of the notes; those that nothing marks come last."""
        at = 0
        for label in (None, *self._notes):
            if label is not None:
                self._number(label)
            while at < len(self._order):  # which grows, as notes have marks in them, too
                yield self._order[at]
                at += 1

    def _number(self, label: str) -> int:
        if label not in self._numbers:
            self._order.append(label)
            self._numbers[label] = len(self._order)
        return self._numbers[label]

    def _top(self) -> Iterator[tree.Block]:
        """Return the blocks of the text itself: only there a heading is a heading."""
        for is_heading, branches in groupby(self._branches, key=lambda one: one.kind == "heading"):
            if not is_heading:
                yield from self._blocks(branches)
                continue
            for branch in branches:
                if inner := self._words(branch):
                    yield tree.Heading(int(branch.token.tag[1:]), inner)

    def _blocks(self, branches: Iterable[_Branch]) -> tree.Blocks:
        found: list[tree.Block] = []
        for literal, some in groupby(branches, key=lambda one: one.kind == _TOO_DEEP):
            if literal:
                found.append(_literal("".join(one.token.content for one in some)))
            else:
                found += [block for branch in some for block in self._block(branch)]
        return tuple(found)

    def _block(self, branch: _Branch) -> tuple[tree.Block, ...]:
        match branch.kind:
            case "blockquote":
                return (tree.Quote(self._blocks(branch.inner)),)
            case "bullet_list" | "ordered_list":
                return (self._items(branch),)
            case "fence":
                return (_literal(branch.token.content),)
            case "hr":
                return (tree.Rule(),)
            case "table":
                return (self._table(branch),)
        inner = self._words(branch)
        if inner and branch.kind == "heading":
            inner = (tree.Marked(tree.Look.STRONG, inner),)
        return (tree.Paragraph(inner),) if inner else ()

    def _items(self, branch: _Branch) -> tree.Items:
        paragraphs = (one for item in branch.inner for one in item.inner if one.kind == "paragraph")
        start = int(branch.token.attrs.get("start", 1))
        return tree.Items(
            items=tuple(self._blocks(item.inner) for item in branch.inner),
            start=start if branch.kind == "ordered_list" else None,
            tight=all(one.token.hidden for one in paragraphs),
        )

    def _table(self, branch: _Branch) -> tree.Table:
        rows = [row.inner for part in branch.inner for row in part.inner]
        cells = [tuple(self._words(cell) for cell in row) for row in rows]
        looks = (str(cell.token.attrGet("style")) for cell in rows[0])
        return tree.Table(
            header=cells[0],
            rows=tuple(cells[1:]),
            columns=tuple(_ALIGNS.get(look, tree.Align.START) for look in looks),
        )

    def _words(self, branch: _Branch) -> tree.Inlines:
        """Return what a block says, or nothing when nobody would see it."""
        found = self._inlines(_leaves(branch), linked=False)
        return found if any(not isinstance(o, tree.Words) or o.text.strip() for o in found) else ()

    def _inlines(self, branches: Iterable[_Branch], *, linked: bool) -> tree.Inlines:
        return tuple(each for one in branches for each in self._inline(one, linked=linked))

    def _inline(self, branch: _Branch, *, linked: bool) -> tree.Inlines:
        """Return a piece of text; within a link (`linked`) an address is no further link."""
        token = branch.token
        match branch.kind:
            case "softbreak":
                return (tree.Words("\n"),)
            case "hardbreak":
                return (tree.Break(),)
            case "code_inline":
                return (tree.Code(clean(token.content)),)
            case "em" | "strong" | "s":
                return self._marked(branch, linked=linked)
            case "link":
                return self._link(branch)
            case "image":
                return (_image(token),)
            case "footnote_ref":
                return (self._mark(str(token.meta["label"])),)
        return self._text(branch, linked=linked)

    def _text(self, branch: _Branch, *, linked: bool) -> tree.Inlines:
        """Return the words of a branch, also of one of a kind that has no node."""
        if branch.inner:
            return self._inlines(branch.inner, linked=linked)
        text = clean(branch.token.content)
        if linked:
            return (tree.Words(text),) if text else ()
        return tuple(_linked(text))

    def _marked(self, branch: _Branch, *, linked: bool) -> tree.Inlines:
        inner = self._inlines(branch.inner, linked=linked)
        return (tree.Marked(_LOOKS[branch.kind], inner),) if inner else ()

    def _link(self, branch: _Branch) -> tree.Inlines:
        address = clean(str(branch.token.attrGet("href")))
        if found := REFERENCE.fullmatch(address):
            return (tree.Reference(found[1].upper()),)  # the words between are a copy of a name
        inner = self._inlines(branch.inner, linked=True)
        if is_address(address):
            return (tree.Link(address, inner or (tree.Words(address),)),)
        return (*inner, tree.Words(f" ({address})"))

    def _mark(self, label: str) -> tree.Inline:
        if label not in self._notes:
            return tree.Words(clean(f"[^{label}]"))
        self._marks[label] += 1
        return tree.NoteMark(self._number(label), self._marks[label])


def _levelled(blocks: tree.Blocks) -> tree.Blocks:
    """Return blocks whose headings begin at level 1 and leave out no level."""
    levels = sorted({block.level for block in blocks if isinstance(block, tree.Heading)})
    return tuple(
        tree.Heading(levels.index(block.level) + 1, block.inner)
        if isinstance(block, tree.Heading)
        else block
        for block in blocks
    )


def _leaves(branch: _Branch) -> Iterator[_Branch]:
    """Return what stands in the line: of any kind of block, since what has no kind is text."""
    if branch.kind == "inline":
        yield from _branches(branch.token.children or ())
    elif branch.inner:
        for inner in branch.inner:
            yield from _leaves(inner)
    else:
        yield branch


def _literal(text: str) -> tree.Block:
    return tree.CodeBlock(clean(text).strip("\n"))


def _image(token: Token) -> tree.Inline:
    """Return a picture of the evidence; any other one is only named."""
    address, told = clean(str(token.attrGet("src"))), clean(token.content)
    if found := EVIDENCE.fullmatch(address):
        return tree.Image(found[1].upper(), told)
    return tree.Words(f"{told} ({address})" if told else address)


def _linked(text: str) -> Iterator[tree.Inline]:
    """Return text in which each address by itself is a link."""
    at = 0
    for found in _BARE.finditer(text):
        if before := text[at : found.start()]:
            yield tree.Words(before)
        yield tree.Link(found[0], (tree.Words(found[0]),))
        at = found.end()
    if rest := text[at:]:
        yield tree.Words(rest)
