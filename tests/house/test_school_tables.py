"""Migration 0030 with a row in it: what was decided before knows of no schools."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.house.old_database import OldDatabase


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_a_decision_of_before_names_no_schools(old: OldDatabase) -> None:
    with old.at("0026") as (connection, _tables, insert):
        board = insert("organisation", kind="school_board")
        product = insert("product", vendor_id=board)
        person = insert("user_account", email="a@b.example", language="nl")
        snapshot = insert(
            "record_snapshot", product_id=product, verdict="GREEN", valid_until=date(2027, 1, 1)
        )
        row = insert(
            "adoption", board_id=board, snapshot_id=snapshot, release_id=None,
            started_by_id=person, round=1, every_school=None,
        )  # fmt: skip
        day = date(2026, 1, 1)
        insert(
            "adoption_decision", adoption_id=row, outcome="APPROVED", by_id=person, decided_on=day,
            next_review=day,
        )  # fmt: skip
        assert connection.execute(text("SELECT count(*) FROM adoption_decision")).scalar_one() == 1

    with old.at() as (connection, _tables, _insert):
        kept = connection.execute(text("SELECT schools FROM adoption_decision")).all()

    assert [tuple(each) for each in kept] == [("[]",)]
