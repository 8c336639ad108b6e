"""What people say of passages of a text that is typed: said, seen, answered, in the text itself."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.chromium.conftest import Enter
from tests.chromium.test_typing import (
    ANALYST,
    NEEDS_EDITOR,
    Pair,
    agree,
    button,
    editor,
    opened_by,
    read,
    stored,
    type_,
)
from tests.chromium.window import NARROW, Window

pytestmark = NEEDS_EDITOR

REVIEWER = "reviewer@surf.example"
TEXT = "Docenten lezen alle cijfers van de klas."


@pytest.fixture(scope="session")
def talked() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, talked: dict[str, str]) -> Pair:
    """Open a place of the dossier for who writes it and for who reviews it."""

    def opened(place: str) -> tuple[Window, Window]:
        people = ANALYST, REVIEWER
        writer, reviewer = opened_by(enter, people, place, known=talked, product="Samen praten")
        type_(writer, TEXT)
        read(reviewer, TEXT)
        return writer, reviewer

    return opened


def choose(window: Window, words: str) -> None:
    """Choose words of a text with the keys."""
    type_(window, "", at="Control+Home")
    for _letter in range(TEXT.index(words)):
        window.page.keyboard.press("ArrowRight")
    for _letter in words:
        window.page.keyboard.press("Shift+ArrowRight")
    window.page.wait_for_timeout(100)


def said(window: Window) -> Locator:
    """Return what is said of the text, beside it."""
    return window.main.locator("[data-talk] [data-thread]")


def suggest(window: Window, words: str, proposed: str) -> None:
    """Suggest other words for a passage."""
    choose(window, words)
    button_of(window, "suggest").click()
    dialog = window.page.locator("#rich-suggest")
    expect(dialog.locator("[data-passage]")).to_have_text(words)
    dialog.locator("[name=proposed]").fill(proposed)
    dialog.locator("[value=take]").click()
    expect(dialog).to_be_hidden()


def button_of(window: Window, name: str) -> Locator:
    """Return a button above the text, also of who only reads."""
    return window.main.locator(f"[data-line] [data-mark={name}]").first


def test_a_suggestion_is_seen_in_the_text_and_accepted(pair: Pair) -> None:
    writer, reviewer = pair("/points/1")

    suggest(reviewer, "alle cijfers", "de cijfers")
    expect(said(writer)).to_contain_text("de cijfers")
    expect(editor(writer).locator(".rich__replaced")).to_have_text("alle cijfers")
    expect(editor(writer).locator(".rich__proposed")).to_have_text("de cijfers")
    for window in (writer, reviewer):
        window.check()
    type_(writer, "Nu: ", at="Control+Home")
    said(writer).locator("[data-accept]").click()

    expect(said(writer)).to_have_count(0)
    agree(writer, reviewer, "Nu: Docenten lezen de cijfers van de klas.")
    expect(said(reviewer)).to_have_count(0)


def test_a_suggestion_is_refused_with_a_reason(pair: Pair) -> None:
    writer, reviewer = pair("/points/3")
    suggest(reviewer, "alle", "")

    said(writer).locator("[data-refuse]").click()
    dialog = writer.page.locator("#rich-refuse")
    dialog.locator("[name=reason]").fill("Het zijn er echt zo veel.")
    dialog.locator("[value=take]").click()

    expect(said(writer)).to_have_count(0)
    expect(said(reviewer)).to_have_count(0)
    assert stored(writer) == TEXT


def test_a_suggestion_for_words_that_changed_is_not_accepted_unseen(pair: Pair) -> None:
    writer, reviewer = pair("/points/4")
    suggest(reviewer, "alle cijfers", "de cijfers")
    expect(said(writer)).to_contain_text("de cijfers")
    choose(writer, "alle")
    writer.page.keyboard.type("enkele")
    read(reviewer, TEXT.replace("alle", "enkele"))

    said(writer).locator("[data-accept]").click()

    expect(said(writer).locator("[data-error]")).not_to_be_empty()
    agree(writer, reviewer, TEXT.replace("alle", "enkele"))
    writer.forget()  # that it was refused


def test_a_comment_stays_at_its_passage_while_others_type(pair: Pair) -> None:
    writer, reviewer = pair("/points/5")

    choose(reviewer, "cijfers")
    button_of(reviewer, "comment").click()
    dialog = reviewer.page.locator("#rich-comment")
    dialog.locator("[name=body]").fill("Ook van toetsen?")
    dialog.locator("[value=take]").click()
    expect(said(writer)).to_contain_text("Ook van toetsen?")
    type_(writer, "Alle ", at="Control+Home")
    expect(editor(writer).locator(".rich__talked")).to_have_text("cijfers")
    writer.visit(writer.path)
    expect(editor(writer).locator(".rich__talked")).to_have_text("cijfers")
    writer.page.set_viewport_size({"width": NARROW, "height": 800})
    writer.check()
    said(writer).locator("[data-resolve]").click()

    expect(said(writer)).to_have_count(0)
    expect(editor(writer).locator(".rich__talked")).to_have_count(0)


def test_who_reads_sees_others_type_and_changes_nothing(pair: Pair) -> None:
    writer, reviewer = pair("/points/6")

    editor(reviewer).focus()
    reviewer.page.keyboard.type("Niet van mij. ")
    type_(writer, " En verder.")

    read(reviewer, TEXT + " En verder.")
    agree(writer, reviewer, TEXT + " En verder.")
    assert reviewer.main.locator("[data-line] [data-mark=bold]").count() == 0


def test_a_reference_is_shown_by_the_name_of_now(pair: Pair, enter: Enter) -> None:
    writer, reviewer = pair("/points/7")
    dossier = writer.path.rsplit("/points/", 1)[0]
    other = enter(ANALYST)
    other.visit(f"{dossier}/registers/data_item/new")
    other.page.locator("[name=name]").fill("Cijferlijsten")
    other.go(other.main.locator("form button[type=submit]").first.click)
    button(writer, "reference").click()
    dialog = writer.page.locator("#rich-reference")
    expect(dialog.locator("option", has_text="Cijferlijsten")).to_have_count(1)
    dialog.locator("[name=key]").select_option("DI1")
    dialog.locator("[value=take]").click()
    expect(editor(reviewer).locator(".rich__reference")).to_have_text("DI1 Cijferlijsten")

    other.visit(f"{dossier}/entries/DI1")
    other.page.locator("[name=name]").fill("Toetslijsten")
    other.go(other.main.locator("form button[type=submit]").first.click)

    for window in (writer, reviewer):
        expect(editor(window).locator(".rich__reference")).to_have_text("DI1 Toetslijsten")
    assert re.search(r"\[DI1\]\(dossier:DI1\)", stored(writer))


def test_the_page_of_authors_says_who_wrote_what(pair: Pair) -> None:
    writer, reviewer = pair("/points/8")
    suggest(reviewer, "alle", "veel")
    said(writer).locator("[data-accept]").click()
    agree(writer, reviewer, TEXT.replace("alle", "veel"))

    writer.follow("main a[href$='/authors']")

    expect(writer.main.locator(".authors")).to_contain_text("Docenten lezen")
    assert writer.main.locator(".authors__name").count() >= 1
    writer.check()
