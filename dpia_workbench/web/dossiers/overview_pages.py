"""What the pages of all dossiers may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.risk.assessment import State
from dpia_workbench.web.dossiers.pages import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDate:
    """The day on which something ends first."""

    on: date
    text: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """A dossier in the overview."""

    key: str
    url: str
    product: str
    state: Badge
    verdict: Badge
    lead: str
    revision: int
    opened_on: date
    age: int  # days since it was opened
    quiet: int  # days since the last change
    percent: int | None
    points: int
    of: int
    next: NextDate | None
    comments: int  # threads that nobody resolved


@dataclass(frozen=True, slots=True)
class Column:
    """The dossiers in one state."""

    state: State
    title: str
    rows: tuple[DossierRow, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to look at the list: its name, its address, and whether it is the one shown."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value to filter by."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A property of dossiers with the values that occur."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All dossiers that the reader may see, as a board or as a table."""

    total: int
    rows: tuple[DossierRow, ...]
    columns: tuple[Column, ...]  # empty: it is a table
    views: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    filters: tuple[Filter, ...]
    keep: tuple[tuple[str, str], ...]
    clear_url: str | None
    may_create: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRow:
    """Something that ends, with the dossier it is in."""

    on: date
    text: str
    product: str
    dossier: str
    url: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What ends in a month; the month as a partial date."""

    month: str
    rows: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPage:
    """The deadlines of all dossiers by month, and the way into a calendar program."""

    months: tuple[Month, ...]
    file_url: str
    address: str | None  # for a calendar program; None: not asked for
    start_url: str
    end_url: str
