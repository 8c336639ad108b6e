"""The page of a verdict in a real browser: on paper, in the dark, and quiet."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRODUCTS = ("noorderlicht-portfolio", "noorderlicht-leerplein", "zuidwind-videoles")
RECORD = "google-workspace-for-education"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_release_is_two_pages_of_paper_with_what_matters(
    chromium: Browser, address: str, language: str
) -> None:
    context = chromium.new_context(locale=language)
    page = context.new_page()
    for slug in PRODUCTS:
        page.goto(f"{address}/verdicts/{slug}")
        duties = page.locator(".duty h3").all_inner_texts()

        printed = PdfReader(BytesIO(page.pdf(format="A4")))

        text = " ".join(" ".join(each.extract_text() for each in printed.pages).split())
        assert len(printed.pages) <= 2, slug
        assert all(title in text for title in duties), slug
        assert f"/verdicts/{slug}/releases/" in text.replace(" ", "")
    context.close()


def test_what_machines_read_is_no_script_to_the_security_policy(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    for slug in (PRODUCTS[0], RECORD):
        page.goto(f"{address}/verdicts/{slug}")
        assert page.locator("script[type='application/ld+json']").count() == 1

    context.close()
    assert said == []


def test_a_reader_reports_without_an_account_and_keeps_no_cookie(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{address}/verdicts/{PRODUCTS[0]}")
    page.get_by_role("link", name="Report a mistake or a missing risk").click()
    page.get_by_label("A risk is missing").check()
    page.get_by_label("What is wrong or missing, and how do you know?").fill("Stagiairs ook.")
    page.wait_for_timeout(3_100)  # nobody writes faster
    page.get_by_role("button", name="Send").click()

    assert page.locator("h1").inner_text() == "Thank you"
    assert context.cookies() == []
    context.close()
