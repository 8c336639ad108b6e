"""Pictures of the evidence, as far as a Word file can hold them."""

from docx.image.image import Image

from dpia_workbench.report.texts import Photo

TYPES = frozenset({"image/png", "image/jpeg", "image/gif"})
LARGEST = 10 * 2**20  # bytes; a larger one would make a report that nobody can mail
_JPEG, _NAMED = b"\xff\xd8", (b"JFIF", b"Exif")
# What a JPEG may leave out and python-docx wants to see: version 1.01, without a resolution.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def photo(data: bytes) -> Photo | None:
    """Return a picture for a report, or None if Word could not show it."""
    if len(data) > LARGEST:
        return None
    if data.startswith(_JPEG) and data[6:10] not in _NAMED:
        data = _JPEG + _JFIF + data[2:]
    try:
        found = Image.from_blob(data)
        width, height = found.px_width, found.px_height
    except Exception:  # damaged: python-docx raises all kinds of errors, and bare ones too
        return None
    return Photo(data=data, width=width, height=height) if width > 0 and height > 0 else None
