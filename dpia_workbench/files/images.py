"""Whether a file is a picture that a browser can show: its structure and its measures."""

import struct
import zlib
from collections.abc import Callable, Mapping
from typing import IO

MOST_PIXELS = 100_000_000  # more would be a bomb for who looks at it
_PNG_CHUNK = 1 << 16
_MOST_STEPS = 100_000  # pieces that a picture is made of; more are there to keep us busy
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # JPEG markers that tell the size
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # JPEG markers without a length


class NotWhole(Exception):
    """The picture is cut off, damaged, or none at all."""


def check(file: IO[bytes], *, media_type: str) -> None:
    """See that a picture is one. Raises NotWhole."""
    try:
        width, height = _READERS[media_type](file)
    except (struct.error, IndexError) as error:
        raise NotWhole from error
    if not 0 < width * height <= MOST_PIXELS:
        raise NotWhole


def _exactly(file: IO[bytes], count: int) -> bytes:
    found = file.read(count)
    if len(found) != count:
        raise NotWhole
    return found


def _png(file: IO[bytes]) -> tuple[int, int]:
    """Walk through all chunks, with their checksums, to the end."""
    file.seek(8)
    size = (0, 0)
    kind, count = b"", 0
    while kind != b"IEND" and count < _MOST_STEPS:
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        checksum = zlib.crc32(kind)
        head = b""
        while length:
            part = _exactly(file, min(length, _PNG_CHUNK))
            checksum = zlib.crc32(part, checksum)
            head = head or part
            length -= len(part)
        if struct.unpack(">I", _exactly(file, 4)) != (checksum,):
            raise NotWhole
        if count == 0:
            if kind != b"IHDR":
                raise NotWhole
            size = struct.unpack(">II", head[:8])
        count += 1
    if kind != b"IEND":
        raise NotWhole
    return size


def _jpeg(file: IO[bytes]) -> tuple[int, int]:
    """Go from marker to marker until one tells the size."""
    file.seek(2)
    for _step in range(_MOST_STEPS):
        if _exactly(file, 1) != b"\xff":
            raise NotWhole
        marker = _exactly(file, 1)[0]
        if marker == 0xFF:
            file.seek(-1, 1)  # markers may be padded
            continue
        if marker in _BARE:
            continue
        length = struct.unpack(">H", _exactly(file, 2))[0]
        if marker in (0xD9, 0xDA) or length < 2:  # the length counts itself
            raise NotWhole
        body = _exactly(file, length - 2)
        if marker in _SIZES:
            height, width = struct.unpack(">HH", body[1:5])
            return width, height
    raise NotWhole


def _gif(file: IO[bytes]) -> tuple[int, int]:
    file.seek(6)
    width, height = struct.unpack("<HH", _exactly(file, 4))
    file.seek(-1, 2)
    if file.read(1) not in (b"\x3b", b"\x00"):  # some programs pad after the last byte
        raise NotWhole
    return width, height


def _webp(file: IO[bytes]) -> tuple[int, int]:
    file.seek(4)
    told = struct.unpack("<I", _exactly(file, 4))[0]
    _exactly(file, 4)
    kind, body = _exactly(file, 4), _exactly(file, 14)
    if told + 8 > file.seek(0, 2):
        raise NotWhole
    if kind == b"VP8X":
        return int.from_bytes(body[8:11], "little") + 1, int.from_bytes(body[11:14], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[5:9], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", _exactly_after(file, 26))
        return width & 0x3FFF, height & 0x3FFF
    raise NotWhole


def _exactly_after(file: IO[bytes], place: int) -> bytes:
    file.seek(place)
    return _exactly(file, 4)


_READERS: Mapping[str, Callable[[IO[bytes]], tuple[int, int]]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
IMAGES = frozenset(_READERS)
"""The types that a page may show."""
