"""Schools for which an adoption holds, and those of the board for which it does not.

Until the decision they are as the register has them today; from then on as the board knew them,
so that the record stays. As long as nothing is answered, no school is named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dpia_workbench.risk.measures import LocalMeasure as LocalFacts
from dpia_workbench.risk.school import LARGE_SCALE, Difference, own_tags
from dpia_workbench.risk.vocabulary import Sector, Tag
from dpia_workbench.store.models import Adoption, School, SchoolDeviation
from dpia_workbench.store.models.measured import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A school of the board, with the circumstances that hold there only."""

    id: UUID
    brin: str
    name: str
    sector: Sector
    special_education: bool
    pupils: int | None
    tags: tuple[str, ...] = ()  # that the board ticked for this school


def covered(adoption: Adoption) -> tuple[Place, ...]:
    """Return the schools for which an adoption holds, by name."""
    if adoption.decision is not None:
        return _then(adoption, is_covered=True)
    rows = [row for row in adoption.school_rows if row.school.ended_at is None]
    return _sorted(_place(row.school, tags=row.tags) for row in rows)


def uncovered(adoption: Adoption) -> tuple[Place, ...]:
    """Return the schools of the board for which an adoption does not hold (invariant 20)."""
    if adoption.decision is not None:
        return _then(adoption, is_covered=False)
    if adoption.every_school is None:
        return ()
    mine = {row.school_id for row in adoption.school_rows}
    return _sorted(_place(school) for school in adoption.register if school.id not in mine)


def frozen(adoption: Adoption) -> list[dict[str, Any]]:
    """Return the schools of the board as a decision keeps them."""
    told = [(place, True) for place in covered(adoption)]
    told += [(place, False) for place in uncovered(adoption)]
    return [
        {
            "id": str(place.id), "brin": place.brin, "name": place.name,
            "sector": str(place.sector), "special_education": place.special_education,
            "pupils": place.pupils, "tags": list(place.tags), "covered": is_covered,
        }
        for place, is_covered in told
    ]  # fmt: skip


def since(adoption: Adoption) -> tuple[Place, ...]:
    """Return the schools that came to the board after its decision, so that it holds for none."""
    if adoption.decision is None or adoption.every_school is None:
        return ()
    known = {item["id"] for item in adoption.decision.schools}
    return _sorted(_place(each) for each in adoption.register if str(each.id) not in known)


def _then(adoption: Adoption, *, is_covered: bool) -> tuple[Place, ...]:
    found = adoption.decision.schools if adoption.decision else []
    return tuple(
        Place(
            id=UUID(item["id"]), brin=item["brin"], name=item["name"],
            sector=Sector(item["sector"]), special_education=item["special_education"],
            pupils=item["pupils"], tags=tuple(item["tags"]),
        )
        for item in found
        if item["covered"] is is_covered
    )  # fmt: skip


def _place(school: School, *, tags: Iterable[str] = ()) -> Place:
    return Place(
        id=school.id, brin=school.brin, name=school.name, sector=school.sector,
        special_education=school.special_education, pupils=school.pupils, tags=tuple(tags),
    )  # fmt: skip


def _sorted(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.name.casefold(), place.brin)))


def pupils_of(places: Iterable[Place]) -> int | None:
    """Return how many pupils schools have together, or None if that is known of none of them."""
    known = [place.pupils for place in places if place.pupils is not None]
    return sum(known) if known else None


def is_large(adoption: Adoption) -> bool | None:
    """Return whether the covered schools have so many pupils that it is on a large scale.

    None: the number of pupils is not known of every school, and of those known it is not large.
    """
    places = covered(adoption)
    count = pupils_of(places) or 0
    if count >= LARGE_SCALE:
        return True
    return None if not places or any(place.pupils is None for place in places) else False


def says_large(adoption: Adoption) -> bool:
    """Return whether the board ticked that it processes on a large scale."""
    return Tag.LARGE_SCALE_10K in adoption.tags


def deviations(adoption: Adoption, place: Place) -> tuple[SchoolDeviation, ...]:
    """Return in which measures a school differs from its board, by the key of the measure."""
    mine = [
        row for row in adoption.deviations if row.school_id == place.id and row.ended_at is None
    ]
    return tuple(sorted(mine, key=lambda row: (len(row.key), row.key)))


def difference(
    adoption: Adoption,
    place: Place,
    *,
    later: Mapping[tuple[str, UUID | None], Measured] | None = None,
) -> Difference:
    """Return what holds at one school beside what holds for the whole board.

    `later` is how measures stand now, after the decision.
    """
    now = later or {}
    return Difference(
        tags=own_tags(special_education=place.special_education, said=frozenset(place.tags)),
        measures={
            row.key: facts_of(now.get((row.key, place.id), row))
            for row in deviations(adoption, place)
        },
    )


def facts_of(row: Measured) -> LocalFacts:
    """Return the facts of one recorded measure."""
    return LocalFacts(
        state=row.state,
        since=row.since,
        review_due=row.review_due,
        evidence=bool(row.evidence),
    )
