"""What is not somebody's business does not exist for them; who is not signed in is asked to."""

from uuid import UUID

import pytest

from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VENDOR, OTHER_VENDOR = "contact@noorderlicht.example", "contact@zuidwind.example"
OFFICER, OTHER_OFFICER = "po@dewaterlelie.example", "po@hetkompas.example"
_NOBODYS = UUID(int=7)
_PARTS = {
    "dossiers": (
        "", "/history", "/description", "/cells/new", "/risks/new", "/measures/new",
        "/claims/new", "/findings/rights", "/review", "/publication",
    ),
    "adoptions": (
        "", "/situation", "/scope", "/measures", "/views", "/advice", "/decision", "/report.docx",
    ),
    "requests": ("", "/commitment", "/refusal", "/delivery", "/verification", "/withdrawal"),
}  # fmt: skip


def _addresses(window: Window, noun: str, *, at: str) -> list[str]:
    """Return the addresses of all dossiers, adoptions or requests in somebody's list."""
    window.visit(at)
    found: list[str] = window.main.locator(f"a[href^='/{noun}/']").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    things = {"/".join(each.split("/")[:3]) for each in found}
    return sorted(each for each in things if len(each) > 40)


def _assert_does_not_exist(window: Window, place: str) -> None:
    """Neither reading nor writing, of it or of any part of it, tells that it is there."""
    noun = place.split("/")[1]
    for part in _PARTS[noun]:
        for method in ("GET", "POST"):
            if (method, part) == ("POST", ""):
                continue
            status = window.ask(place + part, method=method)
            expected = (404, 405) if method == "POST" else (404,)
            assert status in expected, f"{method} {place}{part}: {status}"
    window.visit(place, status=404)
    said = window.main.inner_text()
    window.visit(f"/{noun}/{_NOBODYS}", status=404)
    assert window.main.inner_text() == said, "it tells apart what is foreign and what is not there"


def test_a_vendor_sees_no_dossier_and_no_adoption(enter: Enter) -> None:
    dossiers = _addresses(enter("analist@surf.example"), "dossiers", at="/dossiers")
    adoptions = _addresses(enter(OFFICER), "adoptions", at="/school")
    assert dossiers
    assert adoptions
    vendor = enter(VENDOR)

    for place in (dossiers[0], adoptions[0]):
        _assert_does_not_exist(vendor, place)
    for place in ("/dossiers", "/school", "/admin"):
        vendor.visit(place, status=404)


def test_a_vendor_sees_only_requests_to_itself(enter: Enter) -> None:
    asked = _addresses(enter(VENDOR), "requests", at="/requests")
    other = enter(OTHER_VENDOR)
    assert asked

    for place in asked[:2]:
        _assert_does_not_exist(other, place)
    assert not set(_addresses(other, "requests", at="/requests")) & set(asked)


def test_a_board_sees_no_adoption_of_another_board(enter: Enter) -> None:
    theirs = _addresses(enter(OFFICER), "adoptions", at="/school")
    others = enter(OTHER_OFFICER)

    for place in theirs[:2]:
        _assert_does_not_exist(others, place)
    assert not set(_addresses(others, "adoptions", at="/school")) & set(theirs)


@pytest.mark.parametrize(
    ("email", "noun", "start"),
    [(OFFICER, "adoptions", "/school"), ("analist@surf.example", "dossiers", "/dossiers")],
)
def test_who_is_not_signed_in_is_asked_to_and_comes_back(
    enter: Enter, email: str, noun: str, start: str
) -> None:
    place = _addresses(enter(email), noun, at=start)[0]
    stranger = enter()

    stranger.visit(place)
    assert stranger.path == "/login"
    stranger.send({"email": email, "password": PASSWORD})

    assert stranger.path == place
