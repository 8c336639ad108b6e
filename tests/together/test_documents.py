"""Documents that several people type in: what they say, in whatever order updates arrive."""

import contextlib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from dpia_workbench.markdown import plain, read, write
from dpia_workbench.together import NotAnUpdate, Speaking, is_too_large, opened, take
from tests.markdown.test_writing import TEXTS

SPEAKING = Speaking()
TEXT = (
    "# Kop\n\nEen *nieuwe* **zin** met een [link](https://x.nl).\n\n- een\n- twee\n  - drie\n\n"
    "| a | b |\n| --- | --- |\n| c | d |\n\nx[^1] ![beeld](evidence:E3)\n\n[^1]: noot"
)


def said(*updates: bytes) -> str:
    """Return what a document of these updates says."""
    return SPEAKING.said(updates)


def words(text: str) -> str:
    """Return the words of a text."""
    return "".join(plain(read(text)).split())


def test_a_text_becomes_a_document_and_the_same_text_again() -> None:
    assert said(SPEAKING.rewritten([], TEXT)) == TEXT


# A note that only refers to itself is nowhere in a text.
PLAIN = TEXTS.filter(lambda text: "[^1]:" not in text)


@given(PLAIN, PLAIN)
def test_a_document_comes_to_say_any_other_text(one: str, other: str) -> None:
    first = SPEAKING.rewritten([], one)
    second = SPEAKING.rewritten([first], other)

    assert said(first, second) == said(SPEAKING.rewritten([], other))


@given(PLAIN, PLAIN)
def test_in_each_line_of_a_text_people_can_begin_at_once(one: str, other: str) -> None:
    first = SPEAKING.rewritten([], one)
    second = SPEAKING.rewritten([first], other)

    assert SPEAKING.begun([first]) is None
    assert SPEAKING.begun([first, second]) is None


def test_two_who_begin_in_a_line_without_a_text_begin_in_the_same() -> None:
    bare = made(XmlElement("paragraph"), XmlElement("horizontal_rule"))

    begun = SPEAKING.begun([bare])
    assert begun is not None
    base = opened([bare, begun]).get_update()
    letters = [typed(base, letter, at=0) for letter in "ab"]

    assert SPEAKING.begun([base]) is None
    assert sorted(said(base, *letters).split()[0]) == ["a", "b"]
    paragraph: Any = opened([base, *letters]).get("text", type=XmlFragment).children[0]
    assert len(paragraph.children) == 1


def test_what_stays_the_same_is_not_written_again() -> None:
    first = SPEAKING.rewritten([], TEXT)
    changed = TEXT.replace("nieuwe", "oude").replace("- twee", "- twee, en meer")

    update = SPEAKING.rewritten([first], changed)

    assert said(first, update) == changed
    assert len(update) < len(first) / 3


def typed(base: bytes, text: str, *, at: int) -> bytes:
    """Return the update of somebody who types in the first paragraph."""
    doc: Doc[Any] = opened([base])
    before = doc.get_state()
    paragraph: Any = doc.get("text", type=XmlFragment).children[0]
    paragraph.children[0].insert(at, text)
    return doc.get_update(before)


@given(st.permutations(range(4)), st.booleans())
def test_the_order_in_which_updates_arrive_makes_no_difference(
    order: list[int], is_twice: bool
) -> None:
    base = SPEAKING.rewritten([], "Docenten lezen cijfers.")
    updates = [typed(base, f" w{n} ", at=8) for n in range(3)]
    updates.append(SPEAKING.rewritten([base], "Docenten lezen alle cijfers.\n\nErbij."))
    arrived = [updates[place] for place in order] * (2 if is_twice else 1)

    assert said(base, *arrived) == said(base, *updates)
    assert {"w0", "w1", "w2", "alle", "Erbij."} <= set(said(*arrived, base).split())


def test_a_text_that_is_written_meanwhile_keeps_what_others_type() -> None:
    base = SPEAKING.rewritten([], "Een alinea.\n\nNog een alinea.")
    typing = typed(base, "Nieuw: ", at=0)
    written = SPEAKING.rewritten([base], "Een alinea.\n\nNog een andere alinea.")

    assert said(base, typing, written) == "Nieuw: Een alinea.\n\nNog een andere alinea."


