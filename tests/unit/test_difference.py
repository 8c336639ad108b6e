"""The difference of two texts, as people read it."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia_workbench.risk.difference import Kind, Row, Run, difference, shortened, side_by_side
from tests.unit.strategies import EXAMPLES

SAME, REMOVED, ADDED = Kind.SAME, Kind.REMOVED, Kind.ADDED

_BITS = ("de", "school", "60", "1.000", " ", "  ", ", ", ".", "\n", "\r\n", "\n\n", "\0", "\u202e")
texts = st.lists(st.sampled_from(_BITS), max_size=25).map("".join) | st.text(max_size=20)
quick = settings(max_examples=min(EXAMPLES, 500), deadline=None)


def _text(runs: tuple[Run, ...], *kinds: Kind) -> str:
    return "".join(run.text for run in runs if run.kind in kinds)


def test_words_that_changed_are_shown_whole() -> None:
    runs = difference("Bewaard voor 1.000 dagen.", "Bewaard voor 100 dagen.")

    assert runs == (
        Run(SAME, "Bewaard voor "),
        Run(REMOVED, "1.000"),
        Run(ADDED, "100"),
        Run(SAME, " dagen."),
    )


@quick
@given(texts, texts)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    runs = difference(old, new)

    assert _text(runs, SAME, REMOVED) == old
    assert _text(runs, SAME, ADDED) == new
    assert all(run.text for run in runs)
    assert all(one.kind is not other.kind for one, other in pairwise(runs))
    if old == new:
        assert {run.kind for run in runs} <= {SAME}


def test_what_stayed_the_same_is_cut_between_words() -> None:
    runs = (
        Run(SAME, "Een heel lang begin van de tekst "),
        Run(ADDED, "met iets nieuws "),
        Run(SAME, "en daarna een heel lang vervolg van de tekst "),
        Run(REMOVED, "zonder slot"),
        Run(SAME, " en een heel lang einde van de tekst"),
    )

    assert shortened(runs, around=12) == (
        Run(SAME, "… de tekst "),
        Run(ADDED, "met iets nieuws "),
        Run(SAME, "en daarna … de tekst "),
        Run(REMOVED, "zonder slot"),
        Run(SAME, " en een heel…"),
    )
    assert shortened(runs) == runs


def test_of_a_text_without_changes_the_beginning_is_left() -> None:
    assert shortened(difference("een twee drie vier", "een twee drie vier"), around=9) == (
        Run(SAME, "een twee …"),
    )
    assert shortened((Run(SAME, "onafgebroken" * 9),), around=12) == (Run(SAME, "onafgebroken…"),)


@quick
@given(texts, texts, st.integers(0, 8))
def test_shortening_leaves_changes_as_they_are(old: str, new: str, around: int) -> None:
    runs = difference(old, new)

    short = shortened(runs, around=around)

    assert [run for run in short if run.kind is not SAME] == [
        run for run in runs if run.kind is not SAME
    ]
    for run, whole in zip(short, runs, strict=True):
        assert len(run.text) <= min(len(whole.text), 2 * around + 1) or run.kind is not SAME
        begin, _, end = run.text.partition("…")
        assert run == whole or (whole.text.startswith(begin) and whole.text.endswith(end))


def test_paragraphs_stand_beside_their_other_half() -> None:
    old = "Een eerste alinea.\n\nEen oude alinea.\n\nWordt gesplitst hier.\n"
    new = "Een nieuwe alinea.\n\nEen eerste alinea.\n\nWordt gesplitst\nhier.\n"

    rows = side_by_side(difference(old, new))

    def words(runs: tuple[Run, ...] | None) -> str | None:
        return None if runs is None else "".join(run.text for run in runs)

    assert [(words(row.old), words(row.new)) for row in rows] == [
        (None, "Een nieuwe alinea."),
        ("Een eerste alinea.", "Een eerste alinea."),
        ("Een oude alinea.", None),
        ("Wordt gesplitst hier.", "Wordt gesplitst"),
        (None, "hier."),
    ]


def test_a_paragraph_says_whether_it_changed() -> None:
    rows = side_by_side(difference("Een.\nTwee.\n", "Een.\nTwee en drie."))

    assert [row.is_same for row in rows] == [True, False]
    assert rows[0] == Row((Run(SAME, "Een."),), (Run(SAME, "Een."),))


@quick
@given(texts, texts)
def test_all_paragraphs_of_both_texts_stand_beside_each_other(old: str, new: str) -> None:
    rows = side_by_side(difference(old, new))

    for text, sides, gone in (
        (old, [row.old for row in rows], ADDED), (new, [row.new for row in rows], REMOVED)
    ):  # fmt: skip
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert ["".join(run.text for run in side) for side in sides if side] == [
            line for line in lines if line
        ]
        assert all(run.kind is not gone for side in sides if side for run in side)


@pytest.mark.slow
def test_a_megabyte_takes_seconds() -> None:
    old = "".join(f"Leerling {n} bewaart {n * 7} cijfers.\n\n" for n in range(30_000))
    new = old.replace("5 cijfers", "5 rapporten en cijfers").replace("Leerling 3", "Docent 3")
    began = time.process_time()

    runs = difference(old, new)
    side_by_side(runs)
    shortened(runs)

    assert time.process_time() - began < 10
