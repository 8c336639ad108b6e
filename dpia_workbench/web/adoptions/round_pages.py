"""What the pages about later rounds, follow-ups and the end may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date, datetime

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.pages import Badge, Place, RecordedAgreement, ShowPage
from dpia_workbench.web.pieces import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A field as it was and as it is, beside each other."""

    label: str
    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsView:
    """One thing that is new, gone or changed, with its old and its new text."""

    what: str
    tone: str
    title: Words
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step of the round before: what changed under it, what the board said, how to go on."""

    id: str
    title: str
    since: date | None
    news: tuple[NewsView, ...]
    said: tuple[tuple[str, str], ...]
    url: str
    seen: str  # `step:digest`, empty where nothing can be confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureView:
    """A measure of the new round, with the earlier answer."""

    id: str
    key: str
    news: NewsView
    said: tuple[tuple[str, str], ...]
    since: date | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """One round of a board with a product."""

    url: str
    name: str
    began: date
    state: Badge
    outcome: str
    decided_on: date | None
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPage:
    """What changed since the board decided, and what it confirms."""

    place: Place
    why: tuple[str, ...]
    in_force: RoundRow | None
    changed: tuple[StepView, ...]
    measures: tuple[MeasureView, ...]
    gone: tuple[MeasureView, ...]
    risks: tuple[NewsView, ...]
    unchanged: tuple[StepView, ...]
    kept: tuple[MeasureView, ...]
    kept_seen: str
    done: tuple[str, ...]
    open_steps: tuple[tuple[str, str], ...]  # that no earlier round finished
    may_fill: bool
    here: str
    changed_url: str
    central_url: str | None

    @property
    def all_seen(self) -> tuple[tuple[str, str], ...]:
        """Return the hidden fields that confirm all that did not change."""
        seen = [each.seen for each in self.unchanged]
        return tuple(("seen", each) for each in (*seen, self.kept_seen) if each)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """One field that the board says otherwise than in the round before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedStep:
    """The fields of one step that differ, by what they are about."""

    id: str
    title: str
    things: tuple[tuple[str, tuple[ChangedRow, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPage:
    """What a board says otherwise than in the round before, and what changed centrally."""

    place: Place
    before: RoundRow
    steps: tuple[ChangedStep, ...]
    central_url: str | None
    is_same_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that somebody did in an adoption."""

    at: datetime
    who: str
    what: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Who did what when, and the rounds before and after."""

    place: Place
    rounds: tuple[RoundRow, ...]
    happened: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage:
    """Why the board looks again, or that there is a newer verdict."""

    place: Place
    form: Form
    is_asked: bool  # a reason is asked for
    offered: str
    central_url: str | None
    reasons: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPage:
    """That the board stops using the product."""

    place: Place
    form: Form
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedView:
    """What was said of a measure after the decision."""

    what: str
    who: str
    on: date
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedMeasure:
    """A measure after the decision: how it stands, and whether it asks for attention."""

    name: str
    title: Words
    school: str
    obligation: str
    state: Badge
    due: Badge | None
    facts: tuple[tuple[str, str], ...]
    url: str
    later: tuple[FollowedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPage:
    """All measures after the decision, those that ask for attention first."""

    place: Place
    decided_on: date
    waiting: tuple[FollowedMeasure, ...]
    others: tuple[FollowedMeasure, ...]
    may_follow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpMeasurePage:
    """One measure after the decision, with the form to come back to it."""

    place: Place
    list_url: str
    measure: FollowedMeasure
    form: Form
    kinds: tuple[tuple[str, str, str], ...]
    earliest: date
    latest: date
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayRow:
    """A risk with the level of the decision and that of today."""

    key: str
    title: Words
    decided: Badge
    today: Badge
    is_worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """How a product in use stands today, beside the decision."""

    on: date
    rows: tuple[TodayRow, ...]  # that differ
    is_worse: bool
    lapsed: tuple[str, ...]
    waiting: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterView:
    """What is so today, beside the record: the rounds around it, levels, agreements, the end."""

    today: TodayView | None
    status: str  # of what was adopted, today; empty before the decision
    verdict: Badge  # today; what no longer holds is no verdict
    agreements: tuple[RecordedAgreement, ...]
    why: tuple[str, ...]
    before: RoundRow | None
    later: RoundRow | None
    ending: tuple[tuple[str, str], ...]
    carried_url: str | None
    changed_url: str | None
    history_url: str
    again_url: str | None
    ending_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage(ShowPage):
    """One product at a board: the record, and beside it what is so today."""

    after: AfterView
