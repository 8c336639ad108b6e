"""Several people type in one text while sessions end and processes die; no word is lost."""

import os
import re
import signal
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.chromium import drafting
from tests.chromium.conftest import PASSWORD, Enter
from tests.chromium.served import Served
from tests.chromium.test_typing import (
    ANALYST,
    COLLEAGUE,
    NEEDS_EDITOR,
    SAVED,
    agree,
    editor,
    read,
    status,
    type_,
    words,
)
from tests.chromium.window import Window

pytestmark = NEEDS_EDITOR

SIGNED_OUT = re.compile("uitgelogd")
SOON = 30_000  # milliseconds in which a page says that somebody is signed out
Pair = Callable[[str], tuple[Window, Window]]


@pytest.fixture(scope="session")
def lost() -> dict[str, str]:
    """Where the dossier of these tests is; the first of them makes it."""
    return {}


@pytest.fixture
def pair(enter: Enter, lost: dict[str, str]) -> Pair:
    """Open a place of the dossier in two windows; the first has a session that may end."""

    def opened(place: str) -> tuple[Window, Window]:
        first, second = enter(has_editor=True), enter(COLLEAGUE, has_editor=True)
        sign_in(first)
        if "dossier" not in lost:
            lost["dossier"] = drafting.open_dossier(second, product="Niets kwijt")
        for window in (first, second):
            window.visit(lost["dossier"] + place)
            expect(editor(window)).to_be_visible()
        return first, second

    return opened


def sign_in(window: Window) -> None:
    """Sign in, in another tab."""
    tab = window.page.context.new_page()
    tab.goto(f"{window.address}/login")
    tab.fill("[name=email]", ANALYST)
    tab.fill("[name=password]", PASSWORD)
    tab.click("main button[type=submit]")
    tab.wait_for_url("**/tasks")
    tab.close()


def sign_out(window: Window) -> None:
    """Sign out, in another tab."""
    tab = window.page.context.new_page()
    tab.goto(f"{window.address}/about")
    tab.locator("form[action='/logout'] button").click()
    tab.wait_for_url(f"{window.address}/")
    tab.close()


def workers(served: Served) -> list[int]:
    """Return the processes that answer, the oldest first; their parent has the same command."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    port = served.address.rpartition(":")[2]
    rows = [line.split(None, 2) for line in listed.splitlines() if f"--port {port} " in line]
    ours = {int(pid): int(parent) for pid, parent, _command in rows}
    found = sorted(pid for pid, parent in ours.items() if parent in ours)
    assert found, "nobody answers"
    return found


def test_who_signs_out_in_another_tab_while_typing_loses_nothing(pair: Pair) -> None:
    first, second = pair("/points/1")
    type_(first, "Voor het uitloggen.")
    read(second, "Voor het uitloggen.")

    sign_out(first)
    for _letter in range(SOON // 500):
        first.page.keyboard.type("n")
        first.page.wait_for_timeout(500)
        if "uitgelogd" in status(first).inner_text():
            break
    expect(status(first)).to_have_text(SIGNED_OUT)
    kept = words(first)
    assert re.fullmatch("Voor het uitloggen.n+", kept)
    first.page.keyboard.type(" niet meer aan te nemen")
    assert words(first) == kept

    sign_in(first)
    expect(status(first)).not_to_have_text(SIGNED_OUT, timeout=SOON)
    agree(first, second, kept)
    type_(first, " Weer terug.")
    agree(first, second, f"{kept} Weer terug.")


def test_words_that_wait_when_a_session_ended_are_sent_after_signing_in(
    pair: Pair, served: Served
) -> None:
    first, second = pair("/points/3")
    type_(first, "Begin.")
    read(second, "Begin.")

    for worker in workers(served):
        os.kill(worker, signal.SIGKILL)
    first.page.context.clear_cookies(name="session")  # now no answer brings it back
    type_(first, " Niet verzonden.")
    expect(status(first)).to_have_text(SIGNED_OUT, timeout=SOON)
    assert words(first) == "Begin. Niet verzonden."
    first.check()
    assert words(second) == drafting.stored(second) == "Begin."

    sign_in(first)
    agree(first, second, "Begin. Niet verzonden.")
    expect(status(first)).to_have_text(SAVED)


def test_workers_that_are_killed_lose_nothing_that_is_typed(pair: Pair, served: Served) -> None:
    first, second = pair("/points/4")
    type_(first, "Midden.")
    read(second, "Midden.")
    expected = "Midden."

    for worker in workers(served):
        type_(first, " Eerst")
        type_(second, "Tweede ", at="Control+Home")
        os.kill(worker, signal.SIGKILL)
        type_(first, " erna.")
        type_(second, "daarvoor. ", at="Control+Home")
        expected = f"daarvoor. Tweede {expected} Eerst erna."
        agree(first, second, expected)

    for window in (first, second):
        expect(status(window)).to_have_text(SAVED)
