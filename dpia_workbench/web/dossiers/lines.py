"""The line of a browser in whose text several people type: updates go both ways over it.

Only who works at a dossier gets a line; one of a reader takes nothing in. Who somebody is is
looked at every few seconds; whether they may change the dossier, for each update.
"""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, abort, g, request
from sqlalchemy.exc import SQLAlchemyError

from dpia_workbench import clock, together
from dpia_workbench.access.actor import Actor
from dpia_workbench.access.policy import Forbidden
from dpia_workbench.plumbing.database import db, let_go, only_read, transaction
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.rooms import AWARENESS, STATE, Listener, Refused, Room, rooms
from dpia_workbench.plumbing.sockets import Socket, talk
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import live_text, passages
from dpia_workbench.usecases.live_text import Opened
from dpia_workbench.usecases.taking import Sent
from dpia_workbench.web.dossiers.beside import section_of
from dpia_workbench.web.dossiers.blueprint import blueprint

_LONGEST_AWARENESS = 4096  # bytes
_SILENCE = 2.5  # seconds
_RIGHTS, _RIGHTS_TO_TYPE = timedelta(seconds=10), timedelta(seconds=5)
_SIGN_OF_LIFE = timedelta(seconds=15)  # so often a silent browser is asked for one
_FASTEST, _BURST = 20, 200  # updates a second, and how many at once after a pause
# Why a line ends, as codes that an application may give (RFC 6455, 7.4.2); the page knows them.
_SIGNED_OUT, _FORBIDDEN, _REFUSED, _BUSY = 4001, 4003, 4010, 4029
_AGAIN, _LATER = 1012, 1013  # and by that standard: begin anew, and try again


@blueprint.route("/<uuid:dossier_id>/texts/<string:section>/line", websocket=True)
def type_together(dossier_id: UUID, section: str) -> Response:
    """Let somebody type in a text with others, or only see them do so."""
    chosen = section_of(section)
    if urlsplit(request.headers.get("Origin", "")).netloc != request.host:
        abort(403)
    actor = current_actor()
    let_go()  # so far it was a request that reads
    if actor.user_id is None:
        return talk(lambda socket: socket.close(_SIGNED_OUT, "signedOut"))
    with transaction() as session:
        opened = passages.open_text(
            session, actor=actor, dossier_id=dossier_id, section=chosen,
            document=together.Speaking(), now=clock.now(),
        )  # fmt: skip
    if rooms().is_full(actor.user_id):
        return talk(lambda socket: socket.close(_BUSY, "busy"))
    return talk(Line(dossier_id, opened).hold)


@dataclass(slots=True)
class Pace:
    """How many messages somebody may send: so many a second, and more after a pause."""

    left: float = _BURST
    at: datetime = field(default_factory=clock.now)

    def keep(self) -> None:
        """Count a message; who sends too many waits, and so does what they send next."""
        now = clock.now()
        self.left = min(_BURST, self.left + (now - self.at).total_seconds() * _FASTEST) - 1
        self.at = now
        if self.left < 0:
            time.sleep(1 / _FASTEST)


class Line:
    """The line of one browser, from its welcome to its end."""

    def __init__(self, dossier_id: UUID, opened: Opened) -> None:
        self._dossier_id = dossier_id
        self._opened = opened
        self._actor: Actor = current_actor()
        self._known_at = self._asked_at = clock.now()
        self._pace = Pace()
        self._taken = 0
        self._client = 0  # under which this browser tells where it is

    def hold(self, socket: Socket) -> None:
        """Welcome a browser, and take and tell until it leaves. Raises Closed."""
        me = Listener(self._actor.user_id, lambda kind, data: socket.send(bytes([kind]) + data))
        room = rooms().enter(self._opened, me)
        try:
            with room.lock:
                socket.send(json.dumps({"hello": self._welcome()}))
                socket.send(bytes([STATE]) + room.doc.get_update())
            for other in room.listeners:
                if other.caret and other is not me:
                    me.hear(AWARENESS, other.caret)
            while self._hears(socket, room, me):
                pass
        finally:
            rooms().leave(room, me)

    @property
    def _person(self) -> dict[str, object]:
        user_id = self._actor.user_id
        return {"name": self._actor.name, "colour": user_id.int % 6 if user_id else 0}

    def _welcome(self) -> dict[str, object]:
        return {**self._person, "mayWrite": self._opened.may_write}

    def _hears(self, socket: Socket, room: Room, me: Listener) -> bool:
        """Take one message in, or look at the rights again; return whether the line goes on."""
        data = socket.receive(seconds=_SILENCE)
        patience = _RIGHTS_TO_TYPE if data and data[0] == STATE else _RIGHTS
        if clock.now() - self._known_at > patience and not self._still_may(socket):
            return False
        if data is None:
            return self._is_there(socket)
        if isinstance(data, str) or not data:
            socket.close(_REFUSED, "refused")
            return False
        self._pace.keep()
        if data[0] == AWARENESS and len(data) <= _LONGEST_AWARENESS:
            return self._moves(socket, room, me, bytes(data[1:]))
        return data[0] != STATE or self._takes(socket, room, me, bytes(data[1:]))

    def _is_there(self, socket: Socket) -> bool:
        """Ask a silent browser now and then whether it is there; one that is gone leaves."""
        if clock.now() - self._asked_at < _SIGN_OF_LIFE:
            return True
        self._asked_at = clock.now()
        if not socket.ping():
            socket.close(_AGAIN, "again")
            return False
        return True

    def _moves(self, socket: Socket, room: Room, me: Listener, data: bytes) -> bool:
        try:
            client, told = together.whereabouts(data, person=self._person)
        except together.NoWhereabouts:
            socket.close(_REFUSED, "refused")
            return False
        self._client = self._client or client
        if client == self._client:  # nobody moves the caret of another
            room.move(me, told)
        return True

    def _takes(self, socket: Socket, room: Room, me: Listener, update: bytes) -> bool:
        if not self._opened.may_write:
            return True  # what a reader sends is dropped
        try:
            rooms().take(room, self._sent(room, update), by=me)
        except Refused:
            socket.close(_REFUSED, "refused")
        except (NotFound, Forbidden, RuleViolation):
            socket.close(_FORBIDDEN, "forbidden")
        except (SQLAlchemyError, TimeoutError):
            socket.close(_LATER, "busy")  # the page sends it again
        else:
            self._taken += 1
            socket.send(json.dumps({"ack": self._taken}))
            return True
        return False

    def _sent(self, room: Room, update: bytes) -> Sent:
        return Sent(
            actor=self._actor, dossier_id=self._dossier_id, text_id=room.text_id, update=update
        )

    def _still_may(self, socket: Socket) -> bool:
        """Look again who this is and what they may; end the line if that is less than before."""
        g.pop("identity", None)
        self._known_at = clock.now()
        only_read()
        try:
            return self._asks_anew(socket)
        finally:
            let_go()

    def _asks_anew(self, socket: Socket) -> bool:
        self._actor = current_actor()
        if self._actor.user_id is None:
            socket.close(_SIGNED_OUT, "signedOut")
            return False
        try:
            is_same = live_text.may_still(
                db.session(), actor=self._actor, dossier_id=self._dossier_id, opened=self._opened
            )
        except (NotFound, Forbidden):
            socket.close(_FORBIDDEN, "forbidden")
            return False
        if not is_same:
            socket.close(_AGAIN, "again")  # the page begins anew with the rights of now
        return is_same
