"""The list before a publication: what each line asks, and which refusal comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import assessment
from dpia_workbench.risk.assessment import Contents, Gap, Incomplete, Lack, Purpose
from dpia_workbench.risk.calendar import AMSTERDAM, moment_of
from dpia_workbench.risk.publication import (
    LACKS,
    Check,
    Holding,
    Line,
    MomentOutOfRange,
    Untraced,
    content_lines,
    mentioned,
    require_ahead,
    require_open,
)

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
EMPTY = Contents(
    has_screening=False, has_summary=False, has_scope=False, has_sentence=False, cells=0, risks=(),
    measures=(), claims_without_rationale=("K1",), findings=(), untranslated=("R1",),
    points={Purpose.PUBLICATION: ("4",)}, to_check=("risk:R1",),
)  # fmt: skip


def test_every_kind_of_gap_belongs_to_exactly_one_line() -> None:
    kinds = [lack for lacks in LACKS.values() for lack in lacks]

    assert sorted(kinds) == sorted(Lack)


def test_the_lines_together_name_every_gap() -> None:
    lines = list(content_lines(EMPTY, has_template=True))

    named = {gap for line in lines for gap in line.gaps}
    assert named == set(assessment.gaps(EMPTY, purpose=Purpose.PUBLICATION))
    assert all(bool(line.gaps) is (line.holding is Holding.FAILS) for line in lines)


def test_without_a_template_its_points_do_not_concern_anybody() -> None:
    none = replace(EMPTY, points={})

    [line] = [each for each in content_lines(none, has_template=False)
              if each.check is Check.POINTS]  # fmt: skip

    assert line.holding is Holding.NOT_CONCERNED


def test_a_text_in_one_language_waits_for_publication_and_not_for_review() -> None:
    gap = Gap(lack=Lack.TRANSLATION, key="R1")

    assert gap in assessment.gaps(EMPTY, purpose=Purpose.PUBLICATION)
    assert gap not in assessment.gaps(EMPTY, purpose=Purpose.REVIEW)


def test_lines_that_hold_refuse_nothing() -> None:
    require_open([Line(check=Check.RISKS), Line(check=Check.POINTS, concerns=False)])


def test_the_first_line_decides_and_what_is_incomplete_is_named_at_once() -> None:
    lines = list(content_lines(EMPTY, has_template=True))
    broken = Line(check=Check.TRACES, refusal=Untraced(keys=["R9"]))

    with pytest.raises(Untraced):
        require_open([broken, *lines])
    with pytest.raises(Incomplete) as refusal:
        require_open([*lines, broken])

    assert refusal.value.params["count"] == sum(len(line.gaps) for line in lines)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Wegens risico R1 en maatregel M12; zie ook Risico R1.", ("R1", "M12")),
        ("Because of risks R2, and measure M3.", ("R2", "M3")),
        ("Microsoft M365 on level R2 with M1.", ()),
        ("risk r1, risk R0, risk R1000, frisk R4", ()),
    ],
)
def test_a_key_is_mentioned_after_the_word_for_it(text: str, keys: tuple[str, ...]) -> None:
    assert mentioned([text]) == keys


@pytest.mark.parametrize("after", [timedelta(microseconds=1), timedelta(days=365)])
def test_a_publication_is_planned_up_to_a_year_ahead(after: timedelta) -> None:
    require_ahead(NOW + after, now=NOW)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=-1), timedelta(days=366)])
def test_no_other_moment_can_be_planned(after: timedelta) -> None:
    with pytest.raises(MomentOutOfRange):
        require_ahead(NOW + after, now=NOW)


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)),
       clock=st.builds(time, st.integers(0, 23), st.integers(0, 59)))  # fmt: skip
def test_a_moment_shows_on_the_clock_what_was_chosen_or_is_none(day: date, clock: time) -> None:
    moment = moment_of(day, clock)

    if moment is None:
        assert clock.hour in (1, 2)
        return
    shown = moment.astimezone(AMSTERDAM)
    assert (shown.date(), shown.time()) == (day, clock)
    assert moment.tzinfo is UTC


def test_the_hour_that_a_day_has_not_is_no_moment_and_of_one_twice_the_first_is_meant() -> None:
    assert moment_of(date(2027, 3, 28), time(2, 30)) is None
    twice = moment_of(date(2026, 10, 25), time(2, 30))
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
