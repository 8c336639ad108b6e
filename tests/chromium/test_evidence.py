"""Evidence by dragging and pasting, and by the ordinary file field without scripts."""

from base64 import b64encode

import pytest

from tests.chromium.conftest import Enter
from tests.chromium.window import Window
from tests.making import samples

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_TRANSFER = """([content, name, type]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  return transfer;
}"""
_PASTE = """(element, transfer) => element.dispatchEvent(
  new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }))"""
WIDE = samples.png(width=640, height=200)


def _open(window: Window) -> None:
    """Open the form for new evidence of the demonstration's draft."""
    window.visit("/dossiers")
    draft = window.page.get_by_role("link", name="NOORDERLICHT-LEERPLEIN").first
    window.visit(str(draft.get_attribute("href")))
    window.follow("a[href$='/evidence/new']")


def test_a_file_is_dropped_a_screenshot_pasted_and_both_arrive(enter: Enter) -> None:
    window = enter("analist@surf.example")
    _open(window)
    page = window.page
    content = b64encode(WIDE).decode()
    dropped = page.evaluate_handle(_TRANSFER, [content, "instelling.png", "image/png"])
    pasted = page.evaluate_handle(_TRANSFER, [content, "image.png", "image/png"])

    page.dispatch_event("main", "dragover", {"dataTransfer": dropped})
    assert page.locator(".drop--over").count() == 1
    page.dispatch_event("main", "drop", {"dataTransfer": dropped})
    page.locator("main").evaluate(_PASTE, pasted)
    chosen = page.locator("[data-drop-list] li")
    assert chosen.count() == 2
    assert chosen.nth(0).inner_text().startswith("instelling.png")
    assert chosen.nth(1).inner_text().startswith("schermafbeelding-")
    window.look()
    window.send({"kind": "screenshot", "place": "risk:R1"})

    assert window.path.endswith("/evidence")
    picture = page.locator("img.thumbnail").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('img.thumbnail').naturalWidth === 640")
    window.follow("#evidence-table tr:has(img) th a")
    assert page.locator("img.evidence-image").evaluate("(each) => each.naturalWidth") == 640
    assert page.locator(".chain li").count() > 2
    with page.expect_download() as download:
        page.get_by_role("link", name="Bestand downloaden").click()
    assert download.value.path().read_bytes() == WIDE


def test_a_file_that_is_too_large_is_named_before_it_is_sent(enter: Enter) -> None:
    window = enter("analist@surf.example", language="en")
    _open(window)
    window.page.locator("[data-drop]").evaluate("(each) => (each.dataset.largest = 10)")
    large = {"name": "big.txt", "mimeType": "text/plain", "buffer": b"x" * 11}

    window.page.set_input_files("[name=files]", large)
    window.page.locator("main form button[type=submit]").click()

    warning = window.page.locator("[data-drop-list]").inner_text()
    assert "big.txt" in warning
    assert "larger than 50 MB" in warning
    assert window.path.endswith("/evidence/new")
    assert window.page.evaluate("() => document.activeElement.name") == "files"


def test_text_is_pasted_into_a_field_as_ever(enter: Enter) -> None:
    window = enter("analist@surf.example")
    _open(window)
    transfer = window.page.evaluate_handle(_TRANSFER, ["eA==", "image.png", "image/png"])
    transfer.evaluate("(each) => each.items.add('woorden', 'text/plain')")

    window.page.locator("[name=source]").evaluate(_PASTE, transfer)

    assert window.page.locator("[data-drop-list] li").count() == 0


def test_without_scripts_the_file_field_does_the_same(enter: Enter) -> None:
    window = enter("analist@surf.example", has_scripts=False)
    _open(window)
    file = {"name": "verkeer.har", "mimeType": "", "buffer": samples.HAR}

    window.page.set_input_files("[name=files]", file)
    window.send({"kind": "traffic_capture", "title": "Verkeer na inloggen"})

    assert "Verkeer na inloggen" in window.main.inner_text()
    window.follow("a[href$='/description']")
    window.send({"confidentiality": "vendor_confidential"})
    with window.page.expect_download() as download:
        window.page.get_by_role("button", name="Downloaden; dit wordt vastgelegd").click()
    assert download.value.path().read_bytes() == samples.HAR