def test_many_updates_are_brought_together_to_little() -> None:
    updates = [SPEAKING.rewritten([], "Begin.")]
    doc = opened(updates)
    paragraph: Any = doc.get("text", type=XmlFragment).children[0]
    for place in range(300):
        before = doc.get_state()
        paragraph.children[0].insert(place, "x")
        updates.append(doc.get_update(before))

    one = SPEAKING.brought_together(updates)

    assert said(one) == said(*updates)
    assert len(one) < sum(map(len, updates)) / 10


@given(st.binary(max_size=200))
def test_random_bytes_are_no_update_and_harm_nothing(data: bytes) -> None:
    doc = opened([SPEAKING.rewritten([], TEXT)])
    with contextlib.suppress(NotAnUpdate):
        take(doc, data)
    assert words(said(doc.get_update())) == words(TEXT)


def made(*children: Any) -> bytes:
    """Return a document of a browser that sends what it likes."""
    doc: Doc[Any] = Doc()
    fragment = doc.get("text", type=XmlFragment)
    for child in children:
        fragment.children.append(child)
    return doc.get_update()


def test_what_may_not_stand_in_a_text_becomes_words() -> None:
    script = XmlElement("script", {"src": "https://kwaad.example"}, [XmlText("alert(1)")])
    image = XmlElement("image", {"src": "https://kwaad.example/x.png", "alt": "Een beeld"})
    style = XmlElement("paragraph", {"style": "position:fixed"}, [XmlText("Gewoon.")])

    assert said(made(script, image, style)) == "alert(1)\n\nEen beeld\n\nGewoon."


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " https://x.nl"])
def test_a_link_to_another_kind_of_address_is_no_link(address: str) -> None:
    doc: Doc[Any] = Doc()
    text = XmlText("hier")
    doc.get("text", type=XmlFragment).children.append(XmlElement("paragraph", {}, [text]))
    text.format(0, 4, {"link": {"href": address}})

    written = said(doc.get_update())

    assert "](" not in written
    assert written.startswith("hier")
    assert address.strip() in written.replace("\\", "")


def test_lists_in_lists_have_an_end_and_their_words_stay() -> None:
    inner: Any = XmlElement("paragraph", {}, [XmlText("diep")])
    for _ in range(15):
        inner = XmlElement("bullet_list", {}, [XmlElement("list_item", {}, [inner])])

    written = said(made(inner))

    assert words(written) == "diep"
    assert words(said(SPEAKING.rewritten([], written))) == "diep"


def test_ten_thousand_lists_in_one_another_are_passed_over() -> None:
    doc: Doc[Any] = Doc()
    place: Any = doc.get("text", type=XmlFragment).children
    place.append(XmlElement("paragraph", {}, [XmlText("Boven.")]))
    for _ in range(10_000):
        place.append(XmlElement("bullet_list"))
        place = place[len(place) - 1].children

    assert said(doc.get_update()).strip() == "Boven."


def test_a_document_with_too_much_in_it_is_known() -> None:
    small = opened([SPEAKING.rewritten([], TEXT)])
    large = opened([made(*(XmlElement("paragraph") for _ in range(60_000)))])

    assert not is_too_large(small)
    assert is_too_large(large)


def test_random_edits_of_two_people_end_in_one_text() -> None:
    chance = random.Random(8)
    base = SPEAKING.rewritten([], TEXT)
    one, other = opened([base]), opened([base])
    for number in range(200):
        doc = chance.choice([one, other])
        text = write(read(SPEAKING.said([doc.get_update()])))
        spaces = [place for place, sign in enumerate(text) if sign == " "]
        at = chance.choice(spaces)
        update = SPEAKING.rewritten([doc.get_update()], f"{text[:at]} w{number}{text[at:]}")
        take(doc, update)
        if chance.random() < 0.2:
            for here, there in ((one, other), (other, one)):
                take(here, there.get_update(here.get_state()))
    take(one, other.get_update())
    take(other, one.get_update())

    assert said(one.get_update()) == said(other.get_update())
