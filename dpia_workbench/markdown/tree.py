"""What a text may hold. There is no node for raw HTML, and no link or picture of another kind."""

from dataclasses import dataclass
from enum import Enum, auto


class Look(Enum):
    """How a stretch of text stands out."""

    EMPHASIS = auto()
    STRONG = auto()
    STRIKE = auto()


class Align(Enum):
    """Where the text of a column stands."""

    START = auto()
    CENTRE = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it is; a line feed is a space."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Text that stands out."""

    look: Look
    inner: "Inlines"


@dataclass(frozen=True, slots=True)
class Code:
    """Letters that are meant literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to http, https or mailto, or `#` and the name of a heading of the same text."""

    address: str
    inner: "Inlines"

    @property
    def is_in_page(self) -> bool:
        """Return whether it leads to a place in the same text."""
        return self.address.startswith("#")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture out of the evidence of the dossier, such as E3."""

    reference: str
    alternative: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark that leads to a note; `time` counts the marks of one note."""

    number: int
    time: int


@dataclass(frozen=True, slots=True)
class Reference:
    """A risk, a measure or a row of a register of the same dossier, such as R1: its name is
    looked up whenever the text is shown, and so follows every change of it."""

    key: str


Inline = Words | Break | Marked | Code | Link | Image | NoteMark | Reference
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is the highest one of the text, and no level between two is left out."""

    level: int
    inner: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inner: Inlines


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else."""

    inner: "Blocks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list; `start` is the first number of one with numbers, and `tight` has no space between."""

    items: "tuple[Blocks, ...]"
    start: int | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines that are meant literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; every row has as many cells as the header."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    columns: tuple[Align, ...]


Block = Heading | Paragraph | Quote | Items | CodeBlock | Rule | Table
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note at the end; `marks` is how often the text refers to it, which may be never."""

    number: int
    marks: int
    inner: Blocks


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole text."""

    blocks: Blocks
    notes: tuple[Note, ...] = ()
