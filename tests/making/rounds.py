"""Later rounds of a board with a product, made through the use cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk import assessment
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.follow_up import Followed, Said
from dpia_workbench.risk.readoption import LookAgain
from dpia_workbench.store import releases
from dpia_workbench.store.models import Adoption, MeasureFollowUp, Release, Revision
from dpia_workbench.usecases import (
    adoption,
    carrying,
    dossier,
    follow_up,
    measure,
    readoption,
    risk,
    step_news,
)
from dpia_workbench.usecases.rounds import Asked
from tests.making.dossiers import bring_to, measure_values, risk_values
from tests.making.people import NOW, People, School, day_of


def successor(
    session: Session,
    before: Adoption,
    *,
    people: People,
    release: Release | None = None,
    why: LookAgain = LookAgain.REVIEW_DAY,
    at: School | None = None,
    now: datetime = NOW,
) -> Adoption:
    """Return the next round after an adoption: of a newer release, or of the same one."""
    school, adopted = at or people.school, release or before.basis
    row = adoption.start(
        session, actor=school.officer.actor, slug=adopted.product.slug, number=adopted.number,
        asked=Asked(why=why, words="Wij keken opnieuw."), today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return row


def confirmed(
    session: Session, row: Adoption, *, people: People, at: School | None = None,
    now: datetime = NOW,
) -> Adoption:  # fmt: skip
    """Return a later round of which everything that did not change is confirmed."""
    school, today = at or people.school, day_of(now)
    seen = {each.step: each.digest for each in step_news.steps(row) if each.is_unchanged}
    if found := readoption.confirmable(carrying.measures(row, on=today)):
        seen[Step.MEASURES] = readoption.measures_digest(found)
    readoption.confirm(
        session, actor=school.officer.actor, adoption_id=row.id, seen=seen, today=today, now=now
    )
    session.commit()
    return row


def followed_up(
    session: Session,
    row: Adoption,
    said: Said,
    *,
    people: People,
    key: str = "M3",
    at: School | None = None,
    now: datetime = NOW,
) -> MeasureFollowUp:
    """Return what a board recorded of a measure after its decision."""
    school = at or people.school
    seen = max((each.number for each in row.follow_ups if each.key == key), default=0)
    made = follow_up.record(
        session, actor=school.officer.actor, adoption_id=row.id, place=(key, None), said=said,
        seen=seen, today=day_of(now), now=now,
    )  # fmt: skip
    session.commit()
    return made


STILL_WORKS = Said(kind=Followed.STILL_WORKS, evidence="Nagekeken in de beheeromgeving.")


def next_release(
    session: Session,
    first: Release,
    *,
    people: People,
    measures: Mapping[str, Mapping[str, Any]] | None = None,
    risks: Mapping[str, Mapping[str, Any]] | None = None,
    now: datetime = NOW,
) -> Release:
    """Return the next release, with other words for some measures and risks, by their keys."""
    row = session.get_one(Revision, first.revision_id).dossier
    common: dict[str, Any] = {"actor": people.analyst.actor, "dossier_id": row.id, "now": now}
    dossier.revise(session, **common)
    for old in row.revision.measures:
        if old.key in (measures or {}):
            values = _words(old, measure_values(owner=old.owner), (measures or {})[old.key])
            measure.save(session, measure_id=old.id, values=values, version=old.version, **common)
    for each in row.revision.risks:
        if each.key in (risks or {}):
            values = _words(each, risk_values(), (risks or {})[each.key])
            risk.save(session, risk_id=each.id, values=values, version=each.version, **common)
    bring_to(session, row, people=people, state=assessment.State.PUBLISHED, now=now)
    return releases.get(session, first.product.slug, number=first.number + 1)


def _words(row: Any, names: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in names}, **words}
