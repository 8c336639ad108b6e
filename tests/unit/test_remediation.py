"""The life of a request to a vendor: the table of method.md 5.4, cell by cell."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import remediation
from dpia_workbench.risk.remediation import (
    MOVES,
    OPEN,
    DueDateNotAhead,
    Move,
    MoveRefused,
    NothingProposed,
    SameDay,
    State,
    VerifierNotIndependent,
)
from tests.unit.strategies import thorough

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)

# Method 5.4 as it stands there. A check finds one of three things, whether it is the first check
# of a delivery, a check after the old one expired, or one of what worked only partly.
METHOD = {
    (State.DRAFT, Move.SEND): State.REQUESTED,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.REQUESTED, Move.ACKNOWLEDGE): State.ACKNOWLEDGED,
    (State.REQUESTED, Move.DECLINE): State.DECLINED,
    (State.ACKNOWLEDGED, Move.COMMIT): State.COMMITTED,
    (State.ACKNOWLEDGED, Move.DECLINE): State.DECLINED,
    (State.COMMITTED, Move.DELIVER): State.DELIVERED,
    (State.COMMITTED, Move.PROPOSE_DATE): State.COMMITTED,
    (State.COMMITTED, Move.ACCEPT_DATE): State.COMMITTED,
    (State.COMMITTED, Move.REFUSE_DATE): State.COMMITTED,
    (State.DELIVERED, Move.VERIFY): State.VERIFIED,
    (State.DELIVERED, Move.VERIFY_PARTLY): State.VERIFIED_PARTIAL,
    (State.DELIVERED, Move.REJECT): State.COMMITTED,
    (State.VERIFIED, Move.VERIFY): State.VERIFIED,
    (State.VERIFIED, Move.VERIFY_PARTLY): State.VERIFIED_PARTIAL,
    (State.VERIFIED, Move.REJECT): State.COMMITTED,
    (State.VERIFIED_PARTIAL, Move.VERIFY): State.VERIFIED,
    (State.VERIFIED_PARTIAL, Move.COMMIT): State.COMMITTED,
}
# "any open ─withdraw→ withdrawn": what was sent and is not finished.
UNFINISHED = {
    State.REQUESTED,
    State.ACKNOWLEDGED,
    State.COMMITTED,
    State.DELIVERED,
    State.VERIFIED_PARTIAL,
}
TERMINAL = {State.DECLINED, State.WITHDRAWN}
PAIRS = [pair for pair in product(State, Move) if pair[1] is not Move.WITHDRAW]
VENDORS = {Move.ACKNOWLEDGE, Move.COMMIT, Move.PROPOSE_DATE, Move.DECLINE, Move.DELIVER}


@pytest.mark.parametrize(("state", "move"), PAIRS)
def test_a_move_leads_where_the_method_says_or_is_refused(state: State, move: Move) -> None:
    target = METHOD.get((state, move))

    if target is not None:
        assert remediation.after(state, move) is target
        return
    with pytest.raises(MoveRefused) as refusal:
        remediation.after(state, move)
    assert refusal.value.params == {"state": state, "move": move}


@pytest.mark.parametrize("state", list(State))
def test_a_request_can_be_withdrawn_exactly_while_it_is_open_or_not_sent(state: State) -> None:
    if state in {*UNFINISHED, State.DRAFT}:
        assert remediation.after(state, Move.WITHDRAW) is State.WITHDRAWN
    else:
        with pytest.raises(MoveRefused):
            remediation.after(state, Move.WITHDRAW)


def test_open_is_what_was_sent_and_is_not_finished() -> None:
    assert OPEN == UNFINISHED


def test_every_state_has_a_row_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_declined_and_withdrawn_are_the_only_ends() -> None:
    assert {state for state, moves in MOVES.items() if not moves} == TERMINAL


def test_every_state_can_be_reached_from_a_draft_and_every_move_be_made() -> None:
    reached, fresh = {State.DRAFT}, {State.DRAFT}
    while fresh:
        fresh = {target for state in fresh for target in MOVES[state].values()} - reached
        reached |= fresh

    assert reached == set(State)
    assert {move for moves in MOVES.values() for move in moves} == set(Move)


@thorough
@given(st.lists(st.sampled_from(sorted(VENDORS)), max_size=8))
def test_no_sequence_of_vendor_moves_ends_in_verified(moves: list[Move]) -> None:
    """P14 and invariant 5: what a vendor does alone never makes a measure count."""
    state = State.REQUESTED
    for move in moves:
        state = MOVES[state].get(move, state)

    assert state not in (State.VERIFIED, State.VERIFIED_PARTIAL)


@pytest.mark.parametrize("state", list(State))
def test_only_a_check_leads_to_verified(state: State) -> None:
    leading = {move for move, target in MOVES[state].items() if target is State.VERIFIED}

    assert leading <= {Move.VERIFY}


@thorough
@given(st.sampled_from(State), st.dates(), st.dates())
def test_a_promise_always_lies_ahead(state: State, today: date, due: date) -> None:
    try:
        promise = remediation.commit(state, due=due, today=today)
    except (MoveRefused, DueDateNotAhead):
        return
    assert promise.due == due > today
    assert promise.state is State.COMMITTED


@pytest.mark.parametrize("days", [0, -1])
def test_a_promise_for_today_or_before_is_refused_with_both_days(days: int) -> None:
    due = TODAY + timedelta(days=days)

    with pytest.raises(DueDateNotAhead) as refusal:
        remediation.commit(State.ACKNOWLEDGED, due=due, today=TODAY)

    assert refusal.value.params == {"due": due, "today": TODAY}


def test_a_promise_for_tomorrow_is_kept_as_given() -> None:
    promise = remediation.commit(State.ACKNOWLEDGED, due=TODAY + DAY, today=TODAY)

    assert promise == remediation.Commitment(state=State.COMMITTED, due=TODAY + DAY)


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.REQUESTED, State.DELIVERED, *sorted(TERMINAL)]
)
def test_nothing_can_be_promised_before_reading_or_after_the_end(state: State) -> None:
    with pytest.raises(MoveRefused):
        remediation.commit(state, due=TODAY + DAY, today=TODAY)


def test_a_delivery_that_fails_is_promised_again_with_a_new_day() -> None:
    again = remediation.reject(State.DELIVERED, due=TODAY + DAY, today=TODAY)

    assert again == remediation.Commitment(state=State.COMMITTED, due=TODAY + DAY)


@pytest.mark.parametrize("days", [0, -1])
def test_the_new_day_after_a_failed_delivery_lies_ahead(days: int) -> None:
    due = TODAY + timedelta(days=days)

    with pytest.raises(DueDateNotAhead) as refusal:
        remediation.reject(State.DELIVERED, due=due, today=TODAY)

    assert refusal.value.params == {"due": due, "today": TODAY}


@pytest.mark.parametrize("state", [State.COMMITTED, State.REQUESTED, *sorted(TERMINAL)])
def test_only_what_was_delivered_can_fail_a_check(state: State) -> None:
    with pytest.raises(MoveRefused):
        remediation.reject(state, due=TODAY + DAY, today=TODAY)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_only_a_promise_is_overdue_and_only_from_the_day_after(state: State, days: int) -> None:
    overdue = remediation.is_overdue(state, due=TODAY, on=TODAY + timedelta(days=days))

    assert overdue is (state is State.COMMITTED and days == 1)


def test_a_promise_without_a_day_is_not_overdue() -> None:
    assert not remediation.is_overdue(State.COMMITTED, due=None, on=TODAY)


def test_the_rules_of_a_request_have_their_own_codes() -> None:
    codes = [rule.code for rule in (MoveRefused, DueDateNotAhead, VerifierNotIndependent)]

    assert codes == [
        "remediation.move-refused",
        "remediation.due-date-not-ahead",
        "remediation.verifier-not-independent",
    ]


def test_states_have_the_names_of_the_assessment_file() -> None:
    """Contract, section 4; a draft was not sent, so no file names it."""
    assert {state.value for state in State} - {"draft"} == {
        "requested", "acknowledged", "committed", "delivered", "verified", "verified_partial",
        "declined", "withdrawn",
    }  # fmt: skip


@given(st.sampled_from(State), st.dates(), st.dates(), st.dates())
def test_a_proposed_day_always_lies_ahead_and_is_another_one(
    state: State, today: date, due: date, proposed: date
) -> None:
    try:
        found = remediation.propose(state, due=due, proposed=proposed, today=today)
    except (MoveRefused, DueDateNotAhead, SameDay):
        return
    assert found == proposed != due
    assert found > today
    assert state is State.COMMITTED


@given(
    st.sampled_from(State), st.sampled_from([Move.ACCEPT_DATE, Move.REFUSE_DATE]),
    st.dates(), st.none() | st.dates(), st.dates(),
)  # fmt: skip
def test_only_an_accepted_proposal_changes_the_promised_day(
    state: State, move: Move, due: date, proposed: date | None, today: date
) -> None:
    try:
        found = remediation.settle(state, move, due=due, proposed=proposed, today=today)
    except (MoveRefused, DueDateNotAhead, NothingProposed):
        return
    assert found == (proposed if move is Move.ACCEPT_DATE else due)
    assert found > today or move is Move.REFUSE_DATE


def test_a_day_that_has_passed_since_can_be_refused_but_not_accepted() -> None:
    days = {"due": TODAY - DAY, "proposed": TODAY, "today": TODAY}

    assert remediation.settle(State.COMMITTED, Move.REFUSE_DATE, **days) == TODAY - DAY
    with pytest.raises(DueDateNotAhead):
        remediation.settle(State.COMMITTED, Move.ACCEPT_DATE, **days)


def test_the_promised_day_cannot_be_proposed_again() -> None:
    with pytest.raises(SameDay):
        remediation.propose(State.COMMITTED, due=TODAY + DAY, proposed=TODAY + DAY, today=TODAY)
