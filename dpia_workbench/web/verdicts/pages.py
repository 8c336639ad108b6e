"""What the public pages may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dpia_workbench.markdown.references import Names
from dpia_workbench.pictures.figures import Figure
from dpia_workbench.search import Highlight
from dpia_workbench.web.pieces import Words
from dpia_workbench.web.verdicts.incidents import OpenIncident
from dpia_workbench.web.verdicts.sharing import Download, Shared, SourceView

if TYPE_CHECKING:
    from dpia_workbench.web.verdicts.trust import TrustView


@dataclass(frozen=True, slots=True)
class Told:
    """A text with the language it is really in, and the sources it was read in."""

    text: str
    language: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Badge:
    """A code with its label; `tone` colours a state."""

    code: str
    label: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage that shows why a verdict was found; a passage of a part says of which."""

    pieces: Highlight
    part: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A risk, measure, setting or agreement in the list of what was found."""

    title: str
    name: str
    url: str
    product: Told
    product_url: str
    vendor: str
    note: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class KindOption:
    """A kind of thing to look for, with how many were found."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A verdict in a list."""

    slug: str
    url: str
    name: Told
    vendor: str
    vendor_url: str
    category: str
    verdict: Badge
    sentence: Told
    published: str
    publisher: str
    is_external: bool
    is_invented: bool
    status: Badge | None
    passages: tuple[PassageView, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value to filter by."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its values."""

    name: str
    label: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The search home."""

    total: int
    examples: tuple[tuple[str, str], ...]
    counts: tuple[tuple[Badge, int, str], ...]
    recent: tuple[CardView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """What a search found."""

    query: str
    title: str
    total: int
    correction: str | None
    partial: bool
    kinds: tuple[KindOption, ...]
    cards: tuple[CardView, ...]
    parts: tuple[PartView, ...]
    past_url: str | None
    groups: tuple[FacetGroup, ...]
    keep: tuple[tuple[str, str], ...]
    filtered: tuple[tuple[str, str], ...]
    clear_url: str | None
    sorts: tuple[tuple[str, str, bool], ...]
    page: int
    pages: int
    page_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """Something a school must or can do."""

    key: str
    title: Told
    instruction: Told
    kind: str
    mandatory: str
    is_mandatory: bool
    practice: tuple[tuple[str, Words], ...] = ()
    only_for: str = ""  # editions
    why: tuple[Told, ...] = ()  # the risks that it acts on, or what it puts in order
    reasons: tuple[Told, ...] = ()  # how it helps, in the words of the analysts
    remark_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """A risk with what was before and after."""

    key: str
    title: Told
    description: Told
    levels: tuple[Badge, ...]
    notes: tuple[Told, ...]
    url: str = ""  # where it is explained; an external record has no such page


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """What the vendor says beside the verdict, in its own words."""

    text: Told
    vendor: str
    signatory: str
    function: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """What the vendor did or promised."""

    key: str
    title: Told
    state: str
    tone: str
    when: str
    sources: tuple[str, ...] = ()
    is_late: bool = False  # its day has passed, and nothing was delivered since


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """For which edition, group and use the verdict holds."""

    edition: Told
    group: str
    use: Told
    exclusions: Told
    verdict: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """What happened on a day; an old source may know only the year."""

    when: str
    title: str
    text: Told
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Something in the frozen content that the verdict rests on, with its facts."""

    title: Told
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of every verdict."""

    slug: str
    name: Told
    vendor: str
    vendor_url: str
    category: str
    sectors: tuple[str, ...]
    former_names: tuple[str, ...]
    is_invented: bool
    verdict: Badge
    sentence: Told
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """An agreement that the verdict rests on; the addresses are there if the reader may."""

    title: str
    facts: tuple[str, ...]  # as they were on the day of publication
    url: str | None
    join_url: str | None
    standing: str  # how a board joins, or that it did


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLine:
    """One of all releases of the product."""

    number: int
    published: date
    verdict: Badge
    ended: str  # withdrawn or superseded; nothing if it is in use
    url: str
    changes_url: str | None
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePage:
    """A release of the workbench; its head holds the answer of today."""

    head: Head
    names: Names
    published: Badge
    number: int
    is_newest: bool
    newest_url: str
    status: Badge
    is_in_use: bool
    status_reason: str
    published_on: date
    valid_until: date
    publisher: str
    sha256: str
    computed: Badge
    override_reason: str
    summary: Told
    scope: Told
    duties: tuple[DutyView, ...]
    cells: tuple[CellView, ...]
    risks: tuple[RiskView, ...]
    risk_picture: Figure | None
    measure_picture: Figure | None
    promises: tuple[PromiseView, ...]
    agreements: tuple[AgreementView, ...]
    fall: str  # how the risks fell, in one sentence
    findings: tuple[tuple[str, str, str, Told], ...]
    sources: tuple[Basis, ...]
    events: tuple[EventView, ...]
    confidence: str
    releases: tuple[ReleaseLine, ...]
    permalink: str  # the full address, for paper
    downloads: tuple[Download, ...]
    pdf_url: str
    report_url: str
    json_url: str
    remark_url: str
    adopt: str  # "start", "running" or ""
    adopt_url: str
    withdraw_url: str | None
    adopted_by: int | None
    statement: StatementView | None
    incidents: tuple[OpenIncident, ...]
    trust: "TrustView"
    shared: Shared


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """An external record: published elsewhere, not computed here."""

    head: Head
    incidents: tuple[OpenIncident, ...]
    publisher: Told
    published: str
    colour_reason: Told
    colour_in_source: str
    confidence: str
    stale_years: int
    facts: tuple[tuple[str, str], ...]
    editions: tuple[Told, ...]
    in_scope: tuple[Told, ...]
    out_of_scope: tuple[Told, ...]
    duties: tuple[DutyView, ...]
    duty_sources: dict[str, tuple[str, ...]]
    counts: tuple[tuple[str, str, str, str], ...]
    counts_note: Told
    risks: tuple[RiskView, ...]
    risk_note: Told
    promises: tuple[PromiseView, ...]
    services: tuple[tuple[Told, str, Told, str, tuple[str, ...]], ...]
    locations: tuple[Told, ...]
    usage: tuple[Told, ...]
    agreement: tuple[tuple[str, str], ...]
    events: tuple[EventView, ...]
    unconfirmed: tuple[Told, ...]
    sources: tuple[SourceView, ...]
    remark_url: str
    shared: Shared
    adopt: str  # "start", "running" or nothing
    adopt_url: str
