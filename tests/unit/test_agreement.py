"""Agreements: moves, signatures, days, and whom they cover."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import agreement as rules
from dpia_workbench.risk.agreement import (
    MOVES,
    OVER,
    Circle,
    Cover,
    Coverage,
    Facts,
    Move,
    MoveRefused,
    Signature,
    State,
)

TODAY = date(2025, 3, 3)
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
MAYBE = st.none() | DAYS
SIGNATURES = st.lists(
    st.builds(Signature, is_mandatory=st.booleans(), signed_on=MAYBE), max_size=3
).map(tuple)
FACTS = st.builds(
    Facts, state=st.sampled_from(State), signatures=SIGNATURES, has_signed_text=st.booleans(),
    valid_from=MAYBE, valid_until=MAYBE, ended_on=MAYBE,
)  # fmt: skip
SIGNED = Facts(
    state=State.SIGNED, signatures=(Signature(is_mandatory=True, signed_on=TODAY),),
    has_signed_text=True, valid_from=TODAY,
)  # fmt: skip


def test_every_state_can_be_reached_and_the_last_ones_end() -> None:
    reached, before = {State.DRAFT}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {after for state in before for after in MOVES[state].values()}

    assert reached == set(State) == set(MOVES)
    assert {state for state, moves in MOVES.items() if not moves} == OVER


@given(st.sampled_from(State), st.sampled_from(Move))
def test_only_the_table_moves(state: State, move: Move) -> None:
    if move in MOVES[state]:
        assert rules.after(state, move) is MOVES[state][move]
    else:
        with pytest.raises(MoveRefused):
            rules.after(state, move)


@given(FACTS, DAYS, DAYS)
def test_what_ended_never_comes_back_by_time_alone(facts: Facts, one: date, two: date) -> None:
    earlier, later = sorted((one, two))

    was_over = facts.ends is not None and earlier >= facts.ends
    if was_over:
        assert not facts.is_in_force(on=later)
    if facts.is_in_force(on=later) and not facts.is_in_force(on=earlier):
        assert facts.begins is not None
        assert earlier < facts.begins


@given(FACTS, DAYS)
def test_nothing_is_in_force_without_all_signatures_and_the_text(facts: Facts, on: date) -> None:
    if not facts.is_in_force(on=on):
        return

    required = [each for each in facts.signatures if each.is_mandatory]
    assert required
    assert all(each.signed_on is not None and each.signed_on <= on for each in required)
    assert facts.has_signed_text
    assert facts.state in rules.SIGNED_ONCE
    assert facts.valid_from is not None
    assert facts.valid_from <= on
    assert all(end is None or on < end for end in (facts.valid_until, facts.ended_on))


@given(FACTS)
def test_who_completes_it_makes_it_hold_from_its_first_day_on(facts: Facts) -> None:
    try:
        state = rules.complete(facts)
    except (MoveRefused, rules.SignatureMissing, rules.SignedTextMissing, rules.StartMissing):
        return

    assert (facts.state, state) == (State.PARTLY_SIGNED, State.SIGNED)


def test_the_days_of_signatures_and_ends_are_kept() -> None:
    assert rules.sign(State.AGREED, signed_on=TODAY, today=TODAY) is State.PARTLY_SIGNED
    with pytest.raises(rules.SignedAhead):
        rules.sign(State.AGREED, signed_on=TODAY + DAY, today=TODAY)
    assert rules.end(SIGNED, Move.TERMINATE, on=TODAY, today=TODAY) is State.TERMINATED
    with pytest.raises(rules.EndPassed):
        rules.end(SIGNED, Move.TERMINATE, on=TODAY - DAY, today=TODAY)
    with pytest.raises(rules.StartMissing):
        rules.complete(
            Facts(state=State.PARTLY_SIGNED, signatures=SIGNED.signatures, has_signed_text=True)
        )
    rules.require_days(valid_from=TODAY, valid_until=TODAY + DAY)
    for start in (None, TODAY):
        with pytest.raises(rules.EndsBeforeStart):
            rules.require_days(valid_from=start, valid_until=TODAY)
    rules.require_terms_open(State.AGREED)
    with pytest.raises(rules.TermsFixed):
        rules.require_terms_open(State.SIGNED)


def test_a_board_joins_once_an_open_offer_that_is_in_force() -> None:
    offer = Coverage.OPEN_OFFER
    rules.require_joinable(SIGNED, coverage=offer, has_joined=False, on=TODAY)

    with pytest.raises(rules.AlreadyJoined):
        rules.require_joinable(SIGNED, coverage=offer, has_joined=True, on=TODAY)
    with pytest.raises(rules.NotOnOffer):
        rules.require_joinable(SIGNED, coverage=Coverage.NAMED, has_joined=False, on=TODAY)
    with pytest.raises(rules.NotInForce):
        rules.require_joinable(SIGNED, coverage=offer, has_joined=False, on=TODAY - DAY)


@pytest.mark.parametrize(
    ("circle", "expected"),
    [
        (Circle(coverage=Coverage.NAMED, parties=frozenset({1})), Cover.PARTY),
        (Circle(coverage=Coverage.NAMED, named=frozenset({1})), Cover.NAMED),
        (Circle(coverage=Coverage.OPEN_OFFER, named=frozenset({1})), None),
        (Circle(coverage=Coverage.OPEN_OFFER, joined={1: TODAY}), Cover.JOINED),
        (Circle(coverage=Coverage.OPEN_OFFER, joined={1: TODAY + DAY}), None),
        (Circle(coverage=Coverage.OPEN_OFFER, joined={2: TODAY}), None),
        (Circle(coverage=Coverage.COOPERATIVE, sectors=frozenset({"po"})), Cover.COOPERATIVE),
        (Circle(coverage=Coverage.COOPERATIVE, sectors=frozenset({"wo"})), None),
        (Circle(coverage=Coverage.NAMED, sectors=frozenset({"po"})), None),
    ],
)
def test_a_board_is_covered_as_party_named_joined_or_by_its_cooperative(
    circle: Circle, expected: Cover | None
) -> None:
    assert circle.covers(1, sectors=["po", "vo"], on=TODAY) is expected
