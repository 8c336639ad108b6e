"""Questions that decide something: what answers count for, which questions apply, what is open.

A questionnaire is data (data/screening/), so that rules which change every few years are not in
the code. Here is what makes one sound, and that a screening (risk/screening.py) can rest on it:

- a condition looks at an earlier question only, so that one walk from the top decides;
- the answers to a choice stand in the order of what they ask for, the least first, and a worse
  answer never switches off a question that a better one asks;
- who does not know, or did not answer, is counted as the worst answer (invariant 12), and is asked
  whatever hangs on the question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from itertools import pairwise

from dpia_workbench.risk.rules import RuleViolation

YES, NO = "yes", "no"
NONE, UNKNOWN = "none", "unknown"  # "none of these", and "I do not know"

Chosen = frozenset[str]
Answers = Mapping[str, Chosen]
Place = tuple[str | int, ...]


class Kind(Enum):
    """How a question is answered. No StrEnum: nobody ever reads its members."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    MULTI = "multi"


class Instrument(StrEnum):
    """What a screening can lead to."""

    DPIA = "dpia"  # GDPR art. 35
    DTIA = "dtia"  # EDPB Recommendations 01/2020, after Schrems II
    CHILD_RIGHTS = "child_rights"
    ALGORITHMS = "algorithms"


class Ground(StrEnum):
    """Why something is needed; a list that an option of a question can belong to."""

    NEW_LEGISLATION = "new_legislation"
    GDPR_CASE = "gdpr_case"  # art. 35(3)
    AP_LIST = "ap_list"  # art. 35(4), the list of the Dutch authority
    EDPB_CRITERION = "edpb_criterion"  # WP248 rev.01, exactly one
    EDPB_CRITERIA = "edpb_criteria"  # WP248 rev.01, two or more
    SCORE = "score"
    TRANSFER_TOOL = "transfer_tool"  # art. 46, or no basis that we know
    ADEQUACY = "adequacy"  # art. 45
    DEROGATION = "derogation"  # art. 49
    FOR_CHILDREN = "for_children"
    HIGH_RISK_AI = "high_risk_ai"
    IMPACTFUL_ALGORITHM = "impactful_algorithm"
    UNCERTAIN = "uncertain"


class Part(StrEnum):
    """A part of the score (method.md 1.3)."""

    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    SPECIAL = "special"
    SUBJECTS = "subjects"
    SCALE = "scale"
    FREQUENCY = "frequency"
    RETENTION = "retention"
    TRANSFERS = "transfers"
    BASE_REGISTERS = "base_registers"
    MINORS = "minors"


# Which instrument a ground asks for, and how strongly: one criterion of WP248 only recommends.
_DIRECT, _WEAK = 2, 1
ASKS_FOR: Mapping[Ground, tuple[Instrument, int]] = {
    Ground.NEW_LEGISLATION: (Instrument.DPIA, _DIRECT),
    Ground.GDPR_CASE: (Instrument.DPIA, _DIRECT),
    Ground.AP_LIST: (Instrument.DPIA, _DIRECT),
    Ground.EDPB_CRITERION: (Instrument.DPIA, _WEAK),
    Ground.TRANSFER_TOOL: (Instrument.DTIA, _DIRECT),
    Ground.FOR_CHILDREN: (Instrument.CHILD_RIGHTS, _DIRECT),
    Ground.HIGH_RISK_AI: (Instrument.ALGORITHMS, _DIRECT),
    Ground.IMPACTFUL_ALGORITHM: (Instrument.ALGORITHMS, _DIRECT),
}
# Grounds that ask for nothing, but that people must read about (GDPR art. 45 and 49).
REMARKS: Mapping[Ground, Instrument] = {
    Ground.ADEQUACY: Instrument.DTIA,
    Ground.DEROGATION: Instrument.DTIA,
}
OF_OPTIONS = frozenset({*ASKS_FOR, *REMARKS})  # the others follow from answers together


class IdTwice(RuleViolation):
    """Two questions, or two options of one question, cannot have the same id."""

    code = "questionnaire.id-twice"


class UnknownId(RuleViolation):
    """What a questionnaire refers to must be in it."""

    code = "questionnaire.unknown-id"


