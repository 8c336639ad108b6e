"""Alembic, configured in code: upgrade a database, ask how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

_FOLDER = Path(__file__).parent


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Bring a database to a version, by default the newest; repeatable.

    SQLite changes a table by making it anew, which rows that point to it would forbid. So on a
    connection that began nothing yet the check of foreign keys waits until the end.
    """
    with _checked_at_the_end(connection):
        command.upgrade(configuration(connection), to)


@contextmanager
def _checked_at_the_end(connection: Connection) -> Iterator[None]:
    """Switch SQLite's check of foreign keys off, and make up for it. Raises IntegrityError."""
    if connection.dialect.name != "sqlite" or connection.in_transaction():
        yield
        return
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101  # a connection in use has one
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise IntegrityError(
                "PRAGMA foreign_key_check", None, Exception("a row points nowhere")
            )
        connection.rollback()
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def current(connection: Connection) -> str | None:
    """Return the version a database is at, or None if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(connection: Connection) -> str | None:
    """Return the newest version there is."""
    return ScriptDirectory.from_config(configuration(connection)).get_current_head()
