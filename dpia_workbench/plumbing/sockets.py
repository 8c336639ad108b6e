"""A socket to a browser: opened only after a door let somebody in, and safe to write to at once.

simple-websocket 1.1 sends without a lock and may send a part of a large message only; so writing
is done here, pings with it.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from select import select
from threading import Lock
from typing import Any

from flask import Response, request
from simple_websocket import ConnectionClosed, Server
from wsproto.events import BytesMessage, Event, Ping, TextMessage

_PATIENCE = 2.0  # seconds for a browser to take what it is sent; a slower one begins anew
_LARGEST = 2**20 + 64  # bytes of one message

Closed = ConnectionClosed


class Socket:
    """One open socket."""

    def __init__(self) -> None:
        # Without compression: what is typed is too short to gain by it, and each line would hold
        # a third of a megabyte for it.
        offered = {**request.environ, "HTTP_SEC_WEBSOCKET_EXTENSIONS": ""}
        self._server = Server(offered, max_message_size=_LARGEST)
        self._lock = Lock()

    def receive(self, *, seconds: float) -> bytes | str | None:
        """Return what came, or None after so long. Raises Closed."""
        found: bytes | str | None = self._server.receive(timeout=seconds)
        return found

    def send(self, data: bytes | str) -> None:
        """Send a message. A browser that is gone or too slow is let go, without an error."""
        self._write(BytesMessage(data=data) if isinstance(data, bytes) else TextMessage(data=data))

    def ping(self) -> bool:
        """Ask for a sign of life; return False if none came since this was asked before."""
        if not self._server.pong_received:
            return False
        self._server.pong_received = False
        self._write(Ping())
        return True

    def _write(self, event: Event) -> None:
        with self._lock:
            if not self._server.connected:
                return
            try:
                _send(self._server.sock, self._server.ws.send(event))
            except (OSError, ValueError):
                self._server.connected = False
                self._server.event.set()  # who waits for a message learns of it

    def close(self, code: int = 1000, reason: str = "") -> None:
        """Say why, and close."""
        with self._lock, suppress(Closed, OSError, ValueError):
            self._server.close(code, reason or None)

    def hang_up(self) -> None:
        """Give the other side a moment to have the end and hang up, too; then hear no more.

        The thread that listens does the waiting: it also closes the socket at last.
        """
        with suppress(OSError):
            self._server.sock.shutdown(socket.SHUT_WR)
        self._server.thread.join(_PATIENCE)
        with suppress(OSError):
            self._server.sock.shutdown(socket.SHUT_RDWR)
        self._server.thread.join()

    @property
    def mode(self) -> str:
        """Return which server holds the socket."""
        return str(self._server.mode)


def _send(sock: socket.socket, data: bytes) -> None:
    """Send all of it. Raises OSError if the other side takes nothing for a while."""
    with suppress(BlockingIOError):
        data = data[sock.send(data, socket.MSG_DONTWAIT) :]
    if data:
        if not select([], [sock], [], _PATIENCE)[1]:
            raise TimeoutError
        sock.sendall(data)


class _Done(Response):
    """What a door answers when a socket was all it had to give."""

    mode = ""

    def __call__(self, *args: Any, **words: Any) -> Any:
        """Give the server nothing to send; gunicorn takes this sign for it."""
        if self.mode == "gunicorn":
            raise StopIteration
        return super().__call__(*args, **words) if self.mode == "werkzeug" else []


def talk(work: Callable[[Socket], None]) -> Response:
    """Open a socket, do something with it, and close it whatever happens."""
    held = Socket()
    try:
        work(held)
    except Closed:
        pass
    except BaseException:
        held.close(1011)
        raise
    else:
        held.close()
    finally:
        held.hang_up()
    answer = _Done()
    answer.mode = held.mode
    return answer
