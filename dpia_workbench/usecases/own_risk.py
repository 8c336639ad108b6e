"""The risks that a board judges itself: its own, and those nobody gave a level (method.md 4.2)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk import adoption as adoption_rules
from dpia_workbench.risk import own_risks as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import add_months
from dpia_workbench.risk.measures import APPLIED, LocalState
from dpia_workbench.store import own_risks, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, OwnMeasure, OwnRisk
from dpia_workbench.usecases import adopting, frozen, local_levels
from dpia_workbench.usecases.editing import apply, created, expect_version, next_number
from dpia_workbench.usecases.local import LocalAssessment


def unlevelled(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the risks of a record to which nobody gave a level, by key."""
    return {
        item["key"]: item
        for item in content["risks"]
        if "published" in item and (item["likelihood"] is None or item["severity"] is None)
    }


def unjudged(adoption: Adoption) -> list[str]:
    """Return the keys of the risks without a level that the board did not judge yet."""
    judged = {row.central_key for row in local_levels.own_risks(adoption)}
    return [key for key in unlevelled(releases.content(adoption.basis)) if key not in judged]


def own(adoption: Adoption) -> list[OwnRisk]:
    """Return the risks of the board's own, without those of the record that it judged."""
    return [row for row in local_levels.own_risks(adoption) if not row.central_key]


def _opened(session: Session, adoption_id: UUID, *, actor: Actor, today: date) -> LocalAssessment:
    return adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )


def _changed(
    session: Session,
    assessed: LocalAssessment,
    *,
    actor: Actor,
    now: datetime,
    key: str,
    changed: Mapping[str, Any],
    **detail: Any,
) -> None:
    adopting.filled_by(assessed.adoption, actor=actor)
    adopting.record(
        session, assessed.adoption, "adoption.own-risk-recorded", actor=actor, now=now, risk=key,
        changed=changed, **detail,
    )  # fmt: skip


def add(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    values: Mapping[str, Any],
    today: date,
    now: datetime,
) -> OwnRisk:
    """Add a risk of the board's own.

    `values` are title, description, likelihood, severity (None: not known) and reason. Raises
    NotFound, Forbidden or AlreadyDecided.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    row = OwnRisk(number=next_number(assessed.adoption.risks), **values)
    assessed.adoption.risks.append(row)
    session.flush()
    _changed(session, assessed, actor=actor, now=now, key=row.key, changed=created(values))
    return row


def judge(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    key: str,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> OwnRisk:
    """Judge a risk of the record that nobody gave a level, or judge it anew.

    `values` are likelihood, severity (None: not known, which counts as the worst) and reason.
    Raises NotFound, Forbidden, AlreadyDecided, RiskNotYours or Stale.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    asked = unlevelled(assessed.content)
    rules.require_open_to_judge(key, unlevelled=asked)
    row = next((each for each in assessed.adoption.risks if each.central_key == key), None)
    if row is None:
        if version:  # what was read is not there
            raise NotFound
        title = Bilingual.of(asked[key]["title"])
        row = OwnRisk(
            number=next_number(assessed.adoption.risks),
            central_key=key,
            title=title.nl or title.en,
            **values,
        )
        assessed.adoption.risks.append(row)
        changed = created(values)
    else:
        expect_version(row, version)
        changed = apply(row, values)
    session.flush()
    _changed(session, assessed, actor=actor, now=now, key=key, changed=changed)
    return row


def change(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    risk_id: UUID,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> OwnRisk:
    """Change a risk of the board's own. Raises NotFound, Forbidden, AlreadyDecided or Stale."""
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    row = own_risks.get(session, risk_id, adoption=assessed.adoption)
    expect_version(row, version)
    changed = apply(row, values)
    _changed(session, assessed, actor=actor, now=now, key=row.key, changed=changed)
    return row


def take_out(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    risk_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> None:
    """Take out a risk of the board's own; its row stays.

    Raises NotFound, Forbidden, AlreadyDecided, RiskNotYours, Stale, or OwnRisksUnanswered where
    it is all that a finished step rests on.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    adoption = assessed.adoption
    row = own_risks.get(session, risk_id, adoption=adoption)
    expect_version(row, version)
    if row.central_key:
        raise rules.RiskNotYours(risk=row.key)
    if Step.OWN_RISKS in {each.step for each in adoption.steps}:
        rules.require_answer(risks=len(own(adoption)) - 1, explanation=adoption.own_risks)
    row.is_removed = True
    changed = {"title": [row.title, None]}
    _changed(session, assessed, actor=actor, now=now, key=row.key, changed=changed)


def save_measure(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    risk_id: UUID,
    measure_id: UUID | None,
    values: Mapping[str, Any],
    version: int | None,
    today: date,
    now: datetime,
) -> OwnMeasure:
    """Add a measure against a risk that the board judged itself, or change one.

    `values` are title, axis, cap, rationale, state, due, evidence and reason. Raises NotFound,
    Forbidden, AlreadyDecided, MeasureDetailMissing, PlannedDayPassed or Stale.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    risk = own_risks.get(session, risk_id, adoption=assessed.adoption)
    words = {name: values[name] for name in ("due", "evidence", "reason")}
    state: LocalState = values["state"]
    adoption_rules.require_measure_detail(state, today=today, **words)
    if measure_id is None:
        row = OwnMeasure(number=next_number(risk.measures), **values)
        risk.measures.append(row)
        changed = created(values)
    else:
        row = own_risks.measure(session, measure_id, risk=risk)
        expect_version(row, version)
        changed = apply(row, values)
    months = frozen.profile_of(assessed.content).periods.review_months
    changed |= apply(row, _days(row, today=today, months=months))
    session.flush()
    _changed(
        session, assessed, actor=actor, now=now, key=risk.key, changed=changed,
        own_measure=row.key,
    )  # fmt: skip
    return row


def _days(row: OwnMeasure, *, today: date, months: int) -> dict[str, date | None]:
    """Return the days that go with a state: applied since, planned for, to be looked at again."""
    if row.state not in APPLIED:
        due = row.due if row.state is LocalState.PLANNED else None
        return {"since": None, "due": due, "review_due": None}
    again = add_months(today, months=months)
    return {"since": row.since or today, "due": None, "review_due": again}


def take_out_measure(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    risk_id: UUID,
    measure_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> None:
    """Take out a measure of the board's own; its row stays.

    Raises NotFound, Forbidden, AlreadyDecided or Stale.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    risk = own_risks.get(session, risk_id, adoption=assessed.adoption)
    row = own_risks.measure(session, measure_id, risk=risk)
    expect_version(row, version)
    row.is_removed = True
    _changed(
        session, assessed, actor=actor, now=now, key=risk.key, own_measure=row.key,
        changed={"title": [row.title, None]},
    )  # fmt: skip


def answer(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    explanation: str,
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Finish the step: the board named its own risks, or says why there are none.

    Raises NotFound, Forbidden, AlreadyDecided, OwnRisksUnanswered, RisksNotJudged or Stale.
    """
    assessed = _opened(session, adoption_id, actor=actor, today=today)
    row = assessed.adoption
    expect_version(row, version)
    rules.require_answer(risks=len(own(row)), explanation=explanation)
    rules.require_judged(unjudged(row))
    changed = apply(row, {"own_risks": explanation})
    adopting.finish(row, Step.OWN_RISKS, actor=actor, now=now)
    adopting.filled_by(row, actor=actor)
    adopting.record(
        session, row, "adoption.own-risks-answered", actor=actor, now=now, changed=changed
    )
    adopting.tell_who_is_next(session, assessed, today=today, now=now)
    return row
