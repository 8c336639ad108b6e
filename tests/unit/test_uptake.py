"""How far boards are: nothing that is told, and no difference of it, is about fewer than five."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.aggregate import SMALLEST, Range, apart, ranged
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.uptake import (
    USING,
    Answered,
    Course,
    Stand,
    Trouble,
    as_of,
    standing,
    told,
    troubles,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
COUNTS = st.integers(min_value=0, max_value=60)
STANDS = st.fixed_dictionaries(dict.fromkeys(Stand, COUNTS))
TABLES = st.dictionaries(st.sampled_from("abcd"), STANDS, min_size=1)


def _course(**words: object) -> Course:
    values = {
        "adoption_id": uuid4(), "release": "a", "board_id": UUID(int=1), "started_at": NOW,
        "outcome": None, "decided_at": None, "ended_at": None,
    }  # fmt: skip
    return Course(**{**values, **words})  # type: ignore[arg-type]  # a test gives what it needs


def _most(found: Range | None) -> int:
    """Return the most there can be; what is not told may be as many as a reader can think of."""
    return 10**6 if found is None or found.most is None else found.most


def _least(found: Range | None) -> int:
    return 0 if found is None else found.least


@given(st.dictionaries(st.text(max_size=3), COUNTS))
def test_what_is_not_told_is_nothing_or_of_five_boards_together(counts: dict[str, int]) -> None:
    shown = apart(counts)

    hidden = sum(count for key, count in counts.items() if key not in shown)
    assert hidden == 0 or hidden >= SMALLEST or not shown
    assert all(counts[key] >= SMALLEST for key in shown)


@given(TABLES)
def test_no_cell_and_no_difference_of_a_public_sum_is_about_fewer_than_five(
    counts: dict[str, dict[Stand, int]],
) -> None:
    """The sum of boards that use a product is public, and exact."""
    found = told(counts)
    using = {key: sum(row[each] for each in USING) for key, row in counts.items()}

    shown = {key for key, row in found.items() if row.in_use is not None}
    hidden = sum(count for key, count in using.items() if key not in shown)
    assert hidden == 0 or hidden >= SMALLEST or not shown
    for key, row in found.items():
        for stand, range_ in row.stands.items():
            assert range_ in (None, ranged(counts[key][stand]))
        ways = {stand for stand in USING if row.stands[stand] is not None}
        rest = sum(counts[key][stand] for stand in USING if stand not in ways)
        assert row.in_use is not None or not ways
        assert rest == 0 or rest >= SMALLEST or not ways


@given(TABLES, TABLES)
def test_no_two_cells_of_one_month_or_of_two_differ_by_what_is_surely_one_to_four(
    counts: dict[str, dict[Stand, int]], later: dict[str, dict[Stand, int]]
) -> None:
    cells = [
        cell
        for table in (counts, later)
        for row in told(table).values()
        for cell in (row.in_use, *row.stands.values())
    ]

    for one, other in product(set(cells), repeat=2):
        least, most = _least(one) - _most(other), _most(one) - _least(other)
        assert not (least >= 1 and most < SMALLEST)


@given(
    st.lists(
        st.tuples(st.sampled_from(["M1", "M2"]), st.sampled_from(LocalState), st.booleans()),
        max_size=60,
    )
)
def test_a_trouble_is_told_from_five_boards_up(rows: list[tuple[str, LocalState, bool]]) -> None:
    late = {True: NOW.date() - timedelta(days=1), False: None}
    answers = [Answered(key=key, state=state, due=late[is_late]) for key, state, is_late in rows]

    for key, found in troubles(answers, on=NOW.date()).items():
        planned = [each for each in answers if (each.key, each.state) == (key, LocalState.PLANNED)]
        assert found[Trouble.PLANNED] == ranged(len(planned))
        assert found[Trouble.OVERDUE] == ranged(sum(each.due is not None for each in planned))


def test_a_board_stands_where_its_newest_round_stood_at_that_moment() -> None:
    day = timedelta(days=1)
    decided = {"outcome": Outcome.APPROVED, "decided_at": NOW + day}
    first = _course(**decided)
    again = _course(started_at=NOW + 3 * day)
    newer = _course(release="b", started_at=NOW + 2 * day, outcome=Outcome.CONDITIONALLY_APPROVED,
                    decided_at=NOW + 4 * day)  # fmt: skip
    ended = _course(board_id=UUID(int=2), ended_at=NOW + day, **decided)
    rejected = _course(board_id=UUID(int=3), outcome=Outcome.REJECTED, decided_at=NOW + day)
    courses = [newer, again, first, ended, rejected]

    assert standing(courses, until=NOW) == {}
    assert standing(courses, until=NOW + day)[first.adoption_id] is Stand.BUSY
    found = standing(courses, until=NOW + 3 * day)
    assert found[first.adoption_id] is Stand.APPROVED
    assert found[ended.adoption_id] is Stand.ENDED
    assert found[rejected.adoption_id] is Stand.REJECTED
    found = standing([newer, first], until=NOW + 9 * day)
    assert found == {first.adoption_id: Stand.ENDED, newer.adoption_id: Stand.CONDITIONAL}
    found = standing(courses, until=NOW + 9 * day)
    assert first.adoption_id not in found
    assert found[again.adoption_id] is Stand.BUSY


def test_boards_are_counted_as_on_the_first_of_the_month() -> None:
    assert as_of(date(2026, 11, 28)).isoformat() == "2026-11-01T00:00:00+01:00"
