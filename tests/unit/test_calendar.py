"""Counting in months and working days, against counting one by one."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.calendar import add_months, add_working_days
from tests.unit.strategies import thorough

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@thorough
@given(days, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_one_of_that_month(day: date, months: int) -> None:
    found = add_months(day, months=months)

    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 6, 30), 0, date(2026, 6, 30)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, date(9999, 12, 31)),
    ],
)
def test_the_end_of_a_month_and_of_a_year_are_no_exception(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months=months) == expected


@thorough
@given(days, st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    found = add_working_days(day, days=count)

    passed = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(each.isoweekday() <= 5 for each in passed) == count
    assert found == day or found.isoweekday() <= 5
