"""Evidence through the browser: adding, reading, refusing, hiding, following the chain."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from dpia_workbench import clock
from dpia_workbench.files import keeping
from dpia_workbench.plumbing.database import db
from dpia_workbench.risk.evidence import Confidentiality
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.verdict import Topic
from dpia_workbench.store import audit
from dpia_workbench.store.models import Dossier, Evidence
from dpia_workbench.usecases import account
from tests import make
from tests.browser import Browser
from tests.making import samples
from tests.pages import Page

CONFIDENTIAL = Confidentiality.VENDOR_CONFIDENTIAL
Files = Iterable[tuple[bytes, str]]
PICTURE = (samples.png(), "scherm.png")


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF."""
    return make.dossier(session, people=people, now=clock.now())


@pytest.fixture
def analyst(browser: Browser, people: make.People) -> Browser:
    """The browser of an analyst of SURF."""
    browser.acts_as(people.analyst)
    return browser


def _send(browser: Browser, draft: Dossier, *files: tuple[bytes, str], **words: Any) -> Page:
    """Fill in the form and send it with files."""
    page = browser.get(f"/dossiers/{draft.id}/evidence/new")
    data = {**page.values(), "kind": "screenshot", "source": "Eigen test", **words}
    data["files"] = [(BytesIO(content), name) for content, name in files]
    return browser.post(page.path, data=data)


def _rows(session: Session) -> list[Evidence]:
    session.expire_all()
    return session.query(Evidence).order_by(Evidence.number).all()


def _kept(app: Flask) -> list[Path]:
    folder: Path = app.extensions["settings"].files_folder
    return [each for each in folder.rglob("*") if each.is_file() and each.name != ".lock"]


def _path(row: Evidence) -> str:
    return f"/dossiers/{row.dossier_id}/evidence/{row.id}"


