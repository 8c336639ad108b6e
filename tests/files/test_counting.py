"""Moments that all processes share: none is lost, none can be read back, and they stay small."""

import multiprocessing
import threading
from pathlib import Path

import pytest

from dpia_workbench.files import counting
from dpia_workbench.files.counting import Moments

SECRET = "a secret that is only for tests"


@pytest.fixture
def moments(tmp_path):
    made = Moments(tmp_path / "limits", secret=SECRET)
    yield made
    made.close()


def _one_more(moment: float) -> tuple[float, float]:
    return moment + 1, moment + 1


def _count(file: Path, times: int) -> None:
    mine = Moments(file, secret=SECRET)
    threads = [
        threading.Thread(target=lambda: [mine.change("all", by=_one_more) for _ in range(times)])
        for _ in range(2)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    mine.close()


def test_no_count_is_lost_between_processes_and_threads(tmp_path):
    fork = multiprocessing.get_context("spawn")
    running = [fork.Process(target=_count, args=(tmp_path / "limits", 250)) for _ in range(2)]
    for each in running:
        each.start()
    for each in running:
        each.join()

    last = Moments(tmp_path / "limits", secret=SECRET)
    assert last.change("all", by=lambda moment: (moment, moment)) == 1000
    last.close()


def test_each_key_has_a_moment_of_its_own(moments):
    for number in range(500):
        moments.change(f"key {number}", by=lambda _old, new=float(number): (new, None))

    read = [moments.change(f"key {n}", by=lambda moment: (moment, moment)) for n in range(500)]
    assert read == [float(n) for n in range(500)]


def test_the_file_keeps_its_size_and_forgets_what_is_over_first(moments, monkeypatch, tmp_path):
    monkeypatch.setattr(counting, "_BUCKETS", 1)
    before = (tmp_path / "limits").stat().st_size
    for number in range(20):
        moments.change(f"key {number}", by=lambda _old, new=float(number + 1): (new, None))

    read = [
        moments.change(f"key {n}", by=lambda moment: (moment, moment)) for n in range(19, 15, -1)
    ]
    assert read == [20.0, 19.0, 18.0, 17.0]
    assert (tmp_path / "limits").stat().st_size == before


def test_an_address_cannot_be_read_in_the_file(moments, tmp_path):
    moments.change("api address\n192.0.2.1", by=_one_more)

    assert b"192.0.2.1" not in (tmp_path / "limits").read_bytes()


def test_a_damaged_file_is_of_use_again(tmp_path):
    (tmp_path / "limits").write_bytes(b"nonsense")

    made = Moments(tmp_path / "limits", secret=SECRET)
    assert made.change("key", by=_one_more) == 1
    made.close()
