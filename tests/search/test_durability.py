"""Whatever happens to its files, the index opens or says that it is broken."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dpia_workbench.search import Document, Index, IndexBroken, IndexBusy, Query, layout
from dpia_workbench.search.writing import FAR_TOO_MANY

Make = Callable[..., Document]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _segments(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.seg"))


def _answer(index: Index) -> object:
    results = index.find(Query(text="de toetsen van google", include_past=True))
    return results.total, [hit.slug for hit in results.hits], index.slugs()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _garble(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def _flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    if whole:
        whole[len(whole) // 2] ^= 0x55
    path.write_bytes(whole)


def _remove(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = [_empty, _halve, _garble, _flip, _remove, _replace]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.slow
def test_damage_to_any_file_is_noticed_or_harmless_and_always_repaired(
    folder: Path, catalogue: tuple[Document, ...], make: Make, damage: Callable[[Path], None]
) -> None:
    index = Index(folder, patience=0.1)
    for place in range(len(_files_of_new_index(folder, catalogue))):
        index.rebuild(catalogue)
        right = _answer(index)
        victim = _files(folder)[place]
        damage(victim)

        for reader in (index, Index(folder, patience=0.1)):
            if reader.healthy():
                assert _answer(reader) == right, victim
            else:
                with pytest.raises(IndexBroken):
                    reader.find(Query())
                with pytest.raises(IndexBroken):
                    reader.put([make("extra")])

        index.rebuild(catalogue)
        assert _answer(index) == right


def _files_of_new_index(folder: Path, catalogue: tuple[Document, ...]) -> list[Path]:
    Index(folder).rebuild(catalogue)
    return _files(folder)


def test_an_index_that_was_never_built_is_broken(folder: Path, make: Make) -> None:
    index = Index(folder)

    assert not index.healthy()
    with pytest.raises(IndexBroken):
        index.find(Query())
    with pytest.raises(IndexBroken):
        index.put([make("extra")])
    with pytest.raises(IndexBroken):
        index.slugs()


def test_a_file_where_the_folder_should_be_is_replaced(folder: Path, make: Make) -> None:
    folder.write_text("not a folder", encoding="utf-8")
    index = Index(folder)
    with pytest.raises(IndexBroken):
        index.find(Query(text="een"))
    with pytest.raises(IndexBroken):
        index.put([make("een")])

    index.rebuild([make("een")])

    assert index.slugs() == {"een"}


def test_a_foreign_folder_is_taken_over_without_touching_what_is_not_ours(
    folder: Path, catalogue: tuple[Document, ...]
) -> None:
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("mine")
    (folder / "current").mkdir()
    (folder / "current" / "file").write_text("x")
    (folder / "lock").mkdir()
    (folder / "v-00000000-00000000").mkdir()
    index = Index(folder)

    before = index.healthy()
    index.rebuild(catalogue)

    assert not before
    assert len(index.slugs()) == 4
    assert (folder / "notes.txt").read_text() == "mine"
    assert not (folder / "v-00000000-00000000").exists()


def test_an_index_of_another_layout_is_broken(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = (folder / "current").read_text()
    other = f"v-00000000-{name[-8:]}"
    (folder / name).rename(folder / other)
    (folder / "current").write_text(other)

    assert not index.healthy()


@pytest.mark.parametrize("name", ["../outside", "v-zz", "", "\xff\xfe", "x" * 1000])
def test_a_pointer_never_leads_outside(index: Index, folder: Path, name: str) -> None:
    (folder / "current").write_text(name)

    assert not index.healthy()


def test_the_folder_is_closed_to_others(index: Index, folder: Path) -> None:
    inner = folder / (folder / "current").read_text()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert inner.stat().st_mode & 0o777 == 0o700


def test_a_folder_others_may_write_is_not_opened(
    index: Index, folder: Path, catalogue: tuple[Document, ...]
) -> None:
    folder.chmod(0o777)

    assert not Index(folder).healthy()
    Index(folder).rebuild(catalogue)
    assert Index(folder).healthy()


def test_a_rebuild_leaves_one_directory(
    index: Index, folder: Path, catalogue: tuple[Document, ...]
) -> None:
    index.rebuild(catalogue)

    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == ["current", "lock"]


def test_a_rebuild_that_fails_leaves_the_old_index(index: Index, folder: Path, make: Make) -> None:
    def documents() -> object:
        yield make("extra")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        index.rebuild(documents())  # type: ignore[arg-type]

    assert len(index.slugs()) == 4
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_a_put_replaces_and_a_drop_forgives(index: Index, make: Make) -> None:
    index.put([make("magister", product="Magister Nieuw"), make("zoom"), make("zoom")])
    index.drop(["google-workspace", "never-there"])
    index.drop(["never-there"])
    index.put([])

    assert index.slugs() == {"magister", "zoom", "microsoft-365", "oldwise"}
    assert index.find(Query(text="nieuw")).total == 1
    assert index.find(Query(text="leerlingadministratiesysteem")).total == 0


def test_an_empty_catalogue_is_an_index_too(index: Index, make: Make) -> None:
    index.rebuild([])

    assert index.healthy()
    assert index.find(Query(text="google")).total == 0
    assert index.find(Query()).facets["verdict"] == {}
    index.put([make("zoom")])
    index.drop(["zoom"])
    assert index.find(Query(text="zoom")).total == 0


@pytest.mark.slow
def test_many_publications_do_not_pile_up_files(index: Index, folder: Path, make: Make) -> None:
    for number in range(40):
        index.put([make(f"product-{number % 25}", product=f"Wombat {number}")])
        index.tidy()
        index.tidy(is_quiet=False)

    assert len(index.slugs()) == 29
    assert index.find(Query(text="wombat")).total == 25
    assert index.find(Query(text="wombat 39")).hits[0].slug == "product-14"
    assert len(_files(folder)) < 100


def test_a_writer_that_waits_too_long_says_so(index: Index, folder: Path, make: Make) -> None:
    hurried = Index(folder, patience=0.1)

    with layout.writing(folder, patience=1):
        with pytest.raises(IndexBusy):
            hurried.put([make("extra")])
        with pytest.raises(IndexBusy):
            hurried.rebuild([])
        assert len(hurried.slugs()) == 4


WRITER = """
import sys
from pathlib import Path
from dpia_workbench.search import Document, Index

