"""Changes of sub-processors: the clock, what starts it anew, and the moves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import sub_processors as rules
from dpia_workbench.risk.statements import Mechanism
from dpia_workbench.risk.sub_processors import ChangeKind, Facts, Move, State, clock
from tests.unit.strategies import thorough

DAY = timedelta(days=1)
ANNOUNCED = date(2026, 3, 1)
UNTIL = date(2026, 3, 31)
FACTS = Facts(
    kind=ChangeKind.ADDED, name="Wolkenhuis", legal_entity="Wolkenhuis B.V.", country="Ierland",
    service="Opslag", categories=frozenset({"content"}), mechanism=Mechanism.NONE_NEEDED,
    replaces="", products=frozenset({"leerplein"}), effective_on=UNTIL + DAY,
)  # fmt: skip
some_days = st.integers(min_value=-400, max_value=400).map(lambda n: ANNOUNCED + n * DAY)
lengths = st.integers(min_value=1, max_value=365)


def test_thirty_days_end_with_the_thirtieth_day_after_the_announcement() -> None:
    assert rules.objection_until(ANNOUNCED, 30) == UNTIL
    on_the_last = clock(State.ANNOUNCED, until=UNTIL, on=UNTIL)
    assert (on_the_last.is_running, on_the_last.days_left, on_the_last.in_silence) == (
        True, 0, False,
    )  # fmt: skip
    assert clock(State.ANNOUNCED, until=UNTIL, on=ANNOUNCED).days_left == 30
    the_day_after = clock(State.ANNOUNCED, until=UNTIL, on=UNTIL + DAY)
    assert (the_day_after.is_running, the_day_after.days_left) == (False, 0)
    assert the_day_after.in_silence


@thorough
@given(some_days, some_days, lengths)
def test_a_later_announcement_never_ends_earlier(one: date, other: date, days: int) -> None:
    earlier, later = sorted((one, other))

    assert rules.objection_until(earlier, days) <= rules.objection_until(later, days)
    assert rules.objection_until(earlier, days) > earlier


@thorough
@given(st.lists(st.tuples(some_days, lengths), min_size=1, max_size=8))
def test_no_row_of_corrections_makes_the_period_end_earlier(rounds: list[tuple[date, int]]) -> None:
    until = rules.objection_until(*rounds[0])
    for on, days in rounds[1:]:
        again = rules.restarted_until(until, announced_on=on, days=days)

        assert again >= max(until, rules.objection_until(on, days))
        until = again


@thorough
@given(st.sampled_from(State), some_days, some_days, some_days)
def test_moving_the_clock_never_reopens_it(state: State, until: date, one: date, two: date) -> None:
    earlier, later = sorted((one, two))
    before, after = (clock(state, until=until, on=day) for day in (earlier, later))

    assert before.is_running or not after.is_running
    assert before.days_left >= after.days_left
    assert after.in_silence or not before.in_silence


@thorough
@given(st.sampled_from(ChangeKind), some_days, lengths)
def test_no_change_takes_effect_before_one_could_object(
    kind: ChangeKind, effective: date, days: int
) -> None:
    until = rules.objection_until(ANNOUNCED, days)
    facts = replace(FACTS, kind=kind, effective_on=effective)
    try:
        rules.require_effective(facts, announced_on=ANNOUNCED, until=until)
    except rules.EffectiveTooEarly as error:
        allowed = replace(facts, effective_on=error.params["earliest"])
        rules.require_effective(allowed, announced_on=ANNOUNCED, until=until)
    else:
        assert effective > until or (kind is ChangeKind.ENDED and effective >= ANNOUNCED)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"name": " wolkenhuis "}, False),
        ({"effective_on": UNTIL + 10 * DAY}, False),
        ({"effective_on": UNTIL}, True),
        ({"country": "Verenigde Staten"}, True),
        ({"categories": frozenset({"content", "account"})}, True),
        ({"mechanism": Mechanism.STANDARD_CLAUSES}, True),
        ({"products": frozenset({"leerplein", "portfolio"})}, True),
        ({"kind": ChangeKind.MOVED}, True),
        ({"service": "Analyse"}, True),
    ],
)
def test_a_correction_that_matters_starts_the_clock_anew(
    words: dict[str, object], *, expected: bool
) -> None:
    assert rules.is_material(FACTS, replace(FACTS, **words)) is expected  # type: ignore[arg-type]


def test_who_is_replaced_is_named_and_only_then() -> None:
    rules.require_replaced(FACTS)
    rules.require_replaced(replace(FACTS, kind=ChangeKind.REPLACED, replaces="Oud"))
    for facts in (replace(FACTS, kind=ChangeKind.REPLACED), replace(FACTS, replaces="Oud")):
        with pytest.raises(rules.ReplacesMissing):
            rules.require_replaced(facts)


def test_every_state_but_the_last_ones_goes_on_and_all_are_reached() -> None:
    reached = {State.ANNOUNCED} | {to for moves in rules.MOVES.values() for to in moves.values()}

    assert set(rules.MOVES) == set(State) == reached
    assert {state for state, moves in rules.MOVES.items() if not moves} == rules.OVER
    for state, move in ((state, move) for state in State for move in Move):
        if move not in rules.MOVES[state]:
            with pytest.raises(rules.SubProcessorMoveRefused):
                rules.after(state, move)


def test_an_objection_stands_whatever_another_cooperative_says() -> None:
    assert rules.after(State.OBJECTED, Move.ACCEPT) is State.OBJECTED
    assert rules.after(State.ACCEPTED, Move.OBJECT) is State.OBJECTED
    assert Move.WITHDRAW not in rules.MOVES[State.OBJECTED]  # it is answered first


def test_nobody_objects_to_what_ended_or_does_not_come() -> None:
    rules.require_open(State.ANNOUNCED, until=UNTIL, on=UNTIL)
    for state, on in ((State.ANNOUNCED, UNTIL + DAY), (State.WITHDRAWN, ANNOUNCED)):
        with pytest.raises(rules.ObjectionClosed):
            rules.require_open(state, until=UNTIL, on=on)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Wolkenhuis", "WOLKENHUIS B.V.", True),
        ("Wolkenhuis Ireland Ltd", "wolkenhuis ireland", True),
        ("Wolk", "Wolkenhuis", False),
        ("", "Wolkenhuis", False),
        ("De Wolk", "Wolk de Groot", False),
    ],
)
def test_a_party_is_known_by_its_words(one: str, other: str, *, expected: bool) -> None:
    assert rules.is_same_party(one, other) is expected
    assert rules.is_same_party(other, one) is expected
