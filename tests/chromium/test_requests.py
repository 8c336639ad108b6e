"""A request from the mail to the level: asked, answered from the mailed link, and checked."""

import re
import time
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from dpia_workbench import clock
from tests.chromium import drafting
from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.served import Served
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONTACT = "contact@noorderlicht.example"
PATIENCE = 20.0
PRODUCTS = {"nl": "Kompasnaald", "en": "Windroos"}
WORDS = {
    "nl": {
        "levels": ("Hoog", "Laag"),
        "change": "gaat van Hoog naar Laag.",
        "history": ("Gecontroleerd: Het werkt zoals bedoeld", "Geleverd door de leverancier",
                    "Gelezen door de leverancier", "Aan de leverancier gevraagd"),
    },
    "en": {
        "levels": ("High", "Low"),
        "change": "goes from High to Low.",
        "history": ("Checked: It works as intended", "Delivered by the vendor",
                    "Read by the vendor", "Asked of the vendor"),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", PRODUCTS)
def test_a_request_is_answered_from_the_mail_and_its_check_lowers_the_level(
    enter: Enter, served: Served, language: str
) -> None:
    words, product = WORDS[language], PRODUCTS[language]
    analyst = enter("analist@surf.example", language=language)
    dossier = _write(analyst, product=product)
    assert _level(analyst, dossier) == words["levels"][0]
    _ask(analyst, dossier)

    vendor = enter(language=language)
    request = _open_from_mail(vendor, served, product=product)
    _answer(vendor, request)
    _deliver(vendor, request)
    assert _level(analyst, dossier) == words["levels"][0], "a delivery counts for nothing yet"

    checker = enter("analist2@surf.example", language=language)
    checker.visit(f"{request}/verification")
    foreseen = checker.main.locator("section[aria-labelledby=foreseen]").inner_text()
    assert words["change"] in foreseen
    checker.send({"move": "verify", "words": "Zelf gemeten met een proefschool."})
    assert _level(analyst, dossier) == words["levels"][1]

    told = checker.main.locator("section[aria-labelledby=history]").inner_text()
    places = [told.index(each) for each in words["history"]]
    assert places == sorted(places), "the newest first"
    analyst.visit("/requests/vendors/noorderlicht-software")
    assert product in analyst.main.inner_text()
    vendor.visit("/requests/calendar")


def _write(window: Window, *, product: str) -> str:
    """Write a dossier with one high risk that only the vendor can lower; return its address."""
    dossier = drafting.open_dossier(window, product=product)
    window.visit(f"{dossier}/cells/new")
    edition = window.main.locator("[name=edition_id] option").nth(1).get_attribute("value") or ""
    use = drafting.in_both("use", "Thuis oefenen.")
    window.send({"edition_id": edition, "group": "staff", **use})
    window.visit(f"{dossier}/risks/new")
    window.send(drafting.risk("Antwoorden lekken uit", likelihood="3"))
    window.visit(f"{dossier}/measures/new")
    window.send({
        **drafting.in_both("title", f"{product} versleutelt de opslag"), "owner": "vendor",
        "kind": "technical", **drafting.in_both("instruction", "Versleutel alles."),
    })  # fmt: skip
    window.visit(f"{dossier}/claims/new")
    risk = window.main.locator("[name=risk_id] option").nth(1).get_attribute("value") or ""
    needed = window.main.locator("[name=requires]").first.get_attribute("value") or ""
    window.send({
        "risk_id": risk, "axis": "likelihood", "cap": "1", "requires": [needed],
        "rationale": "Gemeten met en zonder.",
    })  # fmt: skip
    return dossier


def _level(window: Window, dossier: str) -> str:
    """Return the level of R1 after the vendor's measures, as the dossier's page says."""
    window.visit(dossier)
    row = window.main.locator("tr", has=window.page.locator("a[href='#R1']")).first
    return row.locator("td").nth(1).inner_text().strip()


def _ask(analyst: Window, dossier: str) -> None:
    analyst.visit(dossier)
    analyst.follow("main a[href*='/measures/'][href$='/request']")
    analyst.send({"words": "Zonder versleuteling blijft het risico hoog."})


def _open_from_mail(vendor: Window, served: Served, *, product: str) -> str:
    """Follow the link in the mail, sign in on the way, and arrive at the request."""
    mail = _mail(served, product=product)
    [link] = re.findall(r"http\S+/requests/\S+", mail.get_content())
    vendor.visit(link.removeprefix(vendor.address))
    assert vendor.path == "/login"
    vendor.send({"email": CONTACT, "password": PASSWORD})
    assert vendor.page.url == link
    return vendor.path


def _mail(served: Served, *, product: str) -> EmailMessage:
    """Return the mail to the vendor about a request, once the server sent it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for file in (served.log.parent / "outbox").glob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            if isinstance(mail, EmailMessage) and product in str(mail["Subject"]):
                assert mail["To"] == CONTACT
                return mail
        time.sleep(0.2)
    raise AssertionError("no mail to the vendor")


def _answer(vendor: Window, request: str) -> None:
    """Confirm, and promise a day; a day in the past is refused at its field."""
    vendor.press("main form[action$='/acknowledgement']")
    vendor.follow("main a[href$='/commitment']")
    vendor.send({"due": "2020-02-01", "words": "Eerder."}, status=422)
    due = clock.today() + timedelta(days=14)
    vendor.send({"due": due.isoformat(), "words": "In de volgende versie."})
    assert vendor.path == request


def _deliver(vendor: Window, request: str) -> None:
    vendor.follow("main a[href$='/delivery']")
    vendor.send({"words": "Versie 4.2 versleutelt alles; zie het testrapport."})
    assert vendor.path == request
