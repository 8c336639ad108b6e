"""What the pages of a school board may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.pictures.figures import Figure
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Words
from dpia_workbench.web.used_products.pages import UsedRow


@dataclass(frozen=True, slots=True)
class Badge:
    """A code with its label; `tone` colours a state."""

    code: str
    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """A step towards the decision: done, current or todo."""

    label: str
    state: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Next:
    """Whose turn it is; with a label and an address if it is the reader's."""

    sentence: str
    label: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What changed about the verdict since, with where to read or begin anew."""

    kind: str
    title: str
    text: str
    link_label: str = ""
    link_url: str = ""
    changes_url: str = ""  # what is different in the newer verdict
    start_fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """A product of the board in the overview."""

    product: Words
    url: str
    verdict: Badge
    state: Badge
    worst: Badge | None
    next_review: date | None
    next: Next
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """All products that the board adopts or adopted."""

    board: str
    rows: tuple[ProductRow, ...]
    rejected: tuple[ProductRow, ...]
    older: tuple[ProductRow, ...]
    listed: tuple[UsedRow, ...]  # on the board's list, not adopted
    may_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The central verdict by reference: which release, under which hash."""

    badge: Badge
    meaning: str
    sentence: Words
    number: int
    url: str
    sha256: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """A risk with the attainable level next to that at this board, in words."""

    key: str
    title: Words
    attainable: Badge | None  # None: nobody stated it
    local: Badge
    reasons: tuple[str, ...]
    acceptance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure that schools take, with how far this board is."""

    key: str
    title: Words
    instruction: Words
    practice: tuple[tuple[str, Words], ...]
    is_mandatory: bool
    applies: bool
    state: Badge
    details: tuple[tuple[str, str], ...]
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAgreement:
    """An agreement that is recorded here, and whether it covers the board."""

    title: str
    cover: Badge
    standing: Badge | None  # None: as it was when the board decided
    url: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the board wrote about itself, and what stays uncovered."""

    facts: tuple[tuple[str, str], ...]
    outside: str
    uncovered: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something a person stated: advice, views or a decision, in parts with a heading."""

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One product at this board: where it stands and who is up."""

    title: str
    board: str
    state: Badge
    notices: tuple[Notice, ...]
    steps: tuple[Step, ...]
    next: Next
    verdict: Verdict
    risks: tuple[RiskRow, ...]
    risk_picture: Figure | None
    situation: Situation | None
    recorded: tuple[RecordedAgreement, ...]
    measures: tuple[MeasureRow, ...]
    measure_picture: Figure | None
    measures_url: str
    advice: Statement | None
    views: Statement | None
    decision: Statement | None
    reports: tuple[tuple[str, str, str], ...]  # language, label, address


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands: the product it is about, and the way back."""

    product: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationPage:
    """The form about the board's own situation."""

    place: Place
    form: Form
    cells: tuple[tuple[str, str, str], ...]
    tags: tuple[tuple[str, str], ...]
    agreements: tuple[tuple[str, str, str], ...]
    recorded: tuple[RecordedAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """All measures for this board, the mandatory ones first."""

    place: Place
    mandatory: tuple[MeasureRow, ...]
    optional: tuple[MeasureRow, ...]
    still_open: int
    next: Next


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """One measure: what to do, and what the board did; without a form for who only reads."""

    place: Place
    measures_url: str
    title: str
    measure: MeasureRow
    form: Form | None
    states: tuple[tuple[str, str, str], ...]
    earliest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Advice or views: the form for who gives them, the text for the others."""

    place: Place
    form: Form | None
    statement: Statement | None
    waits: str
    warning: str
    changed: tuple[str, ...]
    latest: date
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that the levels do not allow, and why."""

    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """The decision: what can be chosen and why not the rest, or what was decided."""

    place: Place
    form: Form | None
    waits: str
    statement: Statement | None
    advice: Statement | None
    views: Statement | None
    changed: tuple[str, ...]
    risks: tuple[RiskRow, ...]
    outcomes: tuple[tuple[str, str, str], ...]
    refused: tuple[Refused, ...]
    accept: tuple[tuple[str, str, str], ...]  # field, label, hint
    earliest: date
    latest: date
