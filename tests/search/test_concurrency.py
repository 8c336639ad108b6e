"""Readers and writers at the same time, in threads and in processes."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from dpia_workbench.search import Document, Index, Query

Make = Callable[..., Document]

TEXTS = ("google", "toetsen van kinderen", '"toetsen van kinderen"', "gogle", "suite", "micros")


def test_what_one_writes_another_finds_at_once(index: Index, folder: Path, make: Make) -> None:
    other = Index(folder)
    other.find(Query())

    index.put([make("zoom")])
    seen = other.find(Query(text="zoom")).total
    other.drop(["zoom"])

    assert seen == 1
    assert index.find(Query(text="zoom")).total == 0


def test_an_index_rebuilt_elsewhere_is_found_at_once(index: Index, folder: Path) -> None:
    Index(folder).rebuild([])

    assert index.find(Query()).total == 0


@pytest.mark.slow
def test_threads_get_the_answers_of_one_alone(
    index: Index, make: Make, catalogue: tuple[Document, ...]
) -> None:
    expected = {text: index.find(Query(text=text)) for text in TEXTS}
    done = Event()

    def ask() -> int:
        asked = 0
        while not done.is_set():
            for text in TEXTS:
                found = index.find(Query(text=text))
                assert [hit.slug for hit in found.hits] == [hit.slug for hit in expected[text].hits]
                assert [hit.highlights for hit in found.hits] == [
                    hit.highlights for hit in expected[text].hits
                ]
                asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask) for _ in range(4)]
        try:
            for number in range(12):
                index.put([make(f"kangaroo-{number % 3}")])
            index.rebuild(catalogue)
        finally:
            done.set()
        counts = [asker.result() for asker in askers]

    assert all(counts)


WRITER = """
import sys
from pathlib import Path
from dpia_workbench.search import Document, Index, Query

index = Index(Path(sys.argv[1]))
for number in range(8):
    slug = f"{sys.argv[2]}-{number}"
    index.put([Document(slug=slug, product="Wombat", vendor="V", vendor_slug="v",
        category="c", verdict="GREEN", passages={})])
    assert slug in index.slugs()
    index.find(Query(text="wombat"))
"""


@pytest.mark.slow
def test_two_writers_lose_nothing(index: Index, folder: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", WRITER, str(folder)]

    writers = [subprocess.Popen([*command, name]) for name in ("left", "right")]
    while any(writer.poll() is None for writer in writers):
        index.find(Query(text="wombat"))

    assert [writer.wait() for writer in writers] == [0, 0]
    assert index.find(Query(text="wombat")).total == 16
