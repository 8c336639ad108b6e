"""What people wrote in Markdown, as blocks of a report.

Made from the same tree as the page, so that Word holds what the page shows. A link to a place in
the text is only its words, since a report has its own numbering.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from dpia_workbench.i18n import gettext as _
from dpia_workbench.markdown import tree
from dpia_workbench.markdown.plain import plain, said
from dpia_workbench.markdown.references import Names, spoken
from dpia_workbench.report.markup import LIST_LEVELS
from dpia_workbench.report.model import (
    Block,
    Cell,
    Heading,
    Item,
    Mark,
    Paragraph,
    Picture,
    Run,
    Runs,
    Style,
    Table,
)
from dpia_workbench.report.stylesheet import HEADING_LEVELS

_MOST_COLUMNS = 63  # Word opens no table with more
_NARROWEST, _WIDEST = 6, 60  # characters of a column that count for its width
_PIXELS = 1000  # that fill the width of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of the evidence: a PNG or JPEG file, and its size in pixels."""

    data: bytes
    width: int
    height: int


Photos = Callable[[str], Photo | None]


@dataclass(slots=True)
class Notes:
    """Gathers the footnotes of all texts of one document; `all` goes into the document."""

    _found: list[tuple[Runs, ...]] = field(default_factory=list)

    @property
    def all(self) -> tuple[tuple[Runs, ...], ...]:
        """Return the notes so far."""
        return tuple(self._found)

    def add(self, paragraphs: tuple[Runs, ...]) -> int:
        """Add a note and return its place."""
        self._found.append(paragraphs)
        return len(self._found)


def text_blocks(
    text: tree.Tree,
    *,
    notes: Notes,
    heading: int,
    language: str | None = None,
    photos: Photos | None = None,
    names: Names | None = None,
) -> tuple[Block, ...]:
    """Return a text as blocks of a report.

    The highest heading of the text gets the level `heading`. `language` is that of the text when
    the document is in another one. `photos` finds a picture by the key of the evidence, such as
    E3; of one that it does not find, the words are shown. `names` has the names of what the text
    refers to.
    """
    writer = _Texts(
        text, notes=notes, heading=heading, photos=photos, names=names,
        plain=Run(language=language),
    )  # fmt: skip
    return tuple(writer.written())


