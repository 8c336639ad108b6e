"""The texts in which somebody types now, in this process: who is in, and what they hear.

What a browser sends is kept in the database before anybody hears of it. Other processes and
servers find it there: each looks for updates that it does not have, some times a second or when
PostgreSQL rings, which is the whole of how they keep together. Nothing in here has to survive
the process.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Lock, RLock, Thread
from uuid import UUID, uuid4

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from dpia_workbench import clock, together
from dpia_workbench.plumbing.bell import Bell
from dpia_workbench.plumbing.database import aside, db, looking, only_read
from dpia_workbench.plumbing.keeping import Keeper
from dpia_workbench.store import text_updates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import TextUpdate
from dpia_workbench.store.text_updates import Caret
from dpia_workbench.usecases import live_text
from dpia_workbench.usecases.live_text import Opened
from dpia_workbench.usecases.taking import Sent

log = logging.getLogger(__name__)

EXTENSION = "rooms"
# Kinds of messages: an update, where somebody is, and that something beside the text changed.
STATE, AWARENESS, BESIDE = 1, 2, 3
MOST_LINES, MOST_OF_ONE = 120, 20  # lines in a process, and of one person
LOOK = 0.04  # seconds between two looks at what other processes took
LOOK_UNLESS_RUNG = 0.25  # the same, where the database tells
CARETS = timedelta(milliseconds=250)  # between two looks at where others are
BESIDES = timedelta(seconds=1)  # between two looks at what is said beside the texts
SETTLE = timedelta(seconds=1)  # so long after something was typed it is written as Markdown
SETTLE_AT_LAST = timedelta(seconds=15)  # the same, where much is typed
_SHARE = 10  # settling takes at most one part in so many of a process's time
CHECK_AFTER = 4096  # bytes of updates after which a document is measured again
_FORGOTTEN = timedelta(minutes=2)
# They neither read a text nor close one, and come every few seconds.
_UNCONCERNED = frozenset({"dossiers.attend", "dossiers.preview", "dossiers.type_together"})

Hear = Callable[[int, bytes], None]


class Refused(Exception):
    """An update that does not become part of a text."""


@dataclass(slots=True)
class Listener:
    """Somebody's line: how they hear, and where they are."""

    user_id: UUID | None
    hear: Hear
    id: UUID = field(default_factory=uuid4)
    caret: bytes = b""
    beat: int = 0
    told: int = 0  # the beat that other processes can know of


@dataclass(slots=True)
class Room:
    """A text that is open in this process; what happens in it happens in turn."""

    text_id: UUID
    doc: together.Document
    number: int
    lock: RLock = field(default_factory=RLock)
    listeners: list[Listener] = field(default_factory=list)
    others: dict[UUID, Caret] = field(default_factory=dict)  # of lines in other processes
    settle_at: datetime | None = None
    version: int = 0  # of the Markdown, when it was last looked at
    ahead: set[int] = field(default_factory=set)  # numbers that came before those before them
    unmeasured: int = 0
    beside: tuple[int, ...] | None = None  # counts of what is said beside the text, and of names

    def tell(self, kind: int, data: bytes, *, but: Listener | None = None) -> None:
        """Let everybody hear a message, but the one that it came from."""
        for listener in list(self.listeners):
            if listener is not but:
                listener.hear(kind, data)

    def count(self, number: int) -> None:
        """Note that the update with a number is in; what is beyond all before it waits."""
        self.ahead.add(number)
        while self.number + 1 in self.ahead:
            self.number += 1
        self.ahead = {each for each in self.ahead if each > self.number}

    def bring_in(self, kept: Sequence[TextUpdate]) -> list[bytes]:
        """Take in all that is kept beyond `number`, in its order; return what is new in here.

        Where numbers are left out, the first update has those before it in it: settled updates
        are brought together under the number of the last, which this process may have had alone.
        """
        with self.lock:
            whole = kept[0].number if kept and kept[0].number > self.number + 1 else 0
            new = [each for each in kept if each.number == whole or each.number not in self.ahead]
            for each in new:
                together.take(self.doc, each.data)
            self.number = max(self.number, whole)
            for each in new:
                self.count(each.number)
        return [each.data for each in new]

    def move(self, listener: Listener, data: bytes) -> None:
        """Say where somebody is; processes that hold other lines learn it a moment later."""
        listener.caret, listener.beat = data, listener.beat + 1
        self.tell(AWARENESS, data, but=listener)


