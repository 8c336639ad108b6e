"""A real server, a real Chromium, and everybody of the demonstration signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, StorageState, sync_playwright

from tests.chromium.seen import Seen
from tests.chromium.served import Served, serving
from tests.chromium.window import HEIGHT, WIDE, Window
from tools.browser import find

PASSWORD = "demonstratie"
_ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip


class Enter(Protocol):
    """Opens a window for somebody who is signed in, or for nobody."""

    def __call__(
        self,
        email: str | None = None,
        *,
        language: str = "nl",
        has_scripts: bool = True,
        width: int | None = None,
        has_editor: bool = False,
    ) -> Window:
        """Return the window, on the start page; with a width it stays as wide as that.

        Texts are fields with Markdown, as where the editor could not be loaded, unless
        `has_editor`.
        """


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, postgresql: Any) -> Iterator[Served]:
    """The workbench, served with two workers and its jobs."""
    url = ""
    if postgresql is not None:
        postgresql.psql("CREATE DATABASE served;")
        url = postgresql.get_uri("served")
    with serving(tmp_path_factory.mktemp("served"), database_url=url) as running:
        yield running


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    """Where the workbench is served."""
    return served.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        path = find() or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("no Chromium on this machine")
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, address: str) -> Callable[[str], StorageState]:
    """Sign people in through the form, once each, and keep their cookies."""
    known: dict[str, StorageState] = {}

    def cookies(email: str) -> StorageState:
        if email not in known:
            context = chromium.new_context()
            page = context.new_page()
            page.goto(f"{address}/login")
            page.fill("[name=email]", email)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url("**/tasks")
            known[email] = context.storage_state()
            context.close()
        return known[email]

    return cookies


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Seen]:
    """What axe has looked at, in this process and those beside it."""
    folder = tmp_path_factory.getbasetemp()
    noted = Seen((folder if worker_id == "master" else folder.parent) / "seen.sqlite3")
    yield noted
    noted.close()


def _empty(route: Route) -> None:
    route.fulfill(body="", content_type="text/javascript")


@pytest.fixture
def enter(
    chromium: Browser,
    address: str,
    signed_in: Callable[[str], StorageState],
    seen: Seen,
) -> Iterator[Enter]:
    """Open windows; all are closed after the test."""
    contexts: list[BrowserContext] = []

    def opened(
        email: str | None = None,
        *,
        language: str = "nl",
        has_scripts: bool = True,
        width: int | None = None,
        has_editor: bool = False,
    ) -> Window:
        context = chromium.new_context(
            viewport={"width": width or WIDE, "height": HEIGHT},
            locale="nl-NL",
            java_script_enabled=has_scripts,
            storage_state=signed_in(email) if email else None,
        )
        contexts.append(context)
        if not has_editor:
            context.route("**/built/rich.js*", _empty)
        context.set_default_timeout(15_000)
        window = Window(context.new_page(), address=address, seen=seen, has_scripts=has_scripts)
        window.width = width
        window.visit("/tasks" if email else "/")
        window.choose(language)
        return window

    yield opened
    for context in contexts:
        context.close()
