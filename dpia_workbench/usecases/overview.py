"""Many dossiers at once: where each stands, how complete it is, what comes to an end and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.risk.agenda import Deadline, deadlines
from dpia_workbench.risk.assessment import Purpose
from dpia_workbench.risk.release import Event
from dpia_workbench.risk.templates import Filled, Template, is_needed, unfilled
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.store import audit, dossiers, threads
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Release, Revision
from dpia_workbench.usecases import points
from dpia_workbench.usecases.levels import assessment_of, outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many of the points that a review asks for have all that it asks for."""

    points: int
    of: int

    @property
    def percent(self) -> int:
        """Return the share, rounded down: only what is complete is a hundred."""
        return self.points * 100 // self.of if self.of else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one dossier stands on a day. `done` is None where no template is loaded."""

    dossier: Dossier
    verdict: Verdict
    done: Done | None
    changed_at: datetime
    deadlines: tuple[Deadline, ...]
    open_comments: int


def standings(session: Session, *, actor: Actor, today: date) -> list[Standing]:
    """Return how the dossiers stand that the actor may see, newest first."""
    rows = dossiers.find_whole(session, actor=actor)
    ids = [row.id for row in rows]
    changed, released = audit.last_at(session, ids), dossiers.newest_releases(session, ids)
    talked, read = threads.open_counts(session, actor=actor), _Templates(session)
    return [
        Standing(
            dossier=row,
            verdict=outcome(row.revision, on=today).verdict,
            done=_done(row.revision, read),
            changed_at=changed.get(row.id, row.created_at),
            deadlines=_deadlines(row, released, on=today),
            open_comments=talked.get(row.id, 0),
        )
        for row in rows
    ]


def _deadlines(row: Dossier, released: Mapping[UUID, Release], *, on: date) -> tuple[Deadline, ...]:
    release = released.get(row.id)
    measures = assessment_of(row.revision).measures
    return deadlines(measures, valid_until=_valid_until(release), on=on)


def _valid_until(release: Release | None) -> date | None:
    ended = {Event.WITHDRAWN, Event.SUPERSEDED}
    if release is None or ended & {event.kind for event in release.events}:
        return None
    return release.valid_until


class _Templates:
    """The templates that revisions pin, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, int | None], Template | None] = {}

    def of(self, revision: Revision) -> list[Template]:
        """Return what a revision pins; the usual one for a revision from before there were any."""
        pinned = revision.templates or {points.DEFAULT: None}
        found = [self._read(key, version) for key, version in sorted(pinned.items())]
        return [template for template in found if template is not None]

    def _read(self, key: str, version: int | None) -> Template | None:
        if (key, version) not in self._known:
            try:
                found = points.template_of(self._session, key, version=version)
            except NotFound:
                found = None
            self._known[key, version] = found
        return self._known[key, version]


def _done(revision: Revision, read: _Templates) -> Done | None:
    asked = read.of(revision)
    if not asked:
        return None
    held = points.filled_with(revision, [row for row in revision.entries if not row.is_removed])
    found = [_progress(template, held) for template in asked]
    return Done(points=sum(each.points for each in found), of=sum(each.of for each in found))


def _progress(template: Template, held: Filled) -> Done:
    lacking = {lack.node for lack in unfilled(template, held, purpose=Purpose.REVIEW)}
    asking = {
        node.id
        for node in template.walk()
        if any(is_needed(shown, Purpose.REVIEW) for shown in node.shows)
    }
    return Done(points=len(asking - lacking), of=len(asking | lacking))
