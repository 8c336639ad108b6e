"""The type of a file, decided by its content; the name only has to agree.

The table is short on purpose: what evidence comes in. Web pages and SVG are refused, for no
viewer shows them without running what they hold.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import IO

from dpia_workbench.files import archives, images, names
from dpia_workbench.files.refusals import (
    ArchiveBomb,
    FileActive,
    FileBroken,
    TypeMismatch,
    TypeUnknown,
)

TEXT, CSV, JSON, HAR = "text/plain", "text/csv", "application/json", "application/har+json"
PDF, PCAP, PCAPNG = "application/pdf", "application/vnd.tcpdump.pcap", "application/x-pcapng"
# What a name may end with, per type; the first one is given to a name without an ending.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    PDF: ("pdf",),
    archives.DOCX: ("docx",),
    archives.XLSX: ("xlsx",),
    archives.PPTX: ("pptx",),
    archives.ZIP: ("zip",),
    PCAP: ("pcap", "cap"),
    PCAPNG: ("pcapng",),
    HAR: ("har",),
    JSON: ("json",),
    CSV: ("csv",),
    TEXT: ("txt",),
}
KNOWN = tuple(ending for endings in ENDINGS.values() for ending in endings)
_BY_ENDING = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
_WRITTEN = (HAR, JSON, CSV, TEXT)  # all of them are text: here the name decides which
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", archives.ZIP),
    (b"PK\x05\x06", archives.ZIP),
    (b"\xd4\xc3\xb2\xa1", PCAP),
    (b"\xa1\xb2\xc3\xd4", PCAP),
    (b"\x4d\x3c\xb2\xa1", PCAP),
    (b"\xa1\xb2\x3c\x4d", PCAP),
    (b"\x0a\x0d\x0d\x0a", PCAPNG),
)
_ACTIVE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+(?:html|svg)|html|head|body|script"
    r"|iframe|svg|\?xml|[a-z]+:svg)",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 4096
_CHUNK = 1 << 20


def judged(file: IO[bytes], *, name: str, size: int) -> tuple[str, str]:
    """Return the name as it is stored and the media type.

    Raises TypeUnknown, TypeMismatch, FileActive, FileBroken or ArchiveBomb.
    """
    shown = names.cleaned(name)
    ending = names.ending(shown)
    kind = _found(file, name=shown, size=size)
    if not ending:
        kind = kind or TEXT
        return f"{shown or 'file'}.{ENDINGS[kind][0]}", kind
    if ending not in _BY_ENDING:
        raise TypeUnknown(name=shown, known=", ".join(KNOWN))
    wanted = _BY_ENDING[ending]
    if kind is None and wanted in _WRITTEN:
        _require_written(file, kind=wanted, name=shown)
    elif kind != wanted:
        raise TypeMismatch(name=shown, ending=ending, found=_named(kind))
    return shown, wanted


def _named(kind: str | None) -> str:
    return ENDINGS[kind][0] if kind else ENDINGS[TEXT][0]


def _found(file: IO[bytes], *, name: str, size: int) -> str | None:
    """Return the type that the content has, or None for text."""
    file.seek(0)
    head = file.read(_HEAD)
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        kind = "image/webp"
    if kind in images.IMAGES:
        try:
            images.check(file, media_type=kind)
        except images.NotWhole as error:
            raise FileBroken(name=name) from error
    elif kind == archives.ZIP:
        return _archive(file, name=name, size=size)
    elif kind is None:
        _require_text(file, name=name)
    return kind


def _archive(file: IO[bytes], *, name: str, size: int) -> str:
    file.seek(0)
    try:
        return archives.judge(file, size=size)
    except archives.Broken as error:
        raise FileBroken(name=name) from error
    except archives.Bomb as error:
        raise ArchiveBomb(name=name) from error
    except archives.Macros as error:
        raise FileActive(name=name) from error


def _require_text(file: IO[bytes], *, name: str) -> None:
    """Refuse what is neither a known type nor text that can be read safely."""
    first = True
    for part in _decoded(file):
        if _CONTROL.search(part):
            raise TypeUnknown(name=name, known=", ".join(KNOWN))
        if first and _ACTIVE.match(part):
            raise FileActive(name=name)
        first = False


def _decoded(file: IO[bytes]) -> Iterator[str]:
    """Yield a text in pieces: UTF-8, UTF-16 with its mark, or an older Western text."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig" if _is_utf8(head) else "cp1252"
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while part := file.read(_CHUNK):
        yield decoder.decode(part)


def _is_utf8(head: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)  # a character may be cut off at the end
    except UnicodeDecodeError:
        return False
    return True


def _require_written(file: IO[bytes], *, kind: str, name: str) -> None:
    """Refuse JSON and HAR that do not look like it from beginning to end."""
    if kind not in (JSON, HAR):
        return
    head = next(_decoded(file), "").lstrip("\ufeff \t\r\n")
    file.seek(0, 2)
    file.seek(max(0, file.tell() - _HEAD))
    tail = file.read().rstrip(b"\x00 \t\r\n")
    pairs = {"{": b"}", "[": b"]"}
    is_whole = bool(head) and head[0] in pairs and tail.endswith(pairs[head[0]])
    is_har = kind != HAR or re.match(r'\{\s*"log"\s*:', head) is not None
    if not (is_whole and is_har):
        raise FileBroken(name=name)
