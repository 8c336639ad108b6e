"""A window of Chromium in which somebody works; every page it comes to is looked at."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

from tests.chromium.seen import Seen

WIDE, NARROW = 1440, 360
HEIGHT = 900
HTTP_REFUSED = 400
Value = str | Sequence[str]

_FORM = "main form[method=post]"
_KINDS = """(form) =>
  Object.fromEntries([...form.elements].map((field) => [field.name, field.type]))"""
_FETCH = """async ([path, method]) =>
  (await fetch(path, { method, redirect: "manual", cache: "no-store" })).status"""
_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_FACTS = """() => ({
  language: document.documentElement.lang,
  headings: [...document.querySelectorAll("h1")].map((each) => each.innerText.trim()),
  parts: [...new Set([...document.querySelectorAll("body *")].map((each) =>
    `${each.tagName} ${each.getAttribute("class")} ${each.getAttribute("role")}`))],
})"""
_OVERFLOW = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.html.slice(0, 200)}`));
}"""


_IDENTITY = re.compile(r"(?<=/)(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/|$)")
_NAMED = re.compile(
    r"(?<=^/verdicts/)[^/]+|(?<=^/vendors/)[^/]+"
    r"|(?<=/findings/)[^/]+|(?<=/judgement/)[^/]+|(?<=^/worksheet/)[^/]+|(?<=/entries/[A-Z]{2})\d+"
)
_POINT = re.compile(r"(?<=/points/)[^/?]+")
_REGISTER = re.compile(r"(?<=/registers/)[^/]+|(?<=/entries/)[A-Z]{2}|(?<=/not-applicable/)[^/]+")


def _is_close(language: str, *, width: int) -> bool:
    """Return whether axe looks: at both widths in Dutch, and at the narrow one in English.

    What English adds are other words, and words matter most where there is little room.
    """
    return language == "nl" or width == NARROW or os.environ.get("DPIA_TEST_THOROUGH") == "1"


def pattern(address: str) -> str:
    """Return what kind of page an address leads to: ids and names left out, questions by name.

    Each point of the usual template is a kind of its own; another template asks the same otherwise.
    """
    parts = urlsplit(address)
    path = _NAMED.sub("*", _IDENTITY.sub("*", parts.path))
    asked = sorted({part.split("=")[0] for part in parts.query.split("&") if part})
    return f"{_POINT.sub('*', path)}?{'&'.join(asked)}" if asked else path


def broadly(address: str) -> str:
    """Return the same, with all points, and all registers, as one kind."""
    return _REGISTER.sub("*", _POINT.sub("*", pattern(address)))


