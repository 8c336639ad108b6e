"""The whole line, from an empty dossier to a signed local DPIA, as everybody in turn."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Download

from dpia_workbench import clock
from tests.chromium import adopting, drafting
from tests.chromium.conftest import Enter
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 30.0  # how soon it is found in a quiet machine is what `make bench` measures
# In both languages, and with and without scripts.
PRODUCTS = {("nl", True): "Sterrenkijker", ("en", False): "Waterrad"}


@pytest.mark.parametrize(("language", "has_scripts"), PRODUCTS, ids=["nl", "en-without-scripts"])
def test_a_verdict_is_made_found_and_adopted(
    enter: Enter, language: str, has_scripts: bool, tmp_path: Path
) -> None:
    def window(email: str | None = None) -> Window:
        return enter(email, language=language, has_scripts=has_scripts)

    product = PRODUCTS[language, has_scripts]
    analyst = window("analist@surf.example")
    dossier = drafting.open_dossier(analyst, product=product)
    drafting.write(analyst, dossier, product=product)
    request = _ask_the_vendor(analyst, dossier)
    _vendor_delivers(window("contact@noorderlicht.example"), request)
    _another_analyst_checks(window("analist2@surf.example"), request, asked_by=analyst)
    reviewer = window("reviewer@surf.example")
    _review(analyst, reviewer, dossier, product=product)
    release = _publish(window("publicist@surf.example"), dossier, product=product)
    reader = window()
    _read_the_release(reader, release)
    _check_report(
        _download(reader, "aside a[href*='.docx'][hreflang=en]"), product, folder=tmp_path
    )
    adoption = adopting.adopt(window("po@dewaterlelie.example"), release)
    adopting.advise(window("fg@dewaterlelie.example"), adoption)
    board = window("bestuur@dewaterlelie.example")
    _decide(board, adoption)
    _check_report(_download(board, f"aside a[hreflang={language}]"), product, folder=tmp_path)


def _ask_the_vendor(analyst: Window, dossier: str) -> str:
    """Ask for the vendor's measure, and return the request's address."""
    analyst.visit(dossier)
    analyst.follow("main a[href*='/measures/'][href$='/request']")
    analyst.send({"words": "Zonder versleuteling blijft het risico hoog."})
    link = analyst.main.locator("a[href^='/requests/']").first
    return str(link.get_attribute("href"))


def _vendor_delivers(vendor: Window, request: str) -> None:
    due = clock.today() + timedelta(days=14)
    vendor.visit("/requests")
    vendor.follow(f"main a[href='{request}']")
    vendor.press("main form[action$='/acknowledgement']")
    vendor.follow("main a[href$='/commitment']")
    vendor.send({"due": due.isoformat(), "words": "In de volgende versie."})
    vendor.follow("main a[href$='/delivery']")
    vendor.send({"words": "Versie 4.2 versleutelt alles; zie het testrapport."})


def _another_analyst_checks(checker: Window, request: str, *, asked_by: Window) -> None:
    """The one who asked gets no form; another analyst does."""
    asked_by.visit(f"{request}/verification")
    assert not asked_by.main.locator("[name=move]").count()

    checker.visit(f"{request}/verification")
    checker.send({"move": "verify", "words": "Zelf gemeten met een proefschool."})


def _review(analyst: Window, reviewer: Window, dossier: str, *, product: str) -> None:
    """Submitted, sent back, changed, submitted again and approved; never by an author."""
    analyst.visit(dossier)
    drafting.excuse_points(analyst, dossier)
    analyst.press(f"main form[action='{dossier}/submission']")
    assert not analyst.main.locator(f"a[href='{dossier}/review']").count()
    analyst.visit(f"{dossier}/review", status=403)

    reviewer.visit(f"{dossier}/review")
    reviewer.send({"outcome": "changes", "note": "Noem ook de app."})
    analyst.visit(dossier)
    analyst.press(f"main form[action='{dossier}/resumption']")
    drafting.describe(analyst, dossier, product=product, summary="Rekenen op de site en de app.")
    analyst.press(f"main form[action='{dossier}/submission']")

    reviewer.visit(dossier)
    reviewer.follow(f"main a[href='{dossier}/review']")
    reviewer.send({"outcome": "approve", "note": "Akkoord."})


def _publish(publisher: Window, dossier: str, *, product: str) -> str:
    """Publish; the search finds it."""
    publisher.visit(dossier)
    publisher.follow(f"main a[href='{dossier}/publication']")
    best = publisher.main.locator("[name=chosen]").first
    assert best.get_attribute("value") == "GREEN_WITH_MEASURES"
    publisher.agree()
    _wait_until_found(publisher, product=product)
    publisher.settle()
    return publisher.path


def _wait_until_found(publisher: Window, *, product: str) -> None:
    published = time.monotonic()
    while time.monotonic() - published < PATIENCE:
        found = publisher.page.request.get(f"{publisher.address}/verdicts?q={product}").text()
        if f"{product}</a>" in found or f"{product} International</a>" in found:
            return
    raise AssertionError("the search never found it")


def _read_the_release(reader: Window, release: str) -> None:
    """The page names all three duties of the school, two of them mandatory."""
    reader.visit(release)
    duties = reader.main.locator("section[aria-labelledby=duties]").inner_text()
    for owner, _kind, title in drafting.MEASURES:
        assert (title in duties) is owner.startswith("school")


def _decide(board: Window, adoption: str) -> None:
    """All risks are low but a mandatory measure is only planned: approved, if at all, with it."""
    offered = adopting.outcomes(board, adoption)
    assert offered == {"CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"}

    adopting.decide(board, adoption)
    assert not board.main.locator("form").count(), "a decision is taken once"
    board.visit(f"{adoption}/decision")
    assert not board.main.locator("[name=outcome]").count()
    board.visit(adoption)


def _download(window: Window, selector: str) -> Download:
    with window.page.expect_download() as download:
        window.page.locator(selector).first.click()
    return download.value


def _check_report(download: Download, product: str, *, folder: Path) -> None:
    """The file opens in python-docx and says what it is about."""
    file = folder / download.suggested_filename
    download.save_as(file)
    document = Document(str(file))
    styles = [str(each.style.name) for each in document.paragraphs if each.style]
    headings = [style for style in styles if style.startswith("Heading")]
    assert product in document.core_properties.title
    assert document.core_properties.language[:2] == file.stem[-2:]
    assert len(headings) > 5
