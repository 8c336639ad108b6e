"""Everybody looks at every page: it is whole, writes nothing, and every word passed gettext.

The pages are asked for in the pseudo-language, which puts each translated text between ⟦ and ⟧.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.i18n import PSEUDO_LANGUAGE
from dpia_workbench.plumbing.identity import OPEN_ENDPOINTS
from tests import make
from tests.browser import Browser
from tests.house import crawl
from tests.pages import Page

# What stands on a page without being ours to translate, besides what people stored.
_ALLOWED = re.compile(
    "|".join(
        [
            r"DPIA Workbench",
            r"Nederlands|English",
            r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
            r"|November|December)(?: \d{4})?(?:, \d{2}:\d{2})?",
            r"\b(?:[CRMKE]|[A-Z]{2})\d+\b",
            r"\b[0-9a-f]{8,64}\b",
            r"nl-rijk-3\.0",
            r"EUPL(?:-1\.2)?",
            r"https?://\S+",
            r"(?:wb|dpv|dct|eu-gdpr):\w+",
        ]
    )
)
# Pages whose own part is in English for a reason.
_ENGLISH = {"/api/docs": "it shows the API's own document to programmers"}


def _outside(page: Page, *, stored: list[str]) -> Iterator[str]:
    """Yield the pieces of text that are not between the marks and not stored by people."""
    depth, piece = 0, ""
    for sign in page.linear() + "\n":
        if sign in "⟦⟧" or (sign == "\n" and depth == 0):
            if _is_ours(piece, stored=stored):
                yield piece.strip()
            piece = ""
            depth += {"⟦": 1, "⟧": -1}.get(sign, 0)
        elif depth == 0:
            piece += sign


def _is_ours(text: str, *, stored: list[str]) -> bool:
    rest = _ALLOWED.sub(" ", text)
    for known in stored:
        rest = rest.replace(known, " ")
    return re.search(r"[^\W\d_]{2,}", rest) is not None


def _mine(app: Flask, known: list[crawl.Known], *, name: str | None) -> Iterator[str]:
    """Yield what somebody looks at: what is open to all only as a visitor and as an analyst."""
    match = app.url_map.bind("localhost").match
    for address in crawl.addresses(app, known):
        if name in (None, "analyst") or match(address)[0] not in OPEN_ENDPOINTS:
            yield address


@pytest.mark.slow
@pytest.mark.parametrize("name", crawl.PERSONS)
def test_everybody_looks_at_everything(
    app: Flask, session: Session, people: make.People, browser: Browser, name: str | None
) -> None:
    known = crawl.furnish(session, app=app, people=people)
    browser.acts_as(people.everybody()[name] if name else None)
    stored = sorted(crawl.stored_texts(session), key=len, reverse=True)
    wrong, seen = [], set()

    for address in _mine(app, known, name=name):
        with crawl.watched(session) as written:
            response = browser.fetch(address, query_string=f"lang={PSEUDO_LANGUAGE}")
        wrong += [f"{address} writes: {statement[:80]}" for statement in written]
        if response.status_code >= 500:
            wrong.append(f"{address} answers {response.status_code}")
        elif response.mimetype == crawl.HTML and not 300 <= response.status_code < 400:
            own = response.text.partition("<main")[2].partition("</main>")[0]
            if own not in seen:
                wrong += _faults(Page(response, app=app, expected_language="en"), stored=stored)
            seen.add(own)

    assert not wrong, "\n".join(dict.fromkeys(wrong))


def _faults(page: Page, *, stored: list[str]) -> Iterator[str]:
    for link in page.dead_links():
        yield f"{page.path} leads nowhere: {link}"
    if page.path not in _ENGLISH:
        for text in _outside(page, stored=stored):
            yield f"{page.path} is not translated: {text}"
