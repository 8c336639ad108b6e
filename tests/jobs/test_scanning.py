"""Files that come in are looked at for viruses; what is infected goes out by no route."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.config import Settings, SettingsWrong
from dpia_workbench.jobs import worker
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.store.models import Dossier, FileScan, Job
from dpia_workbench.usecases import correspondence
from tests import make
from tests.browser import Browser
from tests.making import samples
from tests.making.daemon import Daemon


def _work(app: Flask, session: Session, *, clamd: str) -> list[FileScan]:
    """Do the jobs with a scanner, or with none."""
    session.commit()
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, clamd=clamd)
    try:
        worker.work(app, go_on=lambda: False)
    finally:
        app.extensions["settings"] = before
    session.expire_all()
    return session.query(FileScan).order_by(FileScan.at).all()


@pytest.fixture
def paths(app: Flask, session: Session, people: make.People) -> list[str]:
    """A file that came with a request and is evidence, too: its pages, and ways to get it."""
    asked = make.remediation(session, people=people, now=clock.now())
    facts = make.kept_file(app)
    said = correspondence.say(
        session, actor=people.vendor.actor, remediation_id=asked.id, words="Zie de bijlage.",
        files=[facts], today=clock.today(), now=clock.now(),
    )  # fmt: skip
    dossier = session.get_one(Dossier, asked.dossier_id)
    open_to_us, named = (
        make.evidence(session, dossier, by=people.analyst, file=facts, confidentiality=each,
                      now=clock.now())
        for each in (Confidentiality.COOPERATIVE, Confidentiality.VENDOR_CONFIDENTIAL)
    )  # fmt: skip
    root = f"/dossiers/{dossier.id}/evidence"
    return [
        f"/requests/{asked.id}", f"{root}/{open_to_us.id}", f"{root}/{named.id}",
        f"/requests/{asked.id}/files/{said.files[0].id}", f"{root}/{open_to_us.id}/file",
        f"{root}/{open_to_us.id}/image", f"{root}/from-request/{said.files[0].id}",
        f"/api/v1{root}/{open_to_us.id}/file",
    ]  # fmt: skip


def test_without_a_scanner_pages_say_so_and_files_go_out(
    browser: Browser, app: Flask, session: Session, people: make.People, paths: list[str]
) -> None:
    assert _work(app, session, clamd="") == []

    browser.acts_as(people.analyst)
    assert "Not scanned for viruses" in browser.get(paths[0], lang="en").main
    assert "was not scanned for viruses" in browser.get(paths[1], lang="en").main
    for path in paths[3:]:
        assert browser.fetch(path).status_code == 200, path


def test_a_clean_file_is_looked_at_once_and_goes_out(
    browser: Browser, app: Flask, session: Session, people: make.People, paths: list[str]
) -> None:
    with Daemon("stream: OK") as daemon:
        found = _work(app, session, clamd=daemon.address)
        assert {each.result.value for each in found} == {"clean"}
        assert daemon.received == [samples.png()]

    browser.acts_as(people.analyst)
    assert "No virus found" in browser.get(paths[0], lang="en").main
    assert "no virus was found" in browser.get(paths[1], lang="en").main
    assert browser.fetch(paths[3]).status_code == 200


def test_an_infected_file_goes_out_by_no_route(
    browser: Browser, app: Flask, session: Session, people: make.People, paths: list[str]
) -> None:
    with Daemon("stream: Eicar-Test FOUND") as daemon:
        _work(app, session, clamd=daemon.address)

    for person in (people.analyst, people.vendor):
        browser.acts_as(person)
        assert "Virus found" in browser.get(paths[0], lang="en").main
        assert paths[3] not in browser.get(paths[0]).links().values()
        page = browser.get(paths[3], lang="en")
        assert (page.status, "Eicar-Test" in page.main) == (403, True)
    browser.acts_as(people.analyst)
    for path in paths[1:3]:
        page = browser.get(path, lang="en")
        assert "Eicar-Test" in page.main
        assert not [each for each in page.links().values() if each.endswith("/file")]
        assert "Download; this is recorded" not in page.buttons()
    listed = browser.get(paths[1].rpartition("/")[0], lang="en")
    assert "Virus found" in listed.main
    assert "/image" not in listed.text
    for path in paths[4:]:
        assert browser.fetch(path).status_code == 403, path
    assert browser.fetch(f"{paths[2]}/reading", method="POST").status_code == 403


def test_a_scanner_that_is_away_makes_the_job_come_back(
    app: Flask, session: Session, paths: list[str]
) -> None:
    assert paths
    assert _work(app, session, clamd="tcp://127.0.0.1:1") == []

    waiting = session.query(Job).filter(Job.name == "file.scan", Job.done_at.is_(None)).all()
    assert waiting
    assert all("clamd" in each.error for each in waiting)


def test_a_setting_that_is_no_address_keeps_the_program_from_starting(tmp_path: Path) -> None:
    environ = {"DPIA_HOME": str(tmp_path), "DPIA_CLAMD": "localhost:3310"}

    with pytest.raises(SettingsWrong, match="DPIA_CLAMD"):
        Settings.from_env(environ)
    address = "unix:///run/clamav/clamd.ctl"
    assert Settings.from_env({**environ, "DPIA_CLAMD": address}).clamd == address
