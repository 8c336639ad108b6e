"""What the dossier's pages may use: frozen values, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.i18n import explanation
from dpia_workbench.markdown.references import Names
from dpia_workbench.pictures.figures import Figure
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.web.dossiers.asked import Asked
from dpia_workbench.web.dossiers.checked_pages import FactChecksView
from dpia_workbench.web.pieces import Words
from dpia_workbench.web.screening.pages import AnswerView, OutcomeView, SectionView

RISKS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Badge:
    """A code with its label; `tone` colours a state."""

    code: str
    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence by its key, with its title and where it is."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """The evidence of a dossier in short."""

    count: int
    expired: int
    due: int
    url: str
    add_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page that is one form within a dossier or before one."""

    title: str
    form: Form | None
    back_label: str
    back_url: str
    options: Mapping[str, Sequence[tuple[str, ...]]]  # value, label and perhaps a hint
    remove_url: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing, with a link to where it is mended; review asks for less than the rest."""

    text: str
    url: str | None
    blocks_review: bool
    is_point: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """A scope cell."""

    key: str
    name: str
    use: Words
    tags: tuple[str, ...]
    exclusions: Words
    verdict: Badge
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """A risk with its levels."""

    key: str
    title: Words
    description: Words
    origin: str
    likelihood: str
    likelihood_reason: str
    severity: str
    severity_reason: str
    notes: tuple[str, ...]
    levels: tuple[Badge, ...]
    levels_url: str
    url: str | None
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure with how far it is."""

    key: str
    title: Words
    owner: str
    kind: str
    instruction: Words
    practice: tuple[tuple[str, Words], ...]
    facts: tuple[str, ...]
    state: Badge | None
    request_url: str | None
    url: str | None
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as a sentence."""

    key: str
    sentence: str
    rationale: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A lawfulness finding."""

    key: str
    topic: str
    result: Badge
    note: Words
    measure: str
    url: str | None
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsView:
    """The points of a dossier in short."""

    url: str
    open: int
    steps_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionView:
    """What a dossier says as a whole."""

    summary: Words
    scope: Words
    sentence: Words
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningView:
    """The screening in short."""

    results: tuple[tuple[str, Badge], ...]
    open: int
    url: str
    editable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPage:
    """The screening of a dossier: its questions, or its answers, and what follows."""

    title: str
    form: Form
    back_label: str
    back_url: str
    sections: tuple[SectionView, ...]
    answers: tuple[AnswerView, ...]
    outcome: OutcomeView | None
    edition: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do with the dossier now."""

    label: str
    url: str
    is_post: bool
    confirm: str | None = None
    look: str = "primary"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What a reviewer decided."""

    at: datetime
    who: str
    function: str
    approved: bool
    note: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A measure that could still be added, as a box to tick."""

    key: str
    title: str
    owner: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A risk whose level would be another one."""

    key: str
    title: str
    before: Badge
    after: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class WayView:
    """What leads to a verdict, and what ticking measures would do; nothing is stored."""

    url: str
    target: Verdict
    targets: tuple[tuple[Verdict, str], ...]
    is_there: bool
    plans: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]
    more: int
    is_cut: bool
    blocked: tuple[str, ...]
    refusal: str
    steps: tuple[Step, ...]
    is_tried: bool
    verdict: Badge
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCell:
    """A scope cell with every stage in words."""

    key: str
    name: str
    stages: tuple[explanation.Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsPage:
    """How one risk of a draft comes to its levels today."""

    dossier: str
    heading: str
    key: str
    title: Words
    today: date
    back_url: str
    cells: tuple[ExplainedCell, ...]


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """The way to the discussion on a part."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """What to choose for a report in Word, with what is chosen at first."""

    url: str
    templates: tuple[tuple[str, str], ...]
    template: str
    languages: tuple[tuple[str, str], ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastView:
    """What happened to a dossier: reviews and releases."""

    readers: tuple[str, str]  # what readers reported, as a link
    reviews: tuple[ReviewView, ...]
    releases: tuple[tuple[str, str], ...]
    history_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPages:
    """Which of the risks a dossier's page shows, when there are more than fit on one."""

    number: int
    pages: int
    base: str

    @classmethod
    def of(cls, count: int, *, asked: int, base: str) -> "RiskPages":
        """Return the page that was asked for, or the one that comes nearest."""
        pages = max(1, -(-count // RISKS_PER_PAGE))
        return cls(number=min(max(asked, 1), pages), pages=pages, base=base)

    @property
    def shown(self) -> slice:
        """Return which risks are shown, in their order."""
        return slice((self.number - 1) * RISKS_PER_PAGE, self.number * RISKS_PER_PAGE)

    def url(self, number: int) -> str:
        """Return the address of a page of risks."""
        return f"{self.base}?risks={number}#risks"


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksView:
    """The risks of a page of a dossier, and where all of them stand."""

    rows: tuple[RiskView, ...]
    numbers: RiskPages
    picture: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierPage:
    """A dossier: where it stands, what is missing, what it says."""

    key: str
    names: Names
    product: str
    product_url: str
    revision: int
    kind: str
    state: Badge
    verdict: Badge
    verdict_sentence: str
    confidence: str
    owner: str
    lead: str
    today: date
    actions: tuple[Action, ...]
    gate_url: str
    waits: str
    refusal: str
    remark: ReviewView | None
    gaps: tuple[Gap, ...]
    points: PointsView
    screening: ScreeningView
    description: DescriptionView
    cells: tuple[CellView, ...]
    risks: "RisksView"
    measures: tuple[MeasureView, ...]
    measure_picture: Figure | None
    claims: tuple[ClaimView, ...]
    findings: tuple[FindingView, ...]
    evidence: EvidenceView
    fact_checks: FactChecksView
    add_urls: dict[str, str]
    past: PastView
    asked: Mapping[str, Asked]  # by the key of the part
    threads: Mapping[str, ThreadLink]  # by the key of the part; "all" is of the whole dossier
    heard: Mapping[str, ThreadLink]  # by the key of the part; "" is of all of it
    way: WayView | None  # None while there is nothing to compute
    report: ReportForm | None  # None while there are no templates


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """An event of the audit trail as a line of history."""

    at: datetime
    who: str
    title: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """What happened to a dossier."""

    key: str
    back_url: str
    entries: tuple[HistoryEntry, ...]
