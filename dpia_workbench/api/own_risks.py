"""The risks that a board judges itself, with its measures against them, as one step."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.api.places import refusals, require_listed
from dpia_workbench.store.models import OwnRisk
from dpia_workbench.usecases import local_levels, own_risk
from dpia_workbench.usecases.local import LocalAssessment

Value = dict[str, Any]
_ON = {"adoption.planned-day-passed": "due"}
_JUDGED = ("likelihood", "severity", "reason")
_TOLD = ("title", "description", *_JUDGED)


def take(
    session: Session, assessed: LocalAssessment, sent: Value, common: Mapping[str, Any]
) -> None:
    """Write each risk that is listed, and finish the step.

    Raises ValidationError at what is wrong, and what the use cases raise.
    """
    for place, each in enumerate(sent["risks"]):
        _risk(session, assessed, each, common, place=place)
    with refusals("own_risks", on={"adoption.own-risks-unanswered": "explanation"}):
        own_risk.answer(session, explanation=sent["explanation"], version=None, **common)


def _risk(
    session: Session,
    assessed: LocalAssessment,
    sent: Value,
    common: Mapping[str, Any],
    *,
    place: int,
) -> None:
    at = ("own_risks", "risks", place)
    central = own_risk.unlevelled(assessed.content)
    held = {row.key: row for row in local_levels.own_risks(assessed.adoption)}
    require_listed(sent["key"], known={"", *central, *held}, path=(*at, "key"))
    row = _kept(
        session, sent, common, held=held.get(sent["key"]), is_central=sent["key"] in central
    )
    session.flush()
    known = {each.key: each for each in row.measures if not each.is_removed}
    for number, each in enumerate(sent["measures"]):
        here = (*at, "measures", number)
        require_listed(each["key"], known={"", *known}, path=(*here, "key"))
        values = {name: value for name, value in each.items() if name != "key"}
        measure = known.get(each["key"])
        with refusals(*here, on=_ON):
            own_risk.save_measure(
                session, risk_id=row.id, measure_id=measure.id if measure else None,
                values=values, version=None, **common,
            )  # fmt: skip
        session.flush()


def _kept(
    session: Session,
    sent: Value,
    common: Mapping[str, Any],
    *,
    held: OwnRisk | None,
    is_central: bool,
) -> OwnRisk:
    """Return a risk as it is written now: judged, changed or added."""
    if is_central:
        judged = {name: sent[name] for name in _JUDGED}
        return own_risk.judge(session, key=sent["key"], values=judged, version=None, **common)
    told = {name: sent[name] for name in _TOLD}
    if held is None:
        return own_risk.add(session, values=told, **common)
    return own_risk.change(
        session, risk_id=held.id, values={**told, "title": told["title"] or held.title},
        version=None, **common,
    )  # fmt: skip
