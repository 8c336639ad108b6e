"""Days of the demonstration, counted back from the day on which it is played."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time


@dataclass(frozen=True, slots=True)
class When:
    """A day of the demonstration, at noon."""

    today: date

    @property
    def now(self) -> datetime:
        """Return the moment."""
        return datetime.combine(self.today, time(12), UTC)


Ago = Callable[[int], When]
