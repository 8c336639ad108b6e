"""Which assessments the screening of a dossier asks for, and why."""

from collections.abc import Iterator, Mapping
from typing import Any

from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.model import Block, Cell, Table, Tone
from dpia_workbench.report.wording import cell, lines, plain
from dpia_workbench.risk.questionnaire import Ground, Instrument
from dpia_workbench.risk.screening import Need
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.report import Reported

Content = Mapping[str, Any]

_TONES = {Need.NOT_REQUIRED: Tone.GOOD, Need.RECOMMENDED: Tone.CAUTION, Need.REQUIRED: Tone.BAD}


def blocks(reported: Reported) -> list[Block]:
    """Return the outcome of the screening; nothing if nobody did it yet."""
    found = reported.content["screening"]
    if found is None:
        return []
    texts = _texts(reported.questions or {"questions": ()})
    table = Table(
        caption=_("Which assessments are needed"),
        description=_("Per assessment: whether it is needed, and the reasons."),
        header=(_("Assessment"), _("Needed"), _("Why")),
        rows=tuple(
            _row(each, found["results"][each], texts=texts, score=found["score"])
            for each in Instrument
        ),
        widths=(26, 18, 56),
    )
    return [table]


def _row(
    instrument: Instrument, result: Content, *, texts: Mapping[str, str], score: Content
) -> tuple[Cell, ...]:
    need = Need(result["need"])
    reasons = [text for reason in result["reasons"] for text in _reason(reason, texts, score)]
    return (
        cell(label(instrument)),
        Cell(runs=plain(label(need)), tone=_TONES[need]),
        Cell(runs=lines(*(plain(text) for text in reasons)) or plain("–")),
    )


def _reason(reason: Content, texts: Mapping[str, str], score: Content) -> Iterator[str]:
    yield label(Ground(reason["ground"]))
    if reason["ground"] == Ground.SCORE:
        total = sum(score["parts"].values())
        yield ngettext("• %(n)s point", "• %(n)s points", total)
    else:
        found = dict.fromkeys(texts.get(item, "") for item in reason["items"])
        yield from (_("• %(text)s", text=text) for text in found if text)


def _texts(form: Content) -> dict[str, str]:
    """Return the words of questions and of their options, as "question" and "question.option".

    An option of a question that is answered by yes or no is told by the question.
    """
    found: dict[str, str] = {}
    for item in form["questions"]:
        question = _told(item["text"])
        found[item["id"]] = found[f"{item['id']}.yes"] = found[f"{item['id']}.no"] = question
        for option in item.get("options", ()):
            found[f"{item['id']}.{option['id']}"] = _told(option["text"])
    return found


def _told(text: Any) -> str:
    return Bilingual.of(text).text(current_language())
