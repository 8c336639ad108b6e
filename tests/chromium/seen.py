"""What axe has looked at. It is thorough and slow, so it sees each part of a page once."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path


class Seen:
    """The parts that were looked at, by kind of page; known to all processes that run tests."""

    def __init__(self, file: Path) -> None:
        self._notes = sqlite3.connect(file, timeout=60, isolation_level=None)
        self._notes.execute("PRAGMA synchronous = OFF")
        self._notes.execute(
            "CREATE TABLE IF NOT EXISTS seen"
            " (kind TEXT, part TEXT, PRIMARY KEY (kind, part)) WITHOUT ROWID"
        )

    def add(self, kind: str, parts: Iterable[str]) -> bool:
        """Note parts of a kind of page; return whether there was one that nobody saw before."""
        known = self._notes.total_changes
        self._notes.execute("BEGIN IMMEDIATE")
        self._notes.executemany(
            "INSERT OR IGNORE INTO seen VALUES (?, ?)", [(kind, part) for part in parts]
        )
        self._notes.execute("COMMIT")
        return self._notes.total_changes > known

    def close(self) -> None:
        """Let the file go."""
        self._notes.close()
