"""The worker of the server: gunicorn's with threads, which nobody holds up who does not hang up."""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_LINGER = 2.0  # seconds for a client to take the end of an answer and hang up, too


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker, but what waits for a client to hang up is the thread that answered it.

    Gunicorn 27 waits for that up to two seconds where it also accepts everybody else: a hundred
    clients that keep their end open stopped all others for minutes.
    """

    def handle(self, conn: Any) -> Any:
        """Answer a request, and return whether the connection goes on, as gunicorn does."""
        goes_on = super().handle(conn)
        if goes_on is False:
            _hang_up(conn.sock)
        return goes_on


def _hang_up(sock: socket.socket) -> None:
    """Say that this was all, wait a moment for the other side to have it, and hear no more."""
    end = time.monotonic() + _LINGER
    with suppress(OSError):  # the client is gone
        sock.shutdown(socket.SHUT_WR)
        while (left := end - time.monotonic()) > 0:
            sock.settimeout(left)
            if not sock.recv(4096):
                break
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
