"""Migration 0028 with rows in it: what was said before has no answers one by one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.house.old_database import OldDatabase
from tests.house.test_adoption_tables import _begun


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_an_adoption_begun_before_has_no_circumstances_answered_one_by_one(
    old: OldDatabase,
) -> None:
    with old.at("0026") as (_connection, _tables, insert):
        begun = insert("adoption", **_begun(insert), tags=["under_13"])
        operation = insert(
            "local_operation", adoption_id=begun, number=1, name="Oefenen", legal_basis="consent",
            basis_reason="Vrij", is_removed=False,
        )  # fmt: skip

    with old.at() as (connection, _tables, _insert):
        row = connection.execute(text("SELECT id, tags, circumstances FROM adoption")).one()
        held = connection.execute(text("SELECT id, parental_consent FROM local_operation")).one()

    assert (row.id, row.tags, row.circumstances) == (begun, '["under_13"]', "{}")
    assert (held.id, held.parental_consent) == (operation, "")
