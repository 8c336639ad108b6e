"""Folding, cutting and stemming."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.search.analysis import LANGUAGES, composed, stem, tokens
from dpia_workbench.search.query import MOST_WISHES, parse
from dpia_workbench.search.spelling import Vocabulary, WordList, distance

SAME_IN_DUTCH = """
kind kinderen
les lessen
toets toetsen
gegeven gegevens
persoonsgegeven persoonsgegevens
schooltoets schooltoetsen
school scholen
klas klassen
leerling leerlingen
risico risicos
maatregel maatregelen
functie functies
versie versies
huis huizen
brief brieven
advies adviezen
adres adressen
emailadres emailadressen
mens mensen
keuze keuzes
foto fotos
lid leden
bijles bijlessen
verwerking verwerkingen verwerkt
gebruik gebruiken gebruikt
beveiliging beveiligd beveiligen
verlies verliezen
"""


@pytest.mark.parametrize("family", SAME_IN_DUTCH.strip().splitlines())
def test_dutch_forms_of_a_word_share_a_stem(family: str) -> None:
    stems = {stem(form, language="nl") for form in family.split()}

    assert len(stems) == 1


@pytest.mark.parametrize("family", ["policy policies", "measure measures", "share sharing shared"])
def test_english_forms_of_a_word_share_a_stem(family: str) -> None:
    stems = {stem(form, language="en") for form in family.split()}

    assert len(stems) == 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Coördinator", "coordinator"),
        ("Coo\u0308rdinator", "coordinator"),
        ("ĳsbeer", "ijsbeer"),
        ("ge\u00adgevens", "gegevens"),
        ("ﬁets", "fiets"),
        ("ENQUÊTE", "enquete"),
        ("x", "x"),
    ],
)
def test_a_word_is_folded(text: str, form: str) -> None:
    assert [token.joined for token in tokens(composed(text))] == [form]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("two-factor", ("two", "factor", "twofactor")),
        ("2-factor", ("2", "factor", "2factor")),
        ("foto's", ("foto", "s", "fotos")),
        ("e\u2011mail", ("e", "mail", "email")),
    ],
)
def test_a_hyphenated_word_is_its_parts_and_the_whole(text: str, forms: tuple[str, ...]) -> None:
    assert [token.forms for token in tokens(text)] == [forms]


@given(st.text())
def test_tokens_always_stand_where_they_say(text: str) -> None:
    text = composed(text)
    place = 0

    for token in tokens(text):
        assert place <= token.start < token.end <= len(text)
        assert all(token.parts)
        place = token.end


@given(st.text(), st.sampled_from(LANGUAGES))
def test_every_word_always_has_a_stem(text: str, language: str) -> None:
    assert all(stem(token.joined, language=language) for token in tokens(composed(text)))


@given(st.text())
def test_a_query_never_asks_too_much(text: str) -> None:
    assert len(parse(text)) <= MOST_WISHES


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("magistre", "magister", 1), ("gogle", "google", 1), ("workspase", "workspace", 1)],
)
def test_a_typing_error_is_one_edit(left: str, right: str, edits: int) -> None:
    assert distance(left, right, limit=2) == edits


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_always_the_same_both_ways(left: str, right: str) -> None:
    assert distance(left, right, limit=2) == distance(right, left, limit=2)


def test_a_short_word_is_not_corrected() -> None:
    known = Vocabulary([WordList.of({"elo": 1, "zoom": 1})], names=())

    assert known.nearest("ela") is None
    assert known.nearest("zoon") == "zoom"


def test_a_name_is_meant_sooner_than_another_word() -> None:
    known = Vocabulary([WordList.of({"groepen": 9, "groeten": 5})], names={"groeten"})

    assert known.nearest("groeben") == "groeten"
