"""A person confirms what an earlier round said and what did not change (method.md 4.5, 8.2)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk.adoption_step import DESCRIBING, Step
from dpia_workbench.risk.readoption import News, NothingToConfirm
from dpia_workbench.risk.release import IN_USE, require_in_use
from dpia_workbench.store import adoptions, products, releases
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.base import Stale
from dpia_workbench.store.models import Adoption, Basis
from dpia_workbench.usecases import adopting, carrying, rounds, step_news

CONFIRMABLE = frozenset({*DESCRIBING, Step.MEASURES})


def offered(session: Session, row: Adoption, *, today: date) -> Basis:
    """Return what a board would adopt now: a newer release that is in use, or the same again."""
    newest = products.newest_release(session, row.basis.product_id)
    if newest is None or releases.status(session, newest, on=today) not in IN_USE:
        return row.basis
    return newest


def begin(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    asked: rounds.Asked | None,
    today: date,
    now: datetime,
) -> Adoption:
    """Begin another round with what a board adopted, on what is in use now.

    Raises NotFound, Forbidden, NotCurrent, AlreadyAdopted or ReasonUnexplained.
    """
    row = adoptions.get(session, adoption_id, actor=actor)
    require(actor, Permission.ADOPTION_START, row)
    basis = offered(session, row, today=today)
    require_in_use(releases.status(session, basis, on=today))
    return rounds.begin(session, basis, actor=actor, asked=asked, today=today, now=now)


def confirm(
    session: Session,
    *,
    actor: Actor,
    adoption_id: UUID,
    seen: Mapping[Step, str],
    today: date,
    now: datetime,
) -> Adoption:
    """Confirm steps that an earlier round finished, as the person saw them.

    `seen` holds per step the digest of what was shown; for the measures that of all that can be
    confirmed. Raises NotFound, Forbidden, AlreadyDecided, NothingToConfirm or Stale.
    """
    before = adopting.opened(
        session, adoption_id, actor=actor, permission=Permission.ADOPTION_FILL, today=today
    )
    row = before.adoption
    if row.follows is None or not seen or not seen.keys() <= CONFIRMABLE:
        raise NothingToConfirm
    told = seen.keys() - {Step.MEASURES}
    for carried in step_news.steps(row) if told else ():
        if carried.step in told:
            _step(session, row, carried, seen=seen[carried.step], actor=actor, now=now)
    if Step.MEASURES in seen:
        _measures(session, row, seen=seen[Step.MEASURES], actor=actor, today=today, now=now)
    adopting.filled_by(row, actor=actor)
    adopting.tell_who_is_next(session, before, today=today, now=now)
    return row


def _step(
    session: Session,
    row: Adoption,
    carried: step_news.CarriedStep,
    *,
    seen: str,
    actor: Actor,
    now: datetime,
) -> None:
    if carried.earlier is None:
        raise NothingToConfirm
    if carried.is_done:
        return  # somebody else finished it; what they said stays
    if carried.digest != seen:
        raise Stale
    adopting.finish(row, carried.step, actor=actor, now=now)
    adopting.record(
        session, row, "adoption.step-confirmed", actor=actor, now=now, step=carried.step,
        since=carried.since,
    )  # fmt: skip


def confirmable(found: Iterable[carrying.CarriedMeasure]) -> list[carrying.CarriedMeasure]:
    """Return the measures whose earlier answer can be confirmed as it is."""
    return [each for each in found if each.is_open and each.news is None]


def measures_digest(found: list[carrying.CarriedMeasure]) -> str:
    """Return the hash of measures and answers: whoever confirms them saw just these."""
    held = [
        (each.row.key, each.row.version, each.source.state, each.source.evidence)
        for each in found
        if each.source is not None
    ]
    return sha256(canonical_json(held))


def _measures(
    session: Session, row: Adoption, *, seen: str, actor: Actor, today: date, now: datetime
) -> None:
    carried = carrying.measures(row, on=today)
    found = confirmable(carried)
    if not found:
        if any(each.news is not News.MEASURE_NEW for each in carried):
            return  # somebody else confirmed them
        raise NothingToConfirm
    if measures_digest(found) != seen:
        raise Stale
    for each in found:
        carrying.confirm(each)
        known = {(d.key, d.school_id) for d in row.deviations}
        row.deviations += [d for d in each.deviations if (d.key, d.school_id) not in known]
        adopting.record(
            session, row, "adoption.measure-confirmed", actor=actor, now=now,
            measure=each.row.key, since=each.since,
        )  # fmt: skip
