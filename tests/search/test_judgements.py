"""What school staff type, against the verdicts of data/ and of the demonstration."""

from collections.abc import Iterator

import pytest
from flask import Flask

from benchmarks import pages
from benchmarks.relevance import Judgement, judgements
from dpia_workbench.plumbing import indexing
from dpia_workbench.search import Hit, Place, Results
from dpia_workbench.search.synonyms import NOTIONS, RELATED

LEAST = 60


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with all its content, and nobody's changes to it."""
    app = pages.application(tmp_path_factory.mktemp("published"))
    with app.app_context():
        yield app
    pages.dispose(app)


@pytest.mark.slow
@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("judgement", judgements(), ids=lambda each: each.query)
def test_who_types_this_finds_that(judgement: Judgement) -> None:
    assert judgement.faults(indexing.find) == []


def test_there_are_judgements_enough_and_each_demands_something() -> None:
    found = judgements()

    assert len({(each.query, each.language) for each in found}) == len(found) >= LEAST
    assert all(each.first or each.top or each.found or each.nothing for each in found)


def test_a_fault_is_noticed() -> None:
    wanted = Judgement(query="x", first=("a",), top=("b",), found=("c",), absent=("d",))
    given = [Judgement(query="x", nothing=True), wanted]

    faults = [each.faults(lambda _query: _results("d")) for each in given]

    assert faults[0] == ["found ['d']"]
    assert [fault.split()[0] for fault in faults[1]] == ["first", "b", "c", "d"]


def _results(*slugs: str) -> Results:
    place = Place(kind="verdict", key="", release=1)
    hits = tuple(Hit(slug=slug, score=1.0, place=place) for slug in slugs)
    return Results(hits=hits, total=len(hits), facets={})


def test_a_term_means_one_thing_and_is_written_as_words_are_compared() -> None:
    terms = [term for each in NOTIONS.values() for term in each]

    assert len(terms) == len(set(terms))
    assert all(term == term.lower() and "-" not in term for term in terms)
    assert all(other in NOTIONS for each in RELATED.values() for other in each)
