"""Merging what two people wrote: nothing is lost in silence, and nothing takes for ever."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia_workbench.risk.merge import (
    Conflict,
    Merged,
    MergedValue,
    Side,
    merge,
    merge_lists,
    merge_value,
)
from tests.unit.strategies import EXAMPLES

# Few words and signs, so that the same ones meet often.
_BITS = ("de", "school", "60", "1.000", " ", "  ", ", ", ".", "\n", "\r\n", "\n\n", "\0", "\u202e")
texts = st.lists(st.sampled_from(_BITS), max_size=25).map("".join) | st.text(max_size=20)
quick = settings(max_examples=min(EXAMPLES, 500), deadline=None)

BASE = "The school keeps marks for 30 days.\n\nOnly teachers see them.\n"


def test_changes_in_different_places_merge_by_themselves() -> None:
    mine = BASE.replace("marks", "marks and notes")
    theirs = BASE.replace("Only teachers", "Only mentors")

    merged = merge(BASE, mine, theirs)

    assert merged.is_clean
    assert merged.text == (
        "The school keeps marks and notes for 30 days.\n\nOnly mentors see them.\n"
    )


def test_the_same_change_of_both_is_made_once() -> None:
    changed = BASE.replace("30 days", "two weeks")

    assert merge(BASE, changed, changed) == Merged((changed,))


def test_different_changes_of_the_same_words_are_a_conflict() -> None:
    merged = merge(BASE, BASE.replace("30 days", "60 days"), BASE.replace("30 days", "a week"))

    assert merged.conflicts == (Conflict("30 days", "60 days", "a week"),)
    assert merged.text == BASE.replace("30 days", "60 days")
    assert merged.text_of(Side.THEIRS) == BASE.replace("30 days", "a week")
    assert merged.text_of(Side.BASE) == BASE


def test_changes_of_neighbouring_words_are_a_conflict() -> None:
    # By themselves they would become "60 weeks", which nobody wrote.
    merged = merge(BASE, BASE.replace("30 days", "60 days"), BASE.replace("days", "weeks"))

    assert merged.conflicts == (Conflict("30 days", "60 days", "30 weeks"),)


def test_changing_what_the_other_took_out_is_a_conflict() -> None:
    shorter = "The school keeps marks for 30 days.\n"

    merged = merge(BASE, shorter, BASE.replace("teachers", "mentors"))

    (conflict,) = merged.conflicts
    assert "mentors" in conflict.theirs
    assert "teachers" not in conflict.mine
    assert merged.text == shorter


def test_two_paragraphs_at_the_same_place_are_a_conflict() -> None:
    merged = merge(BASE, BASE + "\nMine.\n", BASE + "\nTheirs.\n")

    assert merged.conflicts == (Conflict("", "\nMine.\n", "\nTheirs.\n"),)


@pytest.mark.parametrize("base", ["Marks for 30 days", "Marks for 30 days\n", BASE])
def test_a_new_paragraph_does_not_meet_the_words_beside_it(base: str) -> None:
    first = base.split()[0]

    before = merge(base, "New.\n\n" + base, base.replace(first, "Grades", 1))
    after = merge(base, base + "\n\nNew.", base.replace("days", "weeks").replace("them", "it"))

    assert before == Merged(("New.\n\n" + base.replace(first, "Grades", 1),))
    assert after == Merged((base.replace("days", "weeks").replace("them", "it") + "\n\nNew.",))


def test_a_side_is_chosen_for_each_conflict() -> None:
    merged = merge("one\ntwo", "mine\nmine", "theirs\ntheirs")

    assert merged.chosen([Side.THEIRS, Side.MINE]) == "theirs\nmine"
    with pytest.raises(ValueError, match="each conflict"):
        merged.chosen([Side.MINE])


@quick
@given(base=texts, changed=texts)
def test_what_only_one_changed_is_taken(base: str, changed: str) -> None:
    for merged in (
        merge(base, changed, base),
        merge(base, base, changed),
        merge(base, changed, changed),
    ):
        assert merged.is_clean
        assert merged.text == changed


@quick
@given(base=texts, mine=texts, theirs=texts)
def test_it_does_not_matter_who_saves_first(base: str, mine: str, theirs: str) -> None:
    merged, other = merge(base, mine, theirs), merge(base, theirs, mine)

    swapped = tuple(
        Conflict(piece.base, piece.theirs, piece.mine) if isinstance(piece, Conflict) else piece
        for piece in other.pieces
    )
    assert merged.pieces == swapped
    assert merged == merge(base, mine, theirs)
    assert all(conflict.mine != conflict.theirs for conflict in merged.conflicts)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A text in which every word occurs once, and two people's changes with words of their own."""
    base = [f"w{number}" for number in range(draw(st.integers(0, 12)))]
    return base, _changed(draw, base, name="m"), _changed(draw, base, name="t")


