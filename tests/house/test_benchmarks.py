"""The benchmarks run: what measures a program that moved on measures nothing."""

from pathlib import Path

import pytest

from benchmarks import dossier_report, pages, report


@pytest.mark.slow
def test_the_dossier_of_the_word_benchmark_can_be_made() -> None:
    made = report.content()

    assert made["risks"]
    assert made["claims"]


@pytest.mark.slow
def test_the_dossier_with_registers_and_texts_can_be_made() -> None:
    made = dossier_report.large()

    assert len(made.content["entries"]) == dossier_report.ENTRIES
    assert made.content["texts"]


@pytest.mark.slow
def test_every_page_of_the_page_benchmark_is_there(tmp_path: Path) -> None:
    app = pages.application(tmp_path)
    client = app.test_client()

    for path in pages.PUBLIC:
        pages.get(client, path)
    pages.dispose(app)
