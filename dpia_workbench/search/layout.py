"""Where the index lives on disk, and how it is known to be whole.

    folder/lock            one writer at a time, in any process
    folder/following       one process at a time brings the index up to date
    folder/current         the name of the directory in use; replaced in one step
    folder/v-<schema>-<n>  a Whoosh index, sealed

A seal is written before each table of contents and holds size and checksum of every file, so
that a truncated, garbled or half-written index is noticed before a byte of it is interpreted.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from dpia_workbench.search.engine import BufferFile, FileStorage
from dpia_workbench.search.lexicon import FAMILIES, PERSONS, STOP
from dpia_workbench.search.model import IndexBroken, IndexBusy
from dpia_workbench.search.rows import FIELDS
from dpia_workbench.search.synonyms import NOTIONS

# Raise this when rows or their analysis change in a way the tables below do not show.
LAYOUT = 2

NAME = "MAIN"
_POSITION = "position"
_TOC = re.compile(rf"^_{NAME}_([0-9]+)\.toc$")
_PAUSE = 0.05
_BLOCK = 1 << 20


def schema_code() -> str:
    """Return a short code that differs whenever an old index would answer differently."""
    families = sorted((FAMILIES | PERSONS).items())
    parts = (LAYOUT, FIELDS, sorted(STOP), families, sorted(NOTIONS.items()))
    return sha256(repr(parts).encode()).hexdigest()[:8]


_VERSION = re.compile(r"^v-[0-9a-f]{8}-[0-9a-f]{8}$")
_OURS = f"v-{schema_code()}-"


def prepare(folder: Path) -> None:
    """Create the folder, closed to others: a Whoosh index holds pickles."""
    if not folder.is_dir():
        folder.unlink(missing_ok=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in ("lock", "following", "current"):
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            shutil.rmtree(folder / name)


def new_directory(folder: Path) -> Path:
    """Create an empty directory beside the one in use."""
    directory = folder / f"{_OURS}{secrets.token_hex(4)}"
    directory.mkdir(mode=0o700)
    return directory


def switch(folder: Path, *, to: Path) -> None:
    """Make a directory the one in use, in one step, and remove all others."""
    pointer = folder / f"current.{to.name}"
    pointer.write_text(to.name, encoding="ascii")
    pointer.replace(folder / "current")
    for entry in folder.iterdir():
        if entry.name == to.name or not (_VERSION.match(entry.name) or _leftover(entry.name)):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def _leftover(name: str) -> bool:
    return name.startswith("current.v-")


def current_directory(folder: Path) -> Path:
    """Return the directory in use; raises IndexBroken when there is none of this schema."""
    try:
        name = (folder / "current").read_bytes()[:64].decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise IndexBroken("there is no index here") from error
    if not _VERSION.match(name) or not name.startswith(_OURS):
        raise IndexBroken("the index has another layout")
    return folder / name


def refuse_open_to_others(*places: Path) -> None:
    """Raise IndexBroken when someone else may write here: opening would run what they wrote."""
    for place in places:
        if place.stat().st_mode & 0o022:
            raise IndexBroken("the index can be written by others")


def generation(directory: Path) -> int:
    """Return the newest generation of an index directory; raises FileNotFoundError."""
    found = [int(match[1]) for name in os.listdir(directory) if (match := _TOC.match(name))]
    if not found:
        raise FileNotFoundError(directory)
    return max(found)


def read_position(directory: Path) -> str:
    """Return how far the index has followed its source. Raises OSError or UnicodeDecodeError."""
    return (directory / _POSITION).read_text(encoding="ascii")


def write_position(directory: Path, position: str) -> None:
    """Keep how far the index has followed its source, in one step."""
    draft = directory / f"{_POSITION}.draft"
    draft.write_text(position, encoding="ascii")
    draft.replace(directory / _POSITION)


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Hold a lock that nobody waits for; yields whether it was free."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


@contextmanager
def writing(folder: Path, *, patience: float) -> Iterator[None]:
    """Hold the folder's lock; raises IndexBusy when it stays taken too long.

    The kernel frees the lock when its holder dies, so that no lock outlives a crash.
    """
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, attempts=max(1, int(patience / _PAUSE)))
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, *, attempts: int) -> None:
    for attempt in range(attempts):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        if attempt + 1 < attempts:
            time.sleep(_PAUSE)
    raise IndexBusy("another process is writing the index")


Seal = dict[str, list[int]]


def checksum(path: Path) -> list[int]:
    """Return size and checksum of a file."""
    size = check = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            size += len(block)
            check = zlib.crc32(block, check)
    return [size, check]


def seal_name(number: int) -> str:
    """Return the name of the seal of a generation."""
    return f"seal-{number}.json"


def toc_name(number: int) -> str:
    """Return the name of the table of contents of a generation."""
    return f"_{NAME}_{number}.toc"


def read_seal(directory: Path, number: int) -> Seal:
    """Return the sealed sizes and checksums; raises IndexBroken or FileNotFoundError."""
    try:
        seal = json.loads((directory / seal_name(number)).read_bytes())
    except ValueError as error:
        raise IndexBroken("the seal of the index is damaged") from error
    if not isinstance(seal, dict):
        raise IndexBroken("the seal of the index is damaged")
    return seal


def sweep(directory: Path, number: int) -> None:
    """Remove seals and half-written tables of contents of other generations."""
    for name in os.listdir(directory):
        stale_seal = name.startswith("seal-") and name != seal_name(number)
        if stale_seal or (name.startswith(f"_{NAME}_") and not _TOC.match(name)):
            (directory / name).unlink(missing_ok=True)


class SealedStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's files, with a seal put on them just before they become the index.

    Whoosh finishes a commit by renaming the table of contents into place. Everything it
    lists is written by then, and nobody reads it yet.
    """

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> Any:  # noqa: FBT001, FBT002 (Whoosh's own signature)
        """Rename a file; a table of contents only after sealing what it lists."""
        if match := _TOC.match(newname):
            self._seal(Path(self.folder), oldname=oldname, number=int(match[1]))
        return super().rename_file(oldname, newname, safe=safe)

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading; the dictionary of words in memory, for it is read in leaps."""
        if name.endswith(".trm"):
            return BufferFile(memoryview((Path(self.folder) / name).read_bytes()), name=name)
        return super().open_file(name, **options)

    def _seal(self, directory: Path, *, oldname: str, number: int) -> None:
        known: Seal = {}
        # The first generation follows nothing. Sealed files never change: taking the old
        # checksum keeps damage visible, computing a new one would bless it.
        with suppress(FileNotFoundError):
            known = read_seal(directory, number - 1)
        seal = {
            name: known.get(name) or checksum(directory / name)
            for name in os.listdir(directory)
            if name.startswith(f"{NAME}_") and (directory / name).is_file()
        }
        seal[toc_name(number)] = checksum(directory / oldname)
        draft = directory / f"seal-draft-{number}"
        draft.write_text(json.dumps(seal), encoding="ascii")
        draft.replace(directory / seal_name(number))
