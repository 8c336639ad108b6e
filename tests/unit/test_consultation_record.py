"""The story of a prior consultation: what can follow what, and how its last day was computed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import consultation_record as record
from dpia_workbench.risk.consultation import ClockState, NoticeTooLate
from dpia_workbench.risk.consultation_record import (
    Applicant,
    ApplicantMissing,
    Event,
    EventAhead,
    EventKind,
    EventOutOfOrder,
    EventTooEarly,
    StepKind,
    StillNeeded,
)
from dpia_workbench.risk.rules import RuleViolation

SENT, DAY = date(2026, 1, 5), timedelta(days=1)


def story(*told: tuple[EventKind, int]) -> list[Event]:
    """Return events, each so many days after the request was sent."""
    return [Event(kind=kind, on=SENT + days * DAY) for kind, days in told]


BEGUN = ((EventKind.SUBMITTED, 0), (EventKind.RECEIVED, 2))
WHOLE = (
    *BEGUN, (EventKind.EXTENDED, 20), (EventKind.SUSPENDED, 30), (EventKind.RESUMED, 40),
    (EventKind.SUSPENDED, 50), (EventKind.RESUMED, 55), (EventKind.ANSWERED, 90),
    (EventKind.FOLLOWED, 95),
)  # fmt: skip


def test_a_whole_story_is_told_to_its_end() -> None:
    found = record.replay(story(*WHOLE))

    assert found.possible == ()
    assert [(s.since, s.until) for s in found.suspensions] == [
        (SENT + 30 * DAY, SENT + 40 * DAY), (SENT + 50 * DAY, SENT + 55 * DAY)
    ]  # fmt: skip
    assert found.answered == SENT + 90 * DAY


@pytest.mark.parametrize("kept", range(len(WHOLE)))
def test_each_event_is_possible_where_it_stands(kept: int) -> None:
    found = record.replay(story(*WHOLE[:kept]))

    assert WHOLE[kept][0] in found.possible
    for kind in set(EventKind) - set(found.possible):
        with pytest.raises(EventOutOfOrder):
            record.replay(story(*WHOLE[:kept], (kind, 200)))


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ((*BEGUN, (EventKind.ANSWERED, 1)), EventTooEarly),
        ((*BEGUN, (EventKind.SUSPENDED, 9), (EventKind.RESUMED, 8)), EventTooEarly),
        ((*BEGUN, (EventKind.EXTENDED, 60)), NoticeTooLate),
        ((*BEGUN, (EventKind.ANSWERED, 9), (EventKind.FOLLOWED, 8)), EventTooEarly),
    ],
)
def test_what_cannot_be_is_refused(
    told: tuple[tuple[EventKind, int], ...], refusal: type[RuleViolation]
) -> None:
    with pytest.raises(refusal):
        record.replay(story(*told))


def test_nothing_is_noted_ahead_or_without_an_applicant() -> None:
    with pytest.raises(EventAhead):
        record.require_past(SENT + DAY, today=SENT)
    with pytest.raises(ApplicantMissing):
        record.require_applicant(None, asks=True)

    record.require_past(SENT, today=SENT)
    record.require_applicant(Applicant.BOARD, asks=True)
    record.require_applicant(None, asks=False)


def test_what_others_follow_from_is_not_taken_back() -> None:
    told = story(*BEGUN)

    with pytest.raises(StillNeeded):
        record.require_without(told[1:])
    record.require_without(told[:1])


def test_there_is_no_clock_before_receipt_and_it_stops_at_the_answer() -> None:
    assert record.clock(record.replay(story(*BEGUN[:1])), on=SENT) is None
    assert record.steps(record.replay([]), on=SENT) == ()
    whole = record.replay(story(*WHOLE))
    years = SENT + 2000 * DAY

    told = record.clock(whole, on=years)
    assert told is not None
    assert told.state is ClockState.RUNNING
    assert not record.is_late(whole, on=years)
    begun = record.replay(story(*BEGUN))
    assert record.is_late(begun, on=SENT + 59 * DAY)
    assert not record.is_late(begun, on=SENT + 58 * DAY)
    assert not record.is_late(record.replay([]), on=years)


def test_the_steps_say_what_was_added() -> None:
    found = record.replay(story(*WHOLE))

    told = record.steps(found, on=SENT + 95 * DAY)

    assert [(each.kind, each.added) for each in told] == [
        (StepKind.RECEIVED, 0), (StepKind.TERM, 56), (StepKind.EXTENSION, 42),
        (StepKind.SUSPENSION, 10), (StepKind.SUSPENSION, 5),
    ]  # fmt: skip
    assert told[-1].day == SENT + (2 + 56 + 42 + 15) * DAY


@given(st.data())
def test_the_steps_always_end_on_the_day_of_the_clock(data: st.DataObject) -> None:
    """Invariant 33: what is shown is what is computed."""
    events, day = [*BEGUN], 2
    for _turn in range(data.draw(st.integers(0, 6))):
        found = record.replay(story(*events))
        kinds = [kind for kind in found.possible if kind is not EventKind.EXTENDED or day <= 30]
        if not kinds:
            break
        kind = data.draw(st.sampled_from(kinds))
        day += data.draw(st.integers(0, 30 - day if kind is EventKind.EXTENDED else 40))
        events.append((kind, day))
    found = record.replay(story(*events))

    on = SENT + timedelta(days=data.draw(st.integers(0, 400)))
    told = record.clock(found, on=on)

    assert told is not None
    assert record.steps(found, on=on)[-1].day == told.due
