"""The only clock. Doors read it; below them time is an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # here, and nowhere else


def today() -> date:
    """Return the day it is in Amsterdam: the day that legal deadlines count in."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the day that a moment is on in Amsterdam."""
    return moment.astimezone(AMSTERDAM).date()
