"""Migration 0032 with rows in it: one look again per adoption and event."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_a_look_again_is_there_once_and_ends_with_a_reason(old: OldDatabase) -> None:
    with old.at() as (connection, _tables, insert):
        board = insert("organisation", kind="school_board")
        product = insert("product", vendor_id=board)
        person = insert("user_account", email="a@b.example", language="nl")
        snapshot = insert(
            "record_snapshot", product_id=product, verdict="GREEN", valid_until=date(2027, 1, 1)
        )
        adoption = insert(
            "adoption", board_id=board, snapshot_id=snapshot, started_by_id=person, round=1
        )
        look = partial(
            insert, "review_task", adoption_id=adoption, cause="status", weight="material",
            due=date(2026, 12, 1),
        )  # fmt: skip
        done = {"resolved_at": datetime(2026, 11, 1, tzinfo=UTC), "resolution": "no_change"}
        look(ref="a")
        look(ref="b", reason="Bekeken.", **done)
        look(ref="a", cause="incident")
        for wrong in (
            {"ref": "a"},
            {"ref": ""},
            {"ref": "c", "weight": "editorial"},
            {"ref": "c", "cause": "rumour"},
            {"ref": "c", "reason": "", **done},
            {"ref": "c", "resolution": "stopped", "reason": "x"},
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                look(**wrong)
