"""Sends a message to an address that somebody registered, which may be anything.

The name is resolved once, each of its addresses must be of the open internet, and the connection
goes to what was looked at: a name that changes in between leads nowhere else. No redirect is
followed, little of the answer is read, and all of it ends within seconds.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from threading import Timer
from typing import NoReturn
from urllib.parse import urlsplit

from dpia_workbench.risk.hooks import AddressRefused, Failure, is_public, require_address

PATIENCE = 10.0  # seconds, for all of it
LONGEST_EXCERPT = 300  # bytes of an answer that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: a status, and how the body begins."""

    status: int
    excerpt: str


class NotSent(Exception):
    """The message did not get an answer."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    allows_local: bool,
    patience: float = PATIENCE,
    trusted: ssl.SSLContext | None = None,
) -> Answer:
    """Send a body and return the answer, whatever it says. Raises NotSent.

    `allows_local` lets a workbench that is developed send to its own machine, by plain http.
    `trusted` says whose certificates count, if not those of the system.
    """
    with _refusals():
        require_address(url, allows_local=allows_local)
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        place = _looked_up(host, port, allows_local=allows_local and parts.scheme == "http")
        context = (trusted or ssl.create_default_context()) if parts.scheme == "https" else None
        connection = _Pinned(host, port=port, place=place, context=context, patience=patience)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            return _exchange(connection, path, body=body, headers=headers)
        finally:
            connection.close()


def _exchange(
    connection: "_Pinned", path: str, *, body: bytes, headers: Mapping[str, str]
) -> Answer:
    connection.request("POST", path, body=body, headers=dict(headers))
    answer = connection.getresponse()
    return Answer(status=answer.status, excerpt=_readable(answer.read(LONGEST_EXCERPT)))


def _readable(raw: bytes) -> str:
    text = raw.decode("utf-8", errors="replace")
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _looked_up(host: str, port: int, *, allows_local: bool) -> str:
    """Return the internet address to connect to, if all of a name's are allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent(Failure.CONNECTION) from None
    places = [str(each[4][0]) for each in found]
    if not places or not all(_is_allowed(each, allows_local=allows_local) for each in places):
        raise NotSent(Failure.ADDRESS)
    return places[0]


def _is_allowed(place: str, *, allows_local: bool) -> bool:
    if allows_local:
        return ip_address(place.partition("%")[0]).is_loopback
    return is_public(place)


class _Pinned(HTTPConnection):
    """A connection to one internet address, under the name that its certificate must have."""

    def __init__(
        self, host: str, *, port: int, place: str, context: ssl.SSLContext | None, patience: float
    ) -> None:
        super().__init__(host, port, timeout=patience)
        self._place, self._context, self._patience = place, context, patience
        self._clock: Timer | None = None

    def connect(self) -> None:
        """Connect to the address that was looked at, and end it all when time is over."""
        self.sock = socket.create_connection((self._place, self.port), timeout=self._patience)
        if self._context is not None:
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        self._clock = Timer(self._patience, _hang_up, [self.sock])
        self._clock.daemon = True
        self._clock.start()
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def close(self) -> None:
        """Close the connection."""
        if self._clock is not None:
            self._clock.cancel()
        super().close()


def _hang_up(sock: socket.socket) -> None:
    """End a connection that drips: each byte came in time, and all of them did not."""
    try:
        # Of the class below: that of TLS would take its state away from the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn all that can go wrong on the way into why the message was not sent."""
    try:
        yield
    except NotSent:
        raise
    except AddressRefused:
        _not_sent(Failure.ADDRESS)
    except ssl.SSLCertVerificationError:
        _not_sent(Failure.CERTIFICATE)
    except TimeoutError:
        _not_sent(Failure.TIME)
    except (OSError, HTTPException, ValueError):
        _not_sent(Failure.CONNECTION)


def _not_sent(failure: Failure) -> NoReturn:
    raise NotSent(failure) from None
