"""A look at a file by ClamAV's daemon: its INSTREAM command, over TCP or a socket (clamd(8))."""

import re
import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096
_PATIENCE = 60.0  # seconds, for each step of the talk; a job waits no longer than its lease
_ANSWER = re.compile(r"stream: (?:(?P<virus>.+) FOUND|OK)")


class ScanFailed(Exception):
    """The daemon could not be reached, or gave no answer that says clean or infected."""


def is_address(text: str) -> bool:
    """Return whether this is `tcp://host:port` or `unix:///path`."""
    try:
        parts = urlsplit(text)
        if parts.scheme == "tcp":
            return bool(parts.hostname and parts.port) and parts.path in ("", "/")
    except ValueError:  # a port that is none
        return False
    return parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1


def scan(file: Path, *, address: str) -> str:
    """Return the name of the virus in a file, or an empty text. Raises ScanFailed."""
    try:
        with _connected(address) as daemon, file.open("rb") as content:
            daemon.sendall(b"zINSTREAM\0")
            while part := content.read(_CHUNK):
                daemon.sendall(struct.pack("!L", len(part)) + part)
            daemon.sendall(struct.pack("!L", 0))
            said = _answer(daemon)
    except OSError as error:
        raise ScanFailed(f"clamd at {address}: {error}") from error
    found = _ANSWER.fullmatch(said)
    if found is None:
        raise ScanFailed(f"clamd at {address} says: {said or 'nothing'}")
    return found["virus"] or ""


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=_PATIENCE)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        daemon.settimeout(_PATIENCE)
        daemon.connect(parts.path)
    except OSError:
        daemon.close()
        raise
    return daemon


def _answer(daemon: socket.socket) -> str:
    """Return what the daemon says, up to its closing zero."""
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        part = daemon.recv(_LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
