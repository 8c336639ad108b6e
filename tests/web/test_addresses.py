"""Addresses that nobody should type: a clear page and never a 500."""

import pytest

from tests.browser import Browser


@pytest.mark.parametrize(
    "path",
    [
        "/verdicts/%00",
        "/verdicts/nope",
        "/verdicts/nope/releases/1",
        "/verdicts/nope/releases/99999999999999999999",
        "/verdicts/../../etc/passwd",
        "/vendors/%F0%9F%92%A9",
        "/vendors/" + "x" * 3000,
        "/welcome/garbage/more",
        "/language?code=xx",
        "/verdicts/nope/changes/1/2",
    ],
)
def test_an_address_that_leads_nowhere_is_404(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000", "page=-1", "page=abc", "sort=sideways", "verdict=PURPLE",
        "sector=%00", "q=%00%ED%A0%80", "q=" + "x" * 10_000, "q=%22unclosed", "q=***",
        "q=' OR 1=1 --", "q=%D8%A7%D9%84", "q=de+het+een", "vendor=" + "v" * 500, "lang=zz",
    ],
)  # fmt: skip
def test_an_odd_query_gives_a_sensible_page(browser: Browser, query: str) -> None:
    assert browser.get(f"/verdicts?{query}").status == 200


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_language_link_leads_nowhere_else(browser: Browser, wanted: str) -> None:
    found = browser.redirect("/language", query_string={"code": "en", "next": wanted})

    assert found == "/"


def test_the_language_that_was_chosen_is_kept(browser: Browser) -> None:
    browser.redirect("/language", query_string={"code": "en", "next": "/about?lang=nl"})

    assert browser.get("/about").h1 == "About joint DPIAs"


def test_robots_security_and_sitemap_are_there(browser: Browser) -> None:
    for path in ("/robots.txt", "/.well-known/security.txt", "/sitemap.xml", "/healthz"):
        assert browser.fetch(path).status_code == 200


def test_a_write_from_another_site_is_refused(browser: Browser) -> None:
    answers = [
        browser.fetch("/login", method="POST", headers=headers).status_code
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example"},
        )
    ]

    assert answers == [403, 403, 403]


def test_every_answer_forbids_foreign_code_and_frames(browser: Browser) -> None:
    headers = browser.fetch("/").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_reading_sets_no_cookie(browser: Browser) -> None:
    for path in ("/", "/verdicts", "/about", "/nope"):
        assert "Set-Cookie" not in browser.fetch(path).headers
