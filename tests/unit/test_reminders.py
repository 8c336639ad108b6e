"""Reminders: on their days, once, also when a day was missed, and to the vendor what it knows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.deadlines import Asked, Escalation, days_overdue, escalation
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.reminders import Facts, Reason, Reminder, Side, reminders
from dpia_workbench.risk.scale import Level

DAY0 = date(2026, 1, 1)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def about(state: State, *, since: dict[str, Any] | None = None, **asked: Any) -> Facts:
    return Facts(asked=Asked(state=state, **asked), periods=Periods(), **since or {})


def told(facts: Facts, side: Side, *, days: range) -> dict[int, list[Reminder]]:
    """Return what is told on each day, when somebody is mailed once a day if there is reason."""
    last: date | None = None
    found = {}
    for day in days:
        if made := reminders(facts, side, told=last, today=on(day)):
            found[day], last = list(made), on(day)
    return found


def told_of(facts: Facts, side: Side, reason: Reason, *, days: range) -> list[int]:
    made = told(facts, side, days=days)
    return [day for day, each in made.items() if reason in {one.reason for one in each}]


@pytest.mark.parametrize("side", [Side.VENDOR, Side.ANALYSTS])
def test_a_request_without_an_answer_is_told_after_the_period_and_then_weekly(side: Side) -> None:
    facts = about(State.REQUESTED, requested_on=DAY0)

    assert told_of(facts, side, Reason.UNANSWERED, days=range(40)) == [15, 22, 29, 36]
    assert told(facts, Side.LEADS, days=range(40)) == {}


def test_a_promised_day_is_told_three_times_before_and_more_rarely_after_it() -> None:
    facts = about(State.COMMITTED, due=on(60), since={"promised_on": DAY0})

    made = told(facts, Side.VENDOR, days=range(170))

    assert [day - 60 for day in made] == [
        -14, -7, -1, 1, 7, 14, 28, 31, 42, 56, 70, 84, 91, 98,
    ]  # fmt: skip
    assert made[46] == [Reminder(reason=Reason.DUE_SOON, days=14)]
    assert made[67] == [Reminder(reason=Reason.OVERDUE, days=-7, level=Escalation.REMINDER)]


def test_each_level_is_told_once_to_both_sides_and_the_higher_ones_to_the_lead() -> None:
    facts = about(State.COMMITTED, due=on(60), since={"promised_on": DAY0})
    days = range(200)

    assert [d - 60 for d in told_of(facts, Side.VENDOR, Reason.ESCALATED, days=days)] == [1, 31, 91]
    assert [d - 60 for d in told_of(facts, Side.ANALYSTS, Reason.ESCALATED, days=days)] == [
        1, 31, 91,
    ]  # fmt: skip
    leads = told(facts, Side.LEADS, days=days)
    assert min(leads) == 60 + 31
    assert {each.level for made in leads.values() for each in made} == {
        Escalation.LEADS, Escalation.CONSEQUENCE,
    }  # fmt: skip


def test_a_day_that_was_just_promised_is_not_told_at_once() -> None:
    facts = about(State.COMMITTED, due=on(5), since={"promised_on": DAY0})

    assert list(told(facts, Side.VENDOR, days=range(7))) == [4, 6]


def test_a_delivery_and_a_proposal_wait_for_the_cooperative_only() -> None:
    delivered = about(State.DELIVERED, due=on(9), since={"delivered_on": DAY0})
    proposed = about(State.COMMITTED, due=on(90), since={"proposed_on": DAY0})

    assert told_of(delivered, Side.ANALYSTS, Reason.TO_CHECK, days=range(30)) == [7, 14, 21, 28]
    assert told_of(proposed, Side.ANALYSTS, Reason.PROPOSAL, days=range(16)) == [7, 14]
    assert told(delivered, Side.VENDOR, days=range(30)) == {}
    assert told(delivered, Side.LEADS, days=range(30)) == {}


def test_what_was_checked_is_told_before_it_ends_and_on_the_day() -> None:
    facts = about(State.VERIFIED, verification_expires_on=on(365), since={"verified_on": DAY0})

    assert [
        day - 365 for day in told_of(facts, Side.ANALYSTS, Reason.RENEWAL, days=range(500))
    ] == [-30, -7, 0]
    assert told(facts, Side.VENDOR, days=range(500)) == {}


def test_a_refusal_on_a_high_risk_is_told_once_and_never_to_the_vendor() -> None:
    facts = about(State.DECLINED, risk=Level.HIGH, since={"declined_on": DAY0})

    for side in (Side.ANALYSTS, Side.LEADS):
        assert told(facts, side, days=range(99)) == {
            1: [Reminder(reason=Reason.DECLINED, days=-1, level=Escalation.CONSEQUENCE)]
        }
    assert told(facts, Side.VENDOR, days=range(99)) == {}
    assert told(replace(facts, declined_on=None), Side.LEADS, days=range(9)) == {}


day = st.integers(min_value=-150, max_value=150)
some_day = st.none() | day.map(on)
asked = st.builds(
    Asked, state=st.sampled_from(State), requested_on=some_day, due=some_day,
    verification_expires_on=some_day, risk=st.sampled_from(Level),
)  # fmt: skip
some_facts = st.builds(
    Facts, asked=asked, periods=st.just(Periods()), promised_on=some_day, proposed_on=some_day,
    delivered_on=some_day, declined_on=some_day, verified_on=some_day,
)  # fmt: skip


@given(some_facts, some_day, day, st.sampled_from(Level))
def test_no_level_of_a_risk_ever_shows_in_what_a_vendor_is_told(
    facts: Facts, last: date | None, today: int, level: Level
) -> None:
    other = replace(facts, asked=replace(facts.asked, risk=level))

    assert reminders(facts, Side.VENDOR, told=last, today=on(today)) == reminders(
        other, Side.VENDOR, told=last, today=on(today)
    )


@given(some_facts, st.sampled_from(Side), day)
def test_who_was_told_today_is_never_told_again(facts: Facts, side: Side, today: int) -> None:
    assert reminders(facts, side, told=on(today), today=on(today)) == ()


@given(some_facts, st.sampled_from(Side), day, st.integers(min_value=1, max_value=40))
def test_a_day_without_mail_never_loses_a_reason_that_still_holds(
    facts: Facts, side: Side, last: int, gap: int
) -> None:
    """What would have been told on any of the days is told after them, unless it has ended."""
    today = on(last + gap)
    missed = {
        each.reason
        for step in range(1, gap)
        for each in reminders(facts, side, told=on(last), today=on(last + step))
    }
    now = {each.reason for each in reminders(facts, side, told=on(last), today=today)}

    late = {Reason.OVERDUE, Reason.ESCALATED}
    ended = {Reason.DUE_SOON} if facts.asked.due and facts.asked.due < today else set()
    if late & now:  # one of them says both
        now |= late
    assert missed - ended <= now


@given(some_facts, day)
def test_nothing_is_told_that_does_not_hold(facts: Facts, today: int) -> None:
    for side in Side:
        for each in reminders(facts, side, told=None, today=on(today)):
            asked, periods = facts.asked, facts.periods
            if each.reason is Reason.OVERDUE:
                assert days_overdue(asked, on=on(today)) == -each.days > 0
            if each.reason in (Reason.ESCALATED, Reason.DECLINED):
                assert each.level is escalation(asked, periods=periods, on=on(today))
            assert asked.state not in (State.DRAFT, State.WITHDRAWN)
