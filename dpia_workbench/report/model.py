"""What a report says, without saying how a word processor writes it down."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How good or bad something is; the words always say it too."""

    PLAIN = "plain"
    NOTE = "note"
    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"


class Field(StrEnum):
    """What only the word processor knows, at the place where it stands."""

    PAGE = "PAGE"
    PAGES = "NUMPAGES"


class Style(StrEnum):
    """What a paragraph is for."""

    BODY = "body"
    TITLE = "title"
    SUBTITLE = "subtitle"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"  # a line across the page, without words


class Mark(StrEnum):
    """What stands before an item of a list."""

    BULLET = "bullet"
    NUMBER = "number"
    NONE = "none"  # a further paragraph of the item before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of text that looks and sounds the same.

    `language` is set where the text is in another language than the document; a line feed in
    the text is a new line in the same paragraph. `address` is where a link leads. `note` is the
    place of a note in the document, counted from 1; `again` says that it was referred to before.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    address: str = ""
    note: int = 0
    again: bool = False
    language: str | None = None
    field: Field | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; level 1 is a chapter. The writer numbers them, unless one brings its own number.

    An empty number is none at all: a heading below the points of a form.
    """

    level: int
    runs: Runs
    number: str | None = None

    @property
    def text(self) -> str:
        """Return the heading as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of text."""

    runs: Runs
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list without an order."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A paragraph of a list within lists; level 0 is the outermost.

    The first item of a list with numbers gives the number with which it starts.
    """

    runs: Runs
    level: int
    mark: Mark
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Short facts, each a name and a value, one under the other."""

    pairs: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table."""

    runs: Runs
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one header row; `widths` are shares of the width of the page.

    `description` says what the table shows, for people who do not see it. The first cell of a
    row names the row. A table in what somebody wrote may have no caption.
    """

    caption: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        columns = {len(self.header), len(self.widths), *(len(row) for row in self.rows)}
        if len(columns) != 1:
            raise ValueError(f"uneven table: {self.caption}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture; what it shows stands in a table after it, too.

    `description` says what it shows, for people who do not see it. `share` is how much of the
    width of the page it takes, `ratio` its height for its width.
    """

    caption: str
    description: str
    png: bytes
    share: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """Something that nobody may overlook."""

    title: str
    paragraphs: tuple[Runs, ...] = ()
    tone: Tone = Tone.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLines:
    """Lines to be filled in by hand."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The table of contents; Word fills in its pages when asked, or else when it is opened."""

    title: str
    fills_when_opened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """What follows begins on a new page."""


Block = (
    Heading
    | Paragraph
    | Bullets
    | Item
    | Facts
    | Table
    | Picture
    | Callout
    | SignatureLines
    | Contents
    | PageBreak
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What the file says about itself."""

    author: str
    subject: str
    keywords: tuple[str, ...]
    identifier: str
    created: date
    status: str = ""  # in which the report was made, where that can change
    custom: tuple[tuple[str, str], ...] = ()  # facts for programs, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report. `header` stands on every page but the first, and `footer` with it.

    `watermark` stands large and pale behind the text of every page.
    `notes` are footnotes, each with its paragraphs; runs refer to them.
    """

    title: str
    subtitle: str
    language: str
    properties: Properties
    header: str
    footer: Runs
    blocks: tuple[Block, ...]
    watermark: str = ""
    notes: tuple[tuple[Runs, ...], ...] = ()
