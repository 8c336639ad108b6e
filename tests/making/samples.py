"""The smallest files of each type, as bytes."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


def png(*, width: int = 2, height: int = 2, more: int = 0) -> bytes:
    """Return a picture in one colour, with `more` empty pieces in it."""
    rows = b"".join(b"\x00" + b"\x20\x40\x80" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    text = ((b"tEXt", b""),) * more
    parts = ((b"IHDR", head), *text, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0000b080001000201011100ffd9")
GIF = b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x00\x00\x00\x3b"
WEBP = b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8L" + struct.pack("<I", 9) + (
    b"\x2f\x00\x00\x00\x00" + bytes(5)
)  # fmt: skip
PDF = b"%PDF-1.7\n%%EOF\n"
PCAP = b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + bytes(16)
PCAPNG = b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a" + bytes(16)
HAR = b'{"log": {"version": "1.2", "entries": []}}'


def archive(*names: str, content: bytes = b"x") -> bytes:
    """Return a zip with files of these names."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for name in names:
            zipped.writestr(name, content)
    return made.getvalue()


def office(body: str, *more: str, content: bytes = b"<x/>") -> bytes:
    """Return an office document of which only the parts that tell its type are there."""
    return archive("[Content_Types].xml", body, *more, content=content)


DOCX, XLSX, PPTX = (
    office(body) for body in ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
)
