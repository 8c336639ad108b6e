"""The days that a vendor wants in its calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.deadlines import Asked
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.vendor_agenda import Day, RequestDay, days

TODAY = date(2026, 3, 3)
PERIODS = Periods()
some_day = st.none() | st.integers(-300, 300).map(lambda n: TODAY + timedelta(days=n))


def found(asked: Asked, *, proposed: date | None = None) -> tuple[Day, ...]:
    return days(asked, proposed=proposed, periods=PERIODS, on=TODAY)


def test_each_state_has_its_days() -> None:
    day = timedelta(days=1)
    asked = Asked(state=State.REQUESTED, requested_on=TODAY)
    promised = Asked(state=State.COMMITTED, due=TODAY - day)
    checked = Asked(state=State.VERIFIED, verification_expires_on=TODAY + day)
    ended = Asked(state=State.VERIFIED_PARTIAL, verification_expires_on=TODAY)

    assert found(asked) == (Day(on=TODAY + 14 * day, kind=RequestDay.ANSWER),)
    assert found(promised, proposed=TODAY + 9 * day) == (
        Day(on=TODAY - day, kind=RequestDay.PROMISE, is_late=True),
        Day(on=TODAY + 9 * day, kind=RequestDay.PROPOSAL),
    )
    assert found(checked) == (Day(on=TODAY, kind=RequestDay.CHECK_ENDS),)
    assert found(ended) == (Day(on=TODAY - day, kind=RequestDay.CHECK_ENDS, is_late=True),)
    assert found(Asked(state=State.DECLINED, due=TODAY)) == ()


@given(
    st.builds(
        Asked, state=st.sampled_from(State), requested_on=some_day, due=some_day,
        verification_expires_on=some_day,
    ),
    some_day,
)  # fmt: skip
def test_a_day_is_late_exactly_if_it_has_passed(asked: Asked, proposed: date | None) -> None:
    for each in found(asked, proposed=proposed):
        if each.kind is not RequestDay.PROPOSAL:
            assert each.is_late == (each.on < TODAY)
