"""What the public pages may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.pictures.figures import Figure
from dpia_workbench.search import Highlight


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
class CardView:
    """A verdict in a list."""

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
    highlights: tuple[Highlight, ...] = ()


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
    cards: tuple[CardView, ...]
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
class SourceView:
    """Where a fact was read."""

    id: str
    title: str
    publisher: str
    url: str | None
    date: str
    kind: str


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
class ReleasePage:
    """A release of the workbench; its head holds the answer of today."""

    head: Head
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
    agreements: tuple[tuple[str, tuple[str, ...]], ...]
    findings: tuple[tuple[str, str, str, Told], ...]
    sources: tuple[Basis, ...]
    events: tuple[EventView, ...]
    confidence: str
    report_url: str
    json_url: str
    adopt: str  # "start", "running" or ""
    adopt_url: str
    withdraw_url: str | None
    adopted_by: int | None
    statement: StatementView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """An external record: published elsewhere, not computed here."""

    head: Head
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """How often something became of what a vendor was asked, and when it is counted so."""

    label: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesView:
    """What became of all that was asked of a vendor in published verdicts."""

    summary: str
    promised: tuple[PromiseRow, ...]
    others: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """An agreement that school boards can join."""

    title: Told
    kind: str
    owner: str
    since: date | None
    until: date | None
    products: tuple[Told, ...]
    url: str
    join_url: str | None
    is_joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """A vendor with the verdicts on its products, and what it promised and kept."""

    name: str
    is_invented: bool
    cards: tuple[CardView, ...]
    promises: PromisesView
    offers: tuple[OfferView, ...]
    follow_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two releases."""

    subject: str
    before: str
    after: str
    is_worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """What changed between two releases."""

    name: Told
    back_url: str
    older: int
    newer: int
    changes: tuple[Change, ...]
    weight: Badge
    reasons: tuple[str, ...]
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """Something that happened to a release, in a feed."""

    id: str
    title: str
    url: str
    updated: datetime
    summary: str
    kind: str
    kind_label: str
    publisher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """An Atom feed."""

    id: str
    title: str
    url: str
    home: str
    others: tuple[tuple[str, str], ...]  # its addresses in other languages
    updated: datetime
    language: str
    entries: tuple[FeedEntry, ...]
