"""Migration 0034 with rows in it: what is recorded beside an adoption rests on something."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase
from tests.house.test_adoption_tables import _begun

DAY = date(2026, 11, 23)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_what_comes_after_an_adoption_holds_to_what_a_row_can_state(old: OldDatabase) -> None:
    with old.at("0026") as (_connection, _tables, insert):
        values = _begun(insert)
        adoption = insert("adoption", **values)

    with old.at() as (connection, tables, insert):
        person = values["started_by_id"]
        again = {"adoption_id": adoption, "why": "review_day", "words": ""}
        ending = {
            "adoption_id": adoption, "ended_on": DAY, "reason": "Te duur.", "by_id": person,
            "at": datetime(2026, 11, 23, tzinfo=UTC),
        }  # fmt: skip
        for table, wrong in (
            ("adoption_again", {**again, "why": "boredom"}),
            ("adoption_ending", {**ending, "reason": ""}),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(tables[table].insert().values(wrong))
        connection.execute(tables["adoption_again"].insert().values(again))
        connection.execute(tables["adoption_ending"].insert().values(ending))
        done = {
            "adoption_id": adoption, "key": "M3", "kind": "done", "done_on": DAY, "since": DAY,
            "state": "implemented", "evidence": "Gezien.", "reason": "", "by_id": person,
        }  # fmt: skip
        moved = {
            **done, "kind": "moved", "done_on": None, "state": "planned", "due": DAY,
            "reason": "Druk.",
        }  # fmt: skip
        insert("measure_follow_up", number=1, **done)
        insert("measure_follow_up", number=2, **moved)
        for wrong in (
            {**done, "number": 1},
            {**done, "number": 0},
            {**done, "number": 3, "evidence": ""},
            {**done, "number": 3, "done_on": None},
            {**moved, "number": 3, "due": None},
            {**moved, "number": 3, "reason": ""},
            {**done, "number": 3, "kind": "hoped"},
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                insert("measure_follow_up", **wrong)
        kept = connection.execute(text("SELECT count(*) FROM measure_follow_up")).scalar_one()

    assert kept == 2
