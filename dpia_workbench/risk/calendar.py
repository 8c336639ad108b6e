"""Counting in months, weeks and working days; every day is one in Europe/Amsterdam."""

from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_SATURDAY = 5


def day_of(moment: datetime) -> date:
    """Return on which day an aware moment falls in Amsterdam, as the law counts days."""
    return moment.astimezone(AMSTERDAM).date()


def start_of_day(moment: datetime) -> datetime:
    """Return the moment in Amsterdam at which the day of a moment began."""
    return moment.astimezone(AMSTERDAM).replace(hour=0, minute=0, second=0, microsecond=0)


def moment_of(day: date, clock: time) -> datetime | None:
    """Return the moment at which a clock in Amsterdam shows a time of a day, in UTC.

    None for an hour that a day does not have, for the clocks go forward in it; of an hour that a
    day has twice, the first.
    """
    moment = datetime.combine(day, clock, tzinfo=AMSTERDAM).astimezone(UTC)
    shown = moment.astimezone(AMSTERDAM)
    return moment if (shown.date(), shown.time()) == (day, clock) else None


def add_months(day: date, *, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, earlier = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    _weekday, last = monthrange(year, earlier + 1)
    return date(year, earlier + 1, min(day.day, last))


def add_working_days(day: date, *, days: int) -> date:
    """Return the day that lies so many working days ahead; Saturdays and Sundays do not count."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
