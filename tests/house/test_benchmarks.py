"""The benchmarks run: what measures a program that moved on measures nothing."""

from pathlib import Path

import pytest

from benchmarks import adoptions, dossier_report, pages, publication, report, typing


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


@pytest.mark.slow
def test_the_benchmark_of_publication_measures_a_small_catalogue() -> None:
    lines = list(publication.run(3, questions=8))

    assert "documents of 28 verdicts" in lines[0]
    assert any(line.startswith("published until found in every worker") for line in lines)
    assert any("PostgreSQL" in line for line in lines)


@pytest.mark.slow
def test_the_benchmark_of_adoptions_measures_some_boards() -> None:
    lines = list(adoptions.run(12))

    # A board of the demonstration relies on the same release.
    assert lines[0].startswith("12 adoptions: 13 tasks and ")


@pytest.mark.slow
def test_the_benchmark_of_typing_measures_a_small_crowd() -> None:
    lines = list(typing.run(1, crowds=[(4, 1, 2)]))

    assert "(100.00%)" in lines[0]
    assert "2 workers: 0 texts differ between copies or from the database" in lines[2]
    assert lines[3].startswith("table of updates: ")
