"""Worksheets through the browser: the officer makes a link, a partner without account fills in."""

import logging
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.actor import Role
from dpia_workbench.access.quota import Quota
from dpia_workbench.files import workbook
from dpia_workbench.jobs.handlers import send_mail
from dpia_workbench.plumbing import worksheets as links
from dpia_workbench.report.sheets import Sheet, as_xlsx
from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import AuditEvent, Job, MeasureFile, Worksheet, WorksheetFile
from tests import make
from tests.browser import Browser
from tests.making import samples
from tests.pages import Page
from tests.web.adopting import begun, only_adoption

DAY = clock.today().isoformat()
DONE = {"answer.M3.kind": "done", "answer.M3.words": "Staat uit.", "answer.M3.since": DAY}


@pytest.fixture
def path(session: Session, people: make.People) -> str:
    return begun(session, people, State.CONTEXT_DONE)


def _made(browser: Browser, people: make.People, path: str, **words: str) -> str:
    """Make a worksheet as the officer, and return its address for whoever has no account."""
    browser.acts_as(people.officer)
    data = {"partner": "ICT-Noord", "days": "14", "every_measure": "true", **words}
    page = browser.post(f"{path}/worksheet", data=data, lang="en")
    assert page.status == 201, page.errors
    browser.acts_as(None)
    found = page.text[page.text.index("/worksheet/") :].split()[0]
    assert page.headers["Cache-Control"] == "no-store"
    return found


def _fill(browser: Browser, link: str, *, do: str = "save", **words: Any) -> Page:
    page = browser.get(link, lang="en")
    return browser.post(link, data={**page.values(action=link), **words, "do": do}, lang="en")


def _actions(page: Page) -> list[str]:
    return [url for _method, url in page.forms()]


def test_a_partner_fills_in_without_an_account_and_the_officer_takes_it_over(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    page = browser.get(link, lang="en")
    assert page.field("answer.M3.kind").value is None
    assert "Doe dit (en)" in page.main
    for kept_in in ("risk", "verdict", "advice", "hash", "level"):
        assert kept_in not in page.main.lower()

    page = _fill(browser, link, **DONE)
    assert "Saved." in page.main
    assert page.field("answer.M3.words").value.strip() == "Staat uit."
    page = _fill(browser, link, do="send", name="Ines")
    assert page.h1 == "Thank you"
    assert browser.get(link, lang="en").status == 410

    browser.acts_as(people.officer)
    page = browser.get(f"{path}/worksheet", lang="en")
    assert "Ines" in page.main
    action = next(url for url in _actions(page) if url.endswith("/record"))
    page = browser.post(action, data=page.values(action=action), lang="en")
    measure = only_adoption(session).measures[0]
    assert measure.state is LocalState.IMPLEMENTED
    assert measure.evidence == f"Ines, ICT-Noord ({DAY}): Staat uit."
    assert "/worksheet" in page.path


def test_the_pages_behind_a_link_leave_no_trace(
    browser: Browser, people: make.People, path: str, caplog: pytest.LogCaptureFixture,
    session: Session,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    link = _made(browser, people, path)
    answers = [
        browser.fetch(link), browser.fetch(link, method="POST", data={**DONE, "do": "save"}),
        browser.fetch(f"{link}/sheet.xlsx"), browser.fetch("/worksheet/x"),
    ]  # fmt: skip

    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    secret = link.rpartition("/")[2]
    assert secret not in caplog.text
    assert secret not in str([event.detail for event in session.query(AuditEvent)])
    assert secret not in str([job.detail for job in session.query(Job)])
    assert secret not in session.query(Worksheet).one().secret_hash


def test_a_link_is_mailed_with_the_secret_that_is_kept_nowhere(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    link = _made(browser, people, path, email="ICT@noord.example")
    job = next(job for job in session.query(Job) if job.detail.get("kind") == "worksheet-link")

    with browser.app.app_context():
        send_mail(job.detail)

    folder = browser.app.extensions["settings"].home / "outbox"
    mail = max(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime).read_text()
    assert "ict@noord.example" in mail
    assert link in mail.replace("=\n", "")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"partner": ""}, "partner"), ({"days": "61"}, "days"), ({"days": "x"}, "days"),
        ({"email": "nergens"}, "email"),
    ],
)  # fmt: skip
def test_a_link_is_refused_at_its_fields(
    browser: Browser, people: make.People, path: str, typed: dict[str, str], field: str
) -> None:
    browser.acts_as(people.officer)

    page = browser.post(
        f"{path}/worksheet", data={"partner": "ICT", "days": "14", **typed}, lang="en"
    )

    assert page.status == 422
    assert set(page.errors) == {field}


