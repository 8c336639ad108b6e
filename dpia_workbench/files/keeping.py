"""Where files are kept: once per content, under its SHA-256, written whole or not at all.

The lock makes who keeps and who drops a file take turns, over all processes of a machine: a file
that is dropped because nobody needs it any more cannot be the one that somebody hands in now.
"""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

from dpia_workbench.files import names, types
from dpia_workbench.files.refusals import FileEmpty, FileTooLarge
from dpia_workbench.risk.evidence import LARGEST_FILE, FileFacts

_CHUNK = 1 << 20
_DAY = 24 * 60 * 60
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file that was received and judged, and is not kept yet."""

    facts: FileFacts
    path: Path


class FileStore:
    """The folder of all files. It is made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / ".incoming"

    def place(self, sha256: str) -> Path:
        """Return where a content is kept. Raises ValueError if this is no hash."""
        if not _HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Return whether a content is here."""
        return self.place(sha256).is_file()

    def hashes(self) -> Iterator[str]:
        """Yield the hash of everything that is kept."""
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _HASH.fullmatch(file.name):
                yield file.name

    def is_whole(self, sha256: str) -> bool:
        """Return whether a content is here and is what its name says."""
        try:
            with self.place(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def stage(self, stream: IO[bytes], *, name: str) -> Staged:
        """Write what comes in beside the kept files, and judge it.

        Raises FileEmpty, FileTooLarge, or what `types.judged` raises; then nothing is left.
        """
        self._make_folder()
        self._incoming.mkdir(mode=0o700, exist_ok=True)
        path = self._incoming / uuid4().hex
        try:
            sha256, size = _write(stream, path, name=name)
            self._sweep(before=path.stat().st_mtime - _DAY)
            with path.open("rb") as file:
                shown, media_type = types.judged(file, name=name, size=size)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        facts = FileFacts(sha256=sha256, name=shown, size=size, media_type=media_type)
        return Staged(facts=facts, path=path)

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _sweep(self, *, before: float) -> None:
        """Remove what a process that was killed left in the entry a day ago."""
        for left in self._incoming.iterdir():
            with suppress(FileNotFoundError):  # its own request removed it just now
                if left.stat().st_mtime < before:
                    left.unlink()

    @contextmanager
    def keeping(self, staged: Iterable[Staged]) -> Iterator[None]:
        """Keep files while what happens inside succeeds; if it fails, keep nothing new."""
        with self.locked():
            new: list[str] = []
            try:
                for each in staged:
                    self._keep(each, new=new)
                yield
            except BaseException:
                for sha256 in new:
                    self.drop(sha256)
                raise

    def _keep(self, staged: Staged, *, new: list[str]) -> None:
        """Move a file to its place, and note its hash if it was not there before."""
        place = self.place(staged.facts.sha256)
        if place.is_file():
            return
        place.parent.mkdir(mode=0o700, exist_ok=True)
        new.append(staged.facts.sha256)
        staged.path.replace(place)
        _sync_folder(place.parent)

    def drop(self, sha256: str) -> None:
        """Remove a content; who calls this holds the lock and knows that nobody needs it."""
        self.place(sha256).unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one who keeps or drops files."""
        self._make_folder()
        descriptor = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)  # gives the lock back


def discard(staged: Iterable[Staged]) -> None:
    """Remove what was received and not kept."""
    for each in staged:
        each.path.unlink(missing_ok=True)


def _write(stream: IO[bytes], path: Path, *, name: str) -> tuple[str, int]:
    """Write a stream to a file for good; return its hash and size."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while part := stream.read(_CHUNK):
            size += len(part)
            if size > LARGEST_FILE:
                raise FileTooLarge(name=names.cleaned(name), most=LARGEST_FILE // 2**20)
            digest.update(part)
            file.write(part)
        if not size:
            raise FileEmpty(name=names.cleaned(name))
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
