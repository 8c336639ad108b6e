"""Nothing that somebody typed is lost, and everything can be done with the keyboard."""

import re

import pytest
from playwright.sync_api import Locator, expect

from dpia_workbench.risk.verdict import Topic
from tests.chromium import drafting
from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANALYST, COLLEAGUE = "analist@surf.example", "analist2@surf.example"
SAVED = re.compile("Opgeslagen|Samen")
_FOCUS = """() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const style = getComputedStyle(focused);
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    isVisible: outlined || style.boxShadow !== "none",
    isOnTop: Boolean(top) && (focused.contains(top) || top.contains(focused)),
    html: focused.outerHTML.slice(0, 150),
  };
}"""


def _value(window: Window, name: str) -> str:
    return window.main.locator(f'[name="{name}"]').first.input_value()


def _new_risk(window: Window, *, product: str) -> str:
    """Make a dossier with one risk, and return the risk's address."""
    dossier = drafting.open_dossier(window, product=product)
    window.visit(f"{dossier}/risks/new")
    window.send(drafting.risk("Gegevens lekken", likelihood="2"))
    link = window.main.locator(
        f"a[href^='{dossier}/risks/']:not([href$=new], [href$=levels])"
    ).first
    return str(link.get_attribute("href"))


def test_without_scripts_the_second_of_two_editors_sees_both_texts(enter: Enter) -> None:
    first, second = (enter(each, has_scripts=False) for each in (ANALYST, COLLEAGUE))
    place = _new_risk(first, product="Vuurtoren")
    first.visit(place)
    second.visit(place)

    first.send({"title.nl": "Door de eerste", "likelihood": "3"})
    theirs = {"title.nl": "Door de tweede", "severity_reason": "Ook dit is van de tweede."}
    second.send(theirs, status=409)

    assert {name: _value(second, name) for name in theirs} == theirs
    assert "Door de eerste" in second.main.inner_text()
    second.send({"title.nl": "Door beiden", "likelihood": "3"})
    first.visit(place)
    assert _value(first, "title.nl") == "Door beiden"
    assert _value(first, "severity_reason") == theirs["severity_reason"]
    assert first.main.locator("[name=likelihood]:checked").input_value() == "3"


def _told(window: Window, name: str) -> Locator:
    """Return what the page says of saving a field."""
    return window.main.locator(f".live-field:has([name='{name}']) [data-status]")


def test_two_people_write_on_one_risk_while_both_judge_it(enter: Enter) -> None:
    first, second = enter(ANALYST), enter(COLLEAGUE)
    place = _new_risk(first, product="Zeilboot")
    first.visit(place)
    second.visit(place)

    # What one types the other sees, and who is where.
    second.main.locator("[name=likelihood_reason]").focus()
    first.fill({"title.nl": "Gegevens lekken uit", "likelihood": "3"})
    expect(_told(first, "title.nl")).to_have_text(SAVED)
    expect(second.main.locator("[name='title.nl']")).to_have_value("Gegevens lekken uit")
    assert not _told(second, "title.en").inner_text()  # nobody touched the other half
    expect(first.main.locator("[data-people]")).to_contain_text(re.compile("Kans|kans"))
    first.check()

    # A judgement goes with the button, and is merged with what the other wrote and judged.
    second.fill({"severity": "1", "severity_reason": "Het gaat om namen."})
    second.press()
    first.press()
    first.visit(place)
    held = {name: _value(first, name) for name in ("title.nl", "severity_reason")}
    assert held == {"title.nl": "Gegevens lekken uit", "severity_reason": "Het gaat om namen."}
    judged = [
        first.main.locator(f"[name={axis}]:checked").input_value()
        for axis in ("likelihood", "severity")
    ]
    assert judged == ["3", "1"]