def test_every_way_in_which_a_link_is_over_is_told_and_what_was_typed_stays(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    row = session.query(Worksheet).one()
    row.made_at, row.expires_at = (clock.now() - timedelta(days=n) for n in (9, 1))
    session.commit()

    page = browser.post(link, data={**DONE, "do": "save"}, lang="en")
    assert (page.status, page.h1) == (410, "This link does not work any more")
    assert "expired" in page.main
    assert "M3: Staat uit." in page.main
    for part in ("/sheet.xlsx", "/sent"):
        assert browser.get(f"{link}{part}", lang="en").status == 410
    for wrong in ("/worksheet/x", "/worksheet/x/sent", f"{link}x"):
        assert browser.get(wrong, lang="en").status == 404


def test_the_officer_ends_a_link(browser: Browser, people: make.People, path: str) -> None:
    link = _made(browser, people, path)
    _fill(browser, link, **DONE)
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/worksheet", lang="en")
    action = next(url for url in _actions(page) if url.endswith("/withdrawal"))

    page = browser.post(action, lang="en")

    assert "Staat uit." in page.main
    browser.acts_as(None)
    assert "ended this link" in browser.get(link, lang="en").main


def test_guesses_are_slowed_down(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "GUESSES", Quota(requests=3, seconds=900))
    home = browser.app.extensions["settings"].home
    try:
        found = [browser.fetch(f"/worksheet/{n}").status_code for n in range(6)]
    finally:
        (home / "limits").unlink(missing_ok=True)
        browser.app.extensions.pop("moments", None)

    assert found[-1] == 429


def test_another_site_cannot_write(browser: Browser, people: make.People, path: str) -> None:
    link = _made(browser, people, path)

    answer = browser.fetch(link, method="POST", data=DONE, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"answer.M3.kind": "maybe"}, "answer.M3.kind"),
        ({"answer.M3.since": "morgen"}, "answer.M3.since"),
        ({"answer.M3.kind": "done", "answer.M3.since": "2999-01-01"}, "answer.M3.since"),
        ({"answer.M3.kind": "later", "answer.M3.due": "2020-01-01"}, "answer.M3.due"),
        ({"answer.M3.words": "x" * 5001}, "answer.M3.words"),
        ({"answer.M3.kind": "cannot", "do": "send", "name": "I"}, "answer.M3.words"),
        ({**DONE, "do": "send"}, "name"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    browser: Browser, people: make.People, path: str, typed: dict[str, str], field: str
) -> None:
    link = _made(browser, people, path)

    page = _fill(browser, link, **{"answer.M4.words": "Blijft staan", **typed})

    assert page.status == 422
    assert list(page.errors) == [field]
    assert page.field("answer.M4.words").value.strip() == "Blijft staan"


