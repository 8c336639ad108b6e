"""Alembic, configured in code: upgrade a database, ask how far it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_FOLDER = Path(__file__).parent


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Bring a database to a version, by default the newest; repeatable."""
    command.upgrade(configuration(connection), to)


def current(connection: Connection) -> str | None:
    """Return the version a database is at, or None if it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def newest(connection: Connection) -> str | None:
    """Return the newest version there is."""
    return ScriptDirectory.from_config(configuration(connection)).get_current_head()
