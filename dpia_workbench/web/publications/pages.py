"""What the pages of a publication may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Badge


@dataclass(frozen=True, slots=True)
class Link:
    """A place where something can be mended."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A check as people read it."""

    title: str
    badge: Badge
    sentence: str
    notes: tuple[str, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The plan that is open, and what would refuse it as things are now."""

    due_at: datetime
    who: str
    verdict: str
    reason: str
    valid_until: date
    is_late: bool  # its moment passed, and no worker was there
    obstacles: tuple[str, ...]
    withdraw_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPlan:
    """A plan that has an end."""

    due_at: datetime
    who: str
    outcome: str
    at: datetime
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """A verdict that can be published, and what it means to schools."""

    code: str
    label: str
    is_computed: bool
    is_chosen: bool
    meaning: str
    asks: Badge | None
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """An older release, and what its adopters are asked."""

    label: str
    url: str
    boards: str
    asks: Badge
    by: date
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a publication would bring about."""

    verdicts: tuple[VerdictRow, ...]
    replaces: Link | None
    asked: tuple[AskedRow, ...]
    effects: tuple[str, ...]  # what changes for a school, in sentences
    changes: tuple[tuple[str, str, str], ...]  # what it belongs to, which one, and how
    promised: tuple[Link, ...]  # remarks that this release answers
    mailed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePage:
    """The gate of a dossier."""

    dossier: str
    dossier_url: str
    product: str
    waits: str  # whose turn it is, while it is nobody's who publishes
    published: Link | None  # the release, once it is one
    failing: tuple[LineView, ...]
    rest: tuple[LineView, ...]
    form: Form | None  # None: nothing can be published, or not by the reader
    verdicts: tuple[tuple[str, str], ...]
    moments: tuple[tuple[str, str], ...]
    plan: PlanView | None
    past: tuple[PastPlan, ...]
    outlook: Outlook
    preview_url: str
    word_urls: tuple[Link, ...]
    action_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewMark:
    """What stands at the top of a preview."""

    back_url: str
    planned_for: datetime | None
