"""Pictures without what they tell of their maker: place, device, author, time (invariant 30).

Only JPEG and PNG hold such data in practice. The picture itself stays as it is, bit for bit, and
so does which side is up.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from dpia_workbench.risk.evidence import LARGEST_FILE

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
        b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP",
    }
)  # fmt: skip
_COMMENT, _EXIF, _SCAN, _ADOBE, _PROFILE, _END = 0xFE, 0xE1, 0xDA, 0xEE, 0xE2, 0xD9
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # a marker within coded data
_APPLICATION = range(0xE1, 0xF0)  # what programs note; 0xE0 says that it is a JPEG
_ORIENTATION = 0x0112
_UPRIGHT = 1


def stripped(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream as it came, or a picture without its notes.

    What is no whole picture comes back as it is: whoever judges it refuses it.
    """
    head = stream.read(len(_PNG))
    stream.seek(0)
    if not head.startswith((_JPEG, _PNG)):
        return stream
    content = stream.read(LARGEST_FILE + 1)
    strip = _png if head.startswith(_PNG) else _jpeg
    try:
        return BytesIO(b"".join(strip(content)))
    except (struct.error, IndexError, ValueError):
        return BytesIO(content)


def _png(content: bytes) -> Iterator[bytes]:
    """Yield the chunks that a viewer needs. Raises ValueError for what is cut off."""
    yield _PNG
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, place)
        end = place + length + 12
        if end > len(content):
            raise ValueError("cut off")
        if kind in _KEPT_CHUNKS:
            yield content[place:end]
        elif kind == b"eXIf":
            yield _upright_png(content[place + 8 : end - 4])
        place = end


def _upright_png(exif: bytes) -> bytes:
    side = _side_up(exif)
    if side == _UPRIGHT:
        return b""
    body = _only_side(side)
    checksum = zlib.crc32(b"eXIf" + body)
    return struct.pack(">I4s", len(body), b"eXIf") + body + struct.pack(">I", checksum)


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Yield the segments that a viewer needs, to the end of the picture.

    Cameras put notes and other pictures behind it. Raises ValueError for what is cut off.
    """
    yield content[:2]
    place = 2
    while True:
        marker = content[place + 1]
        if content[place] != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:
            place += 1  # padding
            continue
        if marker == _END:
            yield content[place : place + 2]
            return
        end = place + 2 + struct.unpack_from(">H", content, place + 2)[0]
        segment = content[place:end]
        if len(segment) != end - place or end < place + 4:
            raise ValueError("cut off")
        yield _kept(segment, marker=marker)
        place = end
        if marker == _SCAN:
            found = _NEXT.search(content, place)
            if found is None:
                raise ValueError("cut off")
            yield content[place : found.start()]
            place = found.start()


def _kept(segment: bytes, *, marker: int) -> bytes:
    """Return what stays of a segment: colours, and of the notes which side is up."""
    if marker == _EXIF and segment[4:10] == b"Exif\x00\x00":
        side = _side_up(segment[10:])
        body = b"Exif\x00\x00" + _only_side(side)
        return b"" if side == _UPRIGHT else struct.pack(">BBH", 0xFF, _EXIF, len(body) + 2) + body
    if marker == _PROFILE and segment[4:15] == b"ICC_PROFILE":
        return segment
    is_note = marker == _COMMENT or (marker in _APPLICATION and marker != _ADOBE)
    return b"" if is_note else segment


def _side_up(exif: bytes) -> int:
    """Return the orientation that a TIFF structure tells, from 1 to 8; upright if it tells none."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return _UPRIGHT
    try:
        start = struct.unpack_from(f"{order}I", exif, 4)[0]
        count = struct.unpack_from(f"{order}H", exif, start)[0]
        for number in range(count):
            tag, _kind, _count, value = struct.unpack_from(
                f"{order}HHIH", exif, start + 2 + 12 * number
            )
            if tag == _ORIENTATION and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _only_side(side: int) -> bytes:
    """Return a TIFF structure that tells the orientation and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, side, 0)
    return b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