def test_two_people_with_one_link_see_each_others_text(
    browser: Browser, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    page = browser.get(link, lang="en")
    _fill(browser, link, **DONE)
    late = {**page.values(action=link), **DONE, "answer.M3.words": "Anders", "do": "save"}

    page = browser.post(link, data=late, lang="en")

    assert page.status == 409
    assert "Staat uit." in page.errors["answer.M3.words"]
    assert page.field("answer.M3.words").value.strip() == "Anders"


def test_files_are_kept_judged_and_only_for_the_board(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    bad = _fill(browser, link, **DONE, **{"files.M3": (BytesIO(b"<svg/>"), "x.svg")})
    assert bad.status == 422
    assert "files.M3" in bad.errors
    page = _fill(browser, link, **{"files.M3": (BytesIO(samples.png()), "scherm.png")})
    assert "scherm.png" in page.main
    assert page.field("answer.M3.words").value.strip() == "Staat uit."  # saved beside the bad file

    row = session.query(WorksheetFile).one()
    where = f"{path}/worksheet/{row.worksheet_id}/files/{row.id}"
    for who, status in ((people.officer, 200), (people.fg, 200), (people.other_officer, 404)):
        browser.acts_as(who)
        assert browser.fetch(where).status_code == status
    browser.acts_as(None)
    assert browser.fetch(where).status_code == 303
    removal = f"{link}/files/{row.id}/removal"
    assert "scherm.png" not in browser.post(removal, lang="en").main
    assert browser.post(f"{link}/files/{uuid4()}/removal").status == 404


def _rows(browser: Browser, link: str) -> list[list[str]]:
    content = browser.fetch(f"{link}/sheet.xlsx").get_data()
    return [row for _n, row in workbook.rows(BytesIO(content), size=len(content))]


def _back(browser: Browser, link: str, rows: list[list[str]]) -> Page:
    sheet = Sheet(name="S", header=tuple(rows[0]), rows=tuple(tuple(row) for row in rows[1:]))
    file = (BytesIO(as_xlsx(sheet)), "werkblad.xlsx")
    return browser.post(f"{link}/sheet", data={"file": file}, lang="en")


def test_a_spreadsheet_is_filled_in_elsewhere_and_sent_back(
    browser: Browser, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    rows = _rows(browser, link)
    at = rows[0].index("Hoe het staat")
    rows[1][at : at + 4] = ["klaar", "1-3-2025", "", "Staat uit."]

    page = _back(browser, link, rows)

    assert "Saved." in page.main
    assert page.field("answer.M3.kind").value == "done"
    assert page.field("answer.M3.since").value == "2025-03-01"
    assert page.field("answer.M4.kind").value is None


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("Werkblad", "abcdef01", "belongs to another worksheet"),
        ("Code", "M99", "does not ask"),
        ("Code", "M4", "another row"),
        ("Hoe het staat", "misschien", "Done, Cannot be done, Later"),
        ("Gedaan sinds", "ooit", "is no day"),
        ("Toelichting", "x" * 5001, "at most 5000"),
    ],
)
def test_a_spreadsheet_that_was_tampered_with_is_refused_by_its_row(
    browser: Browser, session: Session, people: make.People, path: str, column: str, value: str,
    told: str,
) -> None:  # fmt: skip
    link = _made(browser, people, path)
    rows = _rows(browser, link)
    rows[1][rows[0].index(column)] = value
    rows = [rows[0], rows[2], rows[1]]

    page = _back(browser, link, rows)

    assert page.status == 422
    assert told in page.errors["file"]
    assert "ow 3" in page.errors["file"]
    assert session.query(Worksheet).one().answers == []


def test_what_is_no_worksheet_at_all_is_refused(
    browser: Browser, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    assert "no column" in _back(browser, link, [["A"], ["B"]]).errors["file"]
    for data in ({}, {"file": (BytesIO(b"M3;done"), "x.csv")}):
        page = browser.post(f"{link}/sheet", data=data, lang="en")
        assert page.status == 422
        assert "file" in page.errors


def test_a_question_is_replied_to_on_the_worksheet(
    browser: Browser, people: make.People, path: str
) -> None:
    link = _made(browser, people, path)
    _fill(browser, link, **{"answer.M3.kind": "question", "answer.M3.words": "Voor wie?"})
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/worksheet", lang="en")
    reply = next(url for text, url in page.links("//main").items() if text == "Reply to M3")
    assert browser.post(reply, data={"words": " "}, lang="en").status == 422
    browser.post(reply, data={"words": "Voor alle scholen."}, lang="en")
    browser.acts_as(None)

    assert "Voor alle scholen." in browser.get(link, lang="en").main


def test_measures_are_recorded_one_after_the_other_with_files(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    browser.acts_as(people.officer)
    page = browser.get(f"{path}/measures", lang="en")
    url = page.links("//main")["Record the next one: M3"]
    page = browser.get(url, lang="en")
    typed = {
        **page.values(), "state": "implemented", "then": "next", "has_personal_data": "true",
        "files": (BytesIO(samples.png()), "scherm.png"),
    }  # fmt: skip

    page = browser.post(url, data=typed, lang="en")

    assert page.h1.startswith("Measure M4")
    measure = only_adoption(session).measures[0]
    assert (measure.state, measure.evidence) == (LocalState.IMPLEMENTED, "scherm.png")
    file = session.query(MeasureFile).one()
    assert file.has_personal_data
    where = f"{path}/measures/files/{file.id}"
    for who, status in ((people.fg, 200), (people.other_officer, 404), (people.analyst, 404)):
        browser.acts_as(who)
        assert browser.fetch(where).status_code == status
        assert browser.fetch(f"{where}/removal", method="POST").status_code == (
            403 if status == 200 else 404
        )
    browser.acts_as(people.officer)
    assert browser.post(f"{where}/removal").status == 409  # the only evidence there is


def test_files_alone_leave_what_was_recorded_as_it_is(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    colleague = make.person(
        session, organisation=people.officer.organisation, role=Role.PRIVACY_OFFICER
    )
    measure = only_adoption(session).measures[0]
    url, version = f"{path}/measures/{measure.id}", measure.version
    browser.acts_as(people.officer)
    assert f"{url}/check" not in _actions(browser.get(url))
    assert browser.post(f"{url}/check", data={"version": str(version)}).status == 403
    browser.acts_as(colleague)
    page = browser.post(f"{url}/check", data={"version": str(version)}, lang="en")
    assert "Checked by" in page.main

    typed = {**browser.get(url).values(action=url), "files": (BytesIO(samples.png()), "m.png")}
    page = browser.post(url, data=typed, lang="en")

    measure = only_adoption(session).measures[0]
    assert measure.state is LocalState.CHECKED
    assert "1 file" in page.main