def _changed(draw: st.DrawFn, base: list[str], *, name: str) -> list[str]:
    """Return words with some left out and some put in: none, one or two before each."""
    marks = draw(st.lists(st.integers(0, 7), min_size=len(base) + 1, max_size=len(base) + 1))
    found = []
    for place, mark in enumerate(marks):
        found += [f"{name}{place}{letter}" for letter in "ab"[: max(0, mark - 5)]]
        if place < len(base) and mark != 5:
            found.append(base[place])
    return found


@settings(max_examples=min(EXAMPLES, 600), deadline=None)
@given(edited(), st.lists(st.sampled_from(("\n", " ", " ", ", ")), min_size=12, max_size=12))
def test_no_word_disappears_in_silence(
    words: tuple[list[str], list[str], list[str]], signs: list[str]
) -> None:
    base, mine, theirs = words
    # The sign after a word goes with the word, so that line breaks are in the same places.
    base_text, my_text, their_text = (
        "".join(word + signs[sum(map(ord, word)) % len(signs)] for word in text) for text in words
    )

    merged = merge(base_text, my_text, their_text)

    settled = " ".join(piece for piece in merged.pieces if isinstance(piece, str))
    settled_words = _words(settled)
    shown_mine = _words(" ".join(each.mine for each in merged.conflicts))
    shown_theirs = _words(" ".join(each.theirs for each in merged.conflicts))
    written = set(mine) | set(theirs)
    for word in written - set(base):
        assert word in settled_words or word in shown_mine or word in shown_theirs
    for word in set(base) & set(mine) & set(theirs):
        assert word in settled_words or (word in shown_mine and word in shown_theirs)
    # Words that were apart stay apart, whatever is chosen.
    for side in Side:
        assert set(_words(merged.text_of(side))) <= written | set(base)
    # Nor does a word return, or come twice, that somebody settled.
    assert len(settled_words) == len(set(settled_words))
    assert set(settled_words) <= written
    for word in set(base) - (set(mine) & set(theirs)):
        assert word not in settled_words


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()


PARAGRAPH = "De school bewaart de cijfers van leerling {0} voor {0} dagen, en niet langer.\n\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("".join(PARAGRAPH.format(n) for n in range(12_000)),
         "".join(PARAGRAPH.format(n + n % 2) for n in range(12_000)),
         "".join(PARAGRAPH.format(n + n % 3) for n in range(12_000))),
        ("a b\n" * 250_000, "a c\n" * 250_000, "b a\n" * 250_000),
        ("".join(f"{n} " for n in range(150_000)), "".join(f"{n} " for n in range(150_000, 0, -1)),
         "".join(f"{n * 7 % 150_000} " for n in range(150_000))),
        ("ab" * 500_000, "ba" * 500_000, "." * 1_000_000),
    ],
    ids=["paragraphs", "same lines", "turned round", "no words"],
)  # fmt: skip
def test_a_megabyte_takes_seconds(base: str, mine: str, theirs: str) -> None:
    began = time.process_time()

    merged = merge(base, mine, theirs)

    assert time.process_time() - began < 15
    assert merged.text_of(Side.MINE)


def test_a_value_is_that_of_who_changed_it() -> None:
    assert merge_value(1, 1, 1) == merge_value(0, 1, 1) == merge_value(0, 1, 0) == MergedValue(1)
    assert merge_value(0, 0, 1) == MergedValue(1)
    assert merge_value(0, 0, 1).is_clean


def test_a_value_that_both_changed_is_a_conflict() -> None:
    merged = merge_value("low", "high", "severe")

    assert not merged.is_clean
    assert merged == MergedValue("high", Conflict("low", "high", "severe"))


def test_values_of_a_set_are_added_and_taken_out_by_either() -> None:
    assert merge_lists(["a", "b", "c"], ["a", "c", "d"], ["e", "b", "a", "d"]) == ("a", "d", "e")


sets = st.frozensets(st.integers(0, 6))


@given(sets, sets, sets)
def test_each_value_of_a_set_merges_by_itself(
    base: frozenset[int], mine: frozenset[int], theirs: frozenset[int]
) -> None:
    merged = merge_lists(base, mine, theirs)

    assert len(merged) == len(set(merged))
    for value in base | mine | theirs:
        apart = merge_value(value in base, value in mine, value in theirs)
        assert apart.is_clean
        assert (value in merged) is apart.value
