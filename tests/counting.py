"""How many questions something asks the database."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session


def queries(session: Session, act: Callable[[], object]) -> int:
    """Return how many statements an act sends, from a session that remembers no row."""
    session.expire_all()
    counted: list[Any] = []
    connection = session.get_bind()
    note = lambda *words: counted.append(words)  # noqa: E731  # a listener
    event.listen(connection, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return len(counted)
