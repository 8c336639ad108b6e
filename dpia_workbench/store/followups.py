"""Measures after the decision: how each stands now, and which ask for attention on a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dpia_workbench.risk.adoption import APPROVALS
from dpia_workbench.risk.follow_up import Due, Stand
from dpia_workbench.risk.follow_up import due as why_due
from dpia_workbench.store.models import Adoption, MeasureFollowUp
from dpia_workbench.store.models.measured import Measured

Place = tuple[str, UUID | None]
"""The key of a measure, and the school at which it stands otherwise than at the board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A measure of an adoption in use that asks for attention: why, and since which day."""

    adoption: Adoption
    key: str
    school_id: UUID | None
    due: Due
    day: date


def stand_of(row: Measured) -> Stand:
    """Return how a recorded measure stands."""
    return Stand(
        state=row.state, since=row.since, due=row.due, review_due=row.review_due,
        evidence=row.evidence, reason=row.reason,
    )  # fmt: skip


def decided(adoption: Adoption) -> dict[Place, Measured]:
    """Return the measures as they were at the decision: of the board, of schools, of its own."""
    found: dict[Place, Measured] = {(row.key, None): row for row in adoption.measures}
    for each in adoption.deviations:
        if each.ended_at is None:
            found[each.key, each.school_id] = each
    for risk in adoption.risks:
        if not risk.is_removed:
            found |= {(own.key, None): own for own in risk.measures if not own.is_removed}
    return found


def newest(adoption: Adoption) -> dict[Place, MeasureFollowUp]:
    """Return what was said last of each measure that somebody came back to."""
    return {(row.key, row.school_id): row for row in adoption.follow_ups}


def standing(adoption: Adoption) -> dict[Place, Measured]:
    """Return the measures as they stand now."""
    return {**decided(adoption), **newest(adoption)}


def of_adoption(adoption: Adoption, *, on: date) -> Iterator[Waiting]:
    """Yield the measures of an adoption that ask for attention on a day."""
    for (key, school_id), row in standing(adoption).items():
        why = why_due(stand_of(row), on=on)
        day = row.due if why is Due.OVERDUE else row.review_due
        if why is not None and day is not None:
            yield Waiting(adoption=adoption, key=key, school_id=school_id, due=why, day=day)


def is_in_use(adoption: Adoption) -> bool:
    """Return whether the board decided to use the product, and still does."""
    decision = adoption.decision
    return decision is not None and decision.outcome in APPROVALS and adoption.ended_at is None


def in_use(rows: Iterable[Adoption]) -> list[Adoption]:
    """Return the adoptions that boards decided to use, and that did not end."""
    return [row for row in rows if is_in_use(row)]


def said_of(adoption: Adoption) -> Mapping[Place, list[MeasureFollowUp]]:
    """Return all that was said of each measure after the decision, the newest first."""
    found: dict[Place, list[MeasureFollowUp]] = {}
    for row in reversed(adoption.follow_ups):
        found.setdefault((row.key, row.school_id), []).append(row)
    return found
