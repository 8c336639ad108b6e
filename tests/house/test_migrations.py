"""Migrations: one line of them, in order, and they lead to exactly the models."""

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    CheckConstraint,
    Connection,
    inspect,
)
from sqlalchemy.orm import Session

from dpia_workbench.plumbing.database import db
from dpia_workbench.store import migrations
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import AuditHead

VERSIONS = Path(migrations.__file__).parent / "versions"


@pytest.fixture
def connection(session: Session) -> Connection:
    """A database that was upgraded from nothing."""
    return session.connection()


def test_there_is_one_newest_migration(connection: Connection) -> None:
    script = ScriptDirectory.from_config(migrations.configuration(connection))

    assert len(script.get_heads()) == 1
    assert migrations.current(connection) == migrations.newest(connection)


def test_migrations_are_numbered_without_a_hole() -> None:
    names = sorted(file.name for file in VERSIONS.glob("[0-9]*.py"))

    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)*\.py", name) for name in names)
    for number, name in enumerate(names, start=1):
        source = (VERSIONS / name).read_text(encoding="utf-8")
        before = f'"{number - 1:04}"' if number > 1 else "None"
        assert f'revision = "{number:04}"' in source
        assert f"down_revision = {before}" in source
        assert "dpia_workbench" not in source, f"{name} imports our own code"


def test_the_migrations_lead_to_the_models(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})

    assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_every_check_of_the_models(connection: Connection) -> None:
    found = inspect(connection)

    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        made = {str(check["name"]) for check in found.get_check_constraints(table.name)}
        assert made == wanted, table.name


def test_every_column_that_points_elsewhere_has_a_key(connection: Connection) -> None:
    found = inspect(connection)

    for table in Base.metadata.sorted_tables:
        wanted = {tuple(key.column_keys) for key in table.foreign_key_constraints}
        made = {tuple(key["constrained_columns"]) for key in found.get_foreign_keys(table.name)}
        assert made == wanted, table.name


def test_the_chain_of_the_trail_has_its_beginning(session: Session) -> None:
    head = session.get_one(AuditHead, 1)

    assert (head.seq, head.hash) == (0, "0" * 64)


def test_an_upgrade_can_be_repeated_and_loses_nothing(own_app: Flask) -> None:
    def rows() -> list[Any]:
        with db.engine.connect() as connection:
            return list(connection.execute(AuditHead.__table__.select()))

    with own_app.app_context():
        before = rows()
        with db.engine.begin() as connection:
            migrations.upgrade(connection)

        assert rows() == before
