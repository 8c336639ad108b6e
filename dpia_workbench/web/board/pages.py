"""What the pages of a board's overview may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A verdict or a level with its label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One product of the board."""

    name: Words
    url: str
    verdict: Coded | None
    state: Badge | None
    warning: str
    levels: tuple[tuple[Coded, int], ...]
    decided_on: date | None
    next_review: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDoRow:
    """One thing to do."""

    text: str
    product: Words
    subject: Words | None
    url: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What one of the board has to do."""

    owner: str
    rows: tuple[ToDoRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRow:
    """A risk that the board accepted."""

    product: Words
    key: str
    title: Words
    reason: str
    on: date
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """An agreement that covers the board by name."""

    title: Words
    standing: Badge
    ends: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A decision that the board took."""

    on: date
    product: Words
    outcome: str
    who: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage:
    """All that a board uses, at once."""

    board: str
    on: date
    facts: tuple[tuple[str, str], ...]
    lines: tuple[LineRow, ...]
    todo: tuple[Owned, ...]
    accepted: tuple[AcceptedRow, ...]
    agreements: tuple[AgreementRow, ...]
    decisions: tuple[DecisionRow, ...]
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualPage:
    """The block for the annual report of a year."""

    board: str
    year: int
    years: tuple[int, ...]
    numbers: tuple[tuple[str, str], ...]
    sentences: tuple[str, ...]
    scores: tuple[tuple[str, Words, str], ...]
    form: Form | None
    plan: str
    reports: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormRow:
    """One norm with how far the board says that it is."""

    code: str
    title: Words
    domain: str
    use: str
    score: str
    reaches: bool
    on: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day from which the framework counts."""

    day: date
    what: Words
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView:
    """A framework of norms."""

    name: Words
    url: str
    checked_on: date
    target: str
    deadlines: tuple[Deadline, ...]
    rows: tuple[NormRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormsPage:
    """The norms of the sector."""

    frameworks: tuple[FrameworkView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """What the board said of a norm on a day."""

    on: date
    maturity: str
    evidence: str
    plan: str
    who: str
    adoptions: tuple[tuple[Words, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormPage:
    """One norm: what the workbench holds for it, what the board says, and said before."""

    title: str
    name: Words
    use: str
    facts: tuple[tuple[str, str], ...]
    form: Form | None
    levels: tuple[tuple[str, str, str], ...]
    adoptions: tuple[tuple[str, str, str], ...]
    history: tuple[ScoreView, ...]