def test_an_analyst_adds_a_screenshot_and_finds_it_everywhere(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    page = _send(analyst, draft, PICTURE, title="Instelling staat uit", place="risk:R1")

    assert (page.status, page.h1) == (200, "Instelling staat uit")
    row = _rows(session)[0]
    assert page.path == _path(row)
    assert [each.name for each in _kept(app)] == [row.file_sha256]
    listed = analyst.get(f"/dossiers/{draft.id}/evidence", lang="en")
    assert listed.table("Evidence of this dossier")[0]["Kind"] == "Screenshot"
    assert f"{_path(row)}/image" in analyst.fetch(listed.path).text
    dossier = analyst.get(f"/dossiers/{draft.id}", lang="en")
    assert dossier.links()["1 piece of evidence"] == f"/dossiers/{draft.id}/evidence"
    assert dossier.links()["E1 Instelling staat uit"] == _path(row)


def test_the_form_knows_for_which_risk_it_was_opened(analyst: Browser, draft: Dossier) -> None:
    link = analyst.get(f"/dossiers/{draft.id}", lang="en").links()["Add evidence for R2"]

    assert analyst.get(link).field("place").value == "risk:R2"


def test_several_files_become_several_pieces_with_their_own_names(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    page = _send(analyst, draft, PICTURE, (samples.PDF, "brief.pdf"), PICTURE)

    assert page.path == f"/dossiers/{draft.id}/evidence"
    assert [row.title for row in _rows(session)] == ["scherm.png", "brief.pdf", "scherm.png"]
    assert len(_kept(app)) == 2


@pytest.mark.parametrize(
    ("files", "status", "part"),
    [
        ((), 422, "Kies een bestand."),
        (((b"", "leeg.txt"),), 422, "“leeg.txt” is leeg."),
        (((b"tekst", "beeld.png"),), 422, "de inhoud is van een ander type: txt"),
        ((PICTURE, (b"<svg>", "x\u202egvs.svg")), 422, "“xgvs.svg” kan programma's bevatten"),
        (((samples.png()[:-3], "a/b/half.png"),), 422, "“half.png” is beschadigd"),
        (((samples.office("word/document.xml", content=bytes(9_000_000)), "bom.docx"),), 422,
         "onzinnig groot"),
        (((b"x" * 100_001, "groot.txt"),), 413, "groter dan"),
        ((PICTURE,) * 21, 422, "hoogstens 20"),
    ],
)  # fmt: skip
def test_a_file_that_is_refused_leaves_nothing_and_what_was_typed_stays(
    analyst: Browser, app: Flask, session: Session, draft: Dossier, files: Files, status: int,
    part: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(keeping, "LARGEST_FILE", 100_000)

    page = _send(analyst, draft, *files, title="Mijn titel")

    assert page.status == status
    assert part in page.errors["files"]
    assert page.field("title").value == "Mijn titel"
    assert page.field("source").value == "Eigen test"
    assert _rows(session) == []
    assert _kept(app) == []


def test_what_is_wrong_in_the_words_stands_at_its_field_and_keeps_no_file(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    for words, field in (
        ({"kind": ""}, "kind"),
        ({"collected_on": "2999-01-01"}, "collected_on"),
        ({"expires_on": "2001-01-01"}, "expires_on"),
        ({"has_personal_data": "true"}, "delete_on"),
        ({"has_personal_data": "true", "delete_on": "2999-01-01", "confidentiality": "members"},
         "confidentiality"),
        ({"place": "risk:R77"}, "place"),
        ({"place": "niets"}, "place"),
        ({"confidentiality": "vendor_confidential", "readers": str(draft.id)}, "readers"),
    ):  # fmt: skip
        page = _send(analyst, draft, PICTURE, **words)
        assert page.status == 422, words
        assert set(page.errors) == {field}

    assert _rows(session) == []
    assert _kept(app) == []


def test_a_request_that_is_far_too_large_is_refused_with_a_sentence(
    analyst: Browser, app: Flask, draft: Dossier
) -> None:
    response = analyst.fetch(
        f"/dossiers/{draft.id}/evidence/new", method="POST", content_type="multipart/form-data",
        environ_overrides={"CONTENT_LENGTH": str(300 * 2**20)},
    )  # fmt: skip

    assert response.status_code == 413
    assert "201 MB" in response.text
    assert _kept(app) == []


# Werkzeug leaves the file that it was receiving to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_upload_that_breaks_off_leaves_nothing(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + samples.png()
    )

    response = analyst.fetch(
        f"/dossiers/{draft.id}/evidence/new", method="POST", input_stream=BytesIO(body),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(len(body) + 5000)},
    )  # fmt: skip

    assert 400 <= response.status_code < 500
    assert _rows(session) == []
    assert _kept(app) == []


def _is_inert(response: TestResponse) -> bool:
    headers = response.headers
    policy = headers["Content-Security-Policy"]
    return (
        headers["X-Content-Type-Options"] == "nosniff"
        and "default-src 'none'" in policy
        and "sandbox" in policy
        and headers["Cache-Control"] == "no-store"
    )


def test_a_file_goes_out_as_an_attachment_and_a_picture_as_nothing_but_a_picture(
    analyst: Browser, session: Session, draft: Dossier
) -> None:
    _send(analyst, draft, PICTURE, (b"regel", "naam \u202e; één.txt"))
    picture, text = _rows(session)

    file = analyst.fetch(f"{_path(text)}/file")
    image = analyst.fetch(f"{_path(picture)}/image")

    assert (file.data, file.mimetype) == (b"regel", "text/plain")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''naam%20%3B%20%C3%A9%C3%A9n" in file.headers["Content-Disposition"]
    assert (image.data, image.mimetype) == (samples.png(), "image/png")
    assert _is_inert(file)
    assert _is_inert(image)
    assert analyst.fetch(f"{_path(text)}/image").status_code == 404


@pytest.mark.slow
def test_nobody_without_the_right_finds_a_piece_of_evidence_by_any_address(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    _send(browser, draft, PICTURE, title="Geheim stuk", confidentiality="vendor_confidential",
          place="risk:R1")  # fmt: skip
    row = _rows(session)[0]
    other = make.dossier(session, people=people, now=clock.now())

    for name in ("analyst2", "reviewer", "publisher", "sivon_analyst", "vendor", "fg", "stranger"):
        browser.acts_as(people.everybody()[name])
        for tail in ("", "/file", "/image", "/description", "/file/deletion"):
            assert browser.fetch(_path(row) + tail).status_code == 404, (name, tail)
        for tail in ("/reading", "/links", "/links/removal"):
            answer = browser.fetch(_path(row) + tail, method="POST", data={"place": "risk:R1"})
            assert answer.status_code == 404, (name, tail)
        for page in ("", "/evidence", "/history", "/evidence?confidentiality=vendor_confidential"):
            shown = browser.fetch(f"/dossiers/{draft.id}{page}").text
            assert "Geheim stuk" not in shown
            assert row.key not in shown
            assert "1 bewijsstuk" not in shown
    browser.acts_as(people.analyst)
    assert browser.fetch(_path(row).replace(str(draft.id), str(other.id))).status_code == 404


def test_a_confidential_file_is_read_on_purpose_and_that_is_recorded(
    browser: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)
    _send(browser, draft, PICTURE, confidentiality="vendor_confidential",
          readers=[str(people.reviewer.user.id)])  # fmt: skip
    row = _rows(session)[0]
    browser.acts_as(people.reviewer)
    page = browser.get(_path(row), lang="en")

    assert "Download; this is recorded" in page.buttons()
    assert "<img" not in browser.fetch(_path(row)).text
    assert browser.fetch(f"{_path(row)}/image").status_code == 404
    assert browser.redirect(f"{_path(row)}/file") == _path(row)
    answer = browser.fetch(f"{_path(row)}/reading", method="POST")

    assert answer.data == samples.png()
    assert _is_inert(answer)
    facts = [(e.fact, e.actor_id) for e in audit.find(session, subject_id=row.id)]
    assert facts[0] == ("evidence.read", people.reviewer.user.id)
    assert "Confidential file read" in browser.get(_path(row), lang="en").main


def test_the_chain_is_followed_from_the_capture_to_the_check_and_back(
    analyst: Browser, session: Session, people: make.People
) -> None:
    draft = make.dossier(
        session, people=people, request=make.RequestState.VERIFIED, now=clock.now()
    )
    capture, retest, finding, loose = (
        make.evidence(session, draft, by=people.analyst, place=place, title=title,
                      now=clock.now())
        for title, place in (
            ("Opname", Place(part=DossierPart.RISK, key="R1")),
            ("Nameting", Place(part=DossierPart.MEASURE, key="M1")),
            ("Brief", Place(part=DossierPart.FINDING, key=Topic.RIGHTS.value)),
            ("Los", Place(part=DossierPart.CELL, key="C1")),
        )
    )  # fmt: skip

    there = analyst.get(_path(capture), lang="en").linear()
    back = analyst.get(_path(retest), lang="en")

    for text in ("R1", "K1", "M1", "E2", "Checked: it works", "Checked on"):
        assert text in there.partition("From here to the check")[2], text
    assert back.links()["E1"] == _path(capture)
    assert "R1" in back.main
    assert "Rights" in analyst.get(_path(finding), lang="en").main
    assert "From here to the check" in analyst.get(_path(loose), lang="en").main


def test_evidence_is_described_tied_and_untied(
    analyst: Browser, session: Session, draft: Dossier
) -> None:
    _send(analyst, draft, PICTURE)
    row = _rows(session)[0]

    changed = analyst.submit(analyst.get(f"{_path(row)}/description"), title="Anders")
    empty = analyst.post(f"{_path(row)}/links", data={"place": ""})
    tied = analyst.post(f"{_path(row)}/links", data={"place": "finding:rights"})
    untied = analyst.post(f"{_path(row)}/links/removal", data={"place": "finding:rights"})

    assert changed.h1 == "Anders"
    assert "place" in empty.errors
    assert (tied.status, untied.status) == (200, 200)
    history = untied.linear().partition("Geschiedenis")[2]
    assert "Niet meer verbonden met" in history
    assert "Gewijzigd: Titel" in history


def test_two_editors_are_told_of_each_other(
    analyst: Browser, session: Session, draft: Dossier
) -> None:
    _send(analyst, draft, PICTURE)
    path = f"{_path(_rows(session)[0])}/description"
    mine = analyst.get(path)
    analyst.submit(analyst.get(path), title="Van een ander")

    page = analyst.submit(mine, title="Van mij")

    assert page.status == 409
    assert page.field("title").value == "Van mij"
    assert "Van een ander" in page.main


def test_a_deleted_file_is_gone_when_no_other_evidence_has_it(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    _send(analyst, draft, PICTURE, PICTURE)

    for left, row in zip((1, 0), _rows(session), strict=True):
        refused = analyst.submit(analyst.get(f"{_path(row)}/file/deletion"), reason="")
        page = analyst.submit(refused, reason="Bewaartermijn voorbij.")
        assert "reason" in refused.errors
        assert page.path == _path(row)
        assert "Bewaartermijn voorbij." in page.main
        assert row.file_sha256 in page.text
        assert analyst.fetch(f"{_path(row)}/file").status_code == 410
        assert analyst.fetch(f"{_path(row)}/image").status_code == 404
        assert len(_kept(app)) == left


def test_a_file_that_is_missing_on_disk_is_not_found(
    analyst: Browser, app: Flask, session: Session, draft: Dossier
) -> None:
    _send(analyst, draft, PICTURE)
    for each in _kept(app):
        each.unlink()

    assert analyst.fetch(f"{_path(_rows(session)[0])}/file").status_code == 404


def test_the_list_is_filtered_paged_and_marked(
    analyst: Browser, session: Session, people: make.People, draft: Dossier
) -> None:
    now = clock.now()
    for number in range(51):
        make.evidence(
            session, draft, by=people.analyst, title=f"Stuk {number}", now=now,
            expires_on=None if number else make.day_of(now).replace(year=2999),
        )  # fmt: skip
    old = make.evidence(
        session, draft, by=people.analyst, title="Verlopen", has_personal_data=True,
        delete_on=make.TODAY.replace(month=5), expires_on=make.TODAY.replace(month=4),
        confidentiality=Confidentiality.COOPERATIVE, kind="document",
    )  # fmt: skip
    path = f"/dossiers/{draft.id}/evidence"

    def keys(query: str) -> list[str]:
        rows = analyst.get(f"{path}?{query}", lang="en").table("Evidence of this dossier")
        return [row["Evidence"].split()[0] for row in rows]

    assert len(keys("")) == 50
    assert keys("page=2") == ["E51", "E52"]
    assert keys("page=99") == ["E51", "E52"]
    assert keys("kind=document") == ["E52"]
    marks = analyst.get(_path(old), lang="en").main
    for mark in ("Expired", "Delete the file now", "Personal data of others"):
        assert mark in marks
    none = analyst.get(f"{path}?kind=attestation&confidentiality=niets", lang="en")
    assert "No evidence fits this filter." in none.main
    summary = analyst.get(f"/dossiers/{draft.id}", lang="en").main
    assert "1 expired" in summary
    assert "1 file to delete" in summary


class _Slow(BytesIO):
    """A body of which each part comes while somebody else tries to write in the database."""

    def __init__(self, body: bytes, *, database: Path) -> None:
        super().__init__(body)
        self.database = database

    def _others_write(self) -> None:
        with closing(sqlite3.connect(self.database, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.rollback()

    def read(self, size: int | None = -1) -> bytes:
        """Read a part."""
        self._others_write()
        return super().read(size)

    def readinto(self, buffer: Any) -> int:
        """Read a part into a buffer."""
        self._others_write()
        return super().readinto(buffer)


def test_nobody_waits_for_a_slow_upload(own_app: Flask, tmp_path: Path) -> None:
    with own_app.app_context():
        session = db.session()
        people = make.people(session)
        draft = make.dossier(session, people=people, now=clock.now())
        secret = account.open_session(
            session, user=people.analyst.user, browser="x", today=clock.today(), now=clock.now()
        )
        session.commit()
        path = f"/dossiers/{draft.id}/evidence/new"
    fields = {"kind": "screenshot", "collected_on": "2025-03-03", "collected_by": "Ada",
              "confidentiality": "public"}  # fmt: skip
    files = {"files": FileStorage(BytesIO(samples.png()), "a.png")}
    boundary, body = encode_multipart({**fields, **files})
    client = own_app.test_client()
    client.set_cookie("session", secret)

    answer = client.post(
        path, input_stream=_Slow(body, database=tmp_path / "own.sqlite3"),
        content_type=f"multipart/form-data; boundary={boundary}", content_length=len(body),
    )  # fmt: skip

    assert answer.status_code == 303, answer.text
    assert len(_kept(own_app)) == 1
