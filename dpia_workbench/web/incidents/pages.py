"""What the pages of incidents may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Action, Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """An incident in a list."""

    url: str
    title: Words
    product: Words
    states: tuple[Badge, ...]
    since: date
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Incidents that belong together."""

    id: str
    title: str
    rows: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All incidents that the reader may see."""

    intro: str
    sections: tuple[Section, ...]
    report_url: str | None
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """The products with which an incident can be reported."""

    query: str
    is_searched: bool
    choices: tuple[tuple[Words, str], ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The form of a report."""

    form: Form
    title: str
    intro: str
    product: Words
    submit: str
    back_url: str
    is_vendors: bool
    has_version: bool
    latest: date
    gravities: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    known: tuple[tuple[Words, str], ...]  # what is reported already about this product


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsPage:
    """What is told about an incident: found by a check, new, or how it ended."""

    form: Form
    title: str
    intro: str
    incident: Words
    back_url: str
    submit: str
    has_title: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    words_label: str
    to_do_label: str = ""
    to_do_hint: str = ""
    is_to_do_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """What was told after the report."""

    id: str
    title: str
    who: str
    at: datetime
    words: Words
    to_do: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedView:
    """What the reader's board did."""

    on: date
    text: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OursView:
    """What the reader's board read and did."""

    sentence: str
    number: int
    confirm_url: str | None
    deeds: tuple[DeedView, ...]
    form: Form | None
    deed_url: str
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """One incident: what to do first, then what happened, and what was told since."""

    title: Words
    product: Words
    product_url: str | None
    states: tuple[Badge, ...]
    warning: str
    ending: NoteView | None
    to_do: Words
    to_do_label: str
    happened: Words
    notes: tuple[NoteView, ...]
    facts: tuple[tuple[str, str], ...]
    next_step: str
    actions: tuple[Action, ...]
    send_url: str | None
    version: int
    ours: OursView | None
    reach: tuple[tuple[str, str], ...]
    confidential: str
