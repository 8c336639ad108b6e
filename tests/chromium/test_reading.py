"""What a reader does without an account: search, filter, read, compare, check a report."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import Enter
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PORTFOLIO = "/verdicts/noorderlicht-portfolio"


@pytest.mark.parametrize(("language", "has_scripts"), [("nl", True), ("en", False)])
def test_a_reader_finds_reads_compares_and_checks(
    enter: Enter, tmp_path: Path, language: str, has_scripts: bool
) -> None:
    window = enter(language=language, has_scripts=has_scripts)

    _find(window, has_scripts=has_scripts)
    _compare(window)
    window.visit(PORTFOLIO)
    file = _report(window, language=language, folder=tmp_path)
    _check(window, file)
    names = {each["name"] for each in window.page.context.cookies()}
    assert names <= {"language"}


def _find(window: Window, *, has_scripts: bool) -> None:
    """Search the way a school types it, and choose a filter."""
    box = window.page.locator("main form[role=search] input[name=q]")
    box.fill("noorderlicht portfolo")
    window.go(lambda: box.press("Enter"))
    expect(window.main.locator(f"a[href='{PORTFOLIO}']").first).to_be_visible()
    sector = window.main.locator("[type=checkbox][name=sector][value=po]")
    if has_scripts:
        window.go(lambda: sector.check())
    else:
        sector.check()
        window.go(lambda: window.main.locator("form[data-auto-submit] button").last.click())
    assert "sector=po" in window.page.url
    expect(window.main.locator(f"a[href='{PORTFOLIO}']").first).to_be_visible()


def _compare(window: Window) -> None:
    window.visit("/verdicts?q=noorderlicht")
    for slug in ("noorderlicht-portfolio", "noorderlicht-leerplein"):
        window.main.locator(f"#compare-{slug}").check()
    window.go(lambda: window.main.locator("#compare button").click())
    expect(window.main.locator("table thead th")).to_have_count(3)


def _report(window: Window, *, language: str, folder: Path) -> Path:
    with window.page.expect_download() as download:
        window.page.locator(f"aside a[href*='.docx'][hreflang={language}]").click()
    kept = folder / "report.docx"
    download.value.save_as(kept)
    return kept


def _check(window: Window, file: Path) -> None:
    """Have the report checked as it came, and once more with its end cut off."""
    genuine = window.main.locator("[data-alert=success]")
    window.visit("/verify")
    window.page.set_input_files("main input[type=file]", file)
    window.press()
    expect(genuine).to_be_visible()
    broken = file.with_name("broken.docx")
    broken.write_bytes(file.read_bytes()[:-200])
    window.visit("/verify")
    window.page.set_input_files("main input[type=file]", broken)
    window.press()
    expect(window.main.locator("#result")).to_be_visible()
    expect(genuine).to_have_count(0)


def test_suggestions_are_chosen_with_the_keyboard(enter: Enter) -> None:
    window = enter(language="nl")
    box = window.page.get_by_role("combobox")
    options = window.page.get_by_role("option")

    box.press_sequentially("zuidwind")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    window.look()
    box.press("Escape")
    expect(options.first).to_be_hidden()
    assert box.input_value() == "zuidwind"

    box.press_sequentially(" v")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    window.go(lambda: box.press("Enter"))
    assert window.path == "/verdicts/zuidwind-videoles"
