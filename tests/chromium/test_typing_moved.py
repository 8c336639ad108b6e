"""Somebody makes another line of one in which somebody else types; no letter is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import Enter
from tests.chromium.test_typing import (
    ANALYST,
    COLLEAGUE,
    NEEDS_EDITOR,
    SAVED,
    Pair,
    agree,
    alike,
    button,
    editor,
    opened_by,
    read,
    status,
    type_,
    words,
)
from tests.chromium.window import Window

pytestmark = NEEDS_EDITOR

LETTERS = 90
# What this browser sends stays here, as on a line that stands still, until it is let go.
HOLD = """() => {
  const { send } = WebSocket.prototype;
  const held = [];
  WebSocket.prototype.send = function (data) { held.push([this, data]); };
  window.letGo = () => {
    WebSocket.prototype.send = send;
    held.forEach(([socket, data]) => send.call(socket, data));
  };
}"""


@pytest.fixture(scope="session")
def moved() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, moved: dict[str, str]) -> Pair:
    """Open a place of the dossier for two who write it."""

    def opened(place: str) -> tuple[Window, Window]:
        people = ANALYST, COLLEAGUE
        first, second = opened_by(enter, people, place, known=moved, product="Verplaatst")
        type_(first, "Een twee drie.")
        read(second, "Een twee drie.")
        return first, second

    return opened


@pytest.mark.parametrize(("place", "mark"), [(1, "heading"), (2, "list"), (3, "quote")])
def test_who_types_in_a_line_that_becomes_another_types_on(
    pair: Pair, place: int, mark: str
) -> None:
    first, second = pair(f"/points/{place}")
    type_(second, "", at="Control+End")

    for number in range(LETTERS):
        second.page.keyboard.type("y")
        if number % 20 == 5:
            button(first, mark).click()

    alike(first, second)
    assert words(first) == "Een twee drie." + "y" * LETTERS


def test_who_types_in_a_line_that_is_joined_to_another_types_on(pair: Pair) -> None:
    first, second = pair("/points/4")
    first.page.keyboard.press("Enter")
    first.page.keyboard.type("Vier vijf.")
    read(second, "Een twee drie.\nVier vijf.")
    type_(second, "", at="Control+End")
    first.page.keyboard.press("Home")

    for number in range(LETTERS):
        second.page.keyboard.type("y")
        if number % 20 == 5:
            first.page.keyboard.press("Backspace" if number % 40 == 5 else "Enter")

    alike(first, second)
    assert words(first).count("y") == LETTERS
    assert re.sub(r"[y\n]", "", words(first)) == "Een twee drie.Vier vijf."


def test_a_paragraph_that_is_taken_out_does_not_come_back(pair: Pair) -> None:
    first, second = pair("/points/5")
    type_(second, "", at="Control+End")
    second.page.keyboard.press("Enter")
    second.page.keyboard.type("Een twee drie, maar dan van iemand anders.")
    read(first, "Een twee drie.\nEen twee drie, maar dan van iemand anders.")

    type_(first, "", at="Control+Home")
    for keys in ("End", "Shift+Control+End", "Backspace"):
        first.page.keyboard.press(keys)
    first.page.keyboard.type(" En vier.")

    agree(first, second, "Een twee drie. En vier.")


def test_what_one_undoes_stays_undone(pair: Pair) -> None:
    first, second = pair("/points/7")
    type_(first, "", at="Control+End")
    first.page.keyboard.press("Enter")
    first.page.wait_for_timeout(700)  # what is typed from here on is undone by itself
    first.page.keyboard.type("# Titel")
    read(second, "Een twee drie.\nTitel")

    button(first, "undo").click()

    read(second, "Een twee drie.\n")
    expect(button(first, "redo")).to_have_attribute("aria-disabled", "false")
    button(first, "redo").click()
    agree(first, second, "Een twee drie.\n\n# Titel")


def test_words_of_who_left_are_put_in_by_who_moved_their_line(pair: Pair) -> None:
    first, second = pair("/points/6")
    first.page.evaluate(HOLD)
    button(first, "heading").click()
    expect(editor(first).locator("h3")).to_have_text("Een twee drie.")

    type_(second, " Laat.", at="Control+End")
    type_(second, "Nog: ", at="Control+Home")
    expect(status(second)).to_have_text(SAVED)
    place = second.path
    expect(editor(first).locator(".rich__name")).to_have_count(1)
    second.page.goto("about:blank")
    expect(editor(first).locator(".rich__name")).to_have_count(0)
    expect(editor(first).locator("h3")).to_have_text("Nog: Een twee drie. Laat.", timeout=15_000)
    first.page.evaluate("letGo()")
    expect(status(first)).to_have_text(re.compile("Opgeslagen"))
    second.visit(place)

    expect(editor(second)).to_be_visible()
    agree(first, second, "# Nog: Een twee drie. Laat.")
