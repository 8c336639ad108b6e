"""Which parts of two texts are the same: words stay whole, and work has an end."""

import time

from dpia_workbench.risk.alignment import Change, changes


def test_whole_words_change() -> None:
    assert changes("voor 1.000 euro", "voor 1.500 euro") == (Change(5, 10, 5, 10),)


def test_equal_texts_have_no_changes() -> None:
    assert changes("", "") == changes("een\ntwee", "een\ntwee") == ()


def test_a_rewritten_sentence_is_one_change() -> None:
    old = "Het bestuur bewaart de gegevens van leerlingen."
    new = "Wij verwijderen alle cijfers van ouders."

    assert len(changes(old, new)) == 1


def test_a_moved_paragraph_is_taken_out_and_put_in() -> None:
    first, second, third = "Een eerste.\n\n", "Een tweede.\n\n", "Een derde.\n\n"

    found = changes(first + second + third, second + third + first)

    assert found == (Change(0, 13, 0, 0), Change(38, 38, 25, 38))


def test_what_is_left_when_the_work_is_used_up_counts_as_replaced() -> None:
    old, new = "a\n" * 100_000, ("a\n" * 700 + "b\n") * 150
    began = time.process_time()

    found = changes(old, new)

    assert found == (Change(1400, len(old) - 1, 1400, len(new) - 1),)
    assert time.process_time() - began < 10
