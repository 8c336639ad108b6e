"""A vendor's calendar: its own days only, in its language, at an address that it can end."""

from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.remediation import State
from tests import make
from tests.browser import Api, Browser


def _address(browser: Browser, path: str = "/requests/calendar") -> str:
    page = browser.get(path)
    found = next(word for word in page.main.split() if word.endswith(".ics") and "://" in word)
    return found.removeprefix("http://localhost")


def _text(api: Api, address: str) -> str:
    return api.get(address).get_data(as_text=True).replace("\r\n ", "")


def test_a_vendor_has_its_days_on_a_page_in_a_file_and_at_an_address(
    browser: Browser, api: Api, session: Session, people: make.People
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())
    make.remediation(session, people=people, now=clock.now())
    browser.acts_as(people.vendor)
    assert browser.get("/requests", lang="en").links()["Calendar of requests"]

    page = browser.get("/requests/calendar", lang="en")
    assert "Promised day" in page.main
    assert "Last day to confirm that you read it" in page.main
    people.vendor.user.language = "en"
    browser.post("/requests/calendar/subscription")
    address = _address(browser)
    answer = api.get(address)
    text = _text(api, address)

    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "SUMMARY:Leerplein: Promised day" in text
    assert f"URL:http://localhost/requests/{row.id}" in text
    assert text.count("BEGIN:VEVENT") == 2
    for inside in ("Beloofd.", "Maatregel", "Zet dit", "Ada"):
        assert inside not in text
    download = browser.fetch("/requests/calendar.ics")
    assert download.headers["Content-Disposition"] == "attachment; filename=requests.ics"


def test_an_address_shows_nobody_elses_days_and_ends(
    browser: Browser, api: Api, session: Session, people: make.People
) -> None:
    make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())
    browser.acts_as(people.other_vendor)
    browser.post("/requests/calendar/subscription")
    address = _address(browser)

    assert "VEVENT" not in _text(api, address)
    assert api.get(address.replace("/requests.ics", "x/requests.ics")).status_code == 404
    browser.post("/requests/calendar/subscription/end")
    assert api.get(address).status_code == 404
    assert "://" not in browser.get("/requests/calendar").main


def test_the_addresses_of_the_two_calendars_are_not_each_others(
    browser: Browser, api: Api, session: Session, people: make.People
) -> None:
    browser.acts_as(people.analyst)
    browser.post("/dossiers/calendar/subscription")
    token = _address(browser, "/dossiers/calendar").split("/")[3]

    assert api.get(f"/dossiers/calendar/{token}/deadlines.ics").status_code == 200
    assert api.get(f"/requests/calendar/{token}/requests.ics").status_code == 404
    for path in ("/requests/calendar", "/requests/calendar.ics"):
        assert browser.fetch(path).status_code == 404
    for path in ("/requests/calendar/subscription", "/requests/calendar/subscription/end"):
        assert browser.post(path).status == 404
