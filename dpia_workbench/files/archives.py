"""Whether a zip, or an office document that is one, may be kept, and which of them it is.

Nothing is unpacked: what the directory of the archive says is enough to refuse a bomb, for
programs that unpack hold to it, too.
"""

import zipfile
from typing import IO

MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 2**20
MOST_RATIO = 200  # of what is larger than a megabyte; XML of office files reaches 50
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


def judge(file: IO[bytes], *, size: int) -> str:
    """Return the media type of an archive. Raises Broken, Bomb or Macros."""
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
