"""What must be assessed before a product is used: a DPIA, a DTIA, children's rights, algorithms.

The rules are those of the pre-scan of the central government (method.md 1.3), with its defects
mended:

- A DPIA is required for new legislation, in a case of GDPR art. 35(3), for a type of processing on
  the list of the Dutch authority (art. 35(4)), from two criteria of WP248 rev.01 on, or if the
  score is above its limit. Exactly one criterion recommends it.
- Art. 35(3), the list and the criteria are such direct rules, and add nothing to the score: each
  is enough, and counting it twice would change nothing. In the source their points were computed
  and then forgotten.
- The points for transfers rest on answers that exist: where the vendor keeps the data, from where
  it looks in, and what else leaves the EEA.
- A DTIA is required for every transfer tool of art. 46, and if the basis of a transfer is not
  known; not for adequacy (art. 45). A derogation (art. 49) needs none either, but is a narrow
  exception, and that is said.
- Who does not know, or did not answer, never comes off better than with any answer (invariant 12).
  A reason says so if that made the difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dpia_workbench.risk.questionnaire import (
    ASKS_FOR,
    REMARKS,
    UNKNOWN,
    Answers,
    Definition,
    Ground,
    Instrument,
    Kind,
    Option,
    Part,
    Question,
    answer_to,
    applicable,
    is_uncertain,
    require_answers,
    unanswered,
)


class Need(StrEnum):
    """Whether an instrument is needed."""

    NOT_REQUIRED = "not_required"
    RECOMMENDED = "recommended"
    REQUIRED = "required"

    @property
    def rank(self) -> int:
        """Return how much it asks, so that needs can be compared."""
        return list(Need).index(self)


# The law asks for the first two; the others are advice (method.md 1.3).
_MOST: Mapping[Instrument, Need] = {
    Instrument.DPIA: Need.REQUIRED,
    Instrument.DTIA: Need.REQUIRED,
    Instrument.CHILD_RIGHTS: Need.RECOMMENDED,
    Instrument.ALGORITHMS: Need.RECOMMENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is needed, and what it rests on.

    `items` are options as "question.option"; for a score its parts, for uncertainty questions.
    """

    ground: Ground
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Whether one instrument is needed, and why."""

    need: Need
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The points per part, with what is not known counted in full."""

    parts: Mapping[Part, int]
    limit: int

    @property
    def total(self) -> int:
        """Return the sum."""
        return sum(self.parts.values())

    @property
    def is_above_limit(self) -> bool:
        """Return whether the score alone requires a DPIA."""
        return self.total > self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from the answers. `open` are questions without an answer, by id."""

    results: Mapping[Instrument, Result]
    score: Score
    open: tuple[str, ...]
    unknown: tuple[str, ...]

    def need(self, instrument: Instrument) -> Need:
        """Return whether an instrument is needed."""
        return self.results[instrument].need

    @property
    def is_complete(self) -> bool:
        """Return whether every question that applies has an answer."""
        return not self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the answers amount to: the options that count, by ground, and the score."""

    hits: Mapping[Ground, tuple[str, ...]]
    score: Score
    criteria_limit: int


def screen(definition: Definition, answers: Answers) -> Outcome:
    """Return what must be assessed, and why. Raises AnswerNotOffered or AnswersContradict."""
    require_answers(definition, answers)
    asked = applicable(definition, answers)
    known = _facts(definition, asked, _as_known(asked, answers))
    worst = _facts(definition, asked, _as_worst(asked, answers))
    uncertain = [q for q in asked if is_uncertain(answer_to(q.id, answers))]
    return Outcome(
        results={
            each: _result(each, known=known, worst=worst, uncertain=uncertain)
            for each in Instrument
        },
        score=worst.score,
        open=tuple(unanswered(definition, answers)),
        unknown=tuple(q.id for q in asked if UNKNOWN in answer_to(q.id, answers)),
    )


_Counted = Mapping[str, tuple[Option, ...]]


