"""The public screening in a real browser: with and without scripts, and what is hidden when."""

import pytest
from playwright.sync_api import Locator, expect

from tests.chromium.conftest import Enter
from tests.chromium.drafting import SCREENING
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def question(window: Window, name: str) -> Locator:
    return window.main.locator(f"[data-question={name}]")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_school_answers_without_an_account(
    enter: Enter, language: str, has_scripts: bool
) -> None:
    window = enter(language=language, has_scripts=has_scripts)
    window.follow('main a[href="/screening"]')

    window.send(SCREENING)

    expect(window.main.locator("#outcome")).to_be_visible()
    expect(window.main.locator("[data-alert=warning]")).to_have_count(0)
    assert window.main.locator("[name=ap_list][value=profiling]").is_checked()
    expect(window.main.locator('a[href="/verdicts"]')).to_be_visible()


def test_an_empty_form_names_what_is_open(enter: Enter) -> None:
    window = enter()
    window.visit("/screening")

    window.press()

    window.main.locator("[data-alert=warning] summary").click()
    window.main.locator("[data-alert=warning] a[href='#field-retention']").click()
    expect(window.main.locator("#field-retention")).to_be_focused()


def test_questions_that_do_not_apply_are_hidden_and_come_back(enter: Enter) -> None:
    window = enter()
    window.visit("/screening")
    expect(question(window, "storage")).to_be_visible()

    window.fill({"cloud": "no", "other_transfer": "no"})
    for name in ("storage", "support", "mechanism", "special_transfer"):
        expect(question(window, name)).to_be_hidden()

    window.fill({"cloud": "yes"})
    window.fill({"storage": "inside", "support": "outside"})
    expect(question(window, "mechanism")).to_be_visible()

    window.fill({"support": "inside"})
    expect(question(window, "mechanism")).to_be_hidden()
    window.fill({"other_transfer": "unknown"})
    expect(question(window, "mechanism")).to_be_visible()


def test_without_scripts_every_question_is_there(enter: Enter) -> None:
    window = enter(has_scripts=False)
    window.visit("/screening")

    window.fill({"cloud": "no", "other_transfer": "no"})

    expect(question(window, "mechanism")).to_be_visible()
