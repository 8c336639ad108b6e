"""What if this measure counted: shown at once with scripts, by a button without."""

import pytest

from tests.chromium.conftest import Enter
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _open(window: Window) -> None:
    """Open the draft of the demonstration in which measures can still be added."""
    window.visit("/dossiers")
    draft = window.page.get_by_role("link", name="NOORDERLICHT-LEERPLEIN").first
    window.visit(str(draft.get_attribute("href")))
    assert window.page.locator("#way input[type=checkbox]").count()


def test_ticking_a_measure_shows_its_effect_at_once_and_keeps_the_keyboard(enter: Enter) -> None:
    window = enter("analist@surf.example")
    _open(window)
    box = window.page.locator("#way input[type=checkbox]").first

    box.focus()
    window.page.keyboard.press("Space")

    effect = window.page.locator("#way [role=status]")
    effect.get_by_text("Er wordt niets bewaard").wait_for()
    assert box.is_checked()
    assert box.evaluate("(each) => each === document.activeElement")
    assert "done=" in window.page.url
    window.look()


def test_without_scripts_the_button_does_the_same(enter: Enter) -> None:
    window = enter("analist@surf.example", has_scripts=False)
    _open(window)

    window.page.locator("#way input[type=checkbox]").first.check()
    window.go(window.page.locator("#way button").click)

    assert "Er wordt niets bewaard" in window.page.locator("#way [role=status]").inner_text()
    assert window.page.locator("#way input[type=checkbox]").first.is_checked()


def test_the_way_to_another_verdict_is_found_at_once(enter: Enter) -> None:
    window = enter("analist@surf.example", language="en")
    _open(window)
    plans = window.page.locator("#way [data-part=plans]")
    before = plans.inner_text()

    window.page.locator("#target").select_option("GREEN")

    window.page.wait_for_url("**target=GREEN**")
    window.page.wait_for_function(
        "(before) => document.querySelector('[data-part=plans]').innerText !== before", arg=before
    )
    window.look()
