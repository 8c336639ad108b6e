"""How far the releases of a cooperative are adopted, which measures are hard, what is unread.

Only ranges of boards leave this module (invariant 16); which board did what never does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.risk import uptake as rules
from dpia_workbench.risk.aggregate import Range
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.uptake import USING, Stand, Told, Trouble
from dpia_workbench.store import incidents, releases
from dpia_workbench.store import uptake as stored
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Incident, Release
from dpia_workbench.usecases.local import school_measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How far boards are with a release."""

    release: Release
    status: Status
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """How many boards were told of an incident, and how many did not read the newest."""

    incident: Incident
    told: Range | None
    unread: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hard:
    """What is known of a measure at the boards that use the product."""

    key: str
    title: Bilingual
    troubles: Mapping[Trouble, Range | None]
    feedback: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptake:
    """All that a cooperative may know, as it stood at a moment."""

    until: datetime
    releases: list[Taken]
    notices: list[Unread]


def view(session: Session, *, actor: Actor, today: date) -> Uptake:
    """Return how far the releases of the actor's cooperative are adopted. Raises Forbidden."""
    require(actor, Permission.UPTAKE_READ)
    until = rules.as_of(today)
    rows = stored.releases_of(session, actor.organisation_id)
    told = _told(session, rows, until=until)
    status = releases.statuses(session, rows, on=today) if rows else {}
    return Uptake(
        until=until,
        releases=[Taken(release=row, status=status[row.id], told=told[str(row.id)])
                  for row in rows],
        notices=[_unread(session, row)
                 for row in stored.incidents_of(session, actor.organisation_id)],
    )  # fmt: skip


def _told(session: Session, rows: Sequence[Release], *, until: datetime) -> dict[str, Told]:
    """Return what may be told of some releases: first all of each product together is counted."""
    found: dict[str, Told] = {}
    own = {str(row.id): row.product_id for row in rows}
    courses = stored.courses(session, set(own.values()))
    for product_id in set(own.values()):
        counts: dict[str, Counter[Stand]] = {
            key: Counter() for key, of in own.items() if of == product_id
        }
        standing = rules.standing(courses.get(product_id, ()), until=until)
        for each in courses.get(product_id, ()):
            if each.adoption_id in standing:
                counts.setdefault(each.release, Counter())[standing[each.adoption_id]] += 1
        found |= rules.told(counts)
    return found


def _unread(session: Session, row: Incident) -> Unread:
    told, unread = incidents.reach(session, row)
    return Unread(incident=row, told=told, unread=unread)


def hard(
    session: Session, *, actor: Actor, slug: str, number: int, today: date
) -> tuple[Taken, list[Hard]]:
    """Return what boards find hard about the measures of a release of the actor's cooperative.

    Nothing about measures is told where the number of boards is not. Raises NotFound or Forbidden.
    """
    require(actor, Permission.UPTAKE_READ)
    release = releases.get(session, slug, number=number)
    if release.owner_id != actor.organisation_id:
        raise NotFound
    until = rules.as_of(today)
    own = stored.releases_of(session, actor.organisation_id)
    told = _told(session, [row for row in own if row.product_id == release.product_id], until=until)
    status = releases.status(session, release, on=today)
    taken = Taken(release=release, status=status, told=told[str(release.id)])
    return taken, hard_about(session, taken=taken, actor=actor, until=until)


def hard_about(session: Session, *, taken: Taken, actor: Actor, until: datetime) -> list[Hard]:
    """Return the same of a release of which is known what may be told. Raises Forbidden."""
    require(actor, Permission.UPTAKE_READ)
    if taken.told.in_use is None:
        return []
    release = taken.release
    courses = stored.courses(session, [release.product_id]).get(release.product_id, [])
    standing = rules.standing(courses, until=until)
    using = {key for key, stand in standing.items() if stand in USING}
    answers = stored.answers(session, release.id, of=using)
    troubles = rules.troubles(answers, on=until.date())
    said = stored.feedback(session, release.id, owner_id=actor.organisation_id, until=until)
    return [
        Hard(
            key=item["key"],
            title=Bilingual.of(item["title"]),
            troubles=troubles.get(item["key"], dict.fromkeys(Trouble)),
            feedback=said.get(item["key"], 0),
        )
        for item in school_measures(releases.content(release))
    ]
