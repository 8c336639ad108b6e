"""The timelines of requests: what their trail says, without words and without names of people."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.remediation import OPEN, Move
from dpia_workbench.risk.timeline import Happening, Line, Moment
from dpia_workbench.store import timelines
from dpia_workbench.store.models import AuditEvent, Remediation

_PLAIN = {
    "remediation.delivered": Happening.DELIVERED,
    "remediation.declined": Happening.DECLINED,
    "remediation.withdrawn": Happening.TAKEN_BACK,
}
_PROMISED, _SETTLED, _CHECKED = (
    "remediation.committed", "remediation.date-settled", "remediation.checked",
)  # fmt: skip
_FOUND = {
    Move.VERIFY: Happening.WORKS,
    Move.VERIFY_PARTLY: Happening.PARTLY,
    Move.REJECT: Happening.FAILED,
}


def lines(session: Session, rows: Sequence[Remediation]) -> dict[UUID, Line]:
    """Return the timeline of each request; the rows are cut by who reads them."""
    facts = [*_PLAIN, _PROMISED, _SETTLED, _CHECKED]
    found = timelines.events(session, [row.id for row in rows], facts=facts)
    return {row.id: _line(row, found.get(row.id, ())) for row in rows}


def _line(row: Remediation, events: Sequence[AuditEvent]) -> Line:
    asked = Moment(on=day_of(row.requested_at), what=Happening.ASKED)
    return Line(moments=(asked, *_moments(events)), is_open=row.state in OPEN)


def _moments(events: Sequence[AuditEvent]) -> Iterator[Moment]:
    is_promised = False
    for event in events:
        what = _what(event.fact, event.detail)
        if what is None:
            continue
        if what is Happening.PROMISED and is_promised:
            what = Happening.MOVED
        is_promised |= what is Happening.PROMISED
        yield Moment(on=day_of(event.at), what=what, due=_due(event.detail, what=what))


def _what(fact: str, detail: dict[str, Any]) -> Happening | None:
    """Return what an event is in a timeline; a proposal that was refused is nothing there."""
    if fact == _PROMISED:
        return Happening.PROMISED
    if fact == _SETTLED:
        return Happening.MOVED if detail["move"] == Move.ACCEPT_DATE else None
    if fact == _CHECKED:
        return _FOUND[Move(detail["move"])]
    return _PLAIN[fact]


def _due(detail: dict[str, Any], *, what: Happening) -> date | None:
    """Return the day that holds from an event on; a day that was refused never held."""
    if what not in (Happening.PROMISED, Happening.MOVED, Happening.FAILED):
        return None
    due = detail.get("due")
    return date.fromisoformat(due) if due else None
