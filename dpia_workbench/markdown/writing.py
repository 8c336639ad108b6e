"""From the tree back to Markdown: `read` makes the same tree of it again.

What signs cannot say is said as nearly as they can: a look that no signs can stand around is left
out, a word never is. How a paragraph is written is tried out by reading it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dpia_workbench.markdown import tree
from dpia_workbench.markdown.parser import normal
from dpia_workbench.markdown.reading import read
from dpia_workbench.markdown.runs import Atom, Run, joined, runs, tidy

_SIGNS = {tree.Look.STRONG: "**", tree.Look.EMPHASIS: "*", tree.Look.STRIKE: "~~"}
_SIGNS_BESIDE_OTHERS = {**_SIGNS, tree.Look.EMPHASIS: "_"}
_LIGHT = re.compile(r"[\\`*]|~(?=~)|(?<=~)~|<(?=\w)|&(?=#?\w{1,40};)|(?<!\w)_|_(?!\w)|\[(?=\^)")
_FULL = re.compile(r"[!-/:-@\[-`{-~]")
_LINE = re.compile(r"(?m)^(?:[#>+:|-]|\d{1,9}(?=[.)]))")
_TICKS = re.compile(r"`+")
_FENCE = re.compile(r"(?m)^\s*(`{3,})")
_ALIGNS = {tree.Align.START: "---", tree.Align.CENTRE: ":-:", tree.Align.END: "--:"}
_MOST = 999_999_999  # that a list may begin with
_REMEMBERED = 4096  # paragraphs, cells and headings


def write(text: tree.Tree) -> str:
    """Return a tree as Markdown; of an empty one nothing."""
    return "\n\n".join([*_blocks(text.blocks), *map(_note, text.notes)])


def _note(note: tree.Note) -> str:
    written = "\n\n".join(_blocks(note.inner))
    return f"[^{note.number}]: {_indented(written, '    ')}".rstrip()


def _indented(text: str, space: str) -> str:
    """Return lines of which all but the first are moved to the right."""
    return re.sub(r"\n(?=[^\n])", f"\n{space}", text)


def _blocks(blocks: Iterable[tree.Block]) -> Iterator[str]:
    before: tree.Block | None = None
    is_other = False
    for block in _seen(blocks):
        # Two lists beside each other have other signs, or they would be one.
        is_other = _are_alike(before, block) and not is_other
        if written := _block(block, is_other=is_other):
            yield written
            before = block


def _are_alike(one: tree.Block | None, other: tree.Block) -> bool:
    if not isinstance(one, tree.Items) or not isinstance(other, tree.Items):
        return False
    return (one.start is None) is (other.start is None)


def _seen(blocks: Iterable[tree.Block]) -> Iterator[tree.Block]:
    """Yield the blocks that somebody can see; two quotes beside each other are one."""
    quoted: tuple[tree.Block, ...] = ()
    for block in blocks:
        if isinstance(block, tree.Quote):
            quoted += block.inner
            continue
        if quoted:
            yield tree.Quote(quoted)
            quoted = ()
        yield block
    if quoted:
        yield tree.Quote(quoted)


def _block(block: tree.Block, *, is_other: bool) -> str:
    match block:
        case tree.Heading():
            signs = "#" * max(1, min(block.level, 6))
            words = _words(block.inner, in_line=True, around="# ")
            return f"{signs} {words}" if words else ""
        case tree.Paragraph():
            return _words(block.inner)
        case tree.Quote():
            written = "\n\n".join(_blocks(block.inner))
            return re.sub("(?m)^", "> ", written).replace("> \n", ">\n") if written else ""
        case tree.Items():
            return _items(block, is_other=is_other)
        case tree.CodeBlock():
            longest = max((len(found[1]) for found in _FENCE.finditer(block.text)), default=2)
            fence = "`" * (longest + 1)
            return f"{fence}\n{block.text}\n{fence}" if block.text.strip() else ""
        case tree.Rule():
            return "___"
        case tree.Table():
            return _table(block)


def _items(block: tree.Items, *, is_other: bool) -> str:
    tight = block.tight and all(_is_tight(item) for item in block.items)
    written = []
    for place, item in enumerate(block.items):
        if block.start is None:
            sign = "*" if is_other else "-"
        else:
            sign = f"{min(block.start + place, _MOST)}{')' if is_other else '.'}"
        inner = ("\n" if tight else "\n\n").join(_blocks(item))
        written.append(f"{sign} {_indented(inner, ' ' * (len(sign) + 1))}".rstrip())
    return ("\n" if tight else "\n\n").join(written)


def _is_tight(item: tree.Blocks) -> bool:
    """Return whether an item is read as one without an empty line in it."""
    match list(item):
        case [] | [tree.Paragraph()]:
            return True
        case [tree.Paragraph(), tree.Items() as inner]:
            begins = bool(inner.items and inner.items[0]) and inner.start in (None, 1)
            return begins and inner.tight and all(map(_is_tight, inner.items))
    return False


def _table(block: tree.Table) -> str:
    rows = [_row(block.header), _line(_ALIGNS[one] for one in block.columns)]
    return "\n".join([*rows, *map(_row, block.rows)])


def _row(cells: Iterable[tree.Inlines]) -> str:
    return _line(_words(cell, in_line=True).replace("|", r"\|") for cell in cells)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# How words are written: each way is tried, and the first that is read as what was meant is taken.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    escaped: re.Pattern[str]
    signs: dict[tree.Look, str]
    is_apart: bool = False  # letters beside a sign are written as numbers


_WAYS = (
    _Way(escaped=_LIGHT, signs=_SIGNS),
    _Way(escaped=_FULL, signs=_SIGNS),
    _Way(escaped=_FULL, signs=_SIGNS_BESIDE_OTHERS, is_apart=True),
)


@lru_cache(maxsize=_REMEMBERED)
def _words(inner: tree.Inlines, *, around: str = "", in_line: bool = False) -> str:
    """Return words as Markdown; `around` will stand before them, `in_line` puts them on one line.

    Written paragraphs are remembered: of a text in which somebody types nearly all are the same.
    """
    meant = runs(_on_one_line(inner) if in_line else inner)
    written = _tried(meant, around=around)
    if written is None:
        bare = tidy(replace(run, looks=frozenset()) for run in meant)
        written = _tried(bare, around=around) or _written(bare, _WAYS[1])
    return written


def _tried(meant: Sequence[Run], *, around: str) -> str | None:
    """Return stretches as they are written in the first way that is read as what was meant."""
    for way in _WAYS:
        written = _written(meant, way)
        if _is_read(around + written, meant):
            return written
    return None


def _on_one_line(inner: tree.Inlines) -> tree.Inlines:
    return joined(replace(run, what=_in_line(run.what)) for run in runs(inner))


def _in_line(what: Atom) -> Atom:
    if isinstance(what, tree.Break):
        return tree.Words(" ")
    return tree.Words(what.text.replace("\n", " ")) if isinstance(what, tree.Words) else what


def _is_read(written: str, meant: Sequence[Run]) -> bool:
    """Return whether reading gives what was meant; what the notes say does not matter here."""
    if not meant:
        return True
    numbers = {run.what.number for run in meant if isinstance(run.what, tree.NoteMark)}
    text = "\n\n".join([written, *(f"[^{number}]: x" for number in sorted(numbers))])
    blocks = read(text).blocks
    if len(blocks) != 1 or not isinstance(blocks[0], tree.Paragraph | tree.Heading):
        return False
    return _comparable(runs(blocks[0].inner)) == _comparable(meant)


def _comparable(found: Iterable[Run]) -> tuple[Run, ...]:
    """Return stretches without what reading decides: which address leads, which note is first."""
    return runs(joined(map(_plain, found)))


def _plain(run: Run) -> Run:
    address = normal(run.address) if run.address else ""
    if isinstance(run.what, tree.NoteMark):
        return replace(run, what=tree.NoteMark(0, 0), address=address)
    if address and isinstance(run.what, tree.Words) and normal(run.what.text) == address:
        address = ""  # it leads where it says, which needs no signs
    return replace(run, address=address)


def _written(meant: Iterable[Run], way: _Way) -> str:
    """Return stretches with the signs of their looks around them."""
    pieces = list(_pieces(joined(meant), way, is_linked=False))
    if way.is_apart:
        _set_apart(pieces)
    return _LINE.sub(_escaped_line, "".join(piece.text for piece in pieces))


def _escaped_line(found: re.Match[str]) -> str:
    start = found[0]
    return f"{start}\\" if start.isdigit() else f"\\{start}"


@dataclass(slots=True)
class _Piece:
    """A piece of Markdown: words, or a sign that opens or closes a look."""

    text: str
    is_sign: bool = False
    is_words: bool = False


def _pieces(inlines: Iterable[tree.Inline], way: _Way, *, is_linked: bool) -> Iterator[_Piece]:
    for one in inlines:
        match one:
            case tree.Words():
                escaped = _FULL if is_linked else way.escaped
                yield _Piece(escaped.sub(r"\\\g<0>", one.text), is_words=True)
            case tree.Marked():
                sign = way.signs[one.look]
                yield _Piece(sign, is_sign=True)
                yield from _pieces(one.inner, way, is_linked=is_linked)
                yield _Piece(sign, is_sign=True)
            case tree.Link(address, (tree.Words(text),)) if normal(text) == normal(address):
                yield _Piece(way.escaped.sub(r"\\\g<0>", text), is_words=True)
            case tree.Link():
                yield _Piece("[")
                yield from _pieces(one.inner, way, is_linked=True)
                yield _Piece(f"]({_address(one.address)})")
            case _:
                yield _Piece(_atom(one))


def _atom(one: tree.Code | tree.Break | tree.Image | tree.NoteMark | tree.Reference) -> str:
    match one:
        case tree.Code():
            return _code(one.text)
        case tree.Break():
            return "\\\n"
        case tree.Image():
            told = re.sub(r"[\\`\[\]]", " ", one.alternative)
            return f"![{told}](evidence:{one.reference})"
        case tree.NoteMark():
            return f"[^{one.number}]"
        case tree.Reference():
            return f"[{one.key}](dossier:{one.key})"


def _code(text: str) -> str:
    longest = max((len(found) for found in _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    is_padded = text.strip() and (text[0] in "` " or text[-1] in "` ")
    return f"{ticks} {text} {ticks}" if is_padded else f"{ticks}{text}{ticks}"


def _address(text: str) -> str:
    safe = normal(text)
    return f"<{safe}>" if re.search(r"[()]", safe) else safe


def _set_apart(pieces: Sequence[_Piece]) -> None:
    """Write a letter beside a sign as a number, so that the sign counts as one."""
    for place, piece in enumerate(pieces):
        if not piece.is_sign:
            continue
        before, after = pieces[max(0, place - 1)], pieces[min(len(pieces) - 1, place + 1)]
        if before.is_words and before.text[-1:].isalnum():
            before.text = f"{before.text[:-1]}&#{ord(before.text[-1])};"
        if after.is_words and after.text[:1].isalnum():
            after.text = f"&#{ord(after.text[0])};{after.text[1:]}"
