"""Questionnaires and answers for tests of the screening: the real form, and small invented ones."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from random import Random

from dpia_workbench.risk.questionnaire import (
    ASKS_FOR,
    NONE,
    UNKNOWN,
    Answers,
    Band,
    Chosen,
    Condition,
    Definition,
    Ground,
    Kind,
    Option,
    Part,
    Question,
    yes_or_no,
)
from dpia_workbench.schemas.screening import read_forms
from dpia_workbench.usecases.screening import definition_of

DATA = Path(__file__).parents[2] / "data"
GROUNDS = tuple(ASKS_FOR)
# One answer to each question of the real form that asks for nothing and scores nothing.
CALM: Mapping[str, str] = {
    "legislation": "no", "minors": "not_used", "algorithm": "no_algorithm", "subjects": "staff",
    "scale": "fewer", "ordinary": "none", "sensitive": "none", "special": "none",
    "base_registers": "no", "frequency": "rarely", "retention": "short", "gdpr_cases": "none",
    "ap_list": "none", "criteria": "none", "cloud": "no", "other_transfer": "no",
}  # fmt: skip


@cache
def real() -> Definition:
    """Return the rules of the real form."""
    (form,) = read_forms(DATA / "screening")
    return definition_of(form)


def calm(**words: str | Iterable[str]) -> Answers:
    """Return answers that ask for nothing, some of them changed; an empty list leaves one open."""
    given = {**CALM, **words}
    return {
        name: frozenset([chosen] if isinstance(chosen, str) else chosen)
        for name, chosen in given.items()
    }


def invented(chance: Random) -> Definition:
    """Return a small sound questionnaire."""
    questions: list[Question] = []
    for number in range(chance.randint(1, 5)):
        kind = chance.choice(list(Kind))
        part = chance.choice([None, Part.SCALE, Part.SUBJECTS])
        questions.append(
            Question(
                id=f"q{number}",
                kind=kind,
                options=_options(chance, kind, weighs=part is not None),
                part=part,
                when=_conditions(chance, questions),
            )
        )
    bands = (Band(least=1, points=1), Band(least=3, points=2))
    return Definition(
        questions=tuple(questions),
        bands={Part.SCALE: bands, Part.SUBJECTS: bands[:1]},
        score_limit=chance.randint(0, 2),
        criteria_limit=2,
    )


def _options(chance: Random, kind: Kind, *, weighs: bool) -> tuple[Option, ...]:
    ground = chance.choice([None, *GROUNDS])
    if kind is Kind.BOOLEAN:
        return yes_or_no(weight=chance.randint(0, 3) if weighs else 0, ground=ground)
    many = chance.randint(2, 4)
    weights = sorted(chance.randint(0, 3) if weighs else 0 for _ in range(many))
    since = chance.randint(0, many)  # from this option on they belong to the ground
    return tuple(
        Option(id=f"o{place}", weight=weight, ground=ground if place >= since else None)
        for place, weight in enumerate(weights)
    )


def _conditions(chance: Random, earlier: list[Question]) -> tuple[Condition, ...]:
    """Return conditions that a worse answer meets if a better one does."""
    found = []
    for question in chance.sample(earlier, k=min(len(earlier), chance.randint(0, 2))):
        names = [option.id for option in question.options]
        since = chance.randrange(len(names))
        found.append(Condition(question=question.id, options=frozenset(names[since:])))
    return tuple(found)


def some_answers(chance: Random, definition: Definition) -> dict[str, Chosen]:
    """Return answers of any kind: known, not known, or left open."""
    return {
        question.id: chance.choice([frozenset(), frozenset({UNKNOWN}), _known(chance, question)])
        for question in definition.questions
    }


def _known(chance: Random, question: Question) -> Chosen:
    names = [option.id for option in question.options]
    if question.kind is not Kind.MULTI:
        return frozenset({chance.choice(names)})
    chosen = frozenset(name for name in names if chance.random() < 0.4)
    return chosen or frozenset({NONE} if question.has_none else names[:1])


def worse(chance: Random, question: Question, chosen: Chosen) -> Chosen:
    """Return an answer that nobody would call better: a worse one, unknown, or none at all."""
    doubt = [frozenset[str](), frozenset({UNKNOWN})]
    if not chosen or UNKNOWN in chosen:
        return chance.choice(doubt)
    names = [option.id for option in question.options]
    if question.kind is Kind.MULTI:
        more = (chosen - {NONE}) | {name for name in names if chance.random() < 0.5}
        return chance.choice([more or chosen, *doubt])
    (present,) = chosen
    later = frozenset({chance.choice(names[names.index(present) :])})
    return chance.choice([later, *doubt])


def grounds(reasons: Iterable[object]) -> list[Ground]:
    """Return the grounds of reasons."""
    return [reason.ground for reason in reasons]  # type: ignore[attr-defined]
