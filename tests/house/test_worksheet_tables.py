"""Migration 0029 with rows in it: files with measures, and worksheets of partners."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase

EARLIER, LATER = datetime(2025, 3, 3, tzinfo=UTC), datetime(2025, 3, 9, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def _begun(insert: Callable[..., str]) -> tuple[str, str]:
    """Insert an adoption of a board; return it and a person."""
    board = insert("organisation", kind="school_board")
    product = insert("product", vendor_id=board)
    person = insert("user_account", email="a@b.example", language="nl")
    snapshot = insert(
        "record_snapshot", product_id=product, verdict="GREEN", valid_until=date(2027, 1, 1)
    )
    adoption = insert("adoption", board_id=board, snapshot_id=snapshot, started_by_id=person)
    return adoption, person


def test_a_measure_that_was_recorded_stays_as_it_was(old: OldDatabase) -> None:
    with old.at("0026") as (_connection, _tables, insert):
        adoption, person = _begun(insert)
        done = insert(
            "local_measure", adoption_id=adoption, key="M1", state="implemented",
            since=date(2025, 3, 3), evidence="Gezien.", recorded_by_id=person,
        )  # fmt: skip

    with old.at() as (connection, _tables, _insert):
        kept = connection.execute(text("SELECT * FROM local_measure")).one()

    assert (kept.id, kept.evidence, kept.recorded_by_id) == (done, "Gezien.", person)
    assert kept.worksheet_id is None


def test_worksheets_and_files_hold_to_what_a_row_can_state(old: OldDatabase) -> None:
    with old.at() as (connection, _tables, insert):
        adoption, person = _begun(insert)
        sheet = partial(
            insert, "worksheet", adoption_id=adoption, made_by_id=person, made_at=EARLIER,
            expires_at=LATER,
        )  # fmt: skip
        worksheet = sheet(secret_hash="a", partner="ICT")
        measure = insert("local_measure", adoption_id=adoption, key="M1", state="todo")
        answer = insert("worksheet_answer", worksheet_id=worksheet, number=1, kind="done")
        insert("worksheet_answer", worksheet_id=worksheet, number=2)
        settled = {"answer_id": answer, "by_id": person, "outcome": "taken_over"}
        insert("worksheet_outcome", **settled)
        file = {"measure_id": measure, "added_by_id": person}
        insert("measure_file", **file, worksheet_id=worksheet)
        for wrong in (
            partial(sheet, secret_hash="a", partner="ICT"),
            partial(sheet, secret_hash="b", partner=""),
            partial(sheet, secret_hash="c", partner="ICT", expires_at=EARLIER),
            partial(sheet, secret_hash="d", partner="ICT", withdrawn_at=LATER),
            partial(sheet, secret_hash="e", partner="ICT", sent_at=LATER, sent_by=""),
            partial(insert, "worksheet_answer", worksheet_id=worksheet, number=2),
            partial(insert, "worksheet_answer", worksheet_id=worksheet, number=3, kind="maybe"),
            partial(insert, "worksheet_outcome", **settled),
            partial(insert, "worksheet_file", worksheet_id=worksheet, file_size=0),
            partial(insert, "measure_file", **file, file_size=0),
            partial(insert, "measure_file", **file, taken_out_at=LATER),
        ):
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