class Rooms:
    """The open texts of one process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._rooms: dict[UUID, Room] = {}
        self._lock = Lock()
        self._woken = Event()
        self._thread: Thread | None = None
        self._gone: list[UUID] = []
        self._carets_at = self._beside_at = clock.now()
        self._keeper = Keeper(app)
        self._settling = timedelta()  # how long it takes to settle a text

    def is_full(self, user_id: UUID | None) -> bool:
        """Return whether there is no place for one more line, or not for one more of somebody."""
        with self._lock:
            lines = [line for room in self._rooms.values() for line in room.listeners]
        mine = sum(line.user_id == user_id for line in lines)
        return len(lines) >= MOST_LINES or mine >= MOST_OF_ONE

    def enter(self, found: Opened, listener: Listener) -> Room:
        """Let somebody hear what happens in a text."""
        with self._lock:
            room = self._rooms.get(found.text_id)
            if room is None:
                room = Room(found.text_id, together.opened(found.updates), found.number)
                self._rooms[found.text_id] = room
            room.listeners.append(listener)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._follow, name="rooms", daemon=True)
                self._thread.start()
            return room

    def leave(self, room: Room, listener: Listener) -> None:
        """Let somebody hear no more; an empty room is settled and closed by the next look."""
        with self._lock:
            room.listeners.remove(listener)
            self._gone.append(listener.id)
        if listener.caret:
            room.tell(AWARENESS, together.nowhere(listener.caret))
        self._woken.set()

    def take(self, room: Room, sent: Sent, *, by: Listener) -> None:
        """Keep an update, and tell everybody else.

        Raises Refused for what is no update or makes a text too large, and what `keep` of the
        keeper raises.
        """
        with room.lock:
            _require_fit(room, sent.update)
        number = self._keeper.keep(sent)
        with room.lock:
            together.take(room.doc, sent.update)
            room.count(number)
            room.settle_at = room.settle_at or clock.now() + self._pause()
        room.tell(STATE, sent.update, but=by)

    def _pause(self) -> timedelta:
        """Return how long after an update its text is settled: longer when that takes long."""
        return min(SETTLE + self._settling * _SHARE * len(self._rooms), SETTLE_AT_LAST)

    def _follow(self) -> None:
        with self._app.app_context():
            engine = db.engine
        with Bell(engine, self._woken.set) as bell:
            while rooms := self._open():
                self._go_round(rooms)
                self._close(rooms)
                self._woken.wait(LOOK_UNLESS_RUNG if bell.is_heard else LOOK)
                self._woken.clear()

    def _go_round(self, rooms: Sequence[Room]) -> None:
        with self._app.app_context():
            try:
                self._look(rooms)
                self._settle(rooms)
                self._exchange_carets(rooms)
            except (SQLAlchemyError, NotFound) as error:
                log.warning("texts wait: %s", type(error).__name__)

    def _open(self) -> Sequence[Room]:
        """Return the rooms; without any, this thread ends and the next line begins another."""
        with self._lock:
            if not self._rooms:
                self._thread = None
            return list(self._rooms.values())

    def _look(self, rooms: Sequence[Room]) -> None:
        """Bring in what other processes kept."""
        only_read()
        try:
            marks = text_updates.marks(db.session(), [room.text_id for room in rooms])
            for room in rooms:
                number, version = marks.get(room.text_id, (0, 0))
                if number > room.number:
                    found = text_updates.after(db.session(), room.text_id, number=room.number)
                    for data in room.bring_in(found):
                        room.tell(STATE, data)
                if version != room.version:  # perhaps by a form
                    room.version = version
                    room.settle_at = room.settle_at or clock.now()
        finally:
            db.session.rollback()

    def _settle(self, rooms: Sequence[Room]) -> None:
        for room in rooms:
            if _is_due(room, now=clock.now()):
                room.settle_at, began = None, clock.now()
                if not _settled(room.text_id):
                    room.settle_at = room.settle_at or clock.now() + SETTLE
                self._settling = (self._settling * 3 + (clock.now() - began)) / 4

    def _exchange_carets(self, rooms: Sequence[Room]) -> None:
        """Say where the people of this process are, and hear where those of others are."""
        now = clock.now()
        if now - self._carets_at < CARETS:
            return
        self._carets_at = now
        gone, self._gone = self._gone, []
        moved = [(room, line) for room in rooms for line in room.listeners if line.beat > line.told]
        if gone or moved:
            with aside() as session:
                carets = [_caret(room, line) for room, line in moved]
                text_updates.put_carets(session, carets, at=now)
                text_updates.drop_carets(session, gone, before=now - _FORGOTTEN)
        self._hear_carets({room.text_id: room for room in rooms})
        if now - self._beside_at >= BESIDES:
            self._beside_at = now
            _look_beside(rooms)

    def _hear_carets(self, rooms: dict[UUID, Room]) -> None:
        mine = {line.id for room in rooms.values() for line in room.listeners}
        only_read()
        found = text_updates.carets(db.session(), list(rooms))
        db.session.rollback()
        for row in found:
            known = rooms[row.text_id].others
            if row.line_id not in mine and row != known.get(row.line_id):
                known[row.line_id] = row
                rooms[row.text_id].tell(AWARENESS, row.data)
        here = {row.line_id for row in found}
        for room in rooms.values():
            for left in room.others.keys() - here:
                room.tell(AWARENESS, together.nowhere(room.others.pop(left).data))

    def _close(self, rooms: Sequence[Room]) -> None:
        with self._lock:
            for room in rooms:
                if not room.listeners and room.settle_at is None and not self._gone:
                    self._rooms.pop(room.text_id, None)


def _caret(room: Room, line: Listener) -> Caret:
    line.told = line.beat
    return Caret(line.id, room.text_id, line.beat, line.caret)


def _settled(text_id: UUID) -> bool:
    """Settle a text, and return whether the database did so."""
    document = together.Remembering()
    try:
        with looking() as session:  # who types waits only for what is written
            upto = live_text.prepare(session, text_id=text_id, document=document)
        with aside() as session:
            live_text.settle(
                session, text_id=text_id, document=document, now=clock.now(), upto=upto
            )
    except SQLAlchemyError as error:
        log.warning("a text waits to be settled: %s", type(error).__name__)
        return False
    return True


def _require_fit(room: Room, update: bytes) -> None:
    """Refuse what is no update, and now and then what makes a text too large. Raises Refused."""
    room.unmeasured += len(update)
    is_measured = room.unmeasured > CHECK_AFTER
    try:
        doc = together.opened([room.doc.get_update(), update] if is_measured else [update])
    except together.NotAnUpdate as error:
        raise Refused from error
    if is_measured:
        if together.is_too_large(doc):
            raise Refused
        room.unmeasured = 0


def _look_beside(rooms: Sequence[Room]) -> None:
    """Say so when what is talked about beside a text changed, or a name in it."""
    only_read()
    marks = text_updates.beside(db.session(), [room.text_id for room in rooms])
    db.session.rollback()
    for room in rooms:
        before, room.beside = room.beside, marks.get(room.text_id)
        if before is not None and before != room.beside:
            room.tell(BESIDE, b"")


def _is_due(room: Room, *, now: datetime) -> bool:
    return room.settle_at is not None and (room.settle_at <= now or not room.listeners)


def install(app: Flask) -> None:
    """Give an application its rooms, and settle what was typed before a request reads it."""
    app.extensions[EXTENSION] = Rooms(app)
    app.before_request(_settle_first)


def _settle_first() -> None:
    dossier_id = (request.view_args or {}).get("dossier_id")
    if not isinstance(dossier_id, UUID) or request.endpoint in _UNCONCERNED:
        return
    with looking() as session:
        waiting = text_updates.unsettled(session, dossier_id)
    for text_id in waiting:
        _settled(text_id)


def rooms() -> Rooms:
    """Return the rooms of this process."""
    found: Rooms = current_app.extensions[EXTENSION]
    return found
