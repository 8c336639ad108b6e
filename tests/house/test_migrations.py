"""Migrations: one line of them, in order, and they lead to exactly the models."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import (
    CheckConstraint,
    Connection,
    MetaData,
    Table,
    create_engine,
    inspect,
    text,
)
from sqlalchemy.orm import Session

from dpia_workbench.plumbing.database import db
from dpia_workbench.store import migrations
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import AuditHead
from dpia_workbench.store.sqlite import tame

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


def insert_row(
    connection: Connection, tables: Mapping[str, Table], table: str, **values: Any
) -> str:
    """Insert a row by its table alone, as an older version of the code left it; return its id."""
    row = {column.name: _SAMPLES.get(str(column.type)) for column in tables[table].columns}
    identity = uuid4().hex
    given = {key: value for key, value in row.items() if tables[table].c[key].nullable is False}
    connection.execute(tables[table].insert().values({**given, "id": identity, **values}))
    return identity


_SAMPLES: Mapping[str, Any] = {
    "TEXT": "nl-rijk-3.0", "INTEGER": 1, "JSON": {}, "BOOLEAN": False,
    "DATETIME": datetime(2025, 3, 3, tzinfo=UTC),
}  # fmt: skip


def test_a_revision_of_the_first_tables_is_kept_with_what_points_to_it(tmp_path: Path) -> None:
    """Migrations 0002 and 0003: it pins the first version of its method, and has no screening."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0001")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        owner = insert("organisation", kind="cooperative")
        lead = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=owner)
        dossier = insert("dossier", product_id=product, owner_id=owner, lead_id=lead)
        revision = insert("revision", dossier_id=dossier, number=7, state="draft")
        insert("finding", revision_id=revision, topic="rights", result="not_assessed")

    with engine.connect() as connection:
        migrations.upgrade(connection)
        kept = connection.execute(
            text("SELECT r.number, m.key, m.number, m.sha256, r.screening FROM revision r"
                 " JOIN method m ON m.id = r.method_id")
        ).one()  # fmt: skip
        findings = connection.execute(text("SELECT revision_id FROM finding")).scalars().all()
        checked = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    engine.dispose()

    assert tuple(kept) == (7, "nl-rijk-3.0", 1, "", None)
    assert findings == [revision]
    assert checked == 1


def test_advice_from_before_it_could_be_renewed_is_kept(tmp_path: Path) -> None:
    """Migration 0004: the advice that was given stays, and another one can stand beside it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    tame(engine)
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0003")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tables = MetaData()
        tables.reflect(connection)
        insert = partial(insert_row, connection, tables.tables)
        board = insert("organisation", kind="school_board", slug="board")
        vendor = insert("organisation", kind="vendor", slug="vendor")
        person = insert("user_account", email="a@b.example", language="nl")
        product = insert("product", vendor_id=vendor)
        dossier = insert("dossier", product_id=product, owner_id=vendor, lead_id=person)
        method = insert("method", key="nl-rijk-3.0", number=9, sha256="m")
        revision = insert("revision", dossier_id=dossier, state="draft", method_id=method)
        release = insert(
            "release", product_id=product, revision_id=revision, owner_id=vendor, verdict="GREEN",
            computed_verdict="GREEN", published_by_id=person, valid_until=date(2026, 3, 3),
        )  # fmt: skip
        adoption = insert("adoption", board_id=board, release_id=release, started_by_id=person)
        given = {"adoption_id": adoption, "by_id": person, "given_on": date(2025, 3, 3)}
        first = insert("adoption_advice", text="Doe het.", **given)

    with engine.begin() as connection:
        migrations.upgrade(connection)
        tables = MetaData()
        tables.reflect(connection)
        insert_row(connection, tables.tables, "adoption_advice", text="Nog steeds.", **given)
        kept = connection.execute(text("SELECT id FROM adoption_advice")).scalars().all()
    engine.dispose()

    assert first in kept
    assert len(kept) == 2