def test_a_conflict_on_a_risk_is_chosen_on_its_page(enter: Enter) -> None:
    first, second = enter(ANALYST), enter(COLLEAGUE)
    place = _new_risk(first, product="Roeiboot")
    for window in (first, second):
        window.visit(place)
    title = "[name='title.nl']"

    second.page.context.set_offline(True)
    second.fill({"title.nl": "Door de tweede", "severity_reason": "Ook van de tweede."})
    first.fill({"title.nl": "Door de eerste"})
    expect(_told(first, "title.nl")).to_have_text(SAVED)
    second.page.context.set_offline(False)

    box = second.main.locator(".conflict")
    expect(box).to_contain_text("Door de eerste", timeout=20_000)
    second.check()
    box.locator("[data-keep]").click()
    expect(second.main.locator(title)).to_have_value("Door de tweede")
    expect(first.main.locator(title)).to_have_value("Door de tweede", timeout=15_000)
    first.visit(place)
    assert _value(first, "severity_reason") == "Ook van de tweede."


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_mistake(enter: Enter) -> None:
    window = enter(ANALYST, language="en")
    dossier = drafting.open_dossier(window, product="Windwijzer")
    window.visit(f"{dossier}/risks/new")

    typed = drafting.risk("Gegevens lekken", likelihood="3")
    window.send({**typed, "title.nl": "", "title.en": ""}, status=422)

    focused = window.page.evaluate("() => document.activeElement.id")
    assert focused == "error-summary"
    assert _value(window, "description.nl") == typed["description.nl"]
    assert _value(window, "origin") == typed["origin"]
    assert window.main.locator("[name=likelihood]:checked").input_value() == "3"
    window.page.locator("#error-summary a").first.click()
    assert window.page.evaluate("() => document.activeElement.id").startswith("field-title")


def test_what_is_not_known_about_a_risk_can_be_said(enter: Enter) -> None:
    window = enter(ANALYST)
    dossier = drafting.open_dossier(window, product="Mistbank")
    window.visit(f"{dossier}/risks/new")

    window.send(drafting.risk("Gegevens lekken", likelihood="unknown"))

    assert window.path == dossier
    window.follow(f"main a[href^='{dossier}/risks/']:not([href$=new], [href$=levels])")
    assert window.main.locator("[name=likelihood]:checked").input_value() == "unknown"


def test_what_was_typed_survives_the_end_of_the_session(enter: Enter) -> None:
    window = enter(ANALYST)
    dossier = drafting.open_dossier(window, product="Zandloper")
    place = f"{dossier}/findings/{Topic.RIGHTS.value}"
    window.visit(place)
    window.fill({"result": "compliant", **drafting.in_both("note", "Een lang verhaal.")})

    window.page.context.clear_cookies(name="session")
    window.press()
    assert window.path == "/login"
    window.send({"email": ANALYST, "password": PASSWORD})
    if window.path != place:
        window.visit(place)

    assert window.main.locator(".draft-notice").is_visible()
    expect(window.main.locator("[name='note.nl']")).to_have_value("Een lang verhaal.")
    assert window.main.locator("[name=result]:checked").input_value() == "compliant"
    window.press()
    window.visit(place)
    assert _value(window, "note.nl") == "Een lang verhaal."
    assert not window.main.locator(".draft-notice").count()


def _tab_to(window: Window, selector: str) -> None:
    """Press Tab until this has the focus; every stop on the way must be seen."""
    for _step in range(60):
        window.page.keyboard.press("Tab")
        focus = window.page.evaluate(_FOCUS)
        assert focus["isVisible"], f"no visible focus: {focus['html']}"
        assert focus["isOnTop"], f"hidden focus: {focus['html']}"
        if window.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} is out of reach on {window.page.url}")


def _enter_key(window: Window) -> None:
    window.go(lambda: window.page.keyboard.press("Enter"))


def test_the_keyboard_is_enough_to_sign_in_search_and_read_a_verdict(enter: Enter) -> None:
    window = enter()
    keyboard = window.page.keyboard

    _tab_to(window, "a[href='#main']")
    _tab_to(window, "a[href^='/login']")
    _enter_key(window)
    _tab_to(window, "[name=email]")
    keyboard.type("po@dewaterlelie.example")
    _tab_to(window, "[name=password]")
    keyboard.type(PASSWORD)
    _enter_key(window)
    assert window.path == "/tasks"
    _tab_to(window, "nav a[href='/']")
    _enter_key(window)
    keyboard.press("/")
    keyboard.type("leerplein")
    _enter_key(window)
    assert window.path == "/verdicts"
    _tab_to(window, ".card__link")
    _enter_key(window)

    assert window.path == "/verdicts/noorderlicht-leerplein"