def document(number):
    return Document(slug=f"product-{number}", product=f"Wombat {number}", vendor="V",
        vendor_slug="v", category="c", verdict="GREEN",
        passages={"nl": ("de wombat graaft " * 20,)})

index = Index(Path(sys.argv[1]))
print("ready", flush=True)
number = 0
while True:
    if sys.argv[2] == "put":
        index.put([document(number)])
    else:
        index.rebuild(map(document, range(number % 5, 20)))
    number += 1
"""


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["put", "rebuild"])
def test_a_writer_killed_at_any_moment_leaves_an_index_that_can_be_used_or_rebuilt(
    index: Index, folder: Path, catalogue: tuple[Document, ...], make: Make, verb: str
) -> None:
    chance = random.Random(verb)
    for _ in range(8):
        command = [sys.executable, "-W", "ignore", "-c", WRITER, str(folder), verb]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.2))
            writer.send_signal(signal.SIGKILL)

        for reader in (index, Index(folder)):
            try:
                reader.find(Query(text="wombat"))
                reader.put([make("after")])
                assert "after" in reader.slugs()
            except IndexBroken:
                assert not reader.healthy()

    index.rebuild(catalogue)
    assert len(index.slugs()) == 4
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_tidying_leaves_fewer_files_and_the_same_answers(
    index: Index, folder: Path, make: Make
) -> None:
    for number in range(9):
        index.put([make(f"kangaroo-{number}", words=("buideldier",))])
    index.drop(["kangaroo-3"])
    before, files = index.find(Query(text="buideldier")), _files(folder)

    index.tidy()

    after = index.find(Query(text="buideldier"))
    assert len(_files(folder)) < len(files)
    assert [hit.slug for hit in after.hits] == [hit.slug for hit in before.hits]
    assert Index(folder).find(Query(text="buideldier")).total == 8


def test_while_much_is_written_only_far_too_many_segments_are_brought_together(
    index: Index, folder: Path, make: Make
) -> None:
    for number in range(FAR_TOO_MANY // 2):
        index.put([make(f"wallaby-{number}")])
    files = _files(folder)

    index.tidy(is_quiet=False)

    assert _files(folder) == files
    for number in range(FAR_TOO_MANY):
        index.put([make(f"wallaby-{number}")])
        index.tidy(is_quiet=False)
    assert len(_segments(folder)) <= FAR_TOO_MANY
    assert len(index.slugs()) == 4 + FAR_TOO_MANY


def test_a_few_commits_are_left_as_they_are(index: Index, folder: Path, make: Make) -> None:
    index.put([make("kangaroo")])
    files = _files(folder)

    index.tidy()

    assert _files(folder) == files