class Window:
    """One tab. `status` is what the last page was answered with."""

    def __init__(self, page: Page, *, address: str, seen: Seen, has_scripts: bool = True) -> None:
        self.page = page
        self.address = address
        self.seen = seen
        self.has_scripts = has_scripts
        self.language = ""
        self.width: int | None = None  # of somebody who has one screen; else two are looked at
        self.status = 0
        self._left = ""  # where a button was pressed
        self._heard: list[str] = []
        self._refused: set[int] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._heard.append(f"error: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._heard.append(message.text)

    @property
    def path(self) -> str:
        """Return where the window is, without the host."""
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        """Return the page's own part."""
        return self.page.locator("main")

    def visit(self, path: str, *, status: int = 200) -> None:
        """Open a page by its address."""
        self._arrive(self.page.goto(self.address + path), status=status)

    def ask(self, path: str, *, method: str = "GET") -> int:
        """Ask for something from within the page, without going there; return the status."""
        status: int = self.page.evaluate(_FETCH, [path, method])
        if status >= HTTP_REFUSED:
            self._refused.add(status)
        return status

    def follow(self, selector: str) -> None:
        """Follow a link."""
        self.go(self.page.locator(selector).first.click)

    def go(self, act: Callable[[], None], *, status: int = 200) -> None:
        """Do what leads to another page."""
        with self.page.expect_navigation() as arrival:
            act()
        self._arrive(arrival.value, status=status)

    def choose(self, language: str) -> None:
        """Choose a language by the link at the top, if it is not spoken already."""
        link = self.page.locator(f".site-tools a[hreflang={language}]")
        self.language = language
        if link.count():
            self.go(link.click)

    def fill(self, fields: Mapping[str, Value], *, form: str = _FORM) -> None:
        """Fill in a form as a person does. A list ticks the boxes with these values."""
        within = self.page.locator(form).first
        kinds: dict[str, str] = within.evaluate(_KINDS)
        for name, value in fields.items():
            assert name in kinds, f"{self.page.url} has no field {name}"
            _set(within, name, value, kind=kinds[name])

    def press(self, form: str = _FORM, *, status: int = 200) -> None:
        """Press a form's button, and say yes if the page asks whether it is meant."""
        self.go(self._button(form), status=status)

    def agree(self, form: str = _FORM) -> None:
        """Press a form's button, and only wait until the server has done it."""
        self._left = self.path
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self._button(form)()

    def settle(self) -> None:
        """Wait for the page that follows what was agreed to, and look at it."""
        self.page.wait_for_url(lambda url: urlsplit(url).path != self._left)
        self.look()

    def _button(self, form: str) -> Callable[[], None]:
        """Return what presses a form's button at last, after the question that may come first."""
        all_of_it = self.page.locator(form).first.locator("button[type=submit]")
        # A named button does something beside what the form is for.
        usual = all_of_it.and_(self.page.locator(":not([name])"))
        button = (usual if usual.count() else all_of_it).last
        if not (self.has_scripts and button.get_attribute("data-confirm")):
            return button.click
        button.click()
        return self.page.locator("dialog button").last.click

    def send(self, fields: Mapping[str, Value], *, status: int = 200) -> None:
        """Fill in the page's form and send it."""
        self.fill(fields)
        self.press(status=status)

    def _arrive(self, response: Response | None, *, status: int) -> None:
        assert response is not None, self.page.url
        self.status = response.status
        assert self.status == status, f"{self.page.url} {self.status}\n{self.main.inner_text()}"
        self.look()

    def look(self) -> None:
        """Look at the page as every reader's browser and screen reader would, at two widths."""
        facts: dict[str, Any] = self.page.evaluate(_FACTS)
        assert len(facts["headings"]) == 1, f"{self.page.url} has headings {facts['headings']}"
        assert facts["headings"][0], f"{self.page.url} has an empty heading"
        if self.language:
            assert facts["language"] == self.language, f"{self.page.url} is in another language"
        self.check()
        unexpected = [text for text in self._heard if not self._is_status_line(text)]
        self._heard.clear()
        assert not unexpected, f"{self.page.url} {unexpected}"

    def check(self) -> None:
        """Look at what is on the page now, as far as it was not seen before, at two widths."""
        facts: dict[str, Any] = self.page.evaluate(_FACTS)
        if not self._is_new(facts["language"], parts=facts["parts"]):
            return
        if self.width is not None:
            self._look_at(self.width, closely=True)
        else:
            for width in (WIDE, NARROW):
                self._look_at(width, closely=_is_close(facts["language"], width=width))
            self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def forget(self) -> None:
        """Take what the browser complained of since the last page for what it should."""
        self._heard.clear()

    def _is_new(self, language: str, *, parts: Sequence[str]) -> bool:
        """Return whether there is a part that was not yet seen on this kind of page."""
        scripts = "with" if self.has_scripts else "without"
        kind = f"{pattern(self.page.url)} in {language} {scripts} scripts {self.width or ''}"
        return self.seen.add(kind, parts)

    def _look_at(self, width: int, *, closely: bool) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        over = self.page.evaluate(_OVERFLOW)
        assert over <= 0, f"{self.page.url} at {width} px is {over} px too wide"
        if self.has_scripts and closely:
            self.page.evaluate(_FRAME)  # tables notice after a frame that they must scroll
            violations = self._axe()
            assert not violations, f"{self.page.url} at {width} px:\n" + "\n".join(violations)

    def _axe(self) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(_AXE)
        return found

    def _is_status_line(self, text: str) -> bool:
        """Return whether this is only the browser's own line on what was refused on purpose."""
        match = re.match(r"Failed to load resource: .* status of (\d+)", text)
        refused = {self.status, *self._refused}
        return match is not None and int(match[1]) in {
            each for each in refused if each >= HTTP_REFUSED
        }


def _set(form: Locator, name: str, value: Value, *, kind: str) -> None:
    """Give a field its value, whatever kind it is."""
    if kind in ("checkbox", "radio"):
        for each in [value] if isinstance(value, str) else value:
            form.locator(f'[name="{name}"][value="{each}"]').check()
    elif kind == "select-one":
        form.locator(f'[name="{name}"]').select_option(value)
    else:
        assert isinstance(value, str)
        form.locator(f'[name="{name}"]').fill(value)
