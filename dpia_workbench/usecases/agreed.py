"""What measures, releases and adoptions take from recorded agreements (method.md 3.3, 3.4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import object_session

from dpia_workbench.risk import deadlines
from dpia_workbench.risk.agreement import OPEN_TO_SECTOR, Circle, Cover
from dpia_workbench.risk.computation import Assessment
from dpia_workbench.risk.measures import Measure as Facts
from dpia_workbench.risk.profile import Periods
from dpia_workbench.store import agreements
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Agreement, Measure, Organisation

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """From when until when an agreement holds, and whether schools can rely on it."""

    starts: date | None
    until: date | None  # exclusive; None: no end
    is_open: bool


def force_of(row: Measure) -> Force:
    """Return the force of a contractual measure: of its recorded agreement, or as was written."""
    held = row.recorded
    if held is None:
        return Force(starts=row.in_force_from, until=row.in_force_until, is_open=row.open_to_sector)
    facts = agreements.facts_of(held)
    starts, until = facts.begins, facts.ends
    return Force(starts=starts, until=until, is_open=held.coverage in OPEN_TO_SECTOR)


def standing(row: Agreement, *, periods: Periods, on: date) -> deadlines.Force:
    """Return whether an agreement is in force on a day; derived, never stored (invariant 21)."""
    return deadlines.force(agreements.facts_of(row).agreed, periods=periods, on=on)


def circle_of(row: Agreement, *, known_at: datetime | None = None) -> Circle:
    """Return whom an agreement is for; `known_at` leaves out who joined later."""
    joined = (each for each in row.joinders if known_at is None or each.at <= known_at)
    return Circle(
        coverage=row.coverage,
        sectors=frozenset(row.owner.sectors),
        parties=frozenset(each.organisation_id for each in row.parties if each.organisation_id),
        named=frozenset(each.board_id for each in row.boards),
        joined={each.board_id: each.signed_on for each in joined},
    )


def cover_of(
    row: Agreement, board: Organisation, *, on: date, known_at: datetime | None = None
) -> Cover | None:
    """Return why an agreement covers a school board on a day, or None if it does not."""
    circle = circle_of(row, known_at=known_at)
    return circle.covers(board.id, sectors=board.sectors, on=on)


def recorded(row: Base, content: Content) -> dict[str, Agreement]:
    """Return the recorded agreements of a release, by the key of the measure that names them.

    `row` is the release, or an adoption of it.
    """
    named, session = dict(_named(content)), object_session(row)
    found = agreements.by_ids(session, named.values()) if named and session else {}
    return {key: found[each] for key, each in named.items() if each in found}


def _named(content: Content) -> Iterator[tuple[str, UUID]]:
    for item in content["measures"]:
        if item["agreement"] and "record" in item["agreement"]:
            yield item["key"], UUID(item["agreement"]["record"])


def as_it_stands(
    facts: Assessment, *, named: Mapping[str, Agreement], known_at: datetime | None = None
) -> Assessment:
    """Return what a release was computed from, without what its agreements lost since.

    Only an end is taken over, never a better term: what is better is for the next release
    (invariants 1 and 21). `known_at` leaves out what was recorded later.
    """
    ended = {
        key: row.ended_on
        for key, row in named.items()
        if row.ended_on and (known_at is None or (row.ended_at and row.ended_at <= known_at))
    }
    measures = tuple(_ended(each, on=ended.get(each.id)) for each in facts.measures)
    return replace(facts, measures=measures)


def _ended(measure: Facts, *, on: date | None) -> Facts:
    if on is None:
        return measure
    before = measure.in_force_until
    return replace(measure, in_force_until=min(on, before) if before else on)
