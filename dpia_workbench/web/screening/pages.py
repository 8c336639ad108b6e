"""What pages with a screening may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.plumbing.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question of the form. `when` tells the script on which answers it hangs."""

    id: str
    text: str
    hint: str
    takes_several: bool
    options: tuple[tuple[str, str], ...]
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """Questions under one heading."""

    title: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What a reason rests on, and the field where it can be changed."""

    text: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """A reason as a sentence, with what it rests on."""

    sentence: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """Whether one instrument is needed, why, and what to do then."""

    name: str
    need: str
    tone: str
    reasons: tuple[ReasonView, ...]
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """What follows from the answers."""

    results: tuple[ResultView, ...]
    score: str
    open: tuple[Item, ...]
    asks_for_dpia: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningPage:
    """The public page: nothing of it is kept."""

    title: str
    form: Form
    sections: tuple[SectionView, ...]
    outcome: OutcomeView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A question that applies, with its answers."""

    question: str
    answers: tuple[str, ...]
