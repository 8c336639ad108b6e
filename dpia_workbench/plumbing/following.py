"""How a server's search index follows the database: it reads the log of changes by itself.

Any process of the server may do it, one at a time. The index remembers how far it has read, and
on which day: what a day changes (a release expires) is in no log.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.position import Position
from dpia_workbench.search import IndexBroken, IndexBusy
from dpia_workbench.store import search_changes

log = logging.getLogger(__name__)

PAUSE = 0.2  # seconds between looks; what is published must be found within a second
# A process that serves pages shares its time with all who search: it only stands in for the one
# beside it, and leaves it the room.
STAND_IN = 3.0
_USUAL = timedelta(seconds=PAUSE)  # who looks so often waits for nobody
QUIET = 10.0  # seconds without a change, after which there is time to tidy
AT_ONCE = 200
# A transaction that takes longer than this to commit is found by the next rebuild only.
PATIENCE = timedelta(hours=1)


def follow(*, is_quiet: bool = False, after: timedelta = timedelta(0)) -> bool:
    """Bring the index of this server up to date; return whether there was anything to do.

    `is_quiet` says that nothing is likely to follow soon, so that the index can be tidied. Who
    stands in for another leaves what changed less than `after` ago to it, and tidies nothing.
    Does nothing while another process of the server does it. An index that does not open, or
    that followed another database, is made anew. Raises IndexBusy, or what the database raises.
    """
    with indexing.index().following() as mine:
        if not mine:
            return False
        session = db.session()
        session.rollback()  # a look begins with what is committed now, and takes no lock
        session.connection(execution_options={"read_only": True})
        try:
            changed = _follow(session, after=after)
            if not changed and not after:
                indexing.index().tidy(is_quiet=is_quiet)
            return changed
        except IndexBroken:
            log.warning("the search index did not open and is made anew")
            indexing.rebuild()
            return True


def _follow(session: Session, *, after: timedelta) -> bool:
    position = Position.read(indexing.index().position())
    if position is None or not _is_of(session, position):
        log.warning("the search index does not follow this database and is made anew")
        indexing.rebuild()
        return True
    rows = search_changes.after(session, position.number, missing=position.missing, limit=AT_ONCE)
    if rows and clock.now() - rows[0].at < after:
        return False
    if rows:
        indexing.put(list(dict.fromkeys(row.slug for row in rows)))
        last = rows[-1]
        mark = str(last.mark) if last.id > position.number else position.mark
        read = _beyond(position, {row.id for row in rows}, now=clock.now())
        position = replace(read, mark=mark)
    turned = position.day != clock.today()
    if turned:
        indexing.refresh()
    if rows or turned:
        indexing.index().remember(replace(position, day=clock.today()).text())
    return bool(rows or turned)


def _is_of(session: Session, position: Position) -> bool:
    """Tell whether the row that was read last is in this database, and is that row."""
    mark = search_changes.mark_of(session, position.number)
    return str(mark or "") == position.mark


def _beyond(position: Position, read: Iterable[int], *, now: datetime) -> Position:
    """Return the position after reading rows: what lies between them is missing, for a while."""
    numbers = set(read)
    last = max(position.number, *numbers)
    missing = {
        number: since
        for number, since in position.missing.items()
        if number not in numbers and now - since < PATIENCE
    }
    first = max(position.number + 1, last - search_changes.MOST_MISSING)
    missing |= {number: now for number in range(first, last) if number not in numbers}
    return replace(position, number=last, missing=missing)


class Follower(Thread):
    """Follows in the background of a process, for as long as `go_on` says so."""

    def __init__(
        self, app: Flask, *, pause: float = PAUSE, go_on: Callable[[], bool] = lambda: True
    ) -> None:
        super().__init__(name="search", daemon=True)
        self._app = app
        self._pause = pause
        self._go_on = go_on
        self._woken = Event()
        self._looked = Event()
        self._changed = time.monotonic()

    def run(self) -> None:
        """Follow; trouble is told once and tried again."""
        told = ""
        while self._go_on():
            trouble = self._look()
            if trouble and trouble != told:
                log.warning("the search index waits: %s", trouble)
            told = trouble
            self._looked.set()
            self._woken.wait(self._pause)
            self._woken.clear()

    def _look(self) -> str:
        with self._app.app_context():
            try:
                while self._follow():
                    self._changed = time.monotonic()
            except (SQLAlchemyError, IndexBusy, IndexBroken, OSError) as error:
                return type(error).__name__
            finally:
                db.session.rollback()
        return ""

    def _follow(self) -> bool:
        is_quiet = time.monotonic() - self._changed > QUIET
        return follow(is_quiet=is_quiet, after=timedelta(seconds=self._pause) - _USUAL)

    def look(self, *, seconds: float) -> None:
        """Look now, and wait so long for it."""
        self._looked.clear()
        self._woken.set()
        self._looked.wait(seconds)


def start(app: Flask, *, pause: float = PAUSE) -> None:
    """Follow in the background of this process from now on."""
    follower = Follower(app, pause=pause)
    app.extensions[indexing.FOLLOWER] = follower
    follower.start()
