"""What the pages on uptake may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRow:
    """How far boards are with a release, each number as a range."""

    product: Words
    number: int
    url: str
    status: Badge
    in_use: str
    stands: tuple[str, ...]  # in the order of the header
    measures_url: str | None  # None: too few to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """How many boards did not read what was told of an incident."""

    title: Words
    product: Words
    url: str
    told: str
    unread: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UptakePage:
    """How far the releases of a cooperative are adopted."""

    on: date
    header: tuple[str, ...]
    rows: tuple[ReleaseRow, ...]
    notices: tuple[NoticeRow, ...]
    csv_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """What boards find hard about a measure."""

    key: str
    title: Words
    troubles: tuple[str, ...]
    feedback: int
    feedback_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """Which measures of a release boards find hard."""

    product: Words
    number: int
    on: date
    in_use: str
    header: tuple[str, ...]
    rows: tuple[MeasureRow, ...]
