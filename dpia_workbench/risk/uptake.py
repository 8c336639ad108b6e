"""How far boards are with a release, as its cooperative may know it (issue 7, point 8).

All of it is told in ranges and from five boards up, as it stood on the first day of the month, so
that nobody sees one board move. A sum beside its parts, and parts whose sum is public, are told
only as far as their difference says nothing of fewer than five boards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from dpia_workbench.risk.aggregate import Range, apart, ranged
from dpia_workbench.risk.calendar import AMSTERDAM
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState


class Stand(StrEnum):
    """How far a board is with a release; each board is in one place."""

    BUSY = "busy"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    CONSULTING = "consulting"
    REJECTED = "rejected"
    ENDED = "ended"


class Trouble(StrEnum):
    """What makes a measure hard for a board that uses the product."""

    NOT_APPLICABLE = "not_applicable"
    PLANNED = "planned"
    OVERDUE = "overdue"  # planned before a day that has passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one board did with one release, in one round."""

    adoption_id: UUID
    release: str  # which one of the product
    board_id: UUID
    started_at: datetime
    outcome: Outcome | None
    decided_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How far a board is with a measure."""

    key: str
    state: LocalState
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be told of one release. None: too few to tell."""

    stands: Mapping[Stand, Range | None]
    in_use: Range | None


_OF_OUTCOME = {
    Outcome.APPROVED: Stand.APPROVED,
    Outcome.CONDITIONALLY_APPROVED: Stand.CONDITIONAL,
    Outcome.CONSULTATION: Stand.CONSULTING,
    Outcome.REJECTED: Stand.REJECTED,
}
USING = (Stand.APPROVED, Stand.CONDITIONAL)


def as_of(today: date) -> datetime:
    """Return up to which moment boards are counted: the beginning of the month."""
    return datetime(today.year, today.month, 1, tzinfo=AMSTERDAM)


def standing(courses: Iterable[Course], *, until: datetime) -> dict[UUID, Stand]:
    """Return per adoption how far its board was at a moment; later rounds take an earlier's place.

    What a board used before it approved a newer release of the product has ended for it.
    """
    begun = sorted((c for c in courses if c.started_at < until), key=lambda c: c.started_at)
    found: dict[UUID, Stand] = {}
    newest: dict[tuple[UUID, str], UUID] = {}
    using: dict[UUID, UUID] = {}
    for course in begun:
        stand = _stand(course, until=until)
        place = (course.board_id, course.release)
        if place in newest:
            found.pop(newest[place], None)
        newest[place], found[course.adoption_id] = course.adoption_id, stand
        if stand in USING:
            before = using.get(course.board_id)
            if before in found:
                found[before] = Stand.ENDED
            using[course.board_id] = course.adoption_id
    return found


def _stand(course: Course, *, until: datetime) -> Stand:
    if course.ended_at is not None and course.ended_at < until:
        return Stand.ENDED
    if course.outcome is None or course.decided_at is None or course.decided_at >= until:
        return Stand.BUSY
    return _OF_OUTCOME[course.outcome]


def told(counts: Mapping[str, Mapping[Stand, int]]) -> dict[str, Told]:
    """Return what may be told of the releases of one product, by release.

    How many boards use the product is public, so the releases are told apart as far as their
    difference with that allows; and so are the two ways to approve within one release.
    """
    using = {release: sum(found.get(each, 0) for each in USING) for release, found in
             counts.items()}  # fmt: skip
    shown = apart(using)
    return {
        release: _told(found, in_use=using[release] if release in shown else 0)
        for release, found in counts.items()
    }


def _told(counts: Mapping[Stand, int], *, in_use: int) -> Told:
    ways = apart({each: counts.get(each, 0) for each in USING}) if ranged(in_use) else frozenset()
    stands = {
        stand: ranged(counts.get(stand, 0)) if stand not in USING or stand in ways else None
        for stand in Stand
    }
    return Told(stands=stands, in_use=ranged(in_use))


def troubles(answers: Iterable[Answered], *, on: date) -> dict[str, dict[Trouble, Range | None]]:
    """Return per measure how many boards have which trouble with it, in ranges."""
    counts: dict[str, dict[Trouble, int]] = {}
    for each in answers:
        found = counts.setdefault(each.key, dict.fromkeys(Trouble, 0))
        if each.state is LocalState.NOT_APPLICABLE:
            found[Trouble.NOT_APPLICABLE] += 1
        if each.state is LocalState.PLANNED:
            found[Trouble.PLANNED] += 1
            if each.due is not None and each.due < on:
                found[Trouble.OVERDUE] += 1
    return {
        key: {trouble: ranged(count) for trouble, count in found.items()}
        for key, found in counts.items()
    }
