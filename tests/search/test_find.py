"""What a reader finds."""

from collections.abc import Callable
from typing import Any

import pytest

from dpia_workbench.search import Document, Index, Query

Make = Callable[..., Document]
Find = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("google", "google-workspace"),
        ("G Suite", "google-workspace"),
        ("micros", "microsoft-365"),
        ("toets", "magister"),
        ("kind", "magister"),
        ("coordinator", "magister"),
        ("email", "magister"),
        ("E-MAIL", "magister"),
        ("office 365", "microsoft-365"),
        ("videobellen", "microsoft-365"),
        ("leerlingvolgsysteem", "magister"),
        ("LVS", "magister"),
        ("DPO", "magister"),
        ("processor agreements", "magister"),
        ("2fa", "google-workspace"),
        ("two-factor authentication", "google-workspace"),
        ("data breach", "magister"),
    ],
)
def test_a_word_finds_what_it_means(shared: Index, text: str, slug: str) -> None:
    results = shared.find(Query(text=text))

    assert [hit.slug for hit in results.hits][:1] == [slug]
    assert results.correction is None
    assert not results.partial


@pytest.mark.parametrize("text", ["privacy officer", "privacy oficer", "privacyfunctionaris"])
def test_a_privacy_officer_is_not_an_office(index: Index, make: Make, text: str) -> None:
    index.put(
        [
            make("office", product="Microsoft Office", passages={"nl": ("Zet privacy aan.",)}),
            make("measured", passages={"nl": ("Scholen maken hun lokale DPIA.",)}),
            make("spoken", passages={"en": ("Talk to the data protection officer.",)}),
        ]
    )

    results = index.find(Query(text=text, language="en"))

    assert {hit.slug for hit in results.hits} == {"magister", "measured", "spoken"}
    assert results.partial
    marked = [
        piece for hit in results.hits for line in hit.highlights for piece in line if piece[1]
    ]
    assert {piece[0].lower() for piece in marked} <= {"data", "protection", "officer"}


def test_a_text_that_names_the_privacy_officer_is_enough(index: Index, make: Make) -> None:
    index.put(
        [
            make("named", passages={"nl": ("De privacyfunctionaris houdt een lijst bij.",)}),
            make("measured", passages={"nl": ("Scholen maken hun lokale DPIA.",)}),
        ]
    )

    results = index.find(Query(text="privacy officer"))

    assert [hit.slug for hit in results.hits] == ["named"]
    assert not results.partial


@pytest.mark.parametrize(
    ("typed", "meant", "slug"),
    [
        ("gogle workspase", "google workspace", "google-workspace"),
        ("magistre", "magister", "magister"),
        ("googleworkspace", "google workspace", "google-workspace"),
        ("leerling administratiesysteem", "leerlingadministratiesysteem", "magister"),
        ("toetsen van kinderne", "toetsen kinderen", "magister"),
    ],
)
def test_a_typing_error_is_corrected(shared: Index, typed: str, meant: str, slug: str) -> None:
    results = shared.find(Query(text=typed))

    assert results.correction == meant
    assert results.hits[0].slug == slug


def test_all_words_are_required_when_a_document_has_them(find: Find) -> None:
    assert find("google leerlingen") == ["google-workspace"]


def test_most_words_will_do_when_no_document_has_all(shared: Index) -> None:
    results = shared.find(Query(text="magister toetsen google"))

    assert results.partial
    assert [hit.slug for hit in results.hits] == ["magister", "google-workspace"]


def test_a_word_nobody_knows_leaves_the_others(shared: Index) -> None:
    results = shared.find(Query(text="magister xyzzyplugh"))

    assert results.partial
    assert results.correction is None
    assert [hit.slug for hit in results.hits] == ["magister"]


def test_nothing_is_found_for_a_word_nobody_knows(shared: Index) -> None:
    results = shared.find(Query(text="xyzzyplugh"))

    assert results.total == 0
    assert not results.partial


def test_a_phrase_keeps_its_order(shared: Index) -> None:
    straight = shared.find(Query(text='"toetsen van kinderen"'))
    turned = shared.find(Query(text='"kinderen van toetsen"'))

    assert (straight.total, straight.partial) == (1, False)
    assert (turned.total, turned.partial) == (1, True)


def test_a_phrase_does_not_run_over_two_sentences(shared: Index) -> None:
    results = shared.find(Query(text='"bewaard de verwerkersovereenkomst"'))

    assert results.partial


def test_names_outrank_vendors_and_vendors_outrank_passages(index: Index, make: Make) -> None:
    words = {"nl": ("Zebra zebra zebra zebra zebra.",)}
    index.put(
        [
            make("in-passage", passages=words),
            make("in-name", product="Zebra een hele lange naam voor een product"),
            make("in-vendor", vendor="Zebra"),
        ]
    )

    hits = index.find(Query(text="zebra")).hits

    assert [hit.slug for hit in hits] == ["in-name", "in-vendor", "in-passage"]


def test_a_whole_name_comes_first(index: Index, make: Make) -> None:
    index.put([make("long", product="Teams Teams Teams"), make("exact", product="Teams")])

    assert index.find(Query(text="teams")).hits[0].slug == "exact"


