"""Two people write in one text for minutes, in real browsers, while everything goes wrong.

`python -m benchmarks.together [minutes]`. Each inserts words that nobody else has, and takes some
out again; their networks break off, the server is stopped and started, and where both changed
the same words one of the three choices is made. At the end the text is the same in both browsers
and in the database, and every word is accounted for: it is there, or somebody took it out, or
a choice that was made left it out. Exits with 1 when that is not so.
"""

import random
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium.served import Served, serving
from tools.browser import find

MINUTES = 5.0
PEOPLE = ("analist@surf.example", "analist2@surf.example")
START = "\n\n".join(f"Alinea {number} gaat over het onderwerp." for number in range(1, 7))
_WORD = re.compile(r"w[ab]\d+")
_AREA = "[name=body]"
# What a person reads and does is one step here: in between, the words of the other may come in.
_EDIT = r"""(area, {word, isRemoval, place}) => {
  const pick = (all) => all[Math.floor(place * all.length)];
  const words = [...area.value.matchAll(/w[ab]\d+/g)];
  const gone = isRemoval && words.length ? pick(words) : null;
  const gaps = [...area.value.matchAll(/(?<=\w) (?=\w)/g)].map(({index}) => index);
  const from = gone ? gone.index : (pick(gaps) ?? area.value.length);
  area.focus();
  area.setSelectionRange(from, from + (gone ? gone[0].length : 0));
  document.execCommand(gone ? "delete" : "insertText", false, gone ? "" : ` ${word}`);
  return gone ? gone[0] : "";
}"""
_CHOOSE = """(box, choice) => {
  const mine = document.querySelector("[name=body]").value;
  const theirs = box.querySelector("[data-theirs]").textContent;
  box.querySelector(`[data-${choice}]`).click();
  return [mine, theirs];
}"""


@dataclass
class Writer:
    """One person with a browser, and what became of the words they typed."""

    name: str
    page: Page
    typed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)  # by this person, in the text
    given_up: set[str] = field(default_factory=set)  # by a choice of this person
    offline_until: float = 0.0
    count: int = 0

    @property
    def text(self) -> str:
        """Return what this person reads."""
        return self.page.locator(_AREA).first.input_value()

    def edit(self, chance: random.Random) -> None:
        """Insert a word of one's own somewhere, or take one out."""
        word = f"w{self.name}{self.count + 1}"
        gone = self.page.locator(_AREA).first.evaluate(
            _EDIT,
            {"word": word, "isRemoval": chance.random() < 0.2, "place": chance.random()},
        )
        if gone:
            self.removed.add(gone)
            return
        self.count += 1
        self.typed.add(word)

    def choose(self, chance: random.Random) -> str:
        """Make one of the choices of a conflict, if there is one; return which."""
        box = self.page.locator("main .conflict")
        if not box.count():
            return ""
        choice = chance.choice(["keep", "take", "both"])
        mine, theirs = (set(_WORD.findall(text)) for text in box.evaluate(_CHOOSE, choice))
        if choice == "keep":
            self.given_up |= theirs - mine
        elif choice == "take":
            self.given_up |= mine - theirs
        return choice

    def weather(self, chance: random.Random, *, now: float) -> bool:
        """Break the network off for a while, or mend it; return whether it broke off now."""
        if self.offline_until and now > self.offline_until:
            self.page.context.set_offline(False)
            self.offline_until = 0.0
        elif not self.offline_until and chance.random() < 0.015:
            self.page.context.set_offline(True)
            self.offline_until = now + chance.uniform(2, 8)
            return True
        return False


def run(minutes: float = MINUTES, *, seed: int = 1) -> list[str]:
    """Let two people write, and return what became of it. Raises AssertionError at a loss."""
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as served,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        writers = _open(browser, served)
        counted = _write(writers, served, minutes=minutes, chance=random.Random(seed))
        text = _settled(writers, chance=random.Random(seed))
        stored = _stored(browser, writers[0].page.url)
        browser.close()
    return _account(writers, text=text, stored=stored, counted=counted)


def _open(browser: Browser, served: Served) -> list[Writer]:
    """Sign both people in and open the same text."""
    writers = []
    for letter, email in zip("ab", PEOPLE, strict=True):
        page = browser.new_context(locale="nl-NL").new_page()
        page.goto(f"{served.address}/login")
        page.fill("[name=email]", email)
        page.fill("[name=password]", "demonstratie")
        page.click("main button[type=submit]")
        page.wait_for_url("**/tasks")
        writers.append(Writer(letter, page))
    first = writers[0].page
    first.goto(f"{served.address}/dossiers")
    where = first.locator("main a[href^='/dossiers/']").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    for path in where:
        if not re.fullmatch(r"/dossiers/[0-9a-f-]{36}", path):
            continue
        first.goto(f"{served.address}{path}/points/1")
        if first.locator(_AREA).count():
            break
    first.fill(_AREA, START)
    first.wait_for_timeout(3_000)
    writers[1].page.goto(first.url)
    return writers


def _write(
    writers: list[Writer], served: Served, *, minutes: float, chance: random.Random
) -> Counter[str]:
    """Write at random for some minutes, with one restart of the server in the middle."""
    counted: Counter[str] = Counter()
    began = time.monotonic()
    restart_at, end = began + minutes * 30, began + minutes * 60
    while (now := time.monotonic()) < end:
        for writer in writers:
            counted["times without a network"] += writer.weather(chance, now=now)
            if choice := writer.choose(chance):
                counted["conflicts"] += 1
                counted[f"chosen: {choice}"] += 1
            if chance.random() < 0.6:
                writer.edit(chance)
                counted["edits"] += 1
        if now > restart_at:
            restart_at = end
            served.stop()
            for writer in writers:
                writer.edit(chance)
                counted["edits"] += 1
            served.start()
            counted["restarts"] += 1
        writers[0].page.wait_for_timeout(chance.randint(100, 900))
    return counted


def _settled(writers: list[Writer], *, chance: random.Random) -> str:
    """Wait until nobody has to choose and both read the same; return that text."""
    for writer in writers:
        writer.page.context.set_offline(False)
    same = 0
    for _round in range(60):
        for writer in writers:
            writer.choose(chance)
        writers[0].page.wait_for_timeout(1_500)
        same = same + 1 if writers[0].text == writers[1].text else 0
        if same == 4:
            return writers[0].text
    raise AssertionError("the two browsers do not come to the same text")


def _stored(browser: Browser, url: str) -> str:
    """Return the text as a browser that did not take part finds it."""
    page = browser.new_context(java_script_enabled=False).new_page()
    context = browser.contexts[0]
    page.context.add_cookies(context.cookies())  # type: ignore[arg-type]
    page.goto(url)
    return page.locator(_AREA).first.input_value()


def _account(writers: list[Writer], *, text: str, stored: str, counted: Counter[str]) -> list[str]:
    assert text == stored, "the database holds another text"
    there = Counter(_WORD.findall(text))
    typed = set().union(*(writer.typed for writer in writers))
    removed = set().union(*(writer.removed for writer in writers))
    given_up = set().union(*(writer.given_up for writer in writers))
    lost = typed - set(there) - removed - given_up
    assert not lost, f"not accounted for: {sorted(lost)}"
    assert set(there) <= typed, "words that nobody typed"
    lines = [f"{name}: {number}" for name, number in sorted(counted.items())]
    return [
        *lines,
        f"words typed: {len(typed)}; in the text: {len(there)}; taken out: {len(removed)};"
        f" left out by a choice: {len(given_up - set(there))}; lost: 0",
        "the text is the same in both browsers and in the database",
    ]


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    print("\n".join(run(minutes)))
