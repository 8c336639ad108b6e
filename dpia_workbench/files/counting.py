"""Moments by key in one small file that all processes of a machine share.

Limits of requests are kept here: a table of fixed size in shared memory, so that a request costs
microseconds, no database waits for it, and nobody can make it grow. It may be deleted at any time:
then everybody's bucket is full.
"""

import fcntl
import hashlib
import hmac
import mmap
import os
import struct
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

_SLOT = struct.Struct("<16sd")
_WAYS = 8  # slots in which a key may be; the one that is over first makes room
_BUCKETS = 8192
_SIZE = _SLOT.size * _WAYS * _BUCKETS  # 1.5 MB, of which a file system keeps only what was used

T = TypeVar("T")


class Moments:
    """A moment for each key; a key is kept as a keyed hash, so that no address can be read back."""

    def __init__(self, file: Path, *, secret: str) -> None:
        self._secret = secret.encode()
        self._lock = Lock()
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < _SIZE:  # never shorter: others may have it open
                os.truncate(descriptor, _SIZE)
            self._table = mmap.mmap(descriptor, _SIZE)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def close(self) -> None:
        """Let the file go."""
        self._table.close()
        os.close(self._descriptor)

    def change(self, key: str, *, by: Callable[[float], tuple[float, T]]) -> T:
        """Replace the moment of a key (0.0 at first) by what a function makes of it.

        The function returns the new moment and what is to be returned. Nobody else reads or writes
        in between.
        """
        digest = hmac.digest(self._secret, key.encode(), hashlib.sha256)
        name, bucket = digest[:16], int.from_bytes(digest[16:20], "little") % _BUCKETS
        with self._lock:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            try:
                place, moment = self._find(name, bucket=bucket)
                moment, answer = by(moment)
                _SLOT.pack_into(self._table, place, name, moment)
            finally:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        return answer

    def _find(self, name: bytes, *, bucket: int) -> tuple[int, float]:
        """Return where a key is kept, and its moment; a new key takes what is over first."""
        start, oldest = bucket * _WAYS * _SLOT.size, (float("inf"), 0)
        for place in range(start, start + _WAYS * _SLOT.size, _SLOT.size):
            known, moment = _SLOT.unpack_from(self._table, place)
            if known == name:
                return place, moment
            oldest = min(oldest, (moment, place))
        return oldest[1], 0.0
