"""Keys, schema, proof, checking a file, errata and the part for members, through the door."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing import offline, verification
from dpia_workbench.report import package
from dpia_workbench.risk.proof import Outcome, SignatureState
from dpia_workbench.signatures.ed25519 import is_good
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import release as verbs
from tests import make
from tests.browser import Browser
from tests.pages import Page

BODY = "word/document.xml"
GENUINE = "This file is exactly what was published"


@pytest.fixture
def published(session: Session, people: make.People) -> Release:
    """A published release."""
    return make.release(session, people=people, now=clock.now())


@pytest.fixture
def place(published: Release) -> str:
    """Its address."""
    return f"/verdicts/{published.product.slug}/releases/1"


def _check(browser: Browser, file: bytes, *, name: str = "x.docx", lang: str = "en") -> Page:
    return browser.post("/verify", data={"file": (BytesIO(file), name)}, lang=lang)


def _withdraw(session: Session, row: Release, *, people: make.People) -> None:
    verbs.withdraw(
        session, actor=people.publisher.actor, slug=row.product.slug, number=1,
        reason="Er lekte iets.", today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()


def test_keys_are_public_and_prove_what_was_published(
    browser: Browser, published: Release, place: str
) -> None:
    (key,) = browser.fetch("/.well-known/dpia-workbench-keys.json").json["keys"]
    proof = browser.fetch(f"{place}/proof.json").json
    text = browser.fetch(f"{place}/release.json").text

    assert (key["kid"], key["alg"], key["valid_until"]) == (make.SIGNER.key_id, "Ed25519", None)
    assert proof["signature"]["key_id"] == key["kid"]
    assert is_good(proof["signature"]["signature"], text, public_key=key["x"])
    assert proof["release"]["sha256"] == published.sha256
    assert proof["status"] == "current"
    assert [each["why"] for each in proof["history"]] == ["nothing_open"]


def test_documents_for_programs_are_asked_for_again_without_being_sent(browser: Browser) -> None:
    for path in ("/.well-known/dpia-workbench-keys.json", "/schemas/release/3"):
        answer = browser.fetch(path)
        again = browser.fetch(path, headers={"If-None-Match": answer.headers["ETag"]})

        assert (answer.status_code, again.status_code, again.data) == (200, 304, b"")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert browser.fetch("/schemas/release/99").status_code == 404
    assert browser.fetch("/verdicts/nothing/releases/1/proof.json").status_code == 404


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_was_downloaded_is_genuine(browser: Browser, place: str, lang: str) -> None:
    for path in (f"{place}/release.json", f"{place}/report.docx?lang={lang}"):
        page = _check(browser, browser.fetch(path).data, lang=lang)

        assert page.status == 200
        assert ("This file is exactly" if lang == "en" else "Dit bestand is precies") in page.text


def test_the_page_says_that_a_genuine_report_no_longer_holds(
    session: Session, people: make.People, browser: Browser, published: Release, place: str
) -> None:
    report = browser.fetch(f"{place}/report.docx?lang=en").data
    _withdraw(session, published, people=people)

    page = _check(browser, report)

    assert GENUINE in page.text
    assert "It no longer holds: withdrawn." in page.text
    reached = browser.get(place, lang="en")
    assert reached.status == 200
    assert "This release no longer holds: Withdrawn" in reached.text
    assert "The publisher withdrew it: Er lekte iets." in reached.text


def test_the_fields_of_a_tampered_json_that_differ_are_named(
    browser: Browser, published: Release, place: str
) -> None:
    content = json.loads(published.canonical)
    content["published_verdict"] = "GREEN"
    content["risks"][0]["levels"]["r0"] = "low"
    content["extra"] = "x"
    del content["summary"]

    page = _check(browser, json.dumps(content).encode(), name="release.json")

    assert "Do not rely on it." in page.text
    for where in ("published_verdict (Changed)", "risks[R1].levels.r0", "extra", "summary"):
        assert where in page.text
    assert "Words in this file are not what was published" in page.text


def test_the_words_of_a_tampered_report_that_differ_are_shown(
    browser: Browser, published: Release, place: str
) -> None:
    parts = package.parts(browser.fetch(f"{place}/report.docx?lang=en").data)
    parts[BODY] = parts[BODY].replace(b"Leerplein", b"Leerplicht", 1)

    page = _check(browser, package.packed(parts))

    assert "Do not rely on it." in page.text
    assert "Leerplicht" in page.text


def _zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


CORE = b"<dc:identifier>%s</dc:identifier><dc:language>nl</dc:language>" % (b"0" * 64)
GARBAGE = [
    b"\xff\x00", b"[]", b"{}", b"nonsense", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}',
    b'{"product": {"slug": "\\u0000"}, "number": 1}', b'{"product": 1, "number": 1e999}',
    b'{"product": {"slug": "x"}, "number": ' + b"9" * 5000 + b"}", b'{"a": "\\ud800"}',
    b'{"product": {"slug": "x"}, "number": true}', b"\xef\xbb\xbf{}", b"PK\x03\x04",
    b"PK\x03\x04" * 9,    _zipped(a=b"\0" * 30_000_000), _zipped(**{"docProps/core.xml": CORE}),
    _zipped(**{"../../evil": b"x", "docProps/core.xml": b"<x/>"}),
]  # fmt: skip


@pytest.mark.parametrize("file", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_a_sensible_page(browser: Browser, published: Release, file: bytes) -> None:
    page = _check(browser, file)

    assert page.status == 200
    assert "Cannot be read" in page.text or "Not published here" in page.text


def test_a_file_that_was_cut_off_at_any_place_is_never_genuine(
    session: Session, browser: Browser, published: Release, place: str
) -> None:
    for path in (f"{place}/release.json", f"{place}/report.docx"):
        file = browser.fetch(path).data
        for end in range(0, len(file) - 1, max(1, len(file) // 40)):
            found = verification.verify(session, file[:end], today=clock.today())

            assert found.outcome is Outcome.UNREADABLE, (path, end)


def test_a_foreign_signature_in_a_report_is_noticed(
    app: Flask, session: Session, browser: Browser, place: str
) -> None:
    parts = package.parts(browser.fetch(f"{place}/report.docx").data)
    key = make.SIGNER.key_id.encode()
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(key, b"x" * len(key))

    with app.app_context():
        found = verification.verify(session, package.packed(parts), today=clock.today())

    assert (found.outcome, found.signature) == (Outcome.CHANGED, SignatureState.UNKNOWN_KEY)


def test_a_form_without_a_file_or_with_a_huge_one_is_refused_at_the_field(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert browser.post("/verify").errors["file"]
    assert _check(browser, b"").errors["file"]
    monkeypatch.setattr(verification, "LARGEST_FILE", 10)
    page = _check(browser, b"x" * 11)

    assert page.status == 413
    assert page.errors["file"]


def test_a_publisher_corrects_a_mistake_that_everybody_reads(
    people: make.People, browser: Browser, place: str
) -> None:
    browser.acts_as(people.publisher)
    text = {"text.nl": "Lees 21 in plaats van 12.", "text.en": "Read 21 instead of 12."}

    refused = browser.post(f"{place}/errata", data={**text, "text.en": ""})
    done = browser.post(f"{place}/errata", data=text)
    again = browser.post(f"{place}/errata", data=text)

    assert (refused.status, done.status, again.status) == (422, 200, 409)
    assert refused.errors["text.en"]
    assert refused.field("text.nl").value == text["text.nl"]
    browser.acts_as(None)
    assert text["text.en"] in browser.get(place, lang="en").text
    assert text["text.nl"] in browser.get(place, lang="nl").text
    assert text["text.nl"] in browser.fetch("/feed.atom?lang=nl").text
    (listed,) = browser.fetch(f"{place}/proof.json").json["errata"]
    assert listed["text"]["en"] == text["text.en"]
    assert text["text.en"] not in browser.fetch(f"{place}/release.json").text
    report = browser.fetch(f"{place}/report.docx?lang=en").data
    assert text["text.en"].encode() in package.parts(report)[BODY]
    assert GENUINE in _check(browser, report).text


def test_a_report_from_before_a_correction_is_genuine_and_says_so(
    session: Session, people: make.People, browser: Browser, published: Release, place: str
) -> None:
    report = browser.fetch(f"{place}/report.docx?lang=en").data
    make.erratum(session, published, people=people, text=Bilingual("a", "b"), now=clock.now())

    page = _check(browser, report)

    assert GENUINE in page.text
    assert "Something in it was corrected later." in page.text


def test_nobody_else_finds_the_page_for_corrections(
    people: make.People, browser: Browser, place: str
) -> None:
    for person in (people.analyst, people.vendor, people.officer):
        browser.acts_as(person)
        assert browser.get(f"{place}/errata").status == 404
        assert f"{place}/errata" not in browser.get(place).links().values()


def test_the_part_for_members_is_not_found_by_others(
    people: make.People, browser: Browser, place: str
) -> None:
    for path in (f"{place}/members", f"{place}/members.json"):
        browser.acts_as(people.vendor)
        assert browser.fetch(path).status_code == 404
        browser.acts_as(None)
        assert browser.fetch(path).status_code in (303, 401, 404)
        for person in (people.officer, people.board, people.fg, people.analyst):
            browser.acts_as(person)
            assert browser.fetch(path).status_code == 200
    assert "no-store" in browser.fetch(f"{place}/members.json").headers["Cache-Control"]


def test_all_releases_come_in_one_file_that_is_checked_without_a_database(
    app: Flask, session: Session, people: make.People, browser: Browser, published: Release,
    tmp_path: Any,
) -> None:  # fmt: skip
    answer = browser.fetch("/releases.zip")
    again = browser.fetch("/releases.zip", headers={"If-None-Match": answer.headers["ETag"]})
    file = tmp_path / "all.zip"
    file.write_bytes(answer.data)

    found = offline.check(file, keys={make.SIGNER.key_id: make.SIGNER.public_key})

    assert (answer.mimetype, again.status_code) == ("application/zip", 304)
    assert found.is_whole
    assert found.releases == 1
    make.erratum(session, published, people=people, now=clock.now())
    changed = browser.fetch("/releases.zip", headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    assert len(list((app.extensions["settings"].home / "bulk").glob("*.zip"))) == 1


def test_there_is_nothing_to_hand_out_before_anything_was_signed(browser: Browser) -> None:
    assert browser.fetch("/releases.zip").status_code == 404
