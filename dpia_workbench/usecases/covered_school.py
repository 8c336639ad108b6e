"""For which schools an adoption holds, and what differs at one of them (method.md 4.2, step 1)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission
from dpia_workbench.risk import adoption as rules
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.school import NoneChosen
from dpia_workbench.risk.vocabulary import Tag
from dpia_workbench.store import adoptions, schools
from dpia_workbench.store.base import NotFound, Stale
from dpia_workbench.store.models import (
    Adoption,
    AdoptionSchool,
    School,
    SchoolDeviation,
)
from dpia_workbench.usecases import adopting, frozen, measured
from dpia_workbench.usecases.editing import apply, expect_version
from dpia_workbench.usecases.local import LocalAssessment


def choose(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    every_school: bool,
    school_ids: Sequence[UUID],
    version: int | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Say for which schools of the board an adoption holds: all of them, or some.

    What was recorded of a school stays if it is chosen again. Raises NotFound, also for a school
    that is not in the register of this board, Forbidden, AlreadyDecided, Stale or NoneChosen.
    """
    assessed = _open(session, adoption_id, actor=actor, today=today)
    row = assessed.adoption
    expect_version(row, version)
    register = {each.id: each for each in schools.find(session, actor=actor)}
    wanted = list(register) if every_school else list(dict.fromkeys(school_ids))
    if not wanted:
        raise NoneChosen
    if not set(wanted) <= set(register):
        raise NotFound
    before = _names(row)
    _cover(row, [register[each] for each in wanted], every_school=every_school)
    adopting.finish(row, Step.SCHOOLS, actor=actor, now=now)
    after = sorted(register[each].name for each in wanted)
    changed = {"schools": [before, after]} if before != after else {}
    _recorded(session, assessed, "adoption.schools-chosen", actor=actor, today=today, now=now,
              every_school=every_school, changed=changed)  # fmt: skip
    return row


def _cover(row: Adoption, chosen: Sequence[School], *, every_school: bool) -> None:
    row.every_school = every_school
    flag_modified(row, "every_school")  # so that a late form is seen, whatever it changes
    known = {each.school_id: each for each in row.school_rows}
    row.school_rows = [
        known.get(each.id) or AdoptionSchool(adoption_id=row.id, school_id=each.id, school=each)
        for each in chosen
    ]


def _names(row: Adoption) -> list[str]:
    return sorted(each.school.name for each in row.school_rows)


def describe(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    school_id: UUID,
    tags: Collection[Tag],
    before: Collection[str] | None,
    today: date,
    now: datetime,
) -> AdoptionSchool:
    """Say which circumstances hold at one school only, beside those of the whole board.

    `before` is what the form was filled from, if it was one. Raises NotFound, Forbidden,
    AlreadyDecided or Stale.
    """
    assessed = _open(session, adoption_id, actor=actor, today=today)
    row = _covered(session, school_id, adoption=assessed.adoption)
    if before is not None and set(before) != set(row.tags):
        raise Stale
    changed = apply(row, {"tags": sorted(str(tag) for tag in tags)})
    _recorded(session, assessed, "adoption.school-described", actor=actor, today=today, now=now,
              school=row.school.brin, changed=changed)  # fmt: skip
    return row


def deviate(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    school_id: UUID,
    measure_id: UUID,
    state: LocalState,
    due: date | None,
    evidence: str,
    reason: str,
    version: int | None,
    today: date,
    now: datetime,
) -> SchoolDeviation:
    """Record that a school is further or less far with a measure than the board as a whole.

    `version` is that of the deviation, 0 if the form knew of none. Raises NotFound, Forbidden,
    AlreadyDecided, MeasureDetailMissing, PlannedDayPassed or Stale.
    """
    assessed = _open(session, adoption_id, actor=actor, today=today)
    adoption = assessed.adoption
    key = adoptions.measure(session, measure_id, adoption=adoption).key
    school = _covered(session, school_id, adoption=adoption).school
    row = _deviation(session, adoption, school=school, key=key, version=version)
    rules.require_measure_detail(state, due=due, evidence=evidence, reason=reason, today=today)
    periods = frozen.profile_of(assessed.content).periods
    values = measured.values(
        row, state=state, due=due, evidence=evidence, reason=reason, periods=periods, today=today
    )
    changed = apply(row, {**values, "ended_at": None})
    session.add(row)
    _recorded(session, assessed, "adoption.deviation-recorded", actor=actor, today=today, now=now,
              school=school.brin, measure=key, changed=changed)  # fmt: skip
    return row


def _deviation(
    session: Session, adoption: Adoption, *, school: School, key: str, version: int | None
) -> SchoolDeviation:
    """Return the row of a school and a measure: one, however often it ends. Raises Stale."""
    row = schools.deviation(session, adoption=adoption, school_id=school.id, key=key)
    known = 0 if row is None or row.ended_at is not None else row.version
    if version is not None and version != known:
        raise Stale
    if row is None:
        row = SchoolDeviation(school_id=school.id, school=school, key=key, state=LocalState.TODO)
        adoption.deviations.append(row)
    return row


def rejoin(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    school_id: UUID,
    measure_id: UUID,
    version: int | None,
    today: date,
    now: datetime,
) -> SchoolDeviation:
    """Say that a school is as far with a measure as the board as a whole again.

    Raises NotFound, Forbidden, AlreadyDecided or Stale.
    """
    assessed = _open(session, adoption_id, actor=actor, today=today)
    adoption = assessed.adoption
    key = adoptions.measure(session, measure_id, adoption=adoption).key
    row = schools.deviation(session, adoption=adoption, school_id=school_id, key=key)
    if row is None or row.ended_at is not None:
        raise NotFound
    expect_version(row, version)
    row.ended_at = now
    _recorded(session, assessed, "adoption.deviation-ended", actor=actor, today=today, now=now,
              school=row.school.brin, measure=key,
              changed={"state": [row.state, None]})  # fmt: skip
    return row


def _covered(session: Session, school_id: UUID, *, adoption: Adoption) -> AdoptionSchool:
    row = schools.covered(session, school_id, adoption=adoption)
    if row.school.ended_at is not None:
        raise NotFound
    return row


def _open(session: Session, adoption_id: UUID, *, actor: Actor, today: date) -> LocalAssessment:
    """Return an adoption that the actor fills and that is still open, locked until the end."""
    return adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )


def _recorded(
    session: Session,
    assessed: LocalAssessment,
    fact: str,
    *,
    actor: Actor,
    today: date,
    now: datetime,
    **detail: object,
) -> None:
    """Note in the trail what was filled in, by whom, and tell whose turn it is now."""
    adopting.filled_by(assessed.adoption, actor=actor)
    adopting.record(session, assessed.adoption, fact, actor=actor, now=now, **detail)
    adopting.tell_who_is_next(session, assessed, today=today, now=now)
