"""Passages that people talk about: found by their words, and kept while others type."""

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.together import Speaking
from tests.markdown.test_writing import TEXTS

SPEAKING = Speaking()
TEXT = (
    "# Cijfers\n\nDocenten lezen **alle** cijfers, en ouders lezen cijfers.\n\n"
    "- cijfers[^1]\n\n[^1]: x"
)


def anchored(updates: list[bytes], passage: str, before: str = "", after: str = "") -> bytes | None:
    """Return the update that marks a passage for the thread t."""
    return SPEAKING.anchored(updates, "t", passage=passage, before=before, after=after)


def marked(text: str, passage: str, before: str = "", after: str = "") -> list[bytes]:
    """Return a document in which a passage is marked."""
    updates = [SPEAKING.rewritten([], text)]
    found = anchored(updates, passage, before, after)
    assert found is not None
    return [*updates, found]


def test_a_text_reads_as_lines_with_a_sign_for_what_has_no_letters() -> None:
    assert SPEAKING.flat([SPEAKING.rewritten([], TEXT)]) == (
        "Cijfers\nDocenten lezen alle cijfers, en ouders lezen cijfers.\ncijfers\ufffc"
    )


def test_a_marked_text_says_the_same() -> None:
    updates = marked(TEXT, "lezen alle cijfers", before="Docenten ")

    assert SPEAKING.said(updates) == TEXT
    assert SPEAKING.quoted(updates) == {"t": "lezen alle cijfers"}


def test_the_words_around_a_passage_decide_where_it_is() -> None:
    updates = marked(TEXT, "cijfers", before="ouders lezen ", after=".")
    other = SPEAKING.reworded(updates, "t", passage="cijfers", proposed="toetsen")

    assert other is not None
    assert "en ouders lezen toetsen." in SPEAKING.said([*updates, other])


def test_a_passage_that_is_not_there_or_anywhere_is_not_marked() -> None:
    updates = [SPEAKING.rewritten([], TEXT)]

    assert anchored(updates, "staat er niet") is None
    assert anchored(updates, "cijfers") is None
    assert anchored(updates, "") is None


def test_a_passage_goes_with_its_words() -> None:
    updates = marked(TEXT, "lezen alle cijfers", before="Docenten ")
    typed = TEXT.replace("Docenten", "Alle docenten").replace("**alle**", "**zeer veel**")
    updates.append(SPEAKING.rewritten(updates, typed))

    assert SPEAKING.said(updates) == typed
    assert SPEAKING.quoted(updates)["t"] == "lezen  cijfers"


def test_rewording_keeps_the_looks_of_words_that_stay() -> None:
    updates = marked(TEXT, "lezen alle cijfers", before="Docenten ")

    other = SPEAKING.reworded(
        updates, "t", passage="lezen alle cijfers", proposed="zien alle toetsen"
    )

    assert other is not None
    assert "Docenten zien **alle** toetsen, en" in SPEAKING.said([*updates, other])


def test_a_passage_that_changed_is_not_reworded() -> None:
    updates = marked(TEXT, "lezen alle cijfers", before="Docenten ")
    updates.append(SPEAKING.rewritten(updates, TEXT.replace("alle", "sommige")))

    assert SPEAKING.reworded(updates, "t", passage="lezen alle cijfers", proposed="x") is None


def test_what_people_say_of_the_same_words_stands_beside_each_other() -> None:
    updates = marked(TEXT, "lezen alle", before="Docenten ")
    other = SPEAKING.anchored(updates, "u", passage="alle cijfers", before="lezen ", after=", en")

    assert other is not None
    assert SPEAKING.quoted([*updates, other]) == {"t": "lezen alle", "u": "alle cijfers"}


@given(TEXTS, st.data())
def test_any_passage_of_any_text_is_marked_without_changing_what_it_says(
    text: str, data: st.DataObject
) -> None:
    updates = [SPEAKING.rewritten([], text)]
    flat, said = SPEAKING.flat(updates), SPEAKING.said(updates)
    start = data.draw(st.integers(0, len(flat)))
    passage = flat[start : data.draw(st.integers(start, len(flat)))]

    found = anchored(updates, passage, flat[:start], flat[start + len(passage) :])

    assert SPEAKING.said([*updates, *([found] if found else [])]) == said
    if found:
        letters = passage.replace("\n", "").replace("\ufffc", "")
        quoted = SPEAKING.quoted([*updates, found]).get("t", "")
        assert quoted.replace("\n", "") == letters  # code has line breaks of its own


@given(TEXTS, st.text(alphabet="abc é*_[]", max_size=12), st.data())
def test_an_accepted_suggestion_changes_only_its_passage(
    text: str, proposed: str, data: st.DataObject
) -> None:
    updates = [SPEAKING.rewritten([], text)]
    flat = SPEAKING.flat(updates)
    start = data.draw(st.integers(0, len(flat)))
    passage = flat[start : data.draw(st.integers(start, len(flat)))]
    found = anchored(updates, passage, flat[:start], flat[start + len(passage) :])
    if found is None:
        return
    made = SPEAKING.reworded([*updates, found], "t", passage=passage, proposed=proposed)
    if made is not None:
        assert SPEAKING.flat([*updates, found, made]) == (
            flat[:start] + proposed + flat[start + len(passage) :]
        )
