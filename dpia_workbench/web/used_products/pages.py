"""What the pages of products in use may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A product of the catalogue that a name may mean."""

    slug: str
    name: str
    label: str  # with its vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedRow:
    """A product on the board's list that it has not adopted."""

    name: Words
    vendor: str
    url: str  # of what the board says about it; empty for who cannot change it
    verdict_url: str | None
    verdict: tuple[str, str] | None  # code and label
    can_adopt: bool
    pupils: int | None
    is_asked: bool
    takes_part: bool
    planned: tuple[str, ...]
    perhaps: Meant | None  # a product that this may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A product that a typed name may mean."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A typed name with what it may mean."""

    name: str
    candidates: tuple[Candidate, ...]
    is_doubtful: bool
    is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Where a list is pasted or handed in."""

    form: Form
    most: int
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What the names of a list mean, to be confirmed."""

    rows: tuple[ReviewRow, ...]
    errors: tuple[tuple[str, str], ...]
    doubtful: int
    url: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedPage:
    """What a board says about one product of its list."""

    form: Form
    name: Words
    row: UsedRow
    may_ask: bool
    version: int
    identify_url: str
    end_url: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """What one cooperative plans."""

    text: str
    end_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRow:
    """What boards ask of one product, in numbers that may be told."""

    name: str
    boards: str
    pupils: int | None
    takers: tuple[str, ...]
    plans: tuple[PlanRow, ...]
    plan_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPage:
    """What boards ask a joint DPIA of."""

    rows: tuple[DemandRow, ...]
    may_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The form of a plan."""

    form: Form
    back: str
