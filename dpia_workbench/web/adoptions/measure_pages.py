"""What the pages of measures and worksheets of a board may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.pages import Badge, MeasureRow, Next, Place
from dpia_workbench.web.adoptions.step_pages import Frame
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure in the list: how far it is, at a glance."""

    row: MeasureRow
    is_open: bool  # somebody still has to answer it
    facts: tuple[str, ...]  # in a few words: since, by when, how many files
    check: Badge | None
    waits: int  # answers of partners that nobody saw to


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """All measures for this board, the mandatory ones first."""

    frame: Frame
    mandatory: tuple[MeasureLine, ...]
    optional: tuple[MeasureLine, ...]
    answered: int
    still_open: int
    next: Next
    next_open: tuple[str, str] | None  # key and address of the first open measure, to record
    worksheet_url: str | None
    waits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file with a measure or an answer."""

    name: str
    url: str | None  # None: it is given to nobody
    size: str
    scan: str
    marks: tuple[Badge, ...]
    told: str  # who added it, or took it out
    removal_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """What a partner answered about a setting, and what can be done with it."""

    key: str
    title: Words
    kind: Badge
    said: str  # who and when
    words: str
    day: str
    files: tuple[FileRow, ...]
    outcome: str
    reply: str
    is_question: bool
    effect: str  # what taking it over does, in words
    take_url: str | None
    aside_url: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """One measure: what to do, and what the board did; without a form for who only reads."""

    place: Place
    measures_url: str
    title: str
    measure: MeasureRow
    check: Badge | None
    check_url: str | None
    version: int
    proposals: tuple[AnswerRow, ...]
    files: tuple[FileRow, ...]
    form: Form | None
    states: tuple[tuple[str, str, str], ...]
    earliest: date
    accept: str
    largest: int
    has_next: bool
    at_schools: tuple[tuple[str, str, Badge | None], ...]  # name, address, how far if it differs


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPanel:
    """One worksheet with what came back."""

    id: str
    partner: str
    state: Badge
    facts: tuple[tuple[str, str], ...]
    answers: tuple[AnswerRow, ...]
    unanswered: int
    plain: int  # answers that can be taken over together
    take_all_url: str | None
    withdraw_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetsPage:
    """The worksheets of an adoption, and the form for a new one."""

    place: Place
    measures_url: str
    url: str
    panels: tuple[SheetPanel, ...]
    form: Form | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A worksheet that was just made, with its link: the only time that it is shown."""

    place: Place
    partner: str
    link: str
    expires_at: datetime
    was_mailed: bool
    back_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsidePage:
    """An answer that is replied to, or not taken over."""

    place: Place
    back_url: str
    answer: AnswerRow
    form: Form
