"""From the conditions of a decision to the values that its pages show."""

from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.board_decision import ConditionState
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import ConditionMark, DecisionCondition
from dpia_workbench.usecases import condition
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions.decision_pages import ConditionRow
from dpia_workbench.web.adoptions.pages import Badge

TONES = {
    ConditionState.OPEN: "neutral",
    ConditionState.OVERDUE: "danger",
    ConditionState.MET: "safe",
}


def rows(assessed: LocalAssessment, *, fills: bool, today: date) -> tuple[ConditionRow, ...]:
    """Return the conditions of the decision, as they were decided."""
    taken = assessed.adoption.decision
    where: dict[str, Any] = {"adoption_id": assessed.adoption.id}
    return tuple(
        row(
            assessed,
            each,
            url=url_for("adoptions.condition", condition_id=each.id, **where) if fills else None,
            today=today,
        )
        for each in (taken.condition_rows if taken else [])
    )


def row(
    assessed: LocalAssessment, each: DecisionCondition, *, url: str | None, today: date
) -> ConditionRow:
    """Return one condition, with how far it is on a day."""
    state = condition.state_of(each, on=today)
    title = {view.key: view.title for view in assessed.measures}.get(each.measure)
    words = pieces.words(title or Bilingual(nl=each.text))
    text = f"{each.measure} {words.text}" if each.measure else words.text
    return ConditionRow(
        number=each.number,
        text=text,
        language=words.language,
        owner=each.owner,
        due=each.due,
        state=Badge(state, label(state), TONES[state]),
        marks=tuple(_mark(mark) for mark in reversed(each.marks)),
        url=url,
    )


def _mark(mark: ConditionMark) -> str:
    values = {"day": day(mark.on), "who": mark.by.name, "note": mark.note}
    if mark.is_met:
        return _("Met on %(day)s, says %(who)s: %(note)s", **values)
    return _("Not met on %(day)s, says %(who)s: %(note)s", **values)
