"""How far a search index has followed the database, as the index keeps it."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.store import search_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far an index has read: a row of the log, and rows before it that were not there yet."""

    number: int
    mark: str
    day: date
    missing: dict[int, datetime] = field(default_factory=dict)

    def text(self) -> str:
        """Return the position as the index keeps it."""
        missing = {number: since.isoformat() for number, since in self.missing.items()}
        return json.dumps(
            {"number": self.number, "mark": self.mark, "day": str(self.day), "missing": missing}
        )

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """Return the position that an index kept, or None for whatever is none."""
        try:
            kept: dict[str, Any] = json.loads(text)
            return cls(
                number=int(kept["number"]),
                mark=str(kept["mark"]),
                day=date.fromisoformat(kept["day"]),
                missing={
                    int(number): datetime.fromisoformat(since)
                    for number, since in kept["missing"].items()
                },
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


def now_at(session: Session) -> str:
    """Return the position of an index that is made from what the database holds now."""
    newest, now = search_changes.newest(session), clock.now()
    missing = dict.fromkeys(newest.missing, now)
    mark = str(newest.mark or "")
    return Position(number=newest.number, mark=mark, day=clock.today(), missing=missing).text()
