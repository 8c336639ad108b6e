"""Schools of boards, and adoptions that hold for them, made through the use cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import schools
from dpia_workbench.store.models import Adoption, SchoolDeviation
from dpia_workbench.store.models import School as SchoolRow
from dpia_workbench.usecases import covered_school
from dpia_workbench.usecases import school as school_usecases
from dpia_workbench.usecases.school import Facts
from tests.making.people import NOW, Person, day_of


def school(
    session: Session, *, by: Person, brin: str = "99AA", now: datetime = NOW, **words: Any
) -> SchoolRow:
    """Return a school in the register of somebody's board."""
    values: dict[str, Any] = {"name": f"Basisschool {brin}", "sector": Sector.PO, **words}
    row = school_usecases.add(session, actor=by.actor, facts=Facts(brin=brin, **values), now=now)
    session.commit()
    return row


def covering(
    session: Session,
    row: Adoption,
    *,
    by: Person,
    only: Sequence[SchoolRow] = (),
    now: datetime = NOW,
) -> Adoption:
    """Let an adoption hold for all schools of the board, or only for some."""
    if not schools.find(session, actor=by.actor):
        school(session, by=by, now=now)
    return covered_school.choose(
        session, actor=by.actor, adoption_id=row.id, every_school=not only,
        school_ids=[each.id for each in only], version=None, today=day_of(now), now=now,
    )  # fmt: skip


def deviation(
    session: Session,
    row: Adoption,
    *,
    by: Person,
    at: SchoolRow,
    number: int = 0,
    now: datetime = NOW,
    **words: Any,
) -> SchoolDeviation:
    """Record that a school is not as far as its board, unless told otherwise."""
    values: dict[str, Any] = {
        "state": LocalState.TODO, "due": None, "evidence": "", "reason": "", "version": None,
        **words,
    }  # fmt: skip
    return covered_school.deviate(
        session, actor=by.actor, adoption_id=row.id, school_id=at.id,
        measure_id=row.measures[number].id, today=day_of(now), now=now, **values,
    )  # fmt: skip
