"""What comes to an end in a dossier, and when."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.agenda import Deadline, DeadlineKind, deadlines
from dpia_workbench.risk.measures import Measure, Owner
from dpia_workbench.risk.remediation import State

TODAY = date(2025, 3, 3)
days = st.dates(min_value=TODAY - timedelta(days=400), max_value=TODAY + timedelta(days=400))
measures = st.builds(
    Measure,
    id=st.sampled_from(("M1", "M2", "M3")),
    owner=st.sampled_from(Owner),
    state=st.none() | st.sampled_from(State),
    due=st.none() | days,
    evidence=st.just(True),
    independent=st.just(True),
    verified_on=st.none() | days,
    verification_expires_on=st.none() | days,
    in_force_from=st.none() | days,
    in_force_until=st.none() | days,
    open_to_sector=st.booleans(),
)


def _found(*given: Measure, valid_until: date | None = None) -> tuple[Deadline, ...]:
    return deadlines(given, valid_until=valid_until, on=TODAY)


def test_an_open_promise_ends_on_its_day_and_stays_when_it_is_late() -> None:
    ahead = Measure(id="M1", owner=Owner.VENDOR, state=State.COMMITTED, due=date(2025, 4, 1))
    late = Measure(id="M2", owner=Owner.VENDOR, state=State.COMMITTED, due=date(2025, 2, 1))

    assert _found(ahead, late) == (
        Deadline(on=date(2025, 2, 1), kind=DeadlineKind.PROMISE, key="M2", is_late=True),
        Deadline(on=date(2025, 4, 1), kind=DeadlineKind.PROMISE, key="M1"),
    )


def test_what_was_delivered_or_withdrawn_is_no_promise_any_more() -> None:
    for state in (State.DELIVERED, State.WITHDRAWN, State.DECLINED):
        asked = Measure(id="M1", owner=Owner.VENDOR, state=state, due=date(2025, 4, 1))

        assert _found(asked) == ()


def test_a_check_and_an_agreement_end_on_the_last_day_on_which_they_count() -> None:
    checked = Measure(
        id="M1", owner=Owner.VENDOR, state=State.VERIFIED, evidence=True, independent=True,
        verified_on=TODAY, verification_expires_on=date(2026, 3, 3),
    )  # fmt: skip
    agreed = Measure(
        id="M2", owner=Owner.CONTRACTUAL, in_force_from=TODAY, in_force_until=date(2025, 12, 1),
        open_to_sector=True,
    )  # fmt: skip

    assert [(each.on, each.kind) for each in _found(checked, agreed)] == [
        (date(2025, 11, 30), DeadlineKind.AGREEMENT_ENDS),
        (date(2026, 3, 2), DeadlineKind.CHECK_ENDS),
    ]


def test_a_release_that_has_ended_has_no_deadline() -> None:
    assert _found(valid_until=TODAY)[0].kind is DeadlineKind.RELEASE_ENDS
    assert _found(valid_until=TODAY - timedelta(days=1)) == ()


@given(st.lists(measures), st.none() | days)
def test_only_a_late_promise_ever_lies_in_the_past(
    given: list[Measure], valid_until: date | None
) -> None:
    found = deadlines(given, valid_until=valid_until, on=TODAY)

    assert [each.on for each in found] == sorted(each.on for each in found)
    for each in found:
        assert each.is_late == (each.on < TODAY)
        assert not each.is_late or each.kind is DeadlineKind.PROMISE
