"""What the evidence pages may use: frozen values, no rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.dossiers.pages import HistoryEntry
from dpia_workbench.web.pieces import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place in the dossier, with where it is read."""

    value: str
    part: str
    text: str
    language: str
    url: str
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Evidence in the list."""

    key: str
    title: str
    url: str
    kind: str
    confidentiality: str
    collected_on: date
    file: str
    marks: tuple[Badge, ...]
    image_url: str | None
    supports: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The evidence of a dossier that the reader may see."""

    back_label: str
    back_url: str
    url: str
    rows: tuple[Row, ...]
    total: int
    filter: Form
    kinds: Sequence[tuple[str, str]]
    classes: Sequence[tuple[str, str]]
    is_filtered: bool
    add_url: str | None
    current: int
    pages: int
    page_url: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """Add evidence, or change what is known of it."""

    title: str
    form: Form
    back_label: str
    back_url: str
    list_url: str
    options: Mapping[str, Sequence[tuple[str, ...]]]
    accept: str = ""
    largest: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPage:
    """Take a file over that came with a request."""

    form: Form
    back_label: str
    back_url: str
    file: str
    file_size: str
    request: str
    request_language: str
    request_url: str
    options: Mapping[str, Sequence[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of the chain from a capture to its retest."""

    label: str
    text: str
    language: str
    url: str | None
    note: str = ""
    evidence: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One piece of evidence: what is known, what it supports, what follows from it."""

    key: str
    title: str
    back_label: str
    back_url: str
    list_url: str
    marks: tuple[Badge, ...]
    facts: tuple[tuple[str, str], ...]
    sha256: str
    image_url: str | None
    file_url: str | None
    reading_url: str | None
    deletion: str
    warning: str
    supports: tuple[PlaceView, ...]
    link_url: str | None
    unlink_url: str | None
    form: Form
    places: Sequence[tuple[str, str]]
    strands: tuple[tuple[Step, ...], ...]
    history: tuple[HistoryEntry, ...]
    edit_url: str | None
    delete_url: str | None
