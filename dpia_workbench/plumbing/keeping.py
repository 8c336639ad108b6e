"""Keeps what browsers send while people type, from one thread of a process.

SQLite lets one write at a time and keeps no queue, and a commit takes as long for one update as
for thirty: what arrives while one is under way is kept by the next, together.
"""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from queue import Empty, Queue
from threading import Lock, Thread
from uuid import UUID

from flask import Flask

from dpia_workbench import clock
from dpia_workbench.plumbing.database import aside, looking
from dpia_workbench.usecases import taking
from dpia_workbench.usecases.taking import Refusal, Sent

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
_IDLE = 10.0  # seconds without an update after which the thread ends
_TOGETHER = 0.02  # seconds in which others may type what is kept with it
_PATIENCE = 30.0  # seconds that who sends waits for an answer
_HOLDS = timedelta(seconds=1)  # so long an answer to who may type where is not asked again

Answer = int | Refusal
Waiting = tuple[Sent, "Future[Answer]"]


class Keeper:
    """The one who keeps; who sends waits until it is kept."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._queue: Queue[Waiting] = Queue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._asked: dict[taking.Asker, UUID | Refusal] = {}
        self._asked_at = clock.now()

    def keep(self, sent: Sent) -> int:
        """Keep an update and return its number.

        Raises NotFound, Forbidden or a RuleViolation as the verb does, SQLAlchemyError, or
        TimeoutError.
        """
        answer: Future[Answer] = Future()
        with self._lock:
            self._queue.put((sent, answer))
            if self._thread is None:
                self._thread = Thread(target=self._work, name="keeper", daemon=True)
                self._thread.start()
        found = answer.result(timeout=_PATIENCE)
        if isinstance(found, Exception):
            raise found
        return found

    def _work(self) -> None:
        while some := self._next():
            try:
                found = self._kept([sent for sent, _ in some])
            except Exception as error:
                log.warning("updates wait: %s", type(error).__name__)
                for _, answer in some:
                    answer.set_exception(error)
            else:
                for (_, answer), each in zip(some, found, strict=True):
                    answer.set_result(each)

    def _kept(self, sent: Sequence[Sent]) -> Sequence[Answer]:
        with self._app.app_context():
            now = clock.now()
            self._ask(sent, now=now)
            with aside() as session:
                return taking.take(session, sent, asked=self._asked, now=now)

    def _ask(self, sent: Sequence[Sent], *, now: datetime) -> None:
        """Look who of these people may type where; what was asked just now still holds."""
        if now - self._asked_at > _HOLDS:
            self._asked, self._asked_at = {}, now
        new = [each for each in sent if taking.whose(each) not in self._asked]
        if new:
            with looking() as session:
                self._asked |= taking.ask(session, new)

    def _next(self) -> Sequence[Waiting]:
        """Return what waits; nothing if nobody sent anything for a while."""
        try:
            some = [self._queue.get(timeout=_IDLE)]
        except Empty:
            with self._lock:
                if self._queue.empty():
                    self._thread = None
                    return []
            return self._next()
        time.sleep(_TOGETHER)
        while len(some) < MOST_AT_ONCE and not self._queue.empty():
            some.append(self._queue.get())
        return some