class _Texts:
    """Turns one tree into blocks."""

    def __init__(
        self, text: tree.Tree, *, notes: Notes, heading: int, photos: Photos | None,
        names: Names | None, plain: Run,
    ) -> None:  # fmt: skip
        self._text = text
        self._notes = notes
        self._heading = heading
        self._photos = photos
        self._names = names
        self._plain = plain
        self._places: dict[int, int] = {}  # of the notes of this text, in the document
        self._inlined: set[int] = set()
        self._in_note = False

    def written(self) -> Iterator[Block]:
        """Return the text; notes that nothing refers to stand at its end."""
        yield from self._blocks(self._text.blocks)
        for note in self._text.notes:
            if note.number not in self._places and note.number not in self._inlined:
                yield from self._blocks(note.inner)

    def _blocks(self, blocks: Iterable[tree.Block], *, style: Style = Style.BODY) -> list[Block]:
        return [made for block in blocks for made in self._block(block, style=style)]

    def _block(self, block: tree.Block, *, style: Style) -> Iterable[Block]:
        match block:
            case tree.Heading():
                level = min(block.level + self._heading - 1, HEADING_LEVELS)
                return [Heading(level=level, runs=self._runs(block.inner))]
            case tree.Paragraph():
                return self._pieces(
                    block.inner, make=lambda runs: Paragraph(runs=runs, style=style)
                )
            case tree.Quote():
                return self._blocks(block.inner, style=Style.QUOTE)
            case tree.Items():
                return self._items(block, level=0)
            case tree.CodeBlock():
                return [Paragraph(runs=(self._say(block.text),), style=Style.CODE)]
            case tree.Rule():
                return [Paragraph(runs=(), style=Style.RULE)]
            case tree.Table():
                return self._table(block)

    def _pieces(self, inlines: tree.Inlines, *, make: Callable[[Runs], Block]) -> Iterator[Block]:
        """Return a paragraph; pictures in it stand by themselves between its parts."""
        flat = self._flat(inlines, look=self._plain, apart=self._photos is not None)
        for is_picture, some in groupby(flat, key=lambda one: isinstance(one, Picture)):
            if is_picture:
                yield from (one for one in some if isinstance(one, Picture))
            else:
                runs = tuple(one for one in some if isinstance(one, Run))
                if any(run.text.strip() or run.note for run in runs):
                    yield make(runs)

    def _items(self, block: tree.Items, *, level: int) -> Iterator[Block]:
        kind = Mark.BULLET if block.start is None else Mark.NUMBER
        level = min(level, LIST_LEVELS - 1)
        for place, item in enumerate(block.items):
            start = None if place else block.start
            blocks = self._item(item, level=level)
            first = next(blocks, None)
            if isinstance(first, Item) and first.level == level and first.mark is Mark.NONE:
                yield replace(first, mark=kind, start=start)
            else:
                yield Item(runs=(), level=level, mark=kind, start=start)
                yield from (first,) if first else ()
            yield from blocks

    def _item(self, item: tree.Blocks, *, level: int) -> Iterator[Block]:
        """Return the blocks of an item, none of them with the mark of the item yet."""
        for inner in item:
            if isinstance(inner, tree.Paragraph):
                yield from self._pieces(
                    inner.inner, make=lambda runs: Item(runs=runs, level=level, mark=Mark.NONE)
                )
            elif isinstance(inner, tree.Items):
                yield from self._items(inner, level=level + 1)
            else:
                yield from self._block(inner, style=Style.BODY)

    def _table(self, block: tree.Table) -> Iterable[Block]:
        if len(block.columns) > _MOST_COLUMNS:
            lines = (block.header, *block.rows)
            return [Paragraph(runs=self._joined(line)) for line in lines]
        names = tuple(said(cell) for cell in block.header)
        shown = ", ".join(filter(None, names))
        rows = tuple(tuple(Cell(runs=self._runs(cell)) for cell in row) for row in block.rows)
        return [
            Table(
                caption="",
                description=_("Table: %(columns)s", columns=shown),
                header=names,
                rows=rows,
                widths=_widths(names, rows),
            )
        ]

    def _joined(self, row: Sequence[tree.Inlines]) -> Runs:
        return tuple(run for cell in row for run in (*self._runs(cell), self._say("; ")))

    def _runs(self, inlines: tree.Inlines) -> Runs:
        """Return a stretch of text; of a picture in it the words."""
        flat = self._flat(inlines, look=self._plain, apart=False)
        return tuple(one for one in flat if isinstance(one, Run))

    def _say(self, text: str) -> Run:
        return replace(self._plain, text=text)

    def _flat(self, inlines: tree.Inlines, *, look: Run, apart: bool) -> Iterator[Run | Picture]:
        """Return text that looks like `look`; `apart` is whether a picture may be one."""
        for one in inlines:
            match one:
                case tree.Words():
                    yield replace(look, text=one.text.replace("\n", " "))
                case tree.Break():
                    yield replace(look, text="\n")
                case tree.Code():
                    yield replace(look, text=one.text, code=True)
                case tree.Marked() | tree.Link():
                    yield from self._flat(one.inner, look=_looking(look, one), apart=apart)
                case _:
                    yield self._atom(one, look=look, apart=apart)

    def _atom(
        self, one: tree.Image | tree.NoteMark | tree.Reference, *, look: Run, apart: bool
    ) -> Run | Picture:
        match one:
            case tree.Image():
                return self._image(one, look=look, apart=apart)
            case tree.NoteMark():
                return self._mark(one)
            case tree.Reference():
                named = self._names(one.key) if self._names else None
                return replace(look, text=spoken(one.key, named))

    def _image(self, one: tree.Image, *, look: Run, apart: bool) -> Run | Picture:
        told = one.alternative or one.reference
        photo = self._photos(one.reference) if apart and self._photos else None
        if photo is None:
            return replace(look, text=told)
        return Picture(
            caption=told if told == one.reference else f"{one.reference} {told}",
            description=told,
            png=photo.data,
            share=min(1.0, photo.width / _PIXELS),
            ratio=photo.height / photo.width,
        )

    def _mark(self, one: tree.NoteMark) -> Run:
        if self._in_note:
            return self._in_words(one)
        if one.number in self._places:
            return Run(note=self._places[one.number], again=True)
        self._in_note = True
        paragraphs = tuple(self._noted(self._text.notes[one.number - 1].inner))
        self._in_note = False
        self._places[one.number] = self._notes.add(paragraphs)
        return Run(note=self._places[one.number])

    def _noted(self, blocks: tree.Blocks) -> Iterator[Runs]:
        """Return the paragraphs of a footnote, which holds nothing but paragraphs."""
        for block in blocks:
            if isinstance(block, tree.Paragraph):
                yield self._runs(block.inner)
            else:
                yield from ((self._say(line),) for line in plain(tree.Tree((block,))).split("\n"))

    def _in_words(self, one: tree.NoteMark) -> Run:
        """Return a note within a note: its words the first time, as notes hold no further ones."""
        if one.number in self._inlined:
            return self._say("")
        self._inlined.add(one.number)
        words = plain(tree.Tree(self._text.notes[one.number - 1].inner))
        return self._say(f" ({words})")


def _looking(look: Run, one: tree.Marked | tree.Link) -> Run:
    """Return how text within a mark or a link looks."""
    if isinstance(one, tree.Link):
        return look if one.is_in_page else replace(look, address=one.address)
    match one.look:
        case tree.Look.STRONG:
            return replace(look, bold=True)
        case tree.Look.EMPHASIS:
            return replace(look, italic=True)
        case tree.Look.STRIKE:
            return replace(look, strike=True)


def _widths(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> tuple[int, ...]:
    """Return the share of each column: what its longest cell needs, within bounds."""
    longest = [len(name) for name in header]
    for row in rows:
        for place, cell in enumerate(row):
            longest[place] = max(longest[place], sum(len(run.text) for run in cell.runs))
    return tuple(min(max(each, _NARROWEST), _WIDEST) for each in longest)
