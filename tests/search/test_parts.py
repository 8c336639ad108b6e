"""Parts of verdicts: risks, measures, settings and agreements, and past releases."""

from collections.abc import Callable

import pytest

from dpia_workbench.search import KINDS, Document, Index, Part, Place, Query, SearchBackend
from dpia_workbench.search.model import Suggestion

Make = Callable[..., Document]


def part(kind: str, key: str, title: str, *texts: str) -> Part:
    """Return a part in Dutch."""
    return Part(kind=kind, key=key, title={"nl": title}, passages={"nl": texts})  # type: ignore[arg-type]


PARTS = (
    part("risk", "R1", "Lekken van leerlinggegevens", "De okapi ziet wie er inlogt."),
    part("setting", "M1", "Zet telemetrie uit", "Kies in het beheer voor basis."),
    part("measure", "M2", "Maak een lokale DPIA"),
    part("agreement", "M3", "Verwerkersovereenkomst met de sector"),
)


@pytest.fixture
def backend(index: Index, make: Make) -> SearchBackend:
    """The catalogue with one verdict in parts, of which there are two past releases."""
    passages = {"nl": ("Teams mag worden gebruikt.",)}
    old = (part("risk", "R9", "Een risico van vroeger", "De wombat groef hier."), *PARTS)
    common = {
        "product": "Teams", "vendor": "Microsoft", "vendor_slug": "microsoft",
        "sectors": ("po",), "category": "video",
        "category_names": {"nl": "Videovergaderen", "en": "Video meetings"},
    }  # fmt: skip
    index.put(
        make("teams", **common, release=number, current=number == 3, passages=passages, parts=parts)
        for number, parts in ((3, PARTS), (2, old), (1, old))
    )
    return index


def test_a_verdict_is_found_once_by_the_words_of_its_parts_in_their_place(
    backend: SearchBackend,
) -> None:
    results = backend.find(Query(text="okapi telemetrie"))

    [hit] = results.hits
    assert (hit.slug, results.total, results.partial) == ("teams", 1, False)
    assert hit.place == Place(kind="verdict", key="", release=3)
    assert [place.key for place in hit.places if place] == ["R1", "M1"]
    assert len(hit.places) == len(hit.highlights)


@pytest.mark.parametrize(
    ("kind", "key", "text"),
    [
        ("risk", "R1", "okapi"),
        ("setting", "M1", "telemetrie"),
        ("measure", "M2", "lokale dpia"),
        ("agreement", "M3", "DPA"),
        ("setting", "M1", "teams telemetrie"),
        ("setting", "M1", "microsoft"),
        ("risk", "R1", '"ziet wie er inlogt"'),
    ],
)
def test_a_part_is_found_by_itself_and_by_the_names_around_it(
    backend: SearchBackend, kind: str, key: str, text: str
) -> None:
    results = backend.find(Query(text=text, kinds=(kind,)))  # type: ignore[arg-type]

    assert [(hit.slug, hit.place.key) for hit in results.hits] == [("teams", key)]
    assert results.hits[0].title
    assert not results.partial


def test_kinds_are_counted_whatever_kind_is_asked_for(backend: SearchBackend) -> None:
    verdicts = backend.find(Query(text="teams"))
    risks = backend.find(Query(text="teams", kinds=("risk",)))
    everything = backend.find(Query(text="teams", kinds=KINDS))

    assert verdicts.kinds == dict.fromkeys(KINDS, 1) | {"verdict": 2}
    assert risks.kinds == verdicts.kinds
    assert (verdicts.total, risks.total, everything.total) == (2, 1, 6)
    assert risks.facets["vendor"] == {"microsoft": 1}


def test_a_risk_that_speaks_of_what_is_sought_comes_before_one_that_stands_beside_it(
    index: Index, make: Make
) -> None:
    beside = make("okapi", product="Okapi", parts=(part("risk", "R1", "Iets anders"),))
    speaking = make("zebra", product="Zebra", parts=(part("risk", "R1", "De okapi lekt"),))
    index.put([beside, speaking])

    hits = index.find(Query(text="okapi", kinds=("risk",))).hits

    assert [hit.slug for hit in hits] == ["zebra", "okapi"]


def test_past_releases_are_found_on_request_and_after_all_current_ones(
    backend: SearchBackend, make: Make
) -> None:
    backend.put([make("other", product="Ander", passages={"nl": ("Vroeger was er een risico.",)})])

    now = backend.find(Query(text="wombat"))
    ever = backend.find(Query(text="wombat", include_past=True))
    both = backend.find(Query(text="vroeger risico", include_past=True))
    risks = backend.find(Query(text="wombat", kinds=("risk",), include_past=True))

    assert now.total == 0
    assert [(hit.slug, hit.place.release, hit.is_current) for hit in ever.hits] == [
        ("teams", 2, False)
    ]
    assert [hit.slug for hit in both.hits] == ["other", "teams"]
    assert {hit.place.release for hit in risks.hits} == {1, 2}


def test_a_product_is_replaced_and_dropped_with_all_its_releases(
    backend: SearchBackend, make: Make
) -> None:
    backend.put([make("teams", product="Teams", release=4)])
    replaced = backend.find(Query(text="teams", kinds=KINDS, include_past=True))
    backend.drop(["teams"])

    assert replaced.total == 2
    assert backend.find(Query(text="teams", kinds=KINDS, include_past=True)).total == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("goo", ("Google Workspace for Education", "product", "google-workspace")),
        ("WORKS", ("Google Workspace for Education", "product", "google-workspace")),
        ("workspace fo", ("Google Workspace for Education", "product", "google-workspace")),
        ("g suite", ("G Suite", "product", "google-workspace")),
        ("idd", ("Iddink", "vendor", "iddink")),
        ("vídeo", ("Videovergaderen", "category", "video")),
        ("coord", ("coordinator", "word", None)),
    ],
)
def test_names_are_suggested_before_words(
    backend: SearchBackend, typed: str, first: tuple[str, str, str | None]
) -> None:
    found = backend.suggest(typed, language="nl", limit=5)

    assert (found[0].text, found[0].kind, found[0].slug) == first


@pytest.mark.parametrize("typed", ["", "  ", "\x00", "*", "x" * 10_000, "\ud800", "مرحبا", "old"])
def test_nothing_is_suggested_that_is_not_there_or_past(backend: SearchBackend, typed: str) -> None:
    assert not [one for one in backend.suggest(typed, language="en", limit=5) if one.slug]


def test_as_many_are_suggested_as_asked_for(backend: SearchBackend) -> None:
    many = backend.suggest("t", language="nl", limit=3)

    assert len(many) == 3
    assert backend.suggest("t", language="nl", limit=0) == ()
    assert many[0] == Suggestion(text="Teams", kind="product", slug="teams")


def test_a_category_is_suggested_in_the_language_of_the_reader(backend: SearchBackend) -> None:
    dutch = backend.suggest("vid", language="nl", limit=5)
    english = backend.suggest("vid", language="en", limit=5)

    assert dutch[0].text == "Videovergaderen"
    assert english[0].text == "Video meetings"
