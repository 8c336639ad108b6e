"""SQLite, tamed: our own BEGIN, foreign keys, write-ahead log, patience."""

from typing import Any

from sqlalchemy import Engine, event

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)


def tame(engine: Engine) -> None:
    """Make an SQLite engine behave; any other engine is left as it is.

    The driver's own transactions leak rows between savepoints, and a deferred BEGIN loses
    updates of concurrent writers: reads take a plain BEGIN, everything else BEGIN IMMEDIATE.
    """
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:
    reading = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
