"""Every page that somebody can reach by following links is whole, in both languages."""

from collections import Counter, deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from tests.chromium.conftest import Enter
from tests.chromium.window import Window, broadly, pattern

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXAMPLES = 2  # of each kind of page, for a visitor; one for everybody else
# Who shares pages with others sees the same parts of them: tests/house/test_looking.py lets
# everybody look at everything, without a browser.
ROLES = (
    None, "analist@surf.example", "reviewer@surf.example", "contact@noorderlicht.example",
    "po@dewaterlelie.example", "fg@dewaterlelie.example", "bestuur@dewaterlelie.example",
    "beheer@workbench.example",
)  # fmt: skip
OTHERS = ("contact@zuidwind.example",)
# In English who reads most of it: tests/house/test_looking.py finds what is not translated.
IN_ENGLISH = (None, "contact@noorderlicht.example", "po@dewaterlelie.example")
THOROUGH = ((None, "nl"),)
POINTS = (("analist@surf.example", "nl"),)  # for whom each point and register is a kind of page
READERS = [(email, "nl") for email in (*ROLES, *OTHERS)]
READERS += [(email, "en") for email in IN_ENGLISH]
_NOT_PAGES = ("/language", "/logout", "/static", "/api/v1", "/schemas", "/.well-known")
_FILES = (
    ".docx",
    ".pdf",
    ".json",
    ".jsonld",
    ".ttl",
    ".zip",
    ".png",
    ".atom",
    ".xml",
    ".txt",
    ".ics",
    ".csv",
    ".xlsx",
    "/file",
    "/image",
)
_FOR_ALL = (
    *("/about", "/screening", "/privacy", "/accessibility", "/api", "/vendors", "/login"),
    *("/password", "/verify", "/follow", "/ns", "/compare"),
)
_LINKS = """() => [...document.links]
  .filter((each) => !each.hasAttribute("download")).map((each) => each.href)"""


@pytest.mark.parametrize(("email", "language"), READERS)
def test_every_page_that_links_lead_to_is_whole(
    enter: Enter, email: str | None, language: str
) -> None:
    window = enter(email, language=language)

    reader = (email, language)
    visited = _walk(
        window, signed_in=email is not None, most=EXAMPLES if reader in THOROUGH else 1,
        kind=pattern if reader in (*THOROUGH, *POINTS) else broadly,
    )  # fmt: skip

    assert len(visited) > 4, visited


def _walk(window: Window, *, signed_in: bool, most: int, kind: Callable[[str], str]) -> list[str]:
    """Visit what links lead to, the nearest first, at `most` so many examples of each kind."""
    start = urlsplit(window.page.url).path
    seen, examples, visited = {start}, Counter({kind(start): 1}), [start]
    waiting = deque(_links(window, signed_in=signed_in))
    while waiting:
        path = waiting.popleft()
        enough = 1 if signed_in and path.startswith("/verdicts") else most
        if path in seen or examples[kind(path)] >= enough:
            continue
        seen.add(path)
        examples[kind(path)] += 1
        window.visit(path)
        visited.append(path)
        waiting.extend(_links(window, signed_in=signed_in))
    return visited


def _links(window: Window, *, signed_in: bool) -> list[str]:
    """Return the links of a page to other pages. What is the same for all, nobody reads twice."""
    found: list[str] = window.page.evaluate(_LINKS)
    skipped = _NOT_PAGES + (_FOR_ALL if signed_in else ())
    paths = []
    for link in found:
        parts = urlsplit(link)
        ours = link.startswith(window.address) and not parts.path.endswith(_FILES)
        if ours and not parts.path.startswith(skipped):
            paths.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return paths
