"""PostgreSQL rings when another process or server kept an update of a text (LISTEN and NOTIFY).

Who hears it looks at once; on SQLite nothing rings, and processes look more often instead.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from dpia_workbench.store.text_updates import CHANNEL

log = logging.getLogger(__name__)

_ROUND = 1.0  # seconds of listening between two looks at whether to stop
_PATIENCE = 1.0  # before a connection that broke is made again


class Bell:
    """Calls `ring` whenever an update was kept, from a thread and a connection of its own."""

    def __init__(self, engine: Engine, ring: Callable[[], object]) -> None:
        self._engine = engine
        self._ring = ring
        self._stopped = Event()
        self._heard = Event()

    @property
    def is_heard(self) -> bool:
        """Return whether nothing can be missed: it listens now."""
        return self._heard.is_set()

    def __enter__(self) -> Self:
        """Listen until the block ends; where nothing rings, do nothing."""
        if self._engine.dialect.name == "postgresql":
            Thread(target=self._listen, name="bell", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Let the thread end."""
        self._stopped.set()

    def _listen(self) -> None:
        # Beside the pool: it is held for as long as somebody types.
        engine = create_engine(self._engine.url, poolclass=NullPool)
        broken: Any = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)
        while not self._stopped.is_set():
            try:
                self._hear(engine)
            except broken as error:
                log.warning("the bell broke: %s", type(error).__name__)
                self._stopped.wait(_PATIENCE)
            finally:
                self._heard.clear()

    def _hear(self, engine: Engine) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"LISTEN {CHANNEL}"))
            self._heard.set()
            self._ring()  # for what was kept before it listened
            held: Any = connection.connection.driver_connection
            while not self._stopped.is_set():
                with suppress(StopIteration):
                    next(held.notifies(timeout=_ROUND, stop_after=1))
                    self._ring()
