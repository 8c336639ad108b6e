"""The zip that a Word file is: written the same each time, and read without trust."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

LARGEST_FILE, LARGEST_CONTENT = 20_000_000, 100_000_000
MOST_PARTS, MOST_TIMES_LARGER = 500, 1000
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows
_PROPERTIES, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_IDENTIFIER = re.compile(rb"<dc:identifier>([0-9a-f]{64})</dc:identifier>")
_LANGUAGE = re.compile(rb"<dc:language>([a-z]{2})\b")
_STATUS = re.compile(rb"<cp:contentStatus>([a-z_]+)</cp:contentStatus>")
_SIGNATURE = re.compile(rb'name="dpia-signature"[^>]*>\s*<vt:lpwstr>([^<]{0,500})<')
_KEY = re.compile(rb'name="dpia-key"[^>]*>\s*<vt:lpwstr>([^<]{0,500})<')
_ERRATA = re.compile(rb'name="dpia-errata"[^>]*>\s*<vt:lpwstr>([0-9]{1,4})<')


class NotAReport(Exception):
    """A file that is no Word report of a release, or that is not safe to open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a report says of itself: of which release, in which language, made in which status."""

    sha256: str
    language: str
    status: str
    errata: int  # how many corrections there were


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The signature that stands in a report, and the name of the key it was made with."""

    signature: str
    key_id: str


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a zip that depend on nothing but its parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            add(package, name, content)
    return file.getvalue()


def add(package: ZipFile, name: str, content: bytes) -> None:
    """Put a part into a zip such that its bytes depend on nothing else."""
    info = ZipInfo(name, date_time=_BEGINNING)
    info.compress_type, info.create_system = ZIP_DEFLATED, 0
    package.writestr(info, content)


def parts(file: bytes, *, largest: int = LARGEST_CONTENT) -> dict[str, bytes]:
    """Return the parts of an untrusted file by their name. Raises NotAReport.

    `largest` is how many bytes they may hold together.
    """
    if len(file) > LARGEST_FILE:
        raise NotAReport("it is too large")
    try:
        with ZipFile(BytesIO(file)) as package:
            infos = package.infolist()
            _require_modest(infos, largest=largest)
            found = {info.filename: _read(package, info) for info in infos}
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise NotAReport("it does not open") from error
    if len(found) != len(infos):
        raise NotAReport("it holds a part twice")
    return found


def _require_modest(infos: Iterable[ZipInfo], *, largest: int) -> None:
    """Refuse a file that says of itself that it unpacks to far more than a report is."""
    known = list(infos)
    if len(known) > MOST_PARTS or sum(info.file_size for info in known) > largest:
        raise NotAReport("it holds too much")
    if any(i.file_size > MOST_TIMES_LARGER * max(i.compress_size, 1) for i in known):
        raise NotAReport("it holds too much")


def _read(package: ZipFile, info: ZipInfo) -> bytes:
    """Return a part, reading no more than it says it holds."""
    with package.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise NotAReport("it holds something else than it says")
    return content


def claimed(found: Mapping[str, bytes]) -> Claimed:
    """Return what the parts of a report say of themselves. Raises NotAReport."""
    told = found.get(_PROPERTIES, b"")
    matches = [shape.search(told) for shape in (_IDENTIFIER, _LANGUAGE, _STATUS)]
    values = [match[1].decode("ascii") for match in matches if match is not None]
    if len(values) != len(matches):
        raise NotAReport("it does not say of which release it is")
    counted = _ERRATA.search(found.get(_CUSTOM, b""))
    errata = int(counted[1]) if counted else 0
    return Claimed(sha256=values[0], language=values[1], status=values[2], errata=errata)


def signed(found: Mapping[str, bytes]) -> Signed | None:
    """Return the signature that stands in a report; None if there is none in it."""
    told = found.get(_CUSTOM, b"")
    signature, key = _SIGNATURE.search(told), _KEY.search(told)
    if signature is None or key is None:
        return None
    return Signed(
        signature=signature[1].decode("utf-8", "replace"),
        key_id=key[1].decode("utf-8", "replace"),
    )
