"""From a form of questions and an outcome to the values that pages show."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import current_language, deferred, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.questionnaire import (
    NO,
    NONE,
    UNKNOWN,
    YES,
    Answers,
    Ground,
    Instrument,
    Kind,
    Part,
    applicable,
)
from dpia_workbench.risk.screening import Need, Outcome, Reason, Result, Score
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.screening import definition_of
from dpia_workbench.web.screening.pages import (
    AnswerView,
    Item,
    OutcomeView,
    QuestionView,
    ReasonView,
    ResultView,
    SectionView,
)

Content = Mapping[str, Any]

TONES = {Need.NOT_REQUIRED: "safe", Need.RECOMMENDED: "warning", Need.REQUIRED: "danger"}
# Grounds whose sentence says it all.
_ALONE = frozenset(
    {
        Ground.NEW_LEGISLATION,
        Ground.ADEQUACY,
        Ground.DEROGATION,
        Ground.FOR_CHILDREN,
        Ground.HIGH_RISK_AI,
        Ground.IMPACTFUL_ALGORITHM,
    }
)
_SAFE_DPIA = deferred(
    "Keep this outcome with your records: it shows that you looked. Answer the questions again"
    " when something changes."
)
_SAFE = deferred("You need not do anything for this now.")
_TODO = {
    Instrument.DPIA: deferred(
        "First look whether it was done already: somebody may have published a verdict that your"
        " board can adopt. If not, make a DPIA before you use the product, and ask the advice of"
        " your data protection officer."
    ),
    Instrument.DTIA: deferred(
        "Assess before the data leave whether the law of that country and the measures taken"
        " protect them well enough. Ask the vendor for its assessment."
    ),
    Instrument.CHILD_RIGHTS: deferred(
        "Look with children in mind: is the service in their interest, do they understand it, and"
        " can they say no?"
    ),
    Instrument.ALGORITHMS: deferred(
        "Decide together what the algorithm is for, how it was tested, and how a person stays"
        " responsible, before you use it."
    ),
}


def told(text: Any) -> str:
    """Return a text of the form in the reader's language."""
    return Bilingual.of(text).text(current_language())


def sections(content: Content) -> tuple[SectionView, ...]:
    """Return the questions of a form, by section."""
    return tuple(
        SectionView(
            title=told(section["title"]),
            questions=tuple(
                _question(item) for item in content["questions"] if item["section"] == section["id"]
            ),
        )
        for section in content["sections"]
    )


def _question(item: Content) -> QuestionView:
    takes_several = Kind(item["kind"]) is Kind.MULTI
    several = _("More than one answer is possible.") if takes_several else ""
    return QuestionView(
        id=item["id"],
        text=told(item["text"]),
        hint=" ".join(filter(None, [told(item.get("help")), several])),
        takes_several=takes_several,
        options=tuple(_options(item)),
        when=" ".join(f"{c['question']}={'|'.join(c['options'])}" for c in item.get("when", ())),
    )


def _options(item: Content) -> Iterator[tuple[str, str]]:
    kind = Kind(item["kind"])
    if kind is Kind.BOOLEAN:
        yield from ((YES, _("Yes")), (NO, _("No")))
    for option in item.get("options", ()):
        yield option["id"], told(option["text"])
    if kind is Kind.MULTI and item.get("none", True):
        yield NONE, _("None of these")
    yield UNKNOWN, _("I do not know")


def outcome(content: Content, found: Outcome, *, linked: bool) -> OutcomeView:
    """Return an outcome in words; `linked` if the questions stand on the same page."""
    items = {item["id"]: item for item in content["questions"]}
    words = _Words(items, linked=linked)
    return OutcomeView(
        results=tuple(
            _result(each, found.results[each], words, found.score) for each in Instrument
        ),
        score=_score(found.score),
        open=tuple(words.question(name) for name in found.open),
        asks_for_dpia=found.need(Instrument.DPIA) is not Need.NOT_REQUIRED,
    )


class _Words:
    """Finds the words of what reasons rest on."""

    def __init__(self, items: Mapping[str, Content], *, linked: bool) -> None:
        self.items, self.linked = items, linked

    def question(self, name: str) -> Item:
        """Return a question."""
        return Item(told(self.items[name]["text"]), name if self.linked else "")

    def option(self, dotted: str) -> Item:
        """Return an option, by question and option."""
        name, _dot, chosen = dotted.partition(".")
        texts = dict(_options(self.items[name]))
        return Item(texts[chosen])


def _result(instrument: Instrument, result: Result, words: _Words, score: Score) -> ResultView:
    todo = _TODO[instrument]
    if result.need is Need.NOT_REQUIRED:
        todo = _SAFE_DPIA if instrument is Instrument.DPIA else _SAFE
    return ResultView(
        name=label(instrument),
        need=label(result.need),
        tone=TONES[result.need],
        reasons=tuple(
            ReasonView(sentence=label(reason.ground), items=tuple(_items(reason, words, score)))
            for reason in result.reasons
        ),
        next_step=_(todo),
    )


def _items(reason: Reason, words: _Words, score: Score) -> Iterator[Item]:
    if reason.ground is Ground.SCORE:
        for part, points in score.parts.items():
            if points:
                yield Item(_points(part, points))
    elif reason.ground is Ground.UNCERTAIN:
        yield from map(words.question, reason.items)
    elif reason.ground not in _ALONE:
        yield from map(words.option, reason.items)


def _points(part: Part, points: int) -> str:
    return ngettext("%(part)s: %(n)s point", "%(part)s: %(n)s points", points, part=label(part))


def _score(score: Score) -> str:
    return _(
        "Points: %(total)s. Above %(limit)s a DPIA is required; what you do not know counts in"
        " full.",
        total=score.total,
        limit=score.limit,
    )


def answered(content: Content, answers: Answers) -> tuple[AnswerView, ...]:
    """Return the questions that apply with their answers, for somebody who only reads."""
    asked = {question.id for question in applicable(definition_of(content), answers)}
    return tuple(
        AnswerView(
            question=told(item["text"]),
            answers=tuple(
                text for value, text in _options(item) if value in answers.get(item["id"], ())
            ),
        )
        for item in content["questions"]
        if item["id"] in asked
    )
