"""Markdown from the tree: the same text again, whatever stands in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.markdown import plain, read, tree, write

# Signs that mean something, and words to mean it of.
PIECES = st.sampled_from(
    ["a", "b c", "**", "*", "_", "~~", "`", "``", "[", "]", "(", ")", "https://x.nl", "mailto:a@b",
     "evidence:E3", "![", "[^1]", "[^1]: ", "\n", "\n\n", "- ", "1. ", "2) ", "> ", "    ", "  ",
     "#", "## ", "|", "---", "\n| a | b |\n|---|---|\n| ", "\\", "&amp;", "é", "\u00a0", ".", "<",
     "```\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def _words(text: tree.Tree) -> str:
    return "".join(plain(text).split())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Een *nieuwe* **zin** ~~hier~~.",
        "een\ntwee\\\ndrie",
        "- een\n- twee\n  - drie",
        "3. een\n4. twee",
        "- een\n\n- twee",
        "- a\n\n* b\n\n- c",
        "> een\n>\n> - twee",
        "`a < b`",
        "```\na < b\n\nc\n```",
        "een\n\n___\n\ntwee",
        "a[^1] b\n\n[^1]: noot\n\n    meer",
        "| a | b |\n| :-: | --: |\n| x \\| y | `q` |",
        "# A\n\n## B",
        "[a](<https://x.nl/(b)>) ![beeld](evidence:E3) https://y.nl",
        "[naam] snake_case R&D",
        "**a***b* c",
        "1\\. geen lijst",
    ],
)
def test_what_is_written_plainly_is_written_so_again(text: str) -> None:
    assert write(read(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Een __nieuwe__ zin", "Een **nieuwe** zin"),
        ("**een **twee", "\\*\\*een \\*\\*twee"),
        ("* een\n* twee", "- een\n- twee"),
        ("## A\n\n#### B", "# A\n\n## B"),
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("> a\n\n> b", "> a\n>\n> b"),
    ],
)
def test_what_can_be_said_in_two_ways_is_written_in_one(text: str, written: str) -> None:
    assert write(read(text)) == written


@given(TEXTS)
def test_no_word_is_lost_and_the_second_time_nothing_changes(text: str) -> None:
    first = read(text)
    written = write(first)

    assert _words(read(written)) == _words(first)
    assert write(read(written)) == written


WORDS = st.text(alphabet=st.sampled_from("ab é*_~`[]()<>|\\#-+.!&;:1\n"), min_size=1, max_size=12)
LOOKS = st.sampled_from(list(tree.Look))
INLINES = st.recursive(
    st.one_of(
        WORDS.map(tree.Words), WORDS.map(lambda text: tree.Code(text.replace("\n", " "))),
        st.just(tree.Break()),
    ),
    lambda inner: st.one_of(
        st.builds(lambda look, one: tree.Marked(look, (one,)), LOOKS, inner),
        st.builds(lambda one: tree.Link("https://x.nl/a", (one,)), inner),
    ),
    max_leaves=4,
)  # fmt: skip


@given(st.lists(INLINES, min_size=1, max_size=4).map(tuple))
def test_any_row_of_looks_keeps_its_words(inner: tuple[tree.Inline, ...]) -> None:
    text = tree.Tree((tree.Paragraph(inner),))

    assert _words(read(write(text))) == _words(text)
