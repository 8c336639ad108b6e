"""The life of a fact check, and of a vendor's statement."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import fact_check, vendor_statement
from dpia_workbench.risk.fact_check import (
    MOVES,
    Answer,
    AnswersWait,
    DeadlineNotAhead,
    Disposition,
    FactCheckOpen,
    Item,
    Move,
    MoveRefused,
    NotAllAnswered,
    NotAllDisposed,
    NothingSelected,
    State,
    WordsMissing,
)

DAY = date(2025, 3, 3)
ITEMS = st.lists(
    st.builds(
        Item,
        answer=st.sampled_from([None, *Answer]),
        disposition=st.sampled_from([None, *Disposition]),
    )
)
STATES, DAYS = st.sampled_from(State), st.dates()
CORRECTED = Item(answer=Answer.CORRECT)


def test_every_state_but_the_first_can_be_reached_and_expired_is_derived() -> None:
    reached = {to for row in MOVES.values() for to in row.values()}
    said = {to for row in vendor_statement.MOVES.values() for to in row.values()}

    assert set(MOVES) == set(State) == reached | {State.EXPIRED}
    assert set(vendor_statement.State) - said == {vendor_statement.State.WAITING}
    assert MOVES[State.PROCESSED] == {}


@given(STATES, DAYS, DAYS, st.integers(min_value=0, max_value=3))
def test_what_is_sent_always_has_a_deadline_ahead_and_is_about_something(
    state: State, deadline: date, today: date, items: int
) -> None:
    try:
        sent = fact_check.send(state, deadline=deadline, items=items, today=today)
    except (MoveRefused, NothingSelected, DeadlineNotAhead):
        return

    assert (state, sent, items > 0, deadline > today) == (State.PREPARED, State.SENT, True, True)


@given(STATES, DAYS, DAYS)
def test_only_what_was_sent_expires_and_only_after_its_last_day(
    state: State, deadline: date, on: date
) -> None:
    found = fact_check.standing(state, deadline=deadline, on=on)

    assert (found is not state) == (state is State.SENT and on > deadline)


@given(ITEMS)
def test_what_is_handed_in_always_has_every_answer(items: Sequence[Item]) -> None:
    if fact_check.is_silent(items):
        with pytest.raises(NotAllAnswered):
            fact_check.hand_in(State.SENT, items)
    else:
        assert fact_check.hand_in(State.SENT, items) is State.ANSWERED


@given(st.sampled_from([State.ANSWERED, State.EXPIRED]), ITEMS)
def test_what_can_be_closed_never_blocks_a_publication(state: State, items: Sequence[Item]) -> None:
    try:
        fact_check.close(state, items)
    except NotAllDisposed:
        with pytest.raises(AnswersWait):
            fact_check.require_closed(state, items, deadline=DAY)
    else:
        fact_check.require_closed(state, items, deadline=DAY)


def test_within_the_deadline_it_always_blocks_and_silence_after_it_does_not() -> None:
    agreed = [Item(answer=Answer.AGREE)]
    with pytest.raises(FactCheckOpen):
        fact_check.require_closed(State.SENT, agreed, deadline=DAY)
    fact_check.require_closed(State.EXPIRED, [Item()], deadline=DAY)
    fact_check.require_closed(State.PREPARED, [CORRECTED], deadline=None)
    fact_check.require_closed(State.PROCESSED, [Item()], deadline=DAY)
    with pytest.raises(AnswersWait):
        fact_check.require_closed(State.EXPIRED, [Item(), CORRECTED], deadline=DAY)


def test_whoever_does_not_agree_says_why() -> None:
    fact_check.require_words(Answer.AGREE, words="")
    for answer in set(Answer) - {Answer.AGREE}:
        fact_check.require_words(answer, words="Daarom.")
        with pytest.raises(WordsMissing):
            fact_check.require_words(answer, words=" \n")


def test_silence_is_one_item_without_an_answer() -> None:
    assert fact_check.is_silent([CORRECTED, Item()])
    assert not fact_check.is_silent([CORRECTED])
    assert fact_check.standing(State.SENT, deadline=DAY, on=DAY + timedelta(days=1)) is (
        State.EXPIRED
    )
    with pytest.raises(MoveRefused):
        fact_check.after(State.EXPIRED, Move.ANSWER)


def test_a_statement_is_refused_or_removed_only_with_a_reason() -> None:
    moves, states = vendor_statement.Move, vendor_statement.State
    for state, move in ((states.WAITING, moves.REFUSE), (states.ACCEPTED, moves.REMOVE)):
        with pytest.raises(vendor_statement.ReasonMissing):
            vendor_statement.after(state, move, reason=" ")
        assert vendor_statement.after(state, move, reason="x") in (states.REFUSED, states.REMOVED)
    with pytest.raises(vendor_statement.MoveRefused):
        vendor_statement.after(states.REFUSED, moves.ACCEPT)


def test_a_statement_is_there_in_both_languages_and_short() -> None:
    most = "x" * vendor_statement.LONGEST
    vendor_statement.require_sayable(most, most)
    for nl, en in (("", "x"), ("x", " ")):
        with pytest.raises(vendor_statement.HalfMissing):
            vendor_statement.require_sayable(nl, en)
    with pytest.raises(vendor_statement.TooLong):
        vendor_statement.require_sayable("x", most + "x")
