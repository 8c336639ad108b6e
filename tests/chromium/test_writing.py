"""Two people write in one dossier, each in a browser of their own; nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.chromium import drafting
from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.drafting import stored
from tests.chromium.served import Served
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANALYST, COLLEAGUE = "analist@surf.example", "analist2@surf.example"
SAVED = re.compile("Opgeslagen|Samen|Saved")
_CARET = "(area) => [area.selectionStart, area.value.slice(0, area.selectionStart)]"
_LOCAL = "() => Object.keys(localStorage).filter((key) => key.startsWith('dpia:field:')).length"


@pytest.fixture(scope="session")
def places() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, places: dict[str, str]) -> Callable[[str], tuple[Window, Window]]:
    """Open a place of the dossier in the windows of two people."""

    def opened(place: str) -> tuple[Window, Window]:
        first, second = enter(ANALYST), enter(COLLEAGUE)
        if "dossier" not in places:
            places["dossier"] = drafting.open_dossier(first, product="Samenloop")
        for window in (first, second):
            window.visit(places["dossier"] + place)
        return first, second

    return opened


def body(window: Window) -> Locator:
    return window.main.locator("[name=body]").first


def status(window: Window) -> Locator:
    return window.main.locator("[data-status]").first


def add(window: Window, text: str) -> None:
    """Type at the end of the text, as fast as hands can."""
    body(window).focus()
    window.page.keyboard.press("Control+End")
    window.page.keyboard.type(text)


def put(window: Window, text: str) -> None:
    """Type a text in the place of what is there, and wait until it is saved."""
    with window.page.expect_response("**/fields"):
        body(window).fill(text)
    expect(status(window)).to_have_text(SAVED)


def agree(first: Window, second: Window, text: str) -> None:
    """Wait until both read the same, and the database holds it."""
    for window in (second, first):
        expect(body(window)).to_have_value(text, timeout=15_000)
    for _try in range(50):
        if stored(first) == text:
            return
        first.page.wait_for_timeout(200)
    assert stored(first) == text


def test_what_is_typed_is_saved_and_seen_by_the_other(
    pair: Callable[[str], tuple[Window, Window]],
) -> None:
    first, second = pair("/points/1")

    add(first, "Leerlingen leveren werk in.")
    expect(status(first)).to_have_text(SAVED)
    agree(first, second, "Leerlingen leveren werk in.")
    others = second.main.locator("[data-others]").first
    expect(others).to_contain_text(re.compile(r"\w"))
    expect(second.main.locator("[data-people]")).to_contain_text("Voorstel")
    second.check()

    # Others' words arrive before the caret; it stays where it was, and undo takes only one's own.
    body(second).focus()
    second.page.keyboard.press("Control+End")
    put(first, "Alle leerlingen leveren werk in.")
    expect(body(second)).to_have_value("Alle leerlingen leveren werk in.")
    assert body(second).evaluate(_CARET)[1] == "Alle leerlingen leveren werk in."
    second.page.keyboard.type(" Klaar.")
    agree(first, second, "Alle leerlingen leveren werk in. Klaar.")
    for _step in range(12):
        second.page.keyboard.press("Control+z")
    second.page.wait_for_timeout(1_000)
    assert "Alle leerlingen" in body(second).input_value()


def test_different_words_merge_while_both_type(
    pair: Callable[[str], tuple[Window, Window]],
) -> None:
    first, second = pair("/points/3")
    put(first, "Het begin van de tekst.\n\nHet midden staat hier.\n\nHet einde van de tekst.")
    expect(body(second)).to_have_value(re.compile("midden"))

    for window, key in ((first, "Control+Home"), (second, "Control+End")):
        body(window).focus()
        window.page.keyboard.press(key)
    for letter in "abcdefghijklmnopqrst":
        first.page.keyboard.type(letter)
        second.page.keyboard.type(letter.upper())
        first.page.wait_for_timeout(60)
    first.page.keyboard.type(" ")

    agree(
        first, second,
        "abcdefghijklmnopqrst Het begin van de tekst.\n\nHet midden staat hier.\n\n"
        "Het einde van de tekst.ABCDEFGHIJKLMNOPQRST",
    )  # fmt: skip


def test_a_true_conflict_shows_both_texts_and_each_choice_is_done(
    pair: Callable[[str], tuple[Window, Window]],
) -> None:
    first, second = pair("/points/4")
    for choice, left in (
        ("keep", "Tachtig dagen."),
        ("take", "Zestig dagen."),
        ("both", "Zestig dagen.\n\nTachtig dagen."),
    ):
        put(first, "Dertig dagen.")
        expect(body(second)).to_have_value("Dertig dagen.")
        second.page.context.set_offline(True)
        body(second).fill("Tachtig dagen.")
        put(first, "Zestig dagen.")
        second.page.context.set_offline(False)

        box = second.main.locator(".conflict")
        expect(box.locator("[data-theirs]")).to_have_text("Zestig dagen.")
        expect(box.locator("[data-mine]")).to_have_text("Tachtig dagen.")
        assert stored(first) == "Zestig dagen."
        second.check()
        _reach(second, f"[data-{choice}]")
        second.page.keyboard.press("Enter")
        expect(box).to_have_count(0)
        agree(first, second, left)


def _reach(window: Window, selector: str) -> None:
    """Go on from the text with the Tab key until this has the focus."""
    body(window).focus()
    for _step in range(30):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is out of reach of the keyboard")


def test_without_a_network_or_a_server_the_text_waits_and_is_sent(
    pair: Callable[[str], tuple[Window, Window]], served: Served
) -> None:
    first, second = pair("/points/5")
    first.page.context.set_offline(True)
    add(first, "Zonder netwerk getypt.")
    expect(status(first)).to_have_class(re.compile("alarm"))
    first.page.context.set_offline(False)
    agree(first, second, "Zonder netwerk getypt.")

    served.stop()
    add(first, " Zonder server getypt.")
    expect(status(first)).to_have_class(re.compile("alarm"))
    served.start()
    agree(first, second, "Zonder netwerk getypt. Zonder server getypt.")
    assert first.page.evaluate(_LOCAL) == 0


def test_a_session_that_ends_and_a_tab_that_closes_lose_nothing(
    pair: Callable[[str], tuple[Window, Window]],
) -> None:
    first, second = pair("/points/6")
    first.page.context.clear_cookies(name="session")
    add(first, "Uitgelogd getypt.")
    expect(status(first)).to_have_text(re.compile("uitgelogd"))
    other = first.page.context.new_page()
    other.goto(f"{first.address}/login")
    other.fill("[name=email]", ANALYST)
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_url("**/tasks")
    agree(first, second, "Uitgelogd getypt.")

    # The tab is closed without a network; somebody else writes; the next visit brings it back.
    first.page.context.set_offline(True)
    add(first, " Daarna gesloten.")
    first.page.close()
    put(second, "Vooraf. Uitgelogd getypt.")
    other.context.set_offline(False)
    other.goto(first.address + second.path)
    first.page = other
    agree(first, second, "Vooraf. Uitgelogd getypt. Daarna gesloten.")
    assert other.evaluate(_LOCAL) == 0


def test_two_tabs_a_busy_server_and_a_full_browser_lose_nothing(
    pair: Callable[[str], tuple[Window, Window]], places: dict[str, str]
) -> None:
    first, second = pair("/points/8")
    other = first.page.context.new_page()
    other.goto(first.page.url)
    refusals = iter([429, 503])

    def busy(route: Route) -> None:
        status = next(refusals, None)
        route.fulfill(status=status, json={}) if status else route.continue_()

    # The server is busy twice; the text is sent all the same, and the other tab has it, too.
    first.page.route("**/fields", busy)
    add(first, "In het eerste tabblad.")
    expect(status(first)).to_have_class(re.compile("alarm"))
    agree(first, second, "In het eerste tabblad.")
    expect(other.locator("[name=body]").first).to_have_value("In het eerste tabblad.")
    told = other.locator("[data-status]").first
    expect(told).to_have_text(re.compile("ander tabblad"))
    other.locator("[name=body]").first.fill("In het eerste tabblad. En in het tweede.")
    agree(first, second, "In het eerste tabblad. En in het tweede.")
    other.close()

    # A browser that can keep nothing asks before it is left, and the server gets the text.
    first.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    first.page.context.set_offline(True)
    add(first, " Zonder plaats.")
    expect(status(first)).to_have_class(re.compile("alarm"))
    asked = []
    first.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    first.page.close(run_before_unload=True)
    first.page.wait_for_timeout(500)
    first.page.context.set_offline(False)
    agree(first, second, "In het eerste tabblad. En in het tweede. Zonder plaats.")
    assert asked == ["beforeunload"]


def test_choices_and_references_of_an_entry_are_joined(
    pair: Callable[[str], tuple[Window, Window]], places: dict[str, str]
) -> None:
    first, second = pair("/registers/data_item/new")
    for name in ("Cijfers", "Namen"):
        first.visit(f"{places['dossier']}/registers/data_item/new")
        first.send({"name": name})
    first.visit(f"{places['dossier']}/registers/operation/new")
    first.send({"name": "Inleveren"})
    for window in (first, second):
        window.visit(f"{places['dossier']}/entries/OP1")

    first.main.locator("[name=phases]").first.check()
    second.main.locator("[name=phases]").nth(1).check()
    first.main.locator("[name=data][value=DI1]").check()
    second.main.locator("[name=data][value=DI2]").check()
    first.main.locator("[name=name]").fill("Inleveren van werk")
    second.main.locator("[name=description]").fill("Met **nadruk**.")
    for window in (first, second):
        for place in (0, 1):
            expect(window.main.locator("[name=phases]").nth(place)).to_be_checked(timeout=10_000)
        for key in ("DI1", "DI2"):
            expect(window.main.locator(f"[name=data][value={key}]")).to_be_checked()
        expect(window.main.locator("[name=name]")).to_have_value("Inleveren van werk")
        expect(window.main.locator("[name=description]")).to_have_value("Met **nadruk**.")
    expect(second.main.locator("[data-preview] strong").first).to_have_text("nadruk")
    first.check()

    # What is taken out meanwhile cannot be saved; the text stays, also for the next visit.
    second.page.on("dialog", lambda dialog: dialog.accept())
    second.press("main form[action$=removal]")
    first.main.locator("[name=name]").fill("Te laat")
    told = first.main.locator("[data-place$='/name'] [data-status]")
    expect(told).to_have_text(re.compile("weggehaald"))
    first.page.reload()
    expect(first.main.locator("[data-left] [data-text]")).to_have_text("Te laat")
    first.page.keyboard.press("Tab")


def test_the_keyboard_and_a_page_without_scripts_are_enough(
    pair: Callable[[str], tuple[Window, Window]], enter: Enter, places: dict[str, str]
) -> None:
    first, _second = pair("/points/7")
    put(first, "Een woord")
    body(first).focus()
    first.page.keyboard.press("Control+a")
    first.page.keyboard.press("Control+b")
    expect(body(first)).to_have_value("**Een woord**")
    for key in ("Shift+Tab", "End", "Enter"):  # the last of the buttons is that of a footnote
        first.page.keyboard.press(key)
    first.page.keyboard.type("Bron.")
    expect(body(first)).to_have_value("**Een woord**[^1]\n\n[^1]: Bron.")
    expect(status(first)).to_have_text(SAVED)

    bare = enter(ANALYST, has_scripts=False)
    bare.visit(f"{places['dossier']}/points/7")
    text = "**Een woord**[^1]\n\n[^1]: Bron."
    assert body(bare).input_value() == text
    put(first, text.replace("Bron", "Boek"))
    bare.fill({"body": f"{text} Meer."})
    bare.go(bare.main.locator("form button[name=preview]").first.click)
    assert "Meer." in bare.main.inner_text()
    bare.go(bare.main.locator("form button[type=submit]").first.click, status=409)
    assert "Boek" in bare.main.inner_text()
    assert body(bare).input_value() == f"{text} Meer."
    bare.go(bare.main.locator("form button[type=submit]").first.click)
    expect(body(first)).to_have_value(f"{text} Meer.", timeout=10_000)
