"""A database as an older version of the code left it, to be upgraded with rows in it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, MetaData, Table, create_engine

from dpia_workbench.store import migrations
from dpia_workbench.store.sqlite import tame


class Opened(NamedTuple):
    """A database in one version: its connection, its tables, and how to put a row in it."""

    connection: Connection
    tables: Mapping[str, Table]
    insert: Callable[..., str]


class OldDatabase:
    """A database on SQLite that is brought from version to version."""

    def __init__(self, folder: Path) -> None:
        self.engine = create_engine(f"sqlite:///{folder / 'old.sqlite3'}")
        tame(self.engine)

    @contextmanager
    def at(self, version: str = "head") -> Iterator[Opened]:
        """Bring it to a version, the newest unless told, and open it in one transaction."""
        with self.engine.connect() as connection:
            migrations.upgrade(connection, to=version)
            with connection.begin():
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                found = MetaData()
                found.reflect(connection)
                insert = partial(insert_row, connection, found.tables)
                yield Opened(connection, found.tables, insert)


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
