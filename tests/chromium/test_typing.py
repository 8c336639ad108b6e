"""Several people type in one text at once, each in a browser of their own; no word is lost."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.chromium import drafting
from tests.chromium.conftest import Enter
from tests.chromium.drafting import stored
from tests.chromium.served import Served
from tests.chromium.window import NARROW, Window

BUNDLE = Path(__file__).parents[2] / "dpia_workbench/static/built/rich.js"
NEEDS_EDITOR = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not BUNDLE.exists(), reason="npm brought no editor to this machine"),
]
pytestmark = NEEDS_EDITOR

ANALYST, COLLEAGUE = "analist@surf.example", "analist2@surf.example"
SAVED = re.compile("Opgeslagen")
FOCUSED = 250  # milliseconds in which ProseMirror puts its caret back, should a browser move it
# The browser says only later that a caret was put somewhere, as one does that is busy.
TOLD_LATE = """(place, at) => {
  addEventListener("selectionchange", (event) => event.stopImmediatePropagation(), true);
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const letters = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".rich__caret")) continue;
    for (let index = 0; index < node.length; index += 1) letters.push([node, index]);
  }
  const [node, index] = letters[at];
  getSelection().collapse(node, index);
}"""
Pair = Callable[[str], tuple[Window, Window]]


@pytest.fixture(scope="session")
def places() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, places: dict[str, str]) -> Pair:
    """Open a place of the dossier in the windows of two people."""

    def opened(place: str) -> tuple[Window, Window]:
        people = ANALYST, COLLEAGUE
        return opened_by(enter, people, place, known=places, product="Samen typen")

    return opened


def opened_by(
    enter: Enter, people: tuple[str, str], place: str, *, known: dict[str, str], product: str
) -> tuple[Window, Window]:
    """Open a place of a dossier in the windows of two people; the first makes it, if need be."""
    first, second = (enter(email, has_editor=True) for email in people)
    if "dossier" not in known:
        known["dossier"] = drafting.open_dossier(first, product=product)
    for window in (first, second):
        window.visit(known["dossier"] + place)
        expect(editor(window)).to_be_visible()
    return first, second


def editor(window: Window) -> Locator:
    """Return where one types."""
    return window.main.locator(".rich > .ProseMirror").first


def words(window: Window) -> str:
    """Return what somebody reads, without the names of others and what they suggest."""
    text: str = editor(window).evaluate(drafting.READ)
    return text


def read(window: Window, text: str) -> None:
    """Wait until somebody reads a text."""
    for _try in range(75):
        if words(window) == text:
            return
        window.page.wait_for_timeout(100)
    assert words(window) == text


def status(window: Window) -> Locator:
    """Return where the page says whether it is saved."""
    return window.main.locator("form.is-rich [data-status]").first


def button(window: Window, name: str) -> Locator:
    """Return a button above the text."""
    return window.main.locator(f"form.is-rich [data-mark={name}]").first


def type_(window: Window, text: str, *, at: str = "Control+End") -> None:
    """Type at the end of the text, or at its start."""
    editor(window).focus()
    window.page.wait_for_timeout(FOCUSED)
    window.page.keyboard.press(at)
    window.page.keyboard.type(text)


def alike(first: Window, second: Window) -> None:
    """Wait until both read the same, for a while."""
    same = 0
    while same < 5:
        first.page.wait_for_timeout(300)
        same = same + 1 if words(first) == words(second) else 0


def agree(first: Window, second: Window, text: str) -> None:
    """Wait until both see the same, and the database holds this text."""
    for _try in count():
        seen = {words(window) for window in (first, second)}
        if stored(first) == text and len(seen) == 1:
            return
        assert _try < 75, (text, stored(first), seen)
        first.page.wait_for_timeout(200)


def test_two_people_see_each_other_type_and_the_database_holds_it(pair: Pair) -> None:
    first, second = pair("/points/1")

    type_(first, "Leerlingen leveren werk in.")
    read(second, "Leerlingen leveren werk in.")
    expect(status(first)).to_have_text(SAVED)
    expect(editor(second).locator(".rich__name")).to_have_text(re.compile(r"\w"))
    expect(editor(second)).to_match_aria_snapshot("- paragraph: Leerlingen leveren werk in.")
    type_(second, "Alle ", at="Control+Home")

    agree(first, second, "Alle Leerlingen leveren werk in.")
    for window in (first, second):
        window.check()
    second.page.set_viewport_size({"width": NARROW, "height": 800})
    second.check()


def test_what_a_colleague_adds_after_chosen_words_is_not_replaced_with_them(pair: Pair) -> None:
    first, second = pair("/points/2")
    type_(first, "Een twee drie.")
    read(second, "Een twee drie.")

    for _way, choose in (
        ("forth", ["Control+Home", *["Shift+ArrowRight"] * 3]),
        ("back", ["Control+Home", *["ArrowRight"] * 3, *["Shift+ArrowLeft"] * 3]),
    ):
        for key in choose:
            first.page.keyboard.press(key)
        before = words(first)
        type_(second, "+", at="Control+Home")
        read(first, f"+{before}")
        second.page.keyboard.press("Backspace")
        read(first, before)
        for _letter in range(3):
            second.page.keyboard.press("ArrowRight")
        second.page.keyboard.type("!")
        read(first, f"{before[:3]}!{before[3:]}")
        first.page.keyboard.type("Nul")
        agree(first, second, f"Nul!{before[3:]}")


@pytest.mark.parametrize(("place", "moves"), [("/points/10", True), ("/points/11", False)])
def test_a_key_works_on_what_is_chosen_now_though_the_browser_tells_late(
    pair: Pair, place: str, moves: bool
) -> None:
    first, second = pair(place)
    type_(first, "Een twee drie.")
    read(second, "Een twee drie.")
    for key in ["Control+Home", *["Shift+ArrowRight"] * 3]:
        first.page.keyboard.press(key)

    editor(first).evaluate(TOLD_LATE, len("Een twee"))
    if moves:
        type_(second, "", at="Control+Home")
        expect(editor(first).locator("p > :first-child")).to_have_class(re.compile("rich__caret"))
    first.page.keyboard.press("Enter")

    agree(first, second, "Een twee\n\ndrie.")


def test_who_begins_an_empty_text_at_the_same_moment_loses_no_letter(pair: Pair) -> None:
    first, second = pair("/points/12")
    for window in (first, second):
        type_(window, "")

    for line in (1, 2):
        for _letter in range(60):
            first.page.keyboard.type("x")
            second.page.keyboard.type("y")
        alike(first, second)
        assert Counter(words(first)) == Counter(x=60 * line, y=60 * line, **{"\n": line - 1})
        type_(first, "")
        first.page.keyboard.press("Enter")
        expect(editor(second).locator("> p")).to_have_count(line + 1)
        type_(second, "")
    button(first, "undo").click()  # the line that was made, with the text it had from the start
    expect(editor(second).locator("> p")).to_have_count(2)


def test_marks_lists_tables_notes_and_links_become_markdown(pair: Pair) -> None:
    first, second = pair("/points/3")

    type_(first, "# Wat wij deden")
    first.page.keyboard.press("Enter")
    first.page.keyboard.press("Control+b")
    first.page.keyboard.type("Vet")
    first.page.keyboard.press("Control+b")
    first.page.keyboard.type(" en gewoon.")
    first.page.keyboard.press("Enter")
    first.page.keyboard.type("- een")
    first.page.keyboard.press("Enter")
    first.page.keyboard.type("twee")
    for _press in range(2):
        first.page.keyboard.press("Enter")
    button(first, "footnote").click()
    first.page.locator("#rich-footnote [name=note]").fill("Gezien op 1 mei.")
    first.page.locator("#rich-footnote [value=take]").click()
    button(first, "link").click()
    first.page.locator("#rich-link [name=address]").fill("https://x.example/a")
    first.page.locator("#rich-link [value=take]").click()

    agree(
        first, second,
        "# Wat wij deden\n\n**Vet** en gewoon.\n\n- een\n- twee\n\n[^1]https://x.example/a\n\n"
        "[^1]: Gezien op 1 mei.",
    )  # fmt: skip


def test_undo_takes_back_only_what_one_did_oneself(pair: Pair) -> None:
    first, second = pair("/points/4")
    type_(first, "Van mij.")
    read(second, "Van mij.")
    type_(second, " Van jou.")
    read(first, "Van mij. Van jou.")

    button(first, "undo").click()

    agree(first, second, "Van jou.")


def test_what_is_pasted_keeps_its_structure_and_nothing_else(pair: Pair) -> None:
    first, second = pair("/points/5")
    editor(first).focus()

    editor(first).evaluate(
        """(place, html) => {
          const data = new DataTransfer();
          data.setData("text/html", html);
          const paste = {clipboardData: data, bubbles: true, cancelable: true};
          place.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        "<h2 style='color:red'>Kop</h2><p class='MsoNormal'>Tekst <b>vet</b>"
        "<script>alert(1)</script> <a href='javascript:alert(1)'>link</a></p>"
        "<ul><li>een</li></ul><table><tr><td>a</td><td>b</td></tr></table>",
    )

    agree(first, second, "## Kop\n\nTekst **vet** link\n\n- een\n\n| a | b |\n| --- | --- |")


