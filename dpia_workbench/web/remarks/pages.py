"""What the pages of remarks may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPage:
    """The form for a reader."""

    form: Form
    product: Words
    number: int | None
    publisher: str  # who reads it; empty: whoever runs the workbench
    stamp: str
    kinds: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    verdict_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """What a reader sees after sending."""

    product: Words
    verdict_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkRow:
    """A remark in the list."""

    url: str
    product: Words
    kind: str
    place: str
    excerpt: Words
    sent_at: datetime
    state: Badge
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The remarks that an organisation sees to."""

    rows: tuple[RemarkRow, ...]
    product: Words | None  # if they are those on one product
    all_url: str
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkPage:
    """One remark, with what can be done."""

    title: str
    product: Words
    verdict_url: str
    about: str
    kind: str
    text: Words
    sent_at: datetime
    state: Badge
    is_open: bool
    origin: str  # from which board it is, as far as that may be known
    leads: str  # to a change in which release
    can_lead: bool
    reach: str  # whether and how an answer reaches the reader, in words
    settled_by: str
    settled_at: datetime | None
    answer: str
    answering: Form | None
    disposing: Form | None
    answer_url: str
    disposal_url: str
    list_url: str
