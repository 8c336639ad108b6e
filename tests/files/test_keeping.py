"""Files are kept once, whole or not at all, and dropped only when nobody needs them."""

import os
import threading
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from dpia_workbench.files import keeping
from dpia_workbench.files.keeping import FileStore, Staged
from dpia_workbench.files.refusals import FileEmpty, FileTooLarge, TypeMismatch
from dpia_workbench.risk.evidence import LARGEST_FILE
from tests.making import samples


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path / "files")


def _stage(store: FileStore, content: bytes = b"tekst", name: str = "a.txt") -> Staged:
    return store.stage(BytesIO(content), name=name)


def _left(store: FileStore) -> list[Path]:
    return [each for each in store.folder.rglob("*") if each.is_file() and each.name != ".lock"]


def test_a_file_is_kept_under_its_hash_and_only_its_owner_reads_it(store: FileStore) -> None:
    staged = _stage(store, samples.png(), "beeld.png")

    with store.keeping([staged]):
        pass

    digest = sha256(samples.png()).hexdigest()
    assert staged.facts.sha256 == digest
    assert _left(store) == [store.place(digest)]
    assert store.place(digest).stat().st_mode & 0o777 == 0o600
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert store.has(digest)
    assert store.is_whole(digest)
    assert list(store.hashes()) == [digest]


def test_the_same_content_is_kept_once_under_any_name(store: FileStore) -> None:
    staged = [_stage(store), _stage(store, name="b.csv")]

    with store.keeping(staged):
        pass
    keeping.discard(staged)

    assert len(_left(store)) == 1


def test_nothing_new_is_kept_when_the_work_fails_and_what_was_there_stays(
    store: FileStore,
) -> None:
    first = _stage(store)
    with store.keeping([first]):
        pass
    again, new = _stage(store), _stage(store, b"anders")

    with pytest.raises(RuntimeError), store.keeping([again, new]):
        raise RuntimeError
    keeping.discard([again, new])

    assert _left(store) == [store.place(first.facts.sha256)]


class _BreaksOff:
    """A stream that ends in an error, as a connection that breaks off."""

    def read(self, _size: int) -> bytes:
        if hasattr(self, "was_read"):
            raise ConnectionError
        self.was_read = True
        return b"begin"


@pytest.mark.parametrize(
    ("stream", "refusal"),
    [
        (_BreaksOff(), ConnectionError),
        (BytesIO(b""), FileEmpty),
        (BytesIO(samples.PDF), TypeMismatch),
    ],
)
def test_what_is_refused_or_breaks_off_leaves_nothing(
    store: FileStore, stream: BytesIO, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        store.stage(stream, name="a.txt")

    assert _left(store) == []


def test_fifty_megabytes_fit_and_a_byte_more_does_not(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST_FILE", 2**20)
    assert LARGEST_FILE == 50 * 2**20

    assert _stage(store, b"x" * 2**20).facts.size == 2**20
    with pytest.raises(FileTooLarge) as refused:
        _stage(store, b"x" * (2**20 + 1), "groot\u202e.txt")

    assert refused.value.params["name"] == "groot.txt"


def test_what_a_killed_process_left_is_swept_a_day_later(store: FileStore) -> None:
    _stage(store)
    old, young = (store.folder / ".incoming" / name for name in ("old", "young"))
    for each in (old, young):
        each.write_bytes(b"half")
    os.utime(old, (0, 0))

    _stage(store)

    assert not old.exists()
    assert young.exists()


def test_a_changed_file_is_noticed(store: FileStore) -> None:
    staged = _stage(store)
    with store.keeping([staged]):
        pass
    digest = staged.facts.sha256

    store.place(digest).write_bytes(b"anders")

    assert not store.is_whole(digest)
    store.drop(digest)
    assert not store.is_whole(digest)
    assert not store.has(digest)


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_leads_to_a_place(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.place(name)


def test_who_keeps_and_who_drops_take_turns(store: FileStore) -> None:
    """Else a file could go that somebody hands in at this moment."""
    order: list[str] = []

    def drop() -> None:
        with store.locked():
            order.append("drop")

    with store.keeping([_stage(store)]):
        other = threading.Thread(target=drop)
        other.start()
        other.join(0.05)
        order.append("kept")
    other.join()

    assert order == ["kept", "drop"]