def test_a_server_that_is_killed_loses_nothing_that_is_typed(pair: Pair, served: Served) -> None:
    first, second = pair("/points/6")
    type_(first, "Voor de klap.")
    read(second, "Voor de klap.")

    served.kill()
    type_(first, " Van mij.")
    type_(second, "En van jou. ", at="Control+Home")
    served.start()

    agree(first, second, "En van jou. Voor de klap. Van mij.")
    for window in (first, second):
        window.forget()  # that there was no server for a moment


def test_a_tab_that_is_closed_without_a_server_gives_its_words_back(
    pair: Pair, served: Served
) -> None:
    first, second = pair("/points/7")
    type_(first, "Begin.")
    read(second, "Begin.")

    served.kill()
    type_(first, " Niet verzonden.")
    address = first.page.url
    first.page.close()
    served.start()
    first.page = first.page.context.new_page()
    first.page.goto(address)

    agree(first, second, "Begin. Niet verzonden.")
    second.forget()


def test_a_form_that_is_sent_without_scripts_is_an_edit_for_who_types(
    pair: Pair, enter: Enter
) -> None:
    first, second = pair("/points/8")
    type_(first, "Een alinea.")
    first.page.keyboard.press("Enter")
    first.page.keyboard.type("Nog een alinea.")
    agree(first, second, "Een alinea.\n\nNog een alinea.")
    type_(second, "", at="Control+Home")

    plain = enter(ANALYST, has_scripts=False)
    plain.visit(first.path)
    form = plain.main.locator("form:has([name=body])").first
    form.locator("[name=body]").fill("Een alinea.\n\nNog een andere alinea.")
    plain.go(form.locator("button[type=submit]:not([name])").click)
    second.page.keyboard.type("Nieuw: ")

    agree(first, second, "Nieuw: Een alinea.\n\nNog een andere alinea.")


