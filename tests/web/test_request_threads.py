"""What both sides of a request write through the browser, with files; who reads it."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.remediation import State
from dpia_workbench.store.models import Evidence, Job, Remediation, RequestFile, RequestMessage
from tests import make
from tests.browser import Browser
from tests.making import samples
from tests.pages import Page

PICTURE = (samples.png(), "scherm.png")
WORDS = "Hier staat hoe wij het doen."


@pytest.fixture
def asked(session: Session, people: make.People) -> Remediation:
    """A request for which a vendor promised a day."""
    return make.remediation(session, people=people, state=State.COMMITTED, now=clock.now())


def _path(row: Remediation) -> str:
    return f"/requests/{row.id}"


def _send(browser: Browser, path: str, *files: tuple[bytes, str], **words: Any) -> Page:
    data = {**browser.get(path).values(action=path), "words": WORDS, **words}
    data["files"] = [(BytesIO(content), name) for content, name in files]
    return browser.post(path, data=data)


def _files(session: Session) -> list[RequestFile]:
    session.expire_all()
    return session.query(RequestFile).all()


def _kept(app: Flask) -> list[Path]:
    folder: Path = app.extensions["settings"].files_folder
    return [each for each in folder.rglob("*") if each.is_file() and each.name != ".lock"]


def _mailed(session: Session, *, kind: str) -> set[str]:
    jobs = session.query(Job).filter(Job.name == "mail.send")
    found = [job.detail for job in jobs if job.detail["kind"] == kind]
    assert not any(WORDS in str(detail) for detail in found), "the text is in the mail"
    return {detail["to"] for detail in found}


def test_both_sides_write_and_send_files_and_each_reads_who_reads_it(
    browser: Browser, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    page = _send(browser, f"{_path(asked)}/messages", PICTURE, (b"a,b\n1,2\n", "lijst.csv"))

    assert page.path == _path(asked)
    assert WORDS in page.main
    assert _mailed(session, kind="request-message") == {
        people.analyst.user.email, people.analyst2.user.email
    }  # fmt: skip
    [picture, listed] = sorted(_files(session), key=lambda each: each.place)
    file = browser.fetch(f"{_path(asked)}/files/{picture.id}")
    assert file.data == PICTURE[0]
    assert file.headers["Content-Disposition"] == "attachment; filename=scherm.png"
    assert "sandbox" in file.headers["Content-Security-Policy"]

    browser.acts_as(people.reviewer)
    page = browser.get(_path(asked), lang="en")
    assert f"{people.vendor.user.name}, {people.vendor.organisation.name}" in page.main
    assert "No school and no other vendor" in page.main
    assert browser.fetch(f"{_path(asked)}/files/{listed.id}").status_code == 200
    page = browser.submit(page, action=f"{_path(asked)}/messages", words="Dank. Nog een vraag.")
    assert page.path == _path(asked)
    assert people.vendor.user.email in _mailed(session, kind="request-message")

    browser.acts_as(people.vendor)
    page = browser.get(_path(asked))
    assert "Dank. Nog een vraag." in page.main
    assert people.reviewer.user.name not in page.text


def test_a_delivery_carries_files_that_the_checker_sees(
    browser: Browser, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    refused = _send(browser, f"{_path(asked)}/delivery", PICTURE, words="  ")
    assert (refused.status, set(refused.errors)) == (422, {"words"})
    assert not _files(session)

    page = _send(browser, f"{_path(asked)}/delivery", PICTURE, words="Versie 5.")

    assert page.path == _path(asked)
    assert page.main.count("Versie 5.") == 1
    browser.acts_as(people.analyst2)
    page = browser.get(f"{_path(asked)}/verification")
    [row] = _files(session)
    assert page.links()["scherm.png"] == f"{_path(asked)}/files/{row.id}"


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ\x90\x00" + b"\x00" * 80, "rapport.pdf"), (b"", "leeg.pdf")]
)
def test_a_file_that_is_not_what_it_says_is_refused_at_the_field_and_the_text_is_kept(
    browser: Browser,
    app: Flask,
    session: Session,
    people: make.People,
    asked: Remediation,
    content: bytes,
    name: str,
) -> None:
    browser.acts_as(people.vendor)
    for path in (f"{_path(asked)}/messages", f"{_path(asked)}/delivery"):
        page = _send(browser, path, PICTURE, (content, name))

        assert (page.status, set(page.errors)) == (422, {"files"})
        assert page.field("words").value == WORDS
        assert name in page.errors["files"]
    assert not session.query(RequestMessage).count()
    assert _kept(app) == []


# Werkzeug leaves the file that it was receiving to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_is_huge_or_breaks_off_leaves_nothing(
    browser: Browser, app: Flask, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    path = f"{_path(asked)}/messages"
    kind = "multipart/form-data; boundary=x"
    begun = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'

    huge, broken = (
        browser.fetch(
            path, method="POST", content_type=kind, input_stream=BytesIO(begun + PICTURE[0]),
            environ_overrides={"CONTENT_LENGTH": str(said)},
        )
        for said in (2 * 2**30, len(begun) + len(PICTURE[0]) + 5000)
    )  # fmt: skip

    assert huge.status_code == 413
    assert 400 <= broken.status_code < 500
    assert not session.query(RequestMessage).count()
    assert _kept(app) == []


def test_nobody_else_reads_a_message_or_a_file(
    browser: Browser, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    _send(browser, f"{_path(asked)}/messages", PICTURE)
    [row] = _files(session)
    other = make.remediation(session, people=people, now=clock.now())

    for person in (people.other_vendor, people.sivon_analyst, people.officer, people.stranger):
        browser.acts_as(person)
        for path in (_path(asked), f"{_path(asked)}/messages", f"{_path(asked)}/files/{row.id}"):
            assert browser.fetch(path).status_code == 404, (person.user.email, path)
        data = {"words": WORDS}
        assert (
            browser.fetch(f"{_path(asked)}/messages", method="POST", data=data).status_code == 404
        )
    browser.acts_as(people.vendor)
    assert browser.fetch(f"{_path(other)}/files/{row.id}").status_code == 404
    browser.acts_as(people.publisher)
    assert browser.get(_path(asked)).status == 200
    assert browser.get(f"{_path(asked)}/messages").status == 403


def test_a_file_of_the_thread_becomes_evidence_that_named_people_read(
    browser: Browser, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    _send(browser, f"{_path(asked)}/messages", PICTURE)
    [row] = _files(session)
    taking = f"/dossiers/{asked.dossier_id}/evidence/from-request/{row.id}"
    assert browser.fetch(taking).status_code == 404

    browser.acts_as(people.analyst)
    assert taking in browser.get(_path(asked)).links().values()
    page = browser.get(taking)
    assert page.field("place").value == "measure:M1"
    refused = browser.submit(page, collected_on="2999-01-01", title="Schermbeeld")
    assert (refused.status, set(refused.errors)) == (422, {"collected_on"})
    assert refused.field("title").value == "Schermbeeld"
    page = browser.submit(refused, collected_on=clock.today().isoformat())

    assert page.h1 == "Schermbeeld"
    proof = session.query(Evidence).one()
    assert proof.file_sha256 == row.file_sha256 == sha256(PICTURE[0]).hexdigest()
    assert proof.confidentiality is Confidentiality.VENDOR_CONFIDENTIAL
    assert proof.reader_ids == {people.analyst.user.id}
    assert [each.key for each in proof.places] == ["M1"]


def test_the_second_of_two_colleagues_is_told_and_keeps_the_text(
    browser: Browser, session: Session, people: make.People, asked: Remediation
) -> None:
    browser.acts_as(people.vendor)
    path = f"{_path(asked)}/delivery"
    first = browser.get(path)

    _send(browser, path, words="Ik was eerst.")
    data = {**first.values(), "words": WORDS, "files": [(BytesIO(PICTURE[0]), "scherm.png")]}
    page = browser.post(path, data=data)

    assert page.status == 409
    assert page.field("words").value == WORDS
    assert session.query(RequestMessage).one().words == "Ik was eerst."
    assert not _files(session)
