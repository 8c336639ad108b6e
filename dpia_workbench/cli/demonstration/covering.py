"""Schools of the boards of the demonstration, and which of them an adoption covers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Role
from dpia_workbench.cli.demonstration.days import Ago, When
from dpia_workbench.cli.demonstration.writing import Cast
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.vocabulary import Sector, Tag
from dpia_workbench.store import schools
from dpia_workbench.store.models import Adoption
from dpia_workbench.usecases import covered_school, school
from dpia_workbench.usecases.school import Facts

Item = Mapping[str, Any]


def register(session: Session, *, cast: Cast, item: Item, ago: Ago) -> None:
    """Put the schools of a board in its register."""
    officer, when = cast.of(item["board"], Role.PRIVACY_OFFICER), ago(item["added"])
    for each in item["schools"]:
        facts = Facts(**{**each, "sector": Sector(each["sector"])})
        school.add(session, actor=officer, facts=facts, now=when.now)


def cover(session: Session, row: Adoption, *, cast: Cast, item: Item, when: When) -> None:
    """Say for which schools an adoption holds."""
    officer, told = cast.of(item["board"], Role.PRIVACY_OFFICER), item["schools"]
    ids = {each.brin: each.id for each in schools.find(session, actor=officer)}
    covered_school.choose(
        session, actor=officer, adoption_id=row.id, every_school=not told["chosen"],
        school_ids=[ids[brin] for brin in told["chosen"]], version=None, today=when.today,
        now=when.now,
    )  # fmt: skip


def differ(session: Session, row: Adoption, *, cast: Cast, item: Item, when: When) -> None:
    """Record what is different at single schools."""
    officer, told = cast.of(item["board"], Role.PRIVACY_OFFICER), item["schools"]
    here: dict[str, Any] = {
        "actor": officer, "adoption_id": row.id, "today": when.today, "now": when.now
    }  # fmt: skip
    ids = {each.brin: each.id for each in schools.find(session, actor=officer)}
    measures = {each.key: each.id for each in row.measures}
    for each in told["tagged"]:
        tags = [Tag(tag) for tag in each["tags"]]
        covered_school.describe(
            session, school_id=ids[each["school"]], tags=tags, before=None, **here
        )
    for each in told["different"]:
        due = when.today + timedelta(days=each["due_in"]) if "due_in" in each else None
        covered_school.deviate(
            session, school_id=ids[each["school"]], measure_id=measures[each["key"]],
            state=LocalState(each["state"]), due=due, evidence=each["evidence"],
            reason=each["reason"], version=None, **here,
        )  # fmt: skip