def test_nobody_else_gets_a_line(pair: Pair, enter: Enter) -> None:
    first, _second = pair("/points/1")
    line = first.main.locator("form[data-line]").first.get_attribute("data-line")
    code = """(path) => new Promise((done) => {
      const url = new URL(path, location.href);
      url.protocol = "ws:";
      const socket = new WebSocket(url);
      socket.onmessage = () => done("open");
      socket.onclose = ({code}) => done(code);
    })"""

    assert first.page.evaluate(code, line) == "open"
    for email, answer in (
        ("contact@noorderlicht.example", 1006),
        ("po@dewaterlelie.example", 1006),
        (None, 4001),
    ):
        window = enter(email)
        assert window.page.evaluate(code, line) == answer, email
        window.forget()


def test_what_the_api_writes_is_an_edit_for_who_types(pair: Pair) -> None:
    first, second = pair("/points/9")
    type_(first, "Een alinea.")
    agree(first, second, "Een alinea.")
    type_(second, "", at="Control+End")
    line = first.main.locator("form[data-line]").first.get_attribute("data-line") or ""
    address = f"{first.address}/api/v1{line.removesuffix('/line')}"
    api = first.page.context.request
    found = api.get(address)
    headers = {"If-Match": found.headers["etag"], "Origin": first.address}

    written = api.put(address, data={"body": "Nu **een** alinea."}, headers=headers)
    assert written.status == 200, written.text()
    read(second, "Nu een alinea.")
    second.page.keyboard.type(" En meer.")

    agree(first, second, "Nu **een** alinea. En meer.")
    again = api.put(address, data={"body": "Te laat."}, headers=headers)
    assert again.status == 412, again.text()
    agree(first, second, "Nu **een** alinea. En meer.")
