"""Counting in months, weeks and working days; every day is one in Europe/Amsterdam."""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

_SATURDAY = 5


def add_months(day: date, *, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_working_days(day: date, *, days: int) -> date:
    """Return the day that lies so many working days ahead; Saturdays and Sundays do not count."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < _SATURDAY
    return day
