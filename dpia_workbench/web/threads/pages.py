"""What the pages of a discussion may use: frozen values, no rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.dossiers.pages import Badge

Piece = tuple[str, str]  # "same", "gone" or "new", and the text


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list."""

    where: str
    url: str
    excerpt: str
    who: str
    at: datetime
    answers: int
    badges: tuple[Badge, ...]
    assignee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The form that opens a thread at a part, with the texts of that part to quote from."""

    form: Form
    part: str
    key: str
    wheres: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str, str], ...]  # name, language or nothing, text
    people: tuple[tuple[str, str], ...]  # who may read the dossier: id and name
    others: tuple[tuple[str, str], ...]  # the same without the reader
    makes_author: bool  # a taken suggestion keeps the reader from approving or publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsPage:
    """The threads of a dossier, or of one part of it."""

    dossier_id: UUID
    dossier: str
    dossier_url: str
    title: str
    whole_url: str | None  # of all parts, on the page of one
    filters: tuple[tuple[str, str, bool], ...]  # label, address, whether it is this one
    rows: tuple[ThreadRow, ...]
    number: int
    pages: int
    url: Callable[..., str]  # the address of this list; takes a page
    start: Start | None

    def address(self, number: int) -> str:
        """Return the address of a page of the list."""
        return self.url(page=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """What somebody said."""

    number: int
    who: str
    at: datetime
    body: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A suggestion beside the text as it is now."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    language: str
    is_changed: bool  # the text changed since, so that somebody must look at both
    is_gone: bool
    made_on: str
    proposed: str
    answer: Badge | None
    answered: str
    reason: str
    read: str
    made: str
    accept_url: str | None
    refuse_url: str | None
    waits: str  # why it cannot be answered now, if so


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """One thread: what it is about, what was said, what can be done."""

    dossier: str
    dossier_url: str
    list_url: str
    title: str
    where: str
    passage: str
    badges: tuple[Badge, ...]
    is_open: bool
    resolved: str
    is_called: bool
    comments: tuple[CommentView, ...]
    suggestion: SuggestionView | None
    reply: Form
    people: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    assignment: Form
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """Accepting or refusing a suggestion."""

    dossier: str
    dossier_url: str
    thread_url: str
    title: str
    where: str
    suggestion: SuggestionView
    form: Form
