"""Timelines: every day that ever held, and when a request was late."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.timeline import Happening, Line, Moment

DAY0 = date(2026, 1, 1)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def line(*moments: tuple[int, Happening, int | None], is_open: bool = True) -> Line:
    asked = Moment(on=DAY0, what=Happening.ASKED)
    rest = (
        Moment(on=on(day), what=what, due=None if due is None else on(due))
        for day, what, due in moments
    )
    return Line(moments=(asked, *rest), is_open=is_open)


PROMISED = (1, Happening.PROMISED, 30)


def test_a_promise_is_late_from_its_day_until_something_came() -> None:
    delivered = line(PROMISED, (40, Happening.DELIVERED, None))

    assert line(PROMISED).late(on(30)) == ()
    assert line(PROMISED).late(on(33)) == ((on(30), on(33)),)
    assert delivered.late(on(99)) == ((on(30), on(40)),)


def test_a_new_day_ends_being_late_until_that_has_passed_too() -> None:
    moved = line(PROMISED, (35, Happening.MOVED, 50))
    failed = line(PROMISED, (20, Happening.DELIVERED, None), (25, Happening.FAILED, 60))

    assert moved.late(on(55)) == ((on(30), on(35)), (on(50), on(55)))
    assert moved.dues == (on(30), on(50))
    assert failed.late(on(61)) == ((on(60), on(61)),)
    assert failed.dues == (on(30), on(60))


def test_what_was_checked_declined_or_taken_back_is_never_late() -> None:
    for what in (Happening.WORKS, Happening.PARTLY, Happening.DECLINED, Happening.TAKEN_BACK):
        ended = line(PROMISED, (20, what, None), is_open=what is Happening.PARTLY)

        assert ended.late(on(99)) == ()
        assert ended.days_of(what) == (on(20),)
    assert line(PROMISED).asked_on == DAY0
    assert line(PROMISED).ends_on(on(9)) == on(9)
    assert line(PROMISED, (20, Happening.WORKS, None), is_open=False).ends_on(on(99)) == on(20)


moments = st.lists(
    st.tuples(
        st.integers(0, 90), st.sampled_from(Happening), st.none() | st.integers(1, 120)
    ),
    max_size=8,
).map(lambda found: sorted(found, key=lambda each: each[0]))  # fmt: skip


@given(moments, st.integers(0, 150), st.integers(1, 60))
def test_being_late_always_begins_at_a_promised_day_and_only_grows(
    found: list[tuple[int, Happening, int | None]], today: int, more: int
) -> None:
    told = line(*found)
    spans = told.late(on(max(today, 90)))

    for since, until in spans:
        assert since in told.dues
        assert since < until <= on(max(today, 90))
    assert all(one[1] <= other[1] for one, other in pairwise(spans))
    later = told.late(on(max(today, 90) + more))
    assert sum((b - a).days for a, b in later) >= sum((b - a).days for a, b in spans)
