"""What happened to a request, day by day, and when it was late: what its timeline shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Happening(StrEnum):
    """What can happen to a request that a timeline shows."""

    ASKED = "asked"
    PROMISED = "promised"  # the first day
    MOVED = "moved"  # another day than the one before
    DELIVERED = "delivered"
    WORKS = "works"  # by a check
    PARTLY = "partly"
    FAILED = "failed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


CHECKED = (Happening.WORKS, Happening.PARTLY, Happening.FAILED)
# With these nobody waits for a delivery any more.
_ENDS_WAITING = (
    Happening.DELIVERED, Happening.WORKS, Happening.PARTLY, Happening.DECLINED,
    Happening.TAKEN_BACK,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something that happened on a day; `due` is the day that holds from then on."""

    on: date
    what: Happening
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """All that happened to a request, in order, and whether it is still open."""

    moments: tuple[Moment, ...]
    is_open: bool

    @property
    def asked_on(self) -> date:
        """Return the day on which it begins."""
        return self.moments[0].on

    @property
    def dues(self) -> tuple[date, ...]:
        """Return every day that ever held, the first one first (invariant 22)."""
        return tuple(each.due for each in self.moments if each.due is not None)

    def days_of(self, *kinds: Happening) -> tuple[date, ...]:
        """Return on which days something of some kinds happened."""
        return tuple(each.on for each in self.moments if each.what in kinds)

    def ends_on(self, today: date) -> date:
        """Return until when it runs: today, or the last thing that happened."""
        return max(today, self.moments[-1].on) if self.is_open else self.moments[-1].on

    def late(self, today: date) -> tuple[tuple[date, date], ...]:
        """Return when it was late: from each day that passed without a delivery until one came."""
        return tuple(self._late(today))

    def _late(self, today: date) -> Iterator[tuple[date, date]]:
        due: date | None = None
        for each in self.moments:
            if due is not None and each.on > due:
                yield due, each.on
            if each.what in _ENDS_WAITING:
                due = None
            elif each.due is not None:
                due = each.due
        if due is not None and today > due:
            yield due, today
