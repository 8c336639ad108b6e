"""The documents of an adoption through the browser: chosen, downloaded, kept from others."""

import csv
import io
import json
import re
import zipfile

import pytest
from sqlalchemy.orm import Session

from dpia_workbench.risk.adoption import State
from dpia_workbench.risk.adoption_step import UseKind
from dpia_workbench.risk.statements import Article6
from dpia_workbench.store.models import LocalOperation, UncoveredUse
from tests import make
from tests.browser import Browser
from tests.report.reading import Reading
from tests.web.adopting import begun, only_adoption

EUROPEAN = "edpb-dpia-1.0"


@pytest.fixture
def path(session: Session, people: make.People) -> str:
    """The address of a decided adoption, with an operation and use that is not covered."""
    found = begun(session, people, State.ACTIVE)
    make.document_templates(session)
    row = only_adoption(session)
    session.add_all([
        LocalOperation(adoption_id=row.id, number=9, name="Nakijken", purpose="=Uitleg",
                       legal_basis=Article6.PUBLIC_TASK),
        UncoveredUse(adoption_id=row.id, position=0, kind=UseKind.SERVICE, name="Videobellen"),
    ])  # fmt: skip
    session.commit()
    return found


def test_the_page_says_what_is_in_the_pack_and_for_whom(
    browser: Browser, people: make.People, path: str
) -> None:
    browser.acts_as(people.officer)

    assert browser.get(path, lang="en").links("//aside")["All documents of this product"] == (
        f"{path}/pack"
    )
    page = browser.get(f"{path}/pack", lang="en")

    assert "Memo for the board" in page.headings
    assert "For parents and pupils, in plain language" in page.main
    assert "as on the day of the decision" in page.main
    links = page.links("//main")
    assert any("/pack.zip" in url for url in links.values())
    assert sum("/pack/" in url for url in links.values()) >= 3


def test_language_and_order_are_chosen_without_a_script(
    browser: Browser, people: make.People, path: str
) -> None:
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/pack?language=both&template={EUROPEAN}", lang="en")

    addresses = re.findall(r'href="([^"]+\.docx[^"]*)"', page.html[page.html.index("<main") :])
    papers = [each for each in addresses if "/pack/" in each]
    assert len(papers) == 14
    assert all(f"template={EUROPEAN}" in address for address in papers)
    assert sum("language=nl" in address for address in papers) == 7
    assert page.field("language").value == "both"


def test_a_draft_says_what_is_missing(
    browser: Browser, session: Session, people: make.People
) -> None:
    path = begun(session, people, State.MEASURES_RECORDED)
    make.document_templates(session)
    browser.acts_as(people.officer)

    page = browser.get(f"{path}/pack", lang="en")

    assert "These are drafts" in page.main
    assert "Advice of the FG" in page.main
    answer = browser.fetch(f"{path}/pack/board-memo.docx?language=en")
    assert "Draft: the board has not decided yet" in Reading(answer.data).text


def test_the_zip_holds_both_languages_and_a_manifest(
    browser: Browser, session: Session, people: make.People, path: str
) -> None:
    browser.acts_as(people.board)

    answer = browser.fetch(f"{path}/pack.zip?language=both")

    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        told = json.loads(package.read("manifest.json"))
        assert len(package.namelist()) == 1 + len(told["files"]) == 25
    assert told["release"]["sha256"] == only_adoption(session).release_sha256
    assert any("Videobellen" in each for each in told["not_covered"])


def test_one_file_comes_in_the_language_and_order_that_were_chosen(
    browser: Browser, people: make.People, path: str
) -> None:
    browser.acts_as(people.fg)

    answer = browser.fetch(f"{path}/pack/local-dpia.docx?language=nl&template={EUROPEAN}")

    assert answer.headers["Content-Disposition"].endswith(f"-local-dpia-{EUROPEAN}-nl.docx")
    found = Reading(answer.data)
    assert "0.1 : Verwerkingsverantwoordelijken" in found.text
    assert "Videobellen" in found.text
    assert "/releases/1" in found.everything


def test_the_entry_in_the_register_has_an_address_of_its_own(
    browser: Browser, people: make.People, path: str
) -> None:
    browser.acts_as(people.officer)

    answer = browser.fetch(f"{path}/register.csv?language=en")

    assert answer.mimetype == "text/csv"
    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    told = dict(zip(header, rows[-1], strict=True))
    assert told["Purposes"] == "'=Uitleg"
    assert told["Not covered by the DPIA"].startswith("Service or module: Videobellen")
    assert people.fg.user.email in told["Data protection officer"]


def test_what_does_not_exist_is_refused_in_a_sentence(
    browser: Browser, people: make.People, path: str
) -> None:
    browser.acts_as(people.officer)

    for below in ("pack", "pack.zip", "pack/board-memo.docx", "register.csv"):
        answer = browser.fetch(f"{path}/{below}?language=fr&lang=en")
        assert answer.status_code == 422
        assert "Choose Dutch or English" in answer.text
        assert browser.fetch(f"{path}/{below}?template=nothing").status_code == 404
    for below in ("board-memo.pdf", "nothing.docx", "register.docx", "board-memo"):
        assert browser.fetch(f"{path}/pack/{below}").status_code == 404


def test_another_board_and_others_find_nothing(
    browser: Browser, people: make.People, path: str
) -> None:
    for person in (people.other_school.officer, people.vendor, people.analyst):
        browser.acts_as(person)

        for below in ("pack", "pack.zip", "pack/board-memo.docx", "register.csv"):
            assert browser.fetch(f"{path}/{below}").status_code == 404
