"""The Word report of a dossier: chosen on its page, and kept from who may not read the dossier."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Section
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases import fields
from tests import make
from tests.browser import Browser
from tests.making import samples
from tests.report.reading import Reading

EUROPEAN = "edpb-dpia-1.0"


@pytest.fixture
def draft(session: Session, people: make.People) -> Dossier:
    """A complete draft of SURF, with the templates to show it in."""
    row = make.dossier(session, people=people)
    make.document_templates(session)
    return row


def test_the_page_of_a_dossier_offers_its_report_in_each_form_and_language(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.reviewer)

    page = browser.get(f"/dossiers/{draft.id}", lang="en")

    assert "Report in Word" in page.html
    assert "EDPB DPIA template 1.0" in page.html
    assert f'action="/dossiers/{draft.id}/report.docx"' in page.html


@pytest.mark.parametrize(
    ("language", "heading"), [("nl", "Over dit document"), ("en", "About this document")]
)
def test_the_report_is_a_word_file_in_the_chosen_form_and_language(
    browser: Browser, people: make.People, draft: Dossier, language: str, heading: str
) -> None:
    browser.acts_as(people.analyst)

    answer = browser.fetch(
        f"/dossiers/{draft.id}/report.docx?template={EUROPEAN}&language={language}"
    )

    assert answer.status_code == 200
    named = f"dpia-{draft.key.lower()}-1-concept-{EUROPEAN}-{language}.docx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={named}"
    found = Reading(answer.data)
    assert (1, heading) in found.headings
    spoken = found.find("//w:docDefaults//w:lang/@w:val", part="styles")
    assert [each[:2] for each in spoken] == [language]


def test_without_a_choice_it_is_the_dutch_model_in_the_language_of_the_reader(
    browser: Browser, people: make.People, draft: Dossier
) -> None:
    browser.acts_as(people.analyst)

    answer = browser.fetch(f"/dossiers/{draft.id}/report.docx?lang=en")

    assert answer.headers["Content-Disposition"].endswith("-nl-rijk-dpia-3.0-en.docx")


def test_a_text_has_the_pictures_of_its_evidence(
    browser: Browser, app: Flask, session: Session, people: make.People, draft: Dossier
) -> None:
    picture = samples.png(width=40, height=30)
    file = make.file_facts(sha256=hashlib.sha256(picture).hexdigest())
    make.evidence(session, draft, by=people.analyst, file=file)
    make.evidence(session, draft, by=people.analyst, file=make.file_facts("lost"))
    folder = app.extensions["settings"].files_folder / file.sha256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file.sha256).write_bytes(picture)
    fields.save(
        session, actor=people.analyst.actor, dossier_id=draft.id, was="", now=make.NOW,
        place=Place(part=DossierPart.TEXT, key=Section.DATA, field="body"),
        value="![Scherm](evidence:E1) ![Weg](evidence:E2) ![Nooit](evidence:E9)",
    )  # fmt: skip
    session.commit()
    browser.acts_as(people.analyst)

    found = Reading(browser.fetch(f"/dossiers/{draft.id}/report.docx").data)

    assert "PICTURE Scherm" in found.text
    assert "Weg" in found.text
    assert "PICTURE Weg" not in found.text


@pytest.mark.parametrize("who", ["sivon_analyst", "vendor", "officer", "board", "administrator"])
def test_others_do_not_find_the_report(
    browser: Browser, people: make.People, draft: Dossier, who: str
) -> None:
    browser.acts_as(getattr(people, who))

    assert browser.get(f"/dossiers/{draft.id}/report.docx").status == 404


def test_who_is_not_signed_in_is_asked_to(browser: Browser, draft: Dossier) -> None:
    assert "/login" in browser.redirect(f"/dossiers/{draft.id}/report.docx")


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("template=nope", 404, "This page does not exist"),
        ("template=%00%F0%9F%8F%AB", 404, "This page does not exist"),
        ("language=fy", 422, "There is no report in this language. Choose Dutch or English."),
        ("language=", 422, "There is no report in this language. Choose Dutch or English."),
    ],
)
def test_what_does_not_exist_is_refused_with_a_sentence(
    browser: Browser, people: make.People, draft: Dossier, query: str, status: int, sentence: str
) -> None:
    browser.acts_as(people.analyst)

    page = browser.get(f"/dossiers/{draft.id}/report.docx?{query}", lang="en")

    assert page.status == status
    assert sentence in page.html


def test_a_page_offers_no_report_while_there_are_no_forms(
    browser: Browser, session: Session, people: make.People
) -> None:
    row = make.dossier(session, people=people)
    browser.acts_as(people.analyst)

    assert "report.docx" not in browser.get(f"/dossiers/{row.id}").html