class LaterCondition(RuleViolation):
    """Whether a question applies can only hang on an earlier question."""

    code = "questionnaire.later-condition"


class AnswersOutOfOrder(RuleViolation):
    """A worse answer cannot ask for less than a better one."""

    code = "questionnaire.answers-out-of-order"


class PartMissing(RuleViolation):
    """A weight counts for a part of the score, and that part must be named."""

    code = "questionnaire.part-missing"


class BandsNotRising(RuleViolation):
    """A higher sum of weights cannot give fewer points."""

    code = "questionnaire.bands-not-rising"


class AnswerNotOffered(RuleViolation):
    """A question can only be answered with what it offers."""

    code = "questionnaire.answer-not-offered"


class AnswersContradict(RuleViolation):
    """One question cannot have two answers that exclude each other."""

    code = "questionnaire.answers-contradict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer that a question offers, and what it counts for."""

    id: str
    weight: int = 0
    ground: Ground | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds if an earlier question is answered with one of these options, or not known."""

    question: str
    options: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. It applies if it has no conditions, or if any of them holds."""

    id: str
    kind: Kind
    options: tuple[Option, ...]
    has_none: bool = True  # several answers: whether "none of these" is one
    part: Part | None = None
    when: tuple[Condition, ...] = ()

    @property
    def offered(self) -> frozenset[str]:
        """Return all that can be answered."""
        none = {NONE} if self.kind is Kind.MULTI and self.has_none else set()
        return frozenset({option.id for option in self.options} | none | {UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """From this sum of weights on, a part of the score gives these points."""

    least: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A whole questionnaire, with the limits of its rules.

    A DPIA is required above `score_limit`, and from `criteria_limit` criteria of WP248 on.
    """

    questions: tuple[Question, ...]
    bands: Mapping[Part, tuple[Band, ...]] = field(default_factory=dict)
    score_limit: int
    criteria_limit: int

    def points(self, part: Part, *, weight: int) -> int:
        """Return the points that a sum of weights gives in a part of the score."""
        reached = (band.points for band in self.bands.get(part, ()) if band.least <= weight)
        return max(reached, default=0)


def yes_or_no(*, weight: int = 0, ground: Ground | None = None) -> tuple[Option, ...]:
    """Return the options of a question of which only "yes" counts for anything."""
    return (Option(id=NO), Option(id=YES, weight=weight, ground=ground))


def require_sound(definition: Definition) -> None:
    """Refuse a questionnaire on which no screening can rest.

    Raises IdTwice, UnknownId, LaterCondition, AnswersOutOfOrder, PartMissing or BandsNotRising;
    `place` says where, as the steps to it from the top.
    """
    for number in range(len(definition.questions)):
        require_sound_question(definition, number)
    for part in definition.bands:
        require_rising_bands(definition, part)


def require_rising_bands(definition: Definition, part: Part) -> None:
    """Refuse bands of which a higher one gives no more points. Raises BandsNotRising."""
    for number, (low, high) in enumerate(pairwise((_NOTHING, *definition.bands[part]))):
        if high.least <= low.least or high.points <= low.points:
            raise BandsNotRising(part=part, place=("bands", part.value, number))


_NOTHING = Band(least=0, points=0)


def require_sound_question(definition: Definition, number: int) -> None:
    """Refuse one question by its place in the list; raises as `require_sound` does."""
    question = definition.questions[number]
    place: Place = ("questions", number)
    earlier = {each.id: each for each in definition.questions[:number]}
    if question.id in earlier:
        raise IdTwice(id=question.id, place=(*place, "id"))
    _require_options(question, place=place)
    _require_part(definition, question, place=place)
    for turn, condition in enumerate(question.when):
        _require_condition(definition, condition, earlier=earlier, place=(*place, "when", turn))
    _require_order(definition, question, place=place)


def _require_options(question: Question, *, place: Place) -> None:
    seen = {NONE, UNKNOWN}  # everywhere these two are answers already
    for number, option in enumerate(question.options):
        where = (*place, "options", number)
        if option.id in seen:
            raise IdTwice(id=option.id, place=(*where, "id"))
        if option.ground is not None and option.ground not in OF_OPTIONS:
            raise UnknownId(id=option.ground.value, place=(*where, "ground"))
        seen.add(option.id)


def _require_part(definition: Definition, question: Question, *, place: Place) -> None:
    if question.part is None and any(option.weight for option in question.options):
        raise PartMissing(id=question.id, place=place)
    if question.part is not None and question.part not in definition.bands:
        raise UnknownId(id=question.part.value, place=(*place, "part"))


def _require_condition(
    definition: Definition, condition: Condition, *, earlier: Mapping[str, Question], place: Place
) -> None:
    if condition.question not in {question.id for question in definition.questions}:
        raise UnknownId(id=condition.question, place=(*place, "question"))
    if condition.question not in earlier:
        raise LaterCondition(id=condition.question, place=(*place, "question"))
    known = {option.id for option in earlier[condition.question].options}
    for option in sorted(condition.options - known):
        raise UnknownId(id=option, place=(*place, "options"))


def _require_order(definition: Definition, question: Question, *, place: Place) -> None:
    """Refuse answers by which somebody is better off who chooses a worse one."""
    if any(option.weight < 0 for option in question.options):
        raise AnswersOutOfOrder(id=question.id, place=(*place, "options"))
    if question.kind is Kind.MULTI:
        return
    for number, (better, worse) in enumerate(pairwise(question.options), start=1):
        if not (_asks_no_less(worse, better) and _leads_no_less(definition, question, number)):
            raise AnswersOutOfOrder(id=question.id, place=(*place, "options", number))


def _asks_no_less(worse: Option, better: Option) -> bool:
    """Return whether an option counts for at least what another one counts for."""
    asked, given = _asks_for(better), _asks_for(worse)
    if asked is None:
        return worse.weight >= better.weight
    covers = given is not None and given[0] is asked[0] and given[1] >= asked[1]
    return covers and worse.weight >= better.weight


def _asks_for(option: Option) -> tuple[Instrument, int] | None:
    return ASKS_FOR.get(option.ground) if option.ground else None


def _leads_no_less(definition: Definition, question: Question, number: int) -> bool:
    """Return whether an option asks every further question that the one before it asks."""
    better, worse = question.options[number - 1].id, question.options[number].id
    return all(
        worse in condition.options
        for other in definition.questions
        for condition in other.when
        if condition.question == question.id and better in condition.options
    )


def require_answers(definition: Definition, answers: Answers) -> None:
    """Refuse answers that the questionnaire does not offer.

    Raises AnswerNotOffered or AnswersContradict; `field` is the id of the question.
    """
    questions = {question.id: question for question in definition.questions}
    for name, chosen in answers.items():
        if name not in questions:
            raise AnswerNotOffered(field=name)
        require_answer(questions[name], chosen)


def require_answer(question: Question, chosen: Chosen) -> None:
    """Refuse an answer that a question does not offer; raises as `require_answers` does."""
    if chosen - question.offered:
        raise AnswerNotOffered(field=question.id)
    is_alone = question.kind is not Kind.MULTI or NONE in chosen
    if is_alone and len(chosen) > 1:
        raise AnswersContradict(field=question.id)


def applicable(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that apply, in their order."""
    asked: dict[str, Question] = {}
    for question in definition.questions:
        if not question.when or any(_holds(each, asked, answers) for each in question.when):
            asked[question.id] = question
    return tuple(asked.values())


def _holds(condition: Condition, asked: Mapping[str, Question], answers: Answers) -> bool:
    chosen = answer_to(condition.question, answers)
    applies = condition.question in asked
    return applies and (is_uncertain(chosen) or bool(chosen & condition.options))


def answer_to(question: str, answers: Answers) -> Chosen:
    """Return what was chosen at a question, by its id; nothing if it is open."""
    return answers.get(question, frozenset())


def is_uncertain(chosen: Chosen) -> bool:
    """Return whether a question is not answered, or not known."""
    return not chosen or UNKNOWN in chosen


def unanswered(definition: Definition, answers: Answers) -> Iterator[str]:
    """Yield the questions that apply and are open, by id."""
    for question in applicable(definition, answers):
        if not answer_to(question.id, answers):
            yield question.id
