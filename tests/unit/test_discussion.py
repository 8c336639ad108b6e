"""A suggestion changes what it was made on, and nothing that nobody looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.discussion import called, suggested

TEXTS = st.text("ab \n", max_size=12)


def test_a_suggestion_on_the_whole_text_replaces_it_while_it_is_the_same() -> None:
    assert suggested("Oud.", basis="Oud.", passage="", proposed="Nieuw.") == "Nieuw."
    assert suggested("Anders.", basis="Oud.", passage="", proposed="Nieuw.") is None


def test_a_passage_is_replaced_although_the_rest_of_the_text_changed() -> None:
    made = suggested(
        "Nu de namen, en meer.", basis="De namen.", passage="namen", proposed="cijfers"
    )

    assert made == "Nu de cijfers, en meer."


def test_a_passage_that_is_gone_or_stands_there_twice_needs_somebody_who_looks() -> None:
    assert suggested("Weg.", basis="De namen.", passage="namen", proposed="x") is None
    assert suggested("aaa", basis="aa", passage="aa", proposed="x") is None


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_no_word_outside_the_passage_is_ever_lost(
    current: str, basis: str, passage: str, proposed: str
) -> None:
    made = suggested(current, basis=basis, passage=passage, proposed=proposed)

    if made is not None and passage:
        before, after = current.split(passage)
        assert made == before + proposed + after
    elif made is not None:
        assert (current, made) == (basis, proposed)


NAMES = {1: "Ada Analist", 2: "Ada Bos", 3: "Jan-Willem de Wit"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Ada Analist, kijk eens", {1}),
        ("(@ada bos)", {2}),
        ("@Ada, wie van beiden?", set()),  # two people have this first name
        ("@Jan-Willem. @jan-willem", {3}),
        ("Jan-Willem de Wit zonder teken", set()),
        ("mail@Ada Analist", set()),
        ("@Ada Analisten", set()),
        ("@Jan-Willem-Alexander", set()),
        ("@", set()),
    ],
)
def test_who_is_called_by_name(text: str, found: set[int]) -> None:
    assert called(text, NAMES) == found


@given(st.text(), st.dictionaries(st.integers(), st.text(), max_size=4))
def test_whatever_is_written_only_known_people_are_called(text: str, names: dict[int, str]) -> None:
    assert called(text, names) <= set(names)