def test_the_verdict_never_moves_a_document(index: Index, make: Make) -> None:
    verdicts = ("RED", "GREEN", "ORANGE")
    index.put([make(f"same-{one}", product="Quokka", verdict=one) for one in verdicts])

    hits = index.find(Query(text="quokka")).hits

    assert len({hit.score for hit in hits}) == 1
    assert [hit.slug for hit in hits] == ["same-GREEN", "same-ORANGE", "same-RED"]


def test_an_empty_text_finds_all_current_documents_the_newest_first(find: Find) -> None:
    assert find() == ["microsoft-365", "google-workspace", "magister"]


def test_documents_are_sorted_by_name(find: Find) -> None:
    assert find(sort="name") == ["google-workspace", "magister", "microsoft-365"]
    assert find("suite", sort="name") == ["google-workspace", "microsoft-365"]


def test_documents_are_sorted_by_date(find: Find) -> None:
    assert find("suite", sort="date") == ["microsoft-365", "google-workspace"]


def test_what_is_withdrawn_is_found_only_on_request(find: Find) -> None:
    assert "oldwise" not in find("oldwise")
    assert find("oldwise", include_past=True) == ["oldwise"]


def test_pages_follow_each_other(find: Find) -> None:
    assert find(limit=2) + find(limit=2, offset=2) == find()
    assert find(limit=0) == []
    assert find(offset=100) == []
    assert find("suite", limit=1, offset=1) == find("suite")[1:]


@pytest.mark.parametrize(
    ("filters", "slugs"),
    [
        ({"verdicts": ("ORANGE",)}, {"microsoft-365"}),
        ({"verdicts": ("ORANGE", "GREEN")}, {"microsoft-365", "magister"}),
        ({"sectors": ("mbo", "po")}, {"microsoft-365", "google-workspace"}),
        ({"vendors": ("iddink",)}, {"magister"}),
        ({"categories": ("suite",), "verdicts": ("ORANGE",)}, {"microsoft-365"}),
        ({"categories": ("nothing",)}, set()),
    ],
)
def test_filters_leave_what_they_name(find: Find, filters: dict[str, Any], slugs: set[str]) -> None:
    assert set(find(**filters)) == slugs


def test_a_facet_ignores_its_own_filter(shared: Index) -> None:
    results = shared.find(Query(verdicts=("ORANGE",)))

    assert results.total == 1
    assert results.facets["verdict"] == {"GREEN": 1, "GREEN_WITH_MEASURES": 1, "ORANGE": 1}
    assert results.facets["sector"] == {"mbo": 1, "po": 1, "vo": 1}
    assert results.facets["vendor"] == {"microsoft": 1}
    assert results.facets["category"] == {"suite": 1}


def test_facets_count_what_the_text_finds(shared: Index) -> None:
    results = shared.find(Query(text="suite"))

    assert results.facets["vendor"] == {"google": 1, "microsoft": 1}


def _marked(index: Index, query: Query) -> list[str]:
    return [
        "".join(f"[{text}]" if is_match else text for text, is_match in highlight)
        for highlight in index.find(query).hits[0].highlights
    ]


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("toets", "nl", ["De [toetsen] van kinderen worden bewaard."]),
        ("google", "en", ["[Google] is a processor for core services."]),
        ("2fa", "nl", ["Leerlingen loggen in met [tweestapsverificatie]."]),
        ("coordinator", "nl", ["De [coördinator] meldt een datalek per e-mail."]),
        (
            "FG",
            "nl",
            ["De verwerkersovereenkomst is getekend door de [functionaris] [gegevensbescherming]."],
        ),
        ("toets", "en", []),
        ("toets", "xx", ["De [toetsen] van kinderen worden bewaard."]),
        ("", "nl", []),
    ],
)
def test_a_passage_shows_why(shared: Index, text: str, language: Any, shown: list[str]) -> None:
    assert _marked(shared, Query(text=text, language=language)) == shown


def test_at_most_two_passages_are_shown_and_long_ones_are_cut(index: Index, make: Make) -> None:
    filler = "lorem " * 60
    passages = (f"{filler}okapi {filler}", f"{filler}tapir", "okapi en tapir en tapir", "tapir")
    index.put([make("long", passages={"nl": passages})])

    alone = _marked(index, Query(text="okapi tapir"))
    index.put([make("long", passages={"nl": passages[:2]})])
    apart = _marked(index, Query(text="okapi tapir"))

    assert alone == ["[okapi] en [tapir] en [tapir]"]
    assert len(apart) == 2
    assert all(len(passage) <= 224 for passage in apart)
    assert apart[0].startswith("…lorem ")
    assert "[okapi]" in apart[0]
    assert apart[1].endswith("[tapir]")


def test_markup_in_a_passage_stays_text(index: Index, make: Make) -> None:
    index.put([make("markup", passages={"nl": ("<b>okapi</b> & co",)})])

    (highlight,) = index.find(Query(text="okapi")).hits[0].highlights

    assert highlight == (("<b>", False), ("okapi", True), ("</b> & co", False))
