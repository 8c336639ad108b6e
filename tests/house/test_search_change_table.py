"""The migration of the log of changes, with rows in it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


def test_changes_are_numbered_and_marked(tmp_path: Path) -> None:
    """Migration 0024: numbers rise by themselves, and no two rows have one mark."""
    old = OldDatabase(tmp_path)
    mark, now = uuid4(), datetime(2026, 11, 28, tzinfo=UTC)

    with old.at() as (connection, tables, _insert):
        table = tables["search_change"]
        for each in (mark, uuid4()):
            connection.execute(table.insert().values(slug="a", mark=each.hex, at=now))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(table.insert().values(slug="b", mark=mark.hex, at=now))
        numbers = connection.scalars(text("SELECT id FROM search_change ORDER BY id")).all()

    old.engine.dispose()
    assert list(numbers) == [1, 2]
