"""What the pages about looking again may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Why a board looks again, by when, and where it goes on."""

    title: str
    weight: Badge
    reasons: tuple[str, ...]
    said: str  # by who asked for it at the board itself
    when: str
    is_late: bool
    url: str
    changes_url: str = ""  # what is different in the newer verdict
    newer_url: str = ""  # the newer verdict itself
    begun_url: str = ""  # the board began with it already
    start_fields: tuple[tuple[str, str], ...] = ()
    next_url: str = ""  # another round on the same text, or where a measure is followed up


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A look again as a line of the list."""

    product: Words
    title: str
    weight: Badge
    url: str
    due: date
    is_late: bool
    made_on: date
    ended: Badge | None
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """All looks again of a board that are open, or all that ended."""

    rows: tuple[Row, ...]
    is_open: bool
    tabs: tuple[tuple[str, str, bool], ...]  # label, address, whether it is shown
    file_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One look again, with what can be done."""

    title: str
    product: Words
    adoption_url: str
    look: Look
    facts: tuple[tuple[str, str], ...]
    form: Form | None  # to say that nothing changes
    is_material: bool
    reason: str  # how it ended, in the board's words
    stop_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """A form of one question about an adoption."""

    title: str
    lead: str
    question: str
    field: str
    button: str
    product: Words
    adoption_url: str
    form: Form
    options: tuple[tuple[str, str], ...] = ()
    confirm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What the page of an adoption shows to keep it true."""

    looks: tuple[Look, ...]
    links: tuple[tuple[str, str], ...]
