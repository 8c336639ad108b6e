"""The report of a dossier: the order of a template, what is not there, and for whom it is."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from dpia_workbench.report import dossier_report, write
from dpia_workbench.report.dossier import LanguageUnknown
from dpia_workbench.report.package import NotAReport, claimed
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.templates import Template
from dpia_workbench.usecases.report import Reported, Version
from tests.report import dossier_sample as sample
from tests.report.dossier_sample import DUTCH, EUROPEAN, content, reported
from tests.report.reading import Reading

EMPTY = {
    "summary": {"nl": "", "en": ""}, "scope": {"nl": "", "en": ""},
    "sentence": {"nl": "", "en": ""}, "texts": {}, "entries": [], "not_applicable": {},
    "cells": [], "risks": [], "measures": [], "claims": [], "findings": [], "tolerated": [],
}  # fmt: skip


def read(told: Reported | None = None, *, language: str = "en") -> Reading:
    """Return a report that was just written."""
    return Reading(write(dossier_report(told or reported(), language=language)))


def published() -> Reported:
    """Return the dossier after its publication."""
    out = Version(
        number=3, state=State.PUBLISHED, created_at=datetime(2026, 1, 5, tzinfo=UTC),
        submitted_at=datetime(2026, 2, 1, tzinfo=UTC), release=2,
        published_at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    return reported(state=State.PUBLISHED, versions=(out,))


@pytest.mark.parametrize("key", [DUTCH, EUROPEAN])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_have_the_numbers_and_the_order_of_the_template(key, language):
    form = sample.template(key)

    headings = [text for _level, text in read(reported(key), language=language).headings]

    wanted = [f"{node.id}\t{node.title[language]}" for node in form.walk()]
    assert [text for text in headings if text in set(wanted)] == wanted


@pytest.mark.parametrize("key", [DUTCH, EUROPEAN])
def test_no_level_of_headings_is_left_out(key):
    levels = [level for level, _text in read(reported(key)).headings]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_concept_says_so_on_every_page_and_what_was_published_does_not():
    concept, final = read(), read(published())

    marks = [name for name, data in concept.parts.items() if b'string="CONCEPT"' in data]
    assert len(marks) == 2  # the header of the first page and that of all others
    assert "This is a concept" in concept.text
    assert b"PowerPlus" not in b"".join(final.parts.values())
    assert "This is a concept" not in final.text


def test_the_title_page_says_for_whom_the_report_is():
    first_page = read().text.split("About this document")[0]

    assert "Who may read it : Within the cooperative" in first_page
    assert "NOORDERLICHT-LEERPLEIN-2026" in first_page


def test_word_fills_in_the_contents_when_it_opens_the_file():
    found = read().find('//w:fldChar[@w:dirty="true"]/following::w:instrText[1]')

    assert [each.text.strip().split()[0] for each in found] == ["TOC"]


def test_what_people_wrote_is_marked_with_its_language_and_nothing_else_is():
    told = reported()

    in_english, in_dutch = read(told), read(told, language="nl")

    path = '//w:r[w:rPr/w:lang[@w:val="nl-NL"]]/w:t'
    marked = {each.text for each in in_english.find(path)}
    written = ("Een vraag.", "Klikgedrag", "Leg punt 7 uit.", "Niemand heeft een ander belang.")
    assert marked.issuperset(written)
    assert not in_dutch.find("//w:rPr/w:lang")


def test_references_are_told_by_key_and_name():
    rows = read().table("Data items")

    assert rows[1][0] == "DI1 Cijfers"
    assert "DS1 Leerlingen" in " ".join(rows[1])


def test_what_has_no_column_of_its_own_stands_in_the_last_one_with_its_name():
    head, row, *_others = read().table("Data items")

    assert head == ["Entry", "Category", "Type of data", "Data subjects", "Further"]
    assert row[4].endswith("Basis on which it is given: Toestemming")


def test_entries_with_long_texts_each_have_a_heading():
    found = read()

    assert (3, "OP1 Nakijken") in found.headings
    assert "De docent kijkt na.\n- thuis\n" in found.text


def test_a_required_field_that_is_empty_is_shown_until_publication():
    assert "Not filled in yet" in " ".join(read().table("Data items")[2])
    assert "Not filled in yet" not in read(published()).text


def test_what_does_not_apply_stands_there_with_the_reason():
    assert "Interests: left empty. Niemand heeft een ander belang." in read().text


def test_what_is_needed_and_not_there_is_said_and_what_may_be_empty_is_not():
    text = read().text

    assert "Nothing here yet: Purposes." in text
    assert "Nothing here yet: Techniques and methods (Profiling)." in text
    assert "On the purposes" not in text
    assert "Nothing is stated here: Purposes." in read(published()).text


@pytest.mark.parametrize("key", [DUTCH, EUROPEAN])
def test_an_empty_dossier_has_a_report(key):
    told = reported(
        key, content=content(**EMPTY), reviews=(), evidence=(), authors=(), open=0, to_check=()
    )

    text = read(told).text

    assert "Nothing here yet." in text
    assert "PICTURE" not in text


def test_a_risk_is_described_once_and_listed_wherever_it_belongs():
    found = read(reported(EUROPEAN))

    titles = [text for _level, text in found.headings if text.startswith("R1 ")]
    assert len(titles) == 1
    assert found.text.count("| R1 Telemetry is kept too long") >= 2


def test_levels_come_with_the_sentences_that_explain_them():
    text = read().text

    assert "How the level after the measures of schools comes about in C1" in text
    assert "- Likelihood as tested: 3 (high)." in text


def test_a_dossier_without_cells_has_risks_without_levels():
    told = reported(content=content(cells=[]))

    rows = read(told).table("Risks as tested")

    assert {row[-1] for row in rows[1:]} == {"–"}


def test_footnotes_of_the_texts_are_footnotes_of_the_document():
    assert "Zie het plan." in read().parts["word/footnotes.xml"].decode()


def test_nothing_above_the_class_of_the_report_is_in_it():
    text = read().text

    assert "E1 Meting E1" in text
    assert "Meting E2" not in text


def test_a_form_for_the_public_leaves_out_what_only_the_cooperative_may_see():
    form: Template = replace(sample.template(), audience=Confidentiality.PUBLIC)

    text = read(reported(template=form)).text

    assert "Onderzoeksplan" in text
    assert "Kluis 7" not in text
    assert "Cem Yilmaz" not in text
    assert "E1 Meting" not in text


def test_a_form_for_named_people_still_makes_a_report_for_the_cooperative():
    form = replace(sample.template(), audience=Confidentiality.VENDOR_CONFIDENTIAL)
    told = reported(template=form)

    assert told.confidentiality is Confidentiality.COOPERATIVE
    assert "Meting E2" not in read(told).text


def test_days_are_those_of_the_netherlands():
    assert read().table("Versions of this DPIA")[1][2] == "6 January 2026"


def test_a_screening_says_which_assessments_are_needed_and_why():
    need = {"need": "not_required", "reasons": []}
    screening = {
        "form": {"key": "x", "version": 1, "sha256": ""}, "answers": {}, "open": [], "unknown": [],
        "score": {"total": 9, "limit": 8, "parts": {"data": 9}},
        "results": {
            "dpia": {
                "need": "required",
                "reasons": [
                    {"ground": "score", "items": []},
                    {"ground": "edpb_criteria", "items": ["criteria.large_scale", "x.y"]},
                ],
            },
            "dtia": need, "child_rights": need, "algorithms": need,
        },
    }  # fmt: skip
    questions = {
        "questions": [
            {
                "id": "criteria",
                "text": {"nl": "Criteria?", "en": "Criteria?"},
                "options": [{"id": "large_scale", "text": {"nl": "Groot", "en": "Large scale"}}],
            }
        ]
    }
    told = reported(content=content(screening=screening), questions=questions)

    rows = read(told).table("Which assessments are needed")

    assert "• 9 points" in rows[1][2]
    assert "• Large scale" in rows[1][2]
    assert rows[2][2] == "–"


def test_a_language_that_nobody_speaks_here_is_refused():
    with pytest.raises(LanguageUnknown):
        dossier_report(reported(), language="fy")


def test_the_file_does_not_pass_for_a_release():
    parts = read().parts

    with pytest.raises(NotAReport):
        claimed(parts)
