"""The benchmarks run: what measures a program that moved on measures nothing."""

import pytest

from benchmarks import report


@pytest.mark.slow
def test_the_dossier_of_the_word_benchmark_can_be_made() -> None:
    made = report.content()

    assert made["risks"]
    assert made["claims"]
