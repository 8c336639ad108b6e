"""Who wrote which words of a text, after any row of changes."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.authorship import Passage, Passages, length_of, rewritten

ANN, BEN = "ann", "ben"
WORDS = st.lists(st.sampled_from(["a", "bb", " ", ".", "\n", "cé"]), max_size=12).map("".join)
CHANGES = st.lists(st.tuples(WORDS, st.sampled_from([ANN, BEN, None])), max_size=8)


def told(passages: Passages, text: str) -> list[tuple[str | None, str]]:
    """Return passages with their words."""
    found, place = [], 0
    for each in passages:
        found.append((each.author, text[place : place + each.length]))
        place += each.length
    return found


def test_words_that_stay_keep_their_author() -> None:
    first = rewritten((), "", "Docenten lezen cijfers.", ANN)
    text = "Docenten en ouders lezen cijfers."

    assert told(rewritten(first, "Docenten lezen cijfers.", text, BEN), text) == [
        (ANN, "Docenten "),
        (BEN, "en ouders "),
        (ANN, "lezen cijfers."),
    ]


def test_a_word_in_the_middle_of_a_change_keeps_its_author() -> None:
    first = rewritten((), "", "een twee drie", ANN)
    text = "1 twee 3"

    assert told(rewritten(first, "een twee drie", text, BEN), text) == [
        (BEN, "1"),
        (ANN, " twee "),
        (BEN, "3"),
    ]


def test_passages_of_another_text_are_nobodys() -> None:
    assert rewritten((Passage(3, ANN),), "een twee", "een twee", BEN) == (Passage(8, None),)


@given(CHANGES)
def test_passages_always_cover_the_text_and_no_two_neighbours_are_of_one_author(
    changes: list[tuple[str, str | None]],
) -> None:
    passages: Passages = ()
    before = ""
    for after, author in changes:
        passages, before = rewritten(passages, before, after, author), after
        assert length_of(passages) == len(after)
    assert all(each.length > 0 for each in passages)
    assert all(one.author != other.author for one, other in pairwise(passages))


@given(WORDS, WORDS)
def test_who_changes_nothing_of_a_word_is_not_its_author(before: str, after: str) -> None:
    first = rewritten((), "", before, ANN)

    mine = rewritten(first, before, after, BEN)

    kept = sum(each.length for each in mine if each.author == ANN)
    assert kept <= len(before)
    assert rewritten(mine, after, after, BEN) == mine
