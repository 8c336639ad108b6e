"""Why a board begins another round, and what it may say of its measures after the decision."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import follow_up
from dpia_workbench.risk.adoption import DECIDED, MeasureDetailMissing, State
from dpia_workbench.risk.follow_up import APPLIED, Due, Followed, Said, Stand
from dpia_workbench.risk.measures import LocalMeasure, LocalState, local_lack
from dpia_workbench.risk.readoption import GIVEN, AlreadyAdopted, LookAgain, why_again
from dpia_workbench.risk.rules import RuleViolation

TODAY = date(2026, 11, 23)
days = st.dates(TODAY - timedelta(days=900), TODAY + timedelta(days=900))
OPEN = sorted(set(State) - DECIDED)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("asked", [None, *GIVEN])
def test_an_open_round_keeps_its_place_while_its_verdict_holds(
    state: State, asked: LookAgain | None
) -> None:
    for same_text in (True, False):
        with pytest.raises(AlreadyAdopted):
            why_again(state, same_text=same_text, in_use=True, asked=asked, words="Ja.")
    why = why_again(state, same_text=False, in_use=False, asked=asked, words="")
    assert why is LookAgain.NOT_FINISHED


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.REJECTED, LookAgain.REJECTED),
        (State.CONSULTING, LookAgain.CONSULTATION),
        (State.ENDED, LookAgain.ENDED),
    ],
)
def test_what_is_not_in_use_is_looked_at_again_without_a_reason(
    state: State, why: LookAgain
) -> None:
    assert why_again(state, same_text=True, in_use=True, asked=None, words="") is why
    newer = why_again(state, same_text=False, in_use=True, asked=None, words="")
    assert newer is LookAgain.NEW_RELEASE


@pytest.mark.parametrize("asked", list(LookAgain))
def test_what_is_in_use_is_looked_at_again_for_a_reason_that_a_person_gives(
    asked: LookAgain,
) -> None:
    if asked in GIVEN:
        found = why_again(State.ACTIVE, same_text=True, in_use=True, asked=asked, words="Fusie.")
        assert found is asked
    else:
        with pytest.raises(AlreadyAdopted):
            why_again(State.ACTIVE, same_text=True, in_use=True, asked=asked, words="Fusie.")


stands = st.builds(
    Stand, state=st.sampled_from(LocalState), since=days, due=days, review_due=days,
    evidence=st.just("Gezien."),
)  # fmt: skip
saids = st.builds(
    Said, kind=st.sampled_from(Followed), on=st.none() | days, due=st.none() | days,
    evidence=st.sampled_from(["", "Gezien."]), reason=st.sampled_from(["", "Druk."]),
)  # fmt: skip


@given(stands, saids, st.booleans(), days)
def test_what_is_said_later_always_rests_on_a_day_and_on_words(
    stand: Stand, said: Said, by_other: bool, not_before: date
) -> None:
    try:
        now = follow_up.followed(
            stand, said, by_other=by_other, months=12, not_before=not_before, today=TODAY
        )
    except RuleViolation:
        return
    if now.state is LocalState.PLANNED:
        assert now.due is not None
        assert now.due >= TODAY
        assert now.reason.strip()
        assert said.kind is Followed.MOVED
    else:
        assert now.state in APPLIED
        assert now.evidence.strip()
        assert now.review_due is not None
        assert (now.state is LocalState.CHECKED) == (said.kind is Followed.STILL_WORKS and by_other)
        assert not_before <= (said.on or TODAY) <= TODAY


@given(stands, days, st.integers(min_value=0, max_value=900))
def test_time_alone_never_makes_a_measure_count_again_or_asks_less(
    stand: Stand, on: date, more: int
) -> None:
    later = on + timedelta(days=more)
    facts = LocalMeasure(
        state=stand.state, since=on - timedelta(days=1), review_due=stand.review_due, evidence=True
    )

    if local_lack(facts, on=on) is not None:
        assert local_lack(facts, on=later) is not None
    if follow_up.due(stand, on=on) is not None:
        assert follow_up.due(stand, on=later) is follow_up.due(stand, on=on)


def test_evidence_is_asked_of_what_is_done_and_a_day_of_what_is_moved() -> None:
    planned = Stand(state=LocalState.PLANNED, due=TODAY)
    for said, field in (
        (Said(kind=Followed.DONE), "evidence"),
        (Said(kind=Followed.MOVED, reason="Druk."), "due"),
    ):
        with pytest.raises(MeasureDetailMissing) as refusal:
            follow_up.followed(
                planned, said, by_other=False, months=12, not_before=TODAY, today=TODAY
            )
        assert refusal.value.params["field"] == field


def test_a_plan_is_late_the_day_after_and_a_check_is_due_on_its_day() -> None:
    tomorrow = TODAY + timedelta(days=1)
    planned = Stand(state=LocalState.PLANNED, due=TODAY)
    applied = Stand(state=LocalState.IMPLEMENTED, since=TODAY, review_due=tomorrow)

    assert [follow_up.due(planned, on=day) for day in (TODAY, tomorrow)] == [None, Due.OVERDUE]
    assert [follow_up.due(applied, on=day) for day in (TODAY, tomorrow)] == [None, Due.CHECK_DUE]
