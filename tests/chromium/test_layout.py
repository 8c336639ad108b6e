"""What a narrow and a wide window show without scrolling sideways."""

import pytest

from tests.chromium.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_HIDDEN = """() => [...document.querySelectorAll('.table-region')]
    .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth)
    .map((each) => each.innerText)"""


def test_a_verdict_hides_no_answer_in_a_narrow_window(enter: Enter) -> None:
    window = enter(None, language="nl")
    window.page.set_viewport_size({"width": 360, "height": 800})
    window.visit("/verdicts/noorderlicht-portfolio")

    assert window.page.evaluate(_HIDDEN) == []
    cell = window.page.locator("#risk-table td").last
    assert cell.get_attribute("data-label") == "Na uw maatregelen"
    assert cell.is_visible()
    assert window.page.get_by_role("rowheader").count() > 0


def test_a_dossier_and_an_adoption_fit_a_wide_window(enter: Enter) -> None:
    window = enter("analist@surf.example", language="nl")
    window.page.set_viewport_size({"width": 1440, "height": 900})
    window.visit("/dossiers")
    window.page.get_by_role("link", name="NOORDERLICHT-LEERPLEIN").first.click()
    window.page.wait_for_load_state()
    assert window.page.evaluate(_HIDDEN) == []

    window = enter("bestuur@hetkompas.example", language="nl")
    window.page.set_viewport_size({"width": 1440, "height": 900})
    window.visit("/school")
    window.page.get_by_role("link", name="Zuidwind Videoles").first.click()
    window.page.wait_for_load_state()
    assert window.page.evaluate(_HIDDEN) == []
    assert window.page.locator("#steps + ol > li").count() == 12