def _as_known(asked: tuple[Question, ...], answers: Answers) -> _Counted:
    """Return the options that somebody chose."""
    return {
        question.id: tuple(o for o in question.options if o.id in answer_to(question.id, answers))
        for question in asked
    }


def _as_worst(asked: tuple[Question, ...], answers: Answers) -> _Counted:
    """Return the options that count if the worst is true of what is not known."""
    chosen = dict(_as_known(asked, answers))
    for question in asked:
        if is_uncertain(answer_to(question.id, answers)):
            chosen[question.id] = question.options
    return chosen


def _facts(definition: Definition, asked: tuple[Question, ...], counted: _Counted) -> _Facts:
    hits: dict[Ground, list[str]] = {}
    weights: dict[Part, int] = {}
    for question in asked:
        options = counted[question.id]
        for option in options:
            if option.ground is not None:
                hits.setdefault(option.ground, []).append(f"{question.id}.{option.id}")
        if question.part is not None:
            weights[question.part] = weights.get(question.part, 0) + _weight(question, options)
    parts = {part: definition.points(part, weight=weight) for part, weight in weights.items()}
    return _Facts(
        hits={ground: tuple(items) for ground, items in hits.items()},
        score=Score(parts=parts, limit=definition.score_limit),
        criteria_limit=definition.criteria_limit,
    )


def _weight(question: Question, options: tuple[Option, ...]) -> int:
    """Return what options weigh: together, or the heaviest if only one of them can be true."""
    weights = [option.weight for option in options]
    return sum(weights) if question.kind is Kind.MULTI else max(weights, default=0)


def _result(
    instrument: Instrument, *, known: _Facts, worst: _Facts, uncertain: list[Question]
) -> Result:
    need = _need(instrument, worst)
    reasons = list(_reasons(instrument, known=known, worst=worst))
    if _need(instrument, known) is not need:
        doubted = tuple(question.id for question in uncertain if _bears(question, on=instrument))
        reasons.append(Reason(ground=Ground.UNCERTAIN, items=doubted))
    return Result(need=need, reasons=tuple(reasons))


def _bears(question: Question, *, on: Instrument) -> bool:
    """Return whether an answer can make a difference for an instrument."""
    named = {option.ground for option in question.options if option.ground is not None}
    asked = {ASKS_FOR[ground][0] for ground in named if ground in ASKS_FOR}
    return on in asked or (on is Instrument.DPIA and question.part is not None)


def _need(instrument: Instrument, facts: _Facts) -> Need:
    criteria = len(facts.hits.get(Ground.EDPB_CRITERION, ()))
    direct = any(
        asked is instrument and ground is not Ground.EDPB_CRITERION
        for ground, (asked, _force) in ASKS_FOR.items()
        if ground in facts.hits
    )
    if instrument is Instrument.DPIA:
        direct |= criteria >= facts.criteria_limit or facts.score.is_above_limit
        if criteria and not direct:
            return Need.RECOMMENDED
    return _MOST[instrument] if direct else Need.NOT_REQUIRED


def _reasons(instrument: Instrument, *, known: _Facts, worst: _Facts) -> Iterator[Reason]:
    """Yield the reasons that rest on what is known; the score counts the worst."""
    for ground, items in known.hits.items():
        asked = ASKS_FOR[ground][0] if ground in ASKS_FOR else REMARKS[ground]
        if asked is instrument:
            yield Reason(ground=_counted(ground, items, limit=known.criteria_limit), items=items)
    if instrument is Instrument.DPIA and worst.score.is_above_limit:
        given = tuple(part.value for part, points in worst.score.parts.items() if points)
        yield Reason(ground=Ground.SCORE, items=given)


def _counted(ground: Ground, items: tuple[str, ...], *, limit: int) -> Ground:
    """Return the ground, which for criteria of WP248 depends on how many there are."""
    if ground is Ground.EDPB_CRITERION and len(items) >= limit:
        return Ground.EDPB_CRITERIA
    return ground
