"""Whether a zip, or an office document that is one, may be kept, and which of them it is.

Nothing is unpacked: what the directory of the archive says is enough to refuse a bomb, for
programs that unpack hold to it, too.
"""

import zipfile
from typing import IO

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 2**20
MOST_RATIO = 200  # of what is larger than a megabyte; XML of office files reaches 50
_ENTRY = 400  # bytes of the directory for one entry, with a long name
_END, _END_SIZE, _COMMENT = b"PK\x05\x06", 22, 2**16
_MEGABYTE = 2**20
ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"
XLSX = f"{_OFFICE}spreadsheetml.sheet"
PPTX = f"{_OFFICE}presentationml.presentation"
_BODIES = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}


class Broken(Exception):
    """The archive cannot be read."""


class Bomb(Exception):
    """Unpacked, the archive would be absurdly large."""


class Macros(Exception):
    """The document holds programs."""


def _directory_size(file: IO[bytes], *, size: int) -> int:
    """Return how large the directory is: reading one of millions of entries takes the memory.

    Raises Broken.
    """
    file.seek(max(0, size - _END_SIZE - _COMMENT))
    tail = file.read()
    file.seek(0)
    end = tail[tail.rfind(_END) :] if _END in tail else b""
    if len(end) < _END_SIZE:
        raise Broken
    return int.from_bytes(end[12:16], "little")


def judge(file: IO[bytes], *, size: int) -> str:
    """Return the media type of an archive. Raises Broken, Bomb or Macros."""
    if _directory_size(file, size=size) > MOST_ENTRIES * _ENTRY:
        raise Bomb
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise Broken from error
    if not entries:
        raise Broken
    total = sum(entry.file_size for entry in entries)
    is_dense = total > _MEGABYTE and total > size * MOST_RATIO
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES or is_dense:
        raise Bomb
    names = {entry.filename for entry in entries}
    found = ZIP
    if "[Content_Types].xml" in names:
        found = next((kind for body, kind in _BODIES.items() if body in names), ZIP)
    if found != ZIP and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Macros
    return found
