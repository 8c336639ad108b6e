"""What the pages of a school board may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.pictures.figures import Figure
from dpia_workbench.web.pieces import Words
from dpia_workbench.web.reviews.pages import Keeping
from dpia_workbench.web.used_products.pages import UsedRow


@dataclass(frozen=True, slots=True)
class Badge:
    """A code with its label; `tone` colours a state."""

    code: str
    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One of the twelve steps: what was answered, how far it is, whose it is."""

    number: int
    name: str
    standing: Badge
    whose: str  # who must do it; who did it, once it is done
    summary: str
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
    schools: str  # for how many of the board it holds, if that was answered


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
    feedback_url: str


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
    feedback_url: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAgreement:
    """An agreement that is recorded here, and whether it covers the board."""

    title: str
    cover: Badge
    standing: Badge | None  # None: as it was when the board decided
    url: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered in one step."""

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the board wrote about itself, and what stays uncovered.

    `uses` is what the board uses all the same, each with its own assessment of it; `outside` was
    noted before these were asked one by one; `uncovered` are cells that it does not use.
    """

    facts: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]
    uses: tuple[tuple[str, str], ...]
    outside: str
    uncovered: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something a person stated: advice, views or a decision, in parts with a heading."""

    title: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    """A school that an adoption covers, with what is different there."""

    name: str
    brin: str
    differences: tuple[str, ...]
    worst: Badge | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schools:
    """For which schools an adoption holds, and for which of the board it does not."""

    summary: str
    covered: tuple[SchoolRow, ...]
    uncovered: tuple[str, ...]
    since: tuple[str, ...]  # came after the decision
    noted: str  # what the board wrote before schools had a register
    scale: str
    scale_is_off: bool
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPage:
    """One product at this board: where it stands and who is up."""

    title: str
    board: str
    state: Badge
    notices: tuple[Notice, ...]
    keeping: Keeping
    steps: tuple[StepRow, ...]
    next: Next
    verdict: Verdict
    risks: tuple[RiskRow, ...]
    risks_url: str
    risk_picture: Figure | None
    schools: Schools
    situation: Situation | None
    recorded: tuple[RecordedAgreement, ...]
    measures: tuple[MeasureRow, ...]
    measure_picture: Figure | None
    measures_url: str
    advice: Statement | None
    views: Statement | None
    decision: Statement | None
    pack_url: str
    reports: tuple[tuple[str, str, str], ...]  # language, label, address


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands: the product it is about, and the way back."""

    product: str
    url: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that the levels do not allow, and why."""

    label: str
    reasons: tuple[str, ...]
