"""What the page of tasks may use: frozen values, no rows."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One thing that waits, with the link to where it is done."""

    sentence: str
    subject: str
    language: str
    url: str
    since: date | None
    due: date | None
    is_late: bool
    count: int
    steps: str  # names of the steps that wait


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksPage:
    """All that waits for the reader."""

    name: str
    tasks: tuple[TaskRow, ...]
