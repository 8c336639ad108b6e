"""Who wrote which letters is told the same, whether blocks are compared alone or the whole text."""

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.authorship import Passages, rewritten
from dpia_workbench.together import Speaking

SPEAKING = Speaking()
AUTHORS = ("ann", "ben", None)  # in turn, for what one types in a row is compared at once
WAYS = st.sampled_from(["word", "word", "word", "gone", "paragraph", "list", "no block"])
EDITS = st.lists(st.tuples(WAYS, st.integers(0, 99)), max_size=12)
START = ["", "een twee drie", "- vier vijf zeven", "acht negen"]


def edited(blocks: list[str], way: str, at: int, number: int) -> list[str]:
    """Return blocks of Markdown after one edit; each new word is one of its own."""
    place = at % len(blocks)
    words = blocks[place].split(" ")  # an item of a list has one, and so a list stays one
    if way == "word":
        words.insert(1 + at % max(len(words), 1), f"w{number}")
    elif way == "gone" and len(words) > 2:
        words.pop()
    added = {"paragraph": [f"p{number} q{number}"], "list": [f"- l{number}\n- m{number}"]}
    kept = [] if way == "no block" and len(blocks) > 1 else [" ".join(words)]
    return [*blocks[:place], *kept, *added.get(way, []), *blocks[place + 1 :]]


def told(passages: Passages, text: str) -> list[tuple[str, str | None]]:
    """Return each letter with who wrote it; whose a line break is does not matter."""
    authors = [each.author for each in passages for _letter in range(each.length)]
    return [each for each in zip(text, authors, strict=True) if each[0] != "\n"]


@given(EDITS)
def test_blocks_alone_tell_the_same_authors_as_the_whole_text(
    edits: list[tuple[str, int]],
) -> None:
    blocks = START
    updates = [SPEAKING.rewritten([], "\n\n".join(blocks))]
    text = SPEAKING.flat(updates)
    expected: Passages = rewritten((), "", text, "ann")
    begun, first, new = expected, list(updates), list[tuple[bytes, str | None]]()

    for number, (way, at) in enumerate(edits):
        author = AUTHORS[number % len(AUTHORS)]
        blocks = edited(blocks, way, at, number)
        data = SPEAKING.rewritten(updates, "\n\n".join(blocks))
        updates.append(data)
        new.append((data, author))
        before, text = text, SPEAKING.flat(updates)
        expected = rewritten(expected, before, text, author)

    assert told(SPEAKING.grown(first, new, begun), text) == told(expected, text)


def test_passages_that_do_not_fit_are_nobodys() -> None:
    updates = [SPEAKING.rewritten([], "een twee")]
    more = SPEAKING.rewritten(updates, "een twee drie")

    found = SPEAKING.grown(updates, [(more, "ben")], rewritten((), "", "anders", "ann"))

    assert [(each.length, each.author) for each in found] == [(8, None), (5, "ben")]
