"""Questions nobody should ask are answered all the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpia_workbench.search import Document, Index, Query

AWKWARD = st.one_of(
    st.text(),
    st.text("\"*?~^:()[]{}\\/+-!&|<>'` \x00\ud800\u202e\u200dab", max_size=40),
    st.lists(st.sampled_from(["google", '"', "toets", "van", "AND", "*", "-", "gogle"])).map(
        " ".join
    ),
)


@pytest.mark.parametrize(
    "text",
    [
        "google " * 1500,
        "x" * 10_000,
        "a-" * 5000,
        '"' * 10_000,
        "' OR 1=1; DROP TABLE release; --",
        "product:google AND (vendor:* OR NOT [a TO z])",
        "\x00\x01\x02",
        "\ud800",
        "💥" * 300,
        "مرحبا بالعالم",
        "שָׁלוֹם עולם",
        "\u202egoogle\u202c",
        "١٢٣ ½ ㎏ ﷺ",
        "%s %(x)s {0} {{x}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
    ],
)
def test_a_hostile_text_is_answered(shared: Index, text: str) -> None:
    results = shared.find(Query(text=text))

    assert 0 <= results.total <= 3


@pytest.mark.parametrize("text", ["*", "***", "?", '""', '"', "🎉", "   ", "-", "()"])
def test_a_text_without_words_finds_everything(shared: Index, text: str) -> None:
    assert shared.find(Query(text=text)).total == 3


def test_an_unclosed_quote_is_no_phrase(shared: Index) -> None:
    assert [hit.slug for hit in shared.find(Query(text='"kinderen toetsen')).hits] == ["magister"]


def test_typographic_quotes_make_a_phrase(shared: Index) -> None:
    assert not shared.find(Query(text="„toetsen van kinderen”")).partial
    assert shared.find(Query(text="“kinderen van toetsen”")).partial


def test_stop_words_alone_find_the_texts_that_have_them(shared: Index) -> None:
    results = shared.find(Query(text="de van"))

    assert [hit.slug for hit in results.hits] == ["magister"]


def test_stop_words_do_not_stand_in_the_way(shared: Index) -> None:
    results = shared.find(Query(text="mag ik google voor de leerlingen"))

    assert [hit.slug for hit in results.hits] == ["google-workspace"]
    assert not results.partial


@pytest.mark.parametrize("number", [-1, 0, 10**9])
def test_absurd_pages_are_answered(shared: Index, number: int) -> None:
    assert shared.find(Query(limit=number)).total == 3
    assert shared.find(Query(text="google", offset=number)).total == 1


@given(AWKWARD, st.sampled_from(["relevance", "date", "name"]), st.sampled_from(["nl", "en"]))
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_text_ever_fails(shared: Index, text: str, sort: str, language: str) -> None:
    query = Query(text=text, sort=sort, language=language)  # type: ignore[arg-type]

    results = shared.find(query)

    assert len(results.hits) == min(results.total, 20)
    assert sum(results.facets["verdict"].values()) == results.total
    for hit in results.hits:
        assert len(hit.highlights) <= 2
        assert all(text for highlight in hit.highlights for text, _ in highlight)


@given(st.lists(st.text(), min_size=1, max_size=3))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_document_ever_fails(index: Index, make: type[Document], texts: list[str]) -> None:
    text = " ".join(texts)
    document = make(
        "awkward", product=text, names=tuple(texts), vendor=text, words=tuple(texts),
        category=text, vendor_slug=text, sectors=tuple(texts), verdict=text,
        passages={"nl": tuple(texts), "en": (text,)},
    )  # fmt: skip

    index.put([document])

    assert "awkward" in index.slugs()
    assert index.find(Query(sort="name")).total == 4
    assert index.find(Query(text=text)).total >= 1


@pytest.mark.parametrize("text", ["\ud800\udc00 kaput", "kaput\x00\x01", ""])
def test_a_damaged_document_is_indexed(index: Index, make: type[Document], text: str) -> None:
    index.put([make("kaput", product=text, passages={"nl": (text, text), "xx": (text,)})])

    assert "kaput" in index.slugs()
    assert index.find(Query(text="kaput")).total == (1 if text else 0)
