"""What the pages around a board's decision may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date

from dpia_workbench.plumbing.forms import Form
from dpia_workbench.web.adoptions.own_risk_pages import OwnRiskRow
from dpia_workbench.web.adoptions.pages import (
    Badge,
    MeasureRow,
    Place,
    Refused,
    RiskRow,
    Situation,
    Statement,
)
from dpia_workbench.web.adoptions.step_pages import Frame

Options = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that an adviser or a board needs to know of its own situation, worst first."""

    risks: tuple[RiskRow, ...]
    differing: tuple[str, ...]  # what differs from the central verdict, in words
    circumstances: tuple[str, ...]
    uncovered: tuple[str, ...]  # use that the verdict says nothing about
    measures: tuple[MeasureRow, ...]  # mandatory, and not in effect
    own: tuple[OwnRiskRow, ...]
    own_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """Views: the form for who records them, the text for the others."""

    frame: Frame
    form: Form | None
    statement: Statement | None
    waits: str
    latest: date
    options: tuple[tuple[str, str], ...]
    heard: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvicePage:
    """The advice, with everything it is about on one page."""

    frame: Frame
    form: Form | None
    statement: Statement | None
    waits: str
    warning: str
    changed: tuple[str, ...]
    overview: Overview
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerWay:
    """What would make a risk lower at this board: what to do, with where it is done."""

    sentence: str
    links: tuple[tuple[str, str], ...]  # label and address


@dataclass(frozen=True, slots=True, kw_only=True)
class RemainingRisk:
    """A risk with both levels, why, what would make it lower, and words for the board."""

    row: RiskRow
    ways: tuple[LowerWay, ...]
    field: str | None  # where its acceptance is prepared, by who may do that
    prepared: str
    prepared_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RisksPage:
    """The risks that remain at this board, before anybody decides."""

    frame: Frame
    form: Form | None
    risks: tuple[RemainingRisk, ...]
    outcomes: Options
    refused: tuple[Refused, ...]
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow:
    """A condition of the decision, with what was noted about it."""

    number: int
    text: str
    language: str
    owner: str
    due: date
    state: Badge
    marks: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionPage:
    """One condition: what it asks, and the form to mark it."""

    place: Place
    decision_url: str
    condition: ConditionRow
    form: Form
    options: tuple[tuple[str, str], ...]
    version: int
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """The decision: what can be chosen and why not the rest, or what was decided."""

    frame: Frame
    form: Form | None
    waits: str
    statement: Statement | None
    situation: Situation | None  # for what the decision does not cover
    conditions: tuple[ConditionRow, ...]
    consultation_url: str | None
    overview: Overview
    advice: Statement | None
    views: Statement | None
    changed: tuple[str, ...]
    outcomes: Options
    refused: tuple[Refused, ...]
    stances: tuple[tuple[str, str], ...]
    accept: tuple[tuple[str, str, str], ...]  # field, label, hint
    planned: tuple[str, ...]
    slots: tuple[int, ...]  # the conditions that can be written
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationEventRow:
    """One thing that was noted in a consultation."""

    number: int
    on: date
    title: str
    text: str
    who: str
    is_taken_back: bool
    can_be_taken_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """The clock of the authority: the last day, how it was computed, and on which day."""

    badge: Badge
    sentence: str
    steps: tuple[tuple[str, str], ...]
    computed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationPage:
    """The prior consultation: how far it is, what can be noted next."""

    place: Place
    next: str
    clock: ClockRow | None
    events: tuple[ConsultationEventRow, ...]
    form: Form | None
    kinds: tuple[tuple[str, str], ...]
    applicants: tuple[tuple[str, str], ...]
    asks_applicant: bool
    version: int
    latest: date
    take_back_url: str
