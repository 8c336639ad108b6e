"""Who has a text read aloud, and writes with the keys, knows what others see."""

import re

import pytest
from playwright.sync_api import expect

from tests.chromium import drafting
from tests.chromium.conftest import Enter
from tests.chromium.test_talking import TEXT, button_of, choose, said, suggest
from tests.chromium.test_typing import (
    ANALYST,
    COLLEAGUE,
    NEEDS_EDITOR,
    Pair,
    editor,
    opened_by,
    read,
    status,
    type_,
)
from tests.chromium.window import Window

pytestmark = NEEDS_EDITOR

# Keeps what a screen reader says of a place by itself: text that comes in while it is "live".
_LISTEN = """(place) => {
  window.heard = [];
  new MutationObserver(() => {
    if (place.ariaLive !== "off" && place.textContent) window.heard.push(place.textContent);
  }).observe(place, { childList: true });
}"""
_PRESSED = {"bold": "true", "italic": "false", "list": "false"}


@pytest.fixture(scope="session")
def aloud() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, aloud: dict[str, str]) -> Pair:
    """Open a place of the dossier for two who write it."""

    def opened(place: str) -> tuple[Window, Window]:
        people = ANALYST, COLLEAGUE
        return opened_by(enter, people, place, known=aloud, product="Voorlezen")

    return opened


def test_the_buttons_are_one_stop_that_tells_what_holds(pair: Pair) -> None:
    first, _second = pair("/points/1")
    type_(first, "Een tekst")
    press = first.page.keyboard.press

    press("Alt+F10")
    expect(button_of(first, "bold")).to_be_focused()
    expect(button_of(first, "bold")).to_have_attribute("aria-pressed", "false")
    press("Space")
    expect(editor(first)).to_be_focused()
    first.page.keyboard.type(" vet")
    for name, pressed in _PRESSED.items():
        expect(button_of(first, name)).to_have_attribute("aria-pressed", pressed)
    expect(button_of(first, "no-row")).to_have_attribute("aria-disabled", "true")
    first.check()

    for keys, name in (
        (["Alt+F10", "ArrowRight"], "italic"),
        (["End"], "suggest"),
        (["ArrowRight"], "bold"),
        (["ArrowLeft", "Home", "ArrowRight", "ArrowRight"], "heading"),
    ):
        for key in keys:
            press(key)
        expect(button_of(first, name)).to_be_focused()
    press("Tab")
    expect(editor(first)).to_be_focused()
    press("Shift+Tab")
    expect(button_of(first, "heading")).to_be_focused()
    press("Escape")
    expect(editor(first)).to_be_focused()
    read(first, "Een tekst vet")


def test_that_a_text_is_saved_is_not_said_at_each_pause(pair: Pair) -> None:
    first, _second = pair("/points/2")
    status(first).evaluate(_LISTEN)

    for word in ("Een", " twee", " drie"):
        type_(first, word)
        first.page.wait_for_timeout(700)
        expect(status(first)).to_have_text(re.compile("Opgeslagen"))

    heard = first.page.evaluate("window.heard")
    assert len(heard) == 1, heard


def test_what_is_said_of_a_passage_is_read_with_it(pair: Pair) -> None:
    first, second = pair("/points/3")
    type_(first, TEXT)
    read(second, TEXT)

    suggest(second, "alle cijfers", "de cijfers")
    choose(second, "klas")
    button_of(second, "comment").click()
    dialog = second.page.locator("#rich-comment")
    dialog.locator("[name=body]").fill("Welke klas?")
    dialog.locator("[value=take]").click()
    expect(said(first)).to_have_count(2)

    expect(editor(first)).to_match_aria_snapshot(
        """
        - paragraph:
          - text: Docenten lezen
          - deletion: alle cijfers
          - insertion: de cijfers
          - text: van de
          - mark: klas
        """
    )
    details = editor(first).locator("[role=mark]").get_attribute("aria-details") or ""
    expect(first.main.locator(f"#{details}")).to_contain_text("Welke klas?")
    accept = said(first).locator("[data-accept]:visible")
    expect(accept).to_have_accessible_description(re.compile("alle cijfers.*de cijfers", re.DOTALL))


def test_a_footnote_and_a_picture_say_what_they_are(pair: Pair) -> None:
    first, _second = pair("/points/4")
    type_(first, "Gezien")
    for name, fields in (
        ("footnote", {"note": "Op 1 mei."}),
        ("image", {"evidence": "E1", "alt": "Het scherm van de docent"}),
    ):
        button_of(first, name).click()
        dialog = first.page.locator(f"#rich-{name}")
        for field, value in fields.items():
            dialog.locator(f"[name={field}]").fill(value)
        dialog.locator("[value=take]").click()

    expect(editor(first)).to_match_aria_snapshot(
        """
        - paragraph:
          - text: Gezien
          - note "Op 1 mei."
          - img "Het scherm van de docent"
        """
    )


def test_the_buttons_of_a_field_are_one_stop(enter: Enter, aloud: dict[str, str]) -> None:
    plain: Window = enter(ANALYST)
    if "dossier" not in aloud:
        aloud["dossier"] = drafting.open_dossier(plain, product="Voorlezen")
    plain.visit(f"{aloud['dossier']}/points/5")
    field = plain.main.locator("[name=body]").first
    field.focus()

    plain.page.keyboard.press("Alt+F10")
    plain.page.keyboard.press("ArrowRight")
    expect(button_of(plain, "italic")).to_be_focused()
    plain.page.keyboard.press("Escape")

    expect(field).to_be_focused()
    plain.check()
