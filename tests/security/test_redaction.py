"""Nothing above the class `public` is in a release, whoever asks for it in whatever form.

Every word above public that a dossier can hold gets a mark, and then every address that the public
can reach is fetched and searched for it (invariant 26).
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import indexing
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.evidence import RESTRICTED
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.templates import CLASS_OF_FIELD, CLASS_OF_SECTION
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import correspondence, filling, review, thread
from tests import make
from tests.browser import Browser
from tests.house import crawl
from tests.making import points

MARK, FOR_MEMBERS = "Zeekoe", "Walvis"
ZIP = b"PK\x03\x04"


def _statements() -> filling.Statements:
    """Return texts and entries in which everything with a class of its own has the mark."""
    texts = {
        section: f"{MARK} {section}" if section in CLASS_OF_SECTION else text
        for section, text in points.STATEMENTS.texts.items()
    }
    return replace(
        points.STATEMENTS, texts=texts, entries=[_marked(e) for e in points.STATEMENTS.entries]
    )


def _marked(given: filling.Given) -> filling.Given:
    marked = {name: MARK for name in given.values if (given.register, name) in CLASS_OF_FIELD}
    return replace(given, values={**given.values, **marked})


def _evidence(session: Session, row: Any, *, people: make.People) -> None:
    for confidentiality in Confidentiality:
        if confidentiality is Confidentiality.PUBLIC:
            continue
        mark = MARK if confidentiality in RESTRICTED else FOR_MEMBERS
        make.evidence(
            session, row, by=people.analyst, confidentiality=confidentiality, title=mark,
            source=mark, collected_by=MARK, place=Place(part=DossierPart.CLAIM, key="K1"),
            now=clock.now(),
        )  # fmt: skip


@pytest.fixture
def published(session: Session, people: make.People) -> Release:
    """A release of a dossier with the mark in all that is above public."""
    now, today = clock.now(), clock.today()
    row = make.dossier(session, people=people, request=make.RequestState.VERIFIED, now=now)
    filling.fill(
        session, actor=people.analyst.actor, dossier_id=row.id, statements=_statements(), now=now
    )
    _evidence(session, row, people=people)
    talk = make.thread(session, row, by=people.analyst, body=MARK, now=now)
    thread.resolve(
        session, actor=people.analyst.actor, dossier_id=row.id, thread_id=talk.id, now=now
    )
    asked = row.revision.measures[0].remediation_id
    assert asked is not None
    for person in (people.analyst, people.vendor):
        correspondence.say(
            session, actor=person.actor, remediation_id=asked, words=MARK, files=[], today=today,
            now=now,
        )  # fmt: skip
    review.submit(session, actor=people.analyst.actor, dossier_id=row.id, today=today, now=now)
    review.approve(
        session, actor=people.reviewer.actor, dossier_id=row.id, note=MARK, function=MARK,
        today=today, now=now,
    )  # fmt: skip
    make.publish(session, row, people=people, now=now)
    return session.scalars(select(Release)).one()


def _all_bytes(data: bytes) -> Iterator[bytes]:
    """Yield an answer, and everything in it if it is a zip."""
    yield data
    if data.startswith(ZIP):
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _all_bytes(archive.read(name))


def _found(browser: Browser, addresses: list[str], mark: str) -> list[str]:
    return [
        address
        for address in addresses
        if any(mark.encode() in part for part in _all_bytes(browser.fetch(address).data))
    ]


def _addresses(app: Flask, release: Release) -> list[str]:
    known = {
        "slug": release.product.slug, "number": 1, "older": 1, "newer": 1, "key": "R1", "form": 3,
        "vendor_slug": release.product.vendor.slug,
    }  # fmt: skip
    found = crawl.addresses(app, [known])
    searched = [f"{path}?q={mark}" for path in ("/verdicts", "/api/v1/verdicts")
                for mark in (MARK, FOR_MEMBERS)]  # fmt: skip
    report = f"/verdicts/{release.product.slug}/releases/1/report.docx"
    return [*found, *searched, f"{report}?lang=en"]


@pytest.mark.slow
def test_no_address_of_the_public_says_a_word_that_is_above_public(
    app: Flask, browser: Browser, published: Release
) -> None:
    with app.app_context():
        indexing.rebuild()
        index = repr(list(indexing.documents(indexing.db.session(), slugs=None)))
    addresses = _addresses(app, published)

    assert len(addresses) > 20
    assert any(address.endswith("report.docx") for address in addresses)
    for mark in (MARK, FOR_MEMBERS):
        assert mark not in published.canonical
        assert mark not in index
        # What was searched for stands on the page of results, as it was typed.
        typed = [address for address in addresses if f"q={mark}" in address]
        assert sorted(_found(browser, addresses, mark)) == sorted(
            address for address in typed if not address.startswith("/api/")
        )


def test_members_read_what_is_for_them_and_nothing_above_it(
    people: make.People, browser: Browser, published: Release
) -> None:
    place = f"/verdicts/{published.product.slug}/releases/1"
    browser.acts_as(people.officer)

    for path in (f"{place}/members", f"{place}/members.json"):
        text = browser.fetch(path).text
        assert FOR_MEMBERS in text
        assert MARK not in text
    assert f"{place}/members" in browser.get(place).links().values()


def test_everything_with_a_class_of_its_own_was_marked() -> None:
    marked = _statements()

    assert {MARK in marked.texts[section] for section in CLASS_OF_SECTION} == {True}
    held = {
        (given.register, name)
        for given in marked.entries
        for name, value in given.values.items()
        if value == MARK
    }
    assert held == set(CLASS_OF_FIELD)
    assert Section.TEAM in CLASS_OF_SECTION
    assert (Register.DOCUMENT, "location") in CLASS_OF_FIELD
