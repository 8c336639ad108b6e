"""What the papers of an adoption say: complete, in two languages, the same each time."""

import csv
import hashlib
import io
import itertools
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dpia_workbench.report import pack
from dpia_workbench.report.dossier import LanguageUnknown
from dpia_workbench.report.pack.local_parts import ANCHORS, LocalPart
from dpia_workbench.report.pack.memo import MOST_ACTIONS, MOST_RISKS
from dpia_workbench.report.pack.points import by_point
from dpia_workbench.risk.adoption_pack import FORMS, FileForm, Paper
from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.templates import Template
from dpia_workbench.store.models import (
    AdoptionAdvice,
    AdoptionViews,
    LocalAgreement,
    UncoveredUse,
    User,
)
from dpia_workbench.usecases.adoption_pack import Pack
from tests.report import dossier_sample, pack_sample, sample
from tests.report.reading import Reading

LATER = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
WORDS_ON_A_PAGE = 490  # measured: the memo below, turned into a PDF by LibreOffice, is one page
_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
each_word = pytest.mark.parametrize(
    "paper", [paper for paper in Paper if FileForm.WORD in FORMS[paper]]
)


def read(paper: Paper, *, language: str = "en", **changes: Any) -> Reading:
    """Write a paper of the sample with changes, and open it again."""
    made = pack_sample.packed(**changes)
    return Reading(pack_sample.paper(paper, language=language, of=made))


def undecided(**changes: Any) -> dict[str, Any]:
    """Return the changes that make the sample one that is not decided yet."""
    return {"decision": None, **changes}


def begun() -> dict[str, Any]:
    """Return the changes that leave a board that has only just begun."""
    return {
        "cells": [], "tags": [], "outside": "", "purposes": "", "own_risks": "", "party_to": [],
        "steps": [], "advices": [], "views": None, "decision": None, "school_rows": [],
        "deviations": [], "uncovered": [], "operations": [], "agreement": None, "risks": [],
        "every_school": None,
    }  # fmt: skip


def rows_of(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV file."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def entry(**changes: Any) -> list[dict[str, str]]:
    """Return the rows of the register of processing by their English headings."""
    made = pack_sample.packed(**changes)
    header, *rows = rows_of(pack_sample.paper(Paper.REGISTER, FileForm.CSV, of=made))
    return [dict(zip(header, row, strict=True)) for row in rows]


def cells(workbook: bytes) -> list[list[str]]:
    """Return the texts of a workbook, row by row."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        shared = ET.fromstring(book.read("xl/sharedStrings.xml"))
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(each.itertext()) for each in shared.findall("m:si", _NAMES)]
    return [
        [
            texts[int(cell.findtext("m:v", "0", _NAMES))]
            if cell.get("t") == "s"
            else cell.findtext("m:v", "", _NAMES)
            for cell in row.findall("m:c", _NAMES)
        ]
        for row in page.findall(".//m:row", _NAMES)
    ]


@pytest.mark.parametrize("key", [dossier_sample.DUTCH, dossier_sample.EUROPEAN])
def test_every_part_of_a_board_has_a_point_in_both_forms(key: str) -> None:
    placed = by_point(dossier_sample.template(key), ANCHORS)

    assert None not in placed
    assert {part for parts in placed.values() for part in parts} == set(LocalPart)


def test_a_form_without_the_points_still_tells_everything() -> None:
    bare = Template(
        key="bare", urn="urn:x", version=1, name={"nl": "Kaal", "en": "Bare"}, source="",
        audience=dossier_sample.template().audience, nodes=(),
    )  # fmt: skip
    made = replace(pack_sample.packed(), template=bare)

    text = Reading(pack_sample.paper(Paper.LOCAL_DPIA, of=made)).text

    assert "# What this form has no point for" in text
    for words in ("Wij zetten dit uit.", "Doe het, maar kijk", "Het nut weegt op", "Gedeelde tab"):
        assert words in text


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (dossier_sample.DUTCH, {
            "3": "Werk nakijken", "11": "Public task (e)", "16": "Gedeelde tablets",
            "17": "Schermafdruk van de instelling", "19": "Doe het, maar kijk",
            "20": "Approved under conditions",
        }),
        (dossier_sample.EUROPEAN, {
            "0.1": "Stichting Duinrand", "0.2": "Verwerkersovereenkomst Leerplein",
            "1.2": "Werk nakijken", "2.1.a": "Public task (e)", "4.2.a": "Eigen schermafdruk",
            "4.2.b": "At this school", "5.1": "Doe het, maar kijk", "5.2": "De GMR is positief.",
            "6": "Approved under conditions",
        }),
    ],
)  # fmt: skip
def test_the_words_of_the_board_stand_at_the_points_of_the_form(
    template: str, expected: dict[str, str]
) -> None:
    text = read(Paper.LOCAL_DPIA, template=template).text

    for number, words in expected.items():
        assert words in point(text, number), number


def point(text: str, number: str) -> str:
    """Return what stands at a point of a form, as far as the next point."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if re.match(rf"#+ {re.escape(number)} : ", line))
    end = next(
        (n for n, line in enumerate(lines) if n > start and re.match(r"#+ [\w.]+ : ", line)), None
    )
    return "\n".join(lines[start:end])


def test_the_central_part_stands_there_by_reference_and_hash() -> None:
    reading = read(Paper.LOCAL_DPIA)
    sha256 = sample.hashed(pack_sample.content())

    assert f"SHA-256 of this release / {sha256}" in reading.text
    assert reading.document.core_properties.identifier == sha256
    assert "This was examined for all schools together. Release 2 names:" in reading.text
    assert "- Data items: Cijfers, Zorgnotities" in reading.text
    assert "- Transfers outside the EEA: Can be put in order" in reading.text
    assert pack_sample.ADDRESS in reading.everything
    assert "Wij onderzochten het Leerplein." not in reading.text.replace("We examined", "")


def test_a_board_understands_the_summary_of_the_central_part() -> None:
    text = read(Paper.LOCAL_DPIA).text

    assert "> Verdict: Be restrained: only for described use" in text
    assert "Two concerns remain." in text


def test_operations_agreement_schools_and_own_risks_stand_there_in_full() -> None:
    reading = read(Paper.LOCAL_DPIA)

    for words in (
        "Legal basis : Public task (e) / Wet op het primair onderwijs.",
        "Links to other systems : ParnasSys",
        "Origin : OP1 in the release",
        "Signed on : 15 January 2026",
        "News of sub-processors arrives at : privacy@duinrand.example",
        "O1 Gedeelde tablets",
        "Likelihood : High (3)",
        "Level at this school : Medium",
        "This holds for all 2 schools of the board.",
    ):
        assert words in reading.text
    assert "Vervallen verwerking" not in reading.text
    assert reading.table("Schools for which this holds")[1] == [
        "De Kluut", "34CD", "Primary education", "200",
        "Special education and Own devices that the school does not manage",
    ]  # fmt: skip
    assert reading.table("Measures of the board against this risk")[1][1] == (
        "Planned / Planned for 1 May 2026"
    )


def test_both_levels_and_why_they_are_not_lower_stand_side_by_side() -> None:
    reading = read(Paper.LOCAL_DPIA)

    risks = {row[0][:2]: row[1:] for row in reading.table("Risks: attainable, and at this school")}
    assert risks["R4"] == ["Medium", "Medium", "Tijdelijk."]
    assert risks["O1"] == ["Not stated", "Medium", "Tot mei."]
    assert "- Measure M2, “Insight into models”, would lower this risk" in reading.text


def test_a_use_without_a_supplement_is_named_as_not_judged() -> None:
    text = read(Paper.LOCAL_DPIA).text
    start = text.index("Own assessment of what is not covered: Group of people: Oud-leerlingen")

    assert text[start:].split("\n")[1] == "> This assessment has not been written yet."


def test_what_has_no_agreement_says_so_loudly() -> None:
    none = LocalAgreement(
        form=AgreementForm.NONE, title="", edition="", signed_on=None, annexes="",
        notice_address="", explanation="De leverancier weigert.",
    )  # fmt: skip

    text = read(Paper.LOCAL_DPIA, agreement=none).text

    assert "> There is no processor agreement." in text
    assert "De leverancier weigert." in text


@each_word
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_paper_opens_again_with_its_language_headings_and_header_rows(
    paper: Paper, language: str
) -> None:
    reading = read(paper, language=language)

    assert reading.document.core_properties.language.startswith(language)
    levels = [level for level, _text in reading.headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for table in reading.find("//w:tbl"):
        assert table.find("w:tr/w:trPr/w:tblHeader", {"w": _W}) is not None
        assert table.find("w:tblPr/w:tblDescription", {"w": _W}) is not None


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@each_word
def test_before_the_decision_it_is_a_draft_on_every_page(paper: Paper) -> None:
    draft, decided = read(paper, **undecided()), read(paper)

    assert "> Draft" in draft.text
    assert draft.document.core_properties.title.startswith("Draft: ")
    assert 'string="DRAFT"' in draft.everything
    assert "Draft" not in decided.everything
    assert 'string="DRAFT"' not in decided.everything


@each_word
def test_every_paper_can_be_made_as_soon_as_a_board_begins(paper: Paper) -> None:
    for language in ("nl", "en"):
        assert read(paper, language=language, **begun()).text


@each_word
def test_only_a_draft_warns_that_the_verdict_no_longer_holds(paper: Paper) -> None:
    withdrawn = {"status": Status.WITHDRAWN}

    assert "ithdrawn" in read(paper, **undecided(**withdrawn)).text
    assert "ithdrawn" not in read(paper, **withdrawn).text


def test_nothing_is_in_the_language_of_the_reader() -> None:
    in_dutch = read(Paper.DEVIATIONS, language="nl").text

    assert "Waarin wij afwijken" in in_dutch
    assert "Where we differ" not in in_dutch
    with pytest.raises(LanguageUnknown):
        pack_sample.paper(Paper.DEVIATIONS, language="xx")


def test_the_memo_says_what_is_asked_what_remains_and_what_was_decided() -> None:
    text = read(Paper.BOARD_MEMO).text

    for words in (
        "What is asked: May all 2 schools of the board use Noorderlicht Learning Square",
        "Answer: The central verdict is: Be restrained: only for described use.",
        "High: 0. Medium: 3. Low: 2.",
        "| R4 Use for the vendor's own purposes | Medium | Medium | Tijdelijk.",
        "Conditions: Alleen met M5 voor 1 juni.",
        "- O1.1, before: 1 May 2026. Uitloggen na de les",
        "Advice of the FG: Doe het, maar kijk over een jaar opnieuw.",
        "Decision: Approved under conditions, on 20 April 2026, by Bas van Loon (Bestuursbeslu",
        "| Decision maker | Yes | Bas van Loon",
        "| Communication record | Not yet | Note when and how staff, parents and pupils were told",
        "| Day of the next evaluation | Yes | 20 April 2027",
    ):
        assert words in text


def test_a_memo_of_a_draft_says_what_is_missing_and_which_decisions_are_possible() -> None:
    text = read(Paper.BOARD_MEMO, **undecided(views=None)).text

    assert "> Still to be done: Views and Decision." in text
    assert "1 use that is not covered has no assessment of its own yet." in text
    assert "With these levels the board can choose: Consult" in text
    assert "| Date | Not yet | To be added by the board" in text


def test_the_longest_memo_keeps_to_the_words_of_one_page() -> None:
    long = "Dit is een lange zin van een bestuur dat alles heel precies wil opschrijven. " * 40
    keys = ("R1", "R2", "R3", "R4", *(f"O{n}" for n in range(1, 7)))
    changes: dict[str, Any] = {
        "uncovered": [
            UncoveredUse(position=n, kind=UseKind.SERVICE, name=f"{n} {long}", supplement="")
            for n in range(30)
        ],
        "risks": [pack_sample.own_risk(number, title=long) for number in range(1, 7)],
        "advices": [
            AdoptionAdvice(text=long, on=date(2026, 4, 10), by=User(name="Farah de Wit")),
        ],
        "views": AdoptionViews(asked=True, text=long, on=date(2026, 4, 12)),
        "decision": sample.decision(
            reason=long, conditions=long, follows_advice=long, mandate=long,
            acceptances=dict.fromkeys(keys, long), levels=dict.fromkeys(keys, "medium"),
        ),
    }  # fmt: skip

    for more in (changes, {**changes, "decision": None}):
        for language in ("nl", "en"):
            reading = read(Paper.BOARD_MEMO, language=language, **more)
            assert len(reading.text.split()) <= WORDS_ON_A_PAGE
            assert len(reading.table(_REMAIN[language])) - 1 == MOST_RISKS
            assert sum(line.startswith("- ") for line in reading.text.split("\n")) == MOST_ACTIONS
            assert "alles heel …" in reading.text or "lange zin van een …" in reading.text


_REMAIN = {"nl": "Risico's die blijven", "en": "Risks that remain"}


def test_the_officer_has_room_to_write_until_the_advice_is_given() -> None:
    empty, given = read(Paper.ADVICE_SHEET, **undecided(advices=[])), read(Paper.ADVICE_SHEET)

    assert "The advice: positive, positive under conditions, or negative : " in empty.text
    assert "Give the advice in the workbench too" in empty.text
    assert "Doe het, maar kijk over een jaar opnieuw." in given.text
    assert "Give the advice in the workbench too" not in given.text
    assert "Can be put in order. Support from the US." in given.text


def test_the_register_has_a_row_for_each_operation_with_what_the_law_asks() -> None:
    work, photos = entry()

    assert work | {
        "Processing operation": "Werk nakijken",
        "Controller": "Stichting Duinrand",
        "Number of the board": "40123",
        "Contact of the controller": "Piet Post (po@duinrand.example)",
        "Data protection officer": "Farah de Wit (fg@duinrand.example)",
        "Purposes": "Leerlingen krijgen uitleg bij hun werk.",
        "Legal basis": "Public task (e)",
        "Categories of people": "Pupils under 13",
        "Data": "Cijfers",
        "Who has access": "Leraren van de klas.",
        "Recipients": "Inspectie",
        "Processors": "Noorderlicht Software B.V.; Talud Hosting (sub-processor)",
        "Retention": "Tot het einde van het schooljaar.",
        "Security measures": "M4 Switch off sharing with the class",
        "SHA-256 of the DPIA": sample.hashed(pack_sample.content()),
        "Decided on": "2026-04-20",
        "Next review": "2027-04-20",
    } == work
    assert work["Where data are, and safeguards of transfers"].startswith("Verenigde Staten: Stan")
    assert (photos["Data"], photos["Legal basis"]) == ("Foto's", "Consent (a)")


def test_the_register_is_in_dutch_too_and_the_same_in_a_workbook() -> None:
    made = pack_sample.packed()
    in_csv = rows_of(pack_sample.paper(Paper.REGISTER, FileForm.CSV, language="nl", of=made))
    in_book = cells(pack_sample.paper(Paper.REGISTER, FileForm.WORKBOOK, language="nl", of=made))

    assert in_csv[0][0] == "Gegevensverwerkingen" or "erwerking" in in_csv[0][0]
    assert in_book[0] == in_csv[0]
    assert in_book[1][0] == "Werk nakijken"
    assert len(in_book) == len(in_csv) == 3


def test_a_board_without_operations_still_gets_a_row() -> None:
    (row,) = entry(operations=[])

    assert row["Purposes"] == "Onderwijs geven"
    assert row["Processing operation"] == "Use of Noorderlicht Learning Square"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_text_of_a_board_becomes_a_formula(start: str) -> None:
    bad = f"{start}HYPERLINK(1)"
    operations = pack_sample.operations()
    operations[0].purpose = bad

    (row, _photos) = entry(operations=operations)

    assert row["Purposes"] == f"'{bad}"


def test_parents_read_short_sentences_about_what_the_board_does() -> None:
    text = pack_sample.paper(Paper.INFORMATION, FileForm.TEXT).decode()

    for words in (
        "Our schools use Noorderlicht Learning Square. It is made by Noorderlicht Software B.V.\n",
        "- Werk nakijken: Leerlingen krijgen uitleg bij hun werk.",
        "- Cijfers\n- Foto's\n",
        "School must give lessons, and needs these data for that.",
        "We ask your permission first. You may say no",
        "- Leraren van de klas.",
        "* Our examination is not about this:\n  Videobellen met ouders",
        "The data protection officer checks whether we do it right: Farah de Wit",
        "For pupils\n----------",
        "This is what it knows about you:",
    ):
        assert words in text
    assert "C2" not in text[: text.index("Paragraph for the privacy notice")]
    assert "The board has not filled this in." not in text


def test_our_own_words_for_parents_are_short_in_both_languages() -> None:
    for language in ("nl", "en"):
        text = pack_sample.paper(Paper.INFORMATION, FileForm.TEXT, language=language).decode()
        title = {"nl": "Alinea voor de privacy", "en": "Paragraph for the privacy"}[language]
        told = text[: text.index(title)].replace("B.V.", "BV").replace("\n", " . ")
        lengths = [len(part.split()) for part in told.replace("?", ".").split(". ")]
        assert max(lengths) <= 24


def test_the_paragraph_for_the_privacy_notice_is_one_paragraph() -> None:
    text = pack_sample.paper(Paper.INFORMATION, FileForm.TEXT).decode()
    notice = text[text.index("Paragraph for the privacy notice") :].strip().split("\n\n")[-1]

    assert "\n" not in notice
    assert notice.startswith("Stichting Duinrand uses Noorderlicht Learning Square")
    assert "Retention: Tot het einde van het schooljaar; Een jaar." in notice
    assert ": ." not in notice


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.REJECTED, "Our schools do not use Noorderlicht Learning Square."),
        (Outcome.CONSULTATION, "Our schools do not use Noorderlicht Learning Square now."),
    ],
)
def test_parents_are_told_when_a_product_is_not_used(outcome: Outcome, said: str) -> None:
    made = pack_sample.packed(decision=sample.decision(outcome=outcome))

    text = pack_sample.paper(Paper.INFORMATION, FileForm.TEXT, of=made).decode()

    assert said in text
    assert "For pupils" not in text
    assert "Videobellen met ouders" in text


def test_what_the_board_left_open_is_marked_before_parents_read_it() -> None:
    text = read(Paper.INFORMATION, operations=[]).text

    assert "These data can be in it:\n- Cijfers" in text
    assert "> To be filled in before you hand this out." in text


def test_the_settings_say_where_why_and_how_far_for_the_board_and_each_school() -> None:
    workbook = pack.settings_sheet(pack_sample.packed().assessment)
    by_place = {row[2]: row for row in workbook.rows}
    text = read(Paper.SETTINGS).text

    board = dict(zip(workbook.header, next(iter(by_place.values())), strict=True))
    assert board["Hoe"] == "Ga naar Beheer > Delen & rechten en kies “Alleen docent”."
    assert any("De Kluut (34CD)" in str(row[2]) for row in workbook.rows)
    assert "Why : R2 Leerlingen zien elkaars werk" in text
    assert "State : Applied" in text


def test_the_deviations_name_everything_in_which_the_board_differs() -> None:
    row = sample.adoption().measures[0]
    row.state, row.since, row.review_due = LocalState.NOT_APPLICABLE, None, None
    row.evidence, row.reason = "", "Wij delen niets."
    levels = {"R1": "low", "R2": "high", "R3": "low", "R4": "medium", "O1": "medium"}
    decision = sample.decision(outcome=Outcome.REJECTED, levels=levels, follows_advice="Deels.")

    reading = read(Paper.DEVIATIONS, measures=[row], decision=decision, deviations=[])

    assert reading.table("Mandatory measures that are not in effect")[1][1:] == [
        "Not applicable", "Wij delen niets.",
    ]  # fmt: skip
    assert reading.table("Risks that are higher here than they need to be")[1][1:] == [
        "Medium", "High",
    ]  # fmt: skip
    for words in ("Oud-leerlingen", "O1 Gedeelde tablets", "Deels.", "Doe het, maar kijk"):
        assert words in reading.text


def test_a_board_that_differs_in_nothing_is_told_so() -> None:
    text = read(
        Paper.DEVIATIONS, cells=["C1", "C2"], outside="", uncovered=[], deviations=[], risks=[],
        own_risks="Geen, want wij gebruiken weinig.",
        decision=sample.decision(),
    ).text  # fmt: skip

    for words in (
        "The board uses nothing that the release does not cover.",
        "At the board as a whole every mandatory measure is in effect.",
        "No school differs.",
        "No risk is higher here than it needs to be.",
        "Geen, want wij gebruiken weinig.",
    ):
        assert words in text


def test_the_annual_report_has_a_paragraph_and_its_numbers() -> None:
    text = read(Paper.ANNUAL_REPORT).text

    assert "the board decided on 20 April 2026: approved under conditions." in text
    assert "Mandatory measures in effect: 1 of 1. 1 school differs from that." in text
    assert "The board accepted 3 medium risks." in text
    assert "Pupils : 400" in text
    assert "Uses that are not covered : 3" in text


NAMES = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("C", "Z")),
    min_size=3, max_size=30,
)  # fmt: skip


@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(name=NAMES, kind=st.sampled_from(UseKind), is_decided=st.booleans())
def test_uncovered_use_is_named_in_every_file(name: str, kind: UseKind, is_decided: bool) -> None:
    use = UncoveredUse(position=0, kind=kind, name=name, supplement="")
    made = pack_sample.packed(
        uncovered=[use], outside="", **({} if is_decided else {"decision": None})
    )

    files = pack.files(made, languages=["en"], address="")
    told = json.loads(zipped(made)["manifest.json"])

    for each in files:
        assert name in _text_of(each), each.name
        assert "Plus" in _text_of(each), each.name
    assert any(name in item for item in told["not_covered"])


def _text_of(file: pack.File) -> str:
    if file.form is FileForm.WORD:
        return Reading(file.content).text
    if file.form is FileForm.WORKBOOK:
        return "\n".join(text for row in cells(file.content) for text in row)
    if file.form is FileForm.CSV:
        return "\n".join(text for row in rows_of(file.content) for text in row)
    return file.content.decode()


def zipped(made: Pack, **words: Any) -> dict[str, bytes]:
    """Return the parts of the zip of a pack by their name."""
    files = pack.files(made, languages=words.pop("languages", ["nl"]), address=pack_sample.ADDRESS)
    data = pack.zipped(made, files, now=words.pop("now", LATER))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_manifest_holds_the_hash_of_every_file_and_of_the_release() -> None:
    parts = zipped(pack_sample.packed(), languages=["nl", "en"])
    told = json.loads(parts["manifest.json"])

    files = {each["name"]: each["sha256"] for each in told["files"]}
    assert set(files) == set(parts) - {"manifest.json"}
    assert len(files) == 2 * sum(len(forms) for forms in FORMS.values())
    assert files == {name: hashlib.sha256(parts[name]).hexdigest() for name in files}
    assert told["release"]["sha256"] == sample.hashed(pack_sample.content())
    assert told["board"] == {"name": "Stichting Duinrand", "number": "40123"}
    assert told["made_at"] == LATER.isoformat()
    assert told["adoption"]["decision"] == "CONDITIONALLY_APPROVED"
    assert told["versions"]["template"] == {"key": dossier_sample.DUTCH, "version": 1}


def test_a_decided_adoption_gives_the_same_bytes_at_any_later_time() -> None:
    first = zipped(pack_sample.packed())

    much_later = datetime(2031, 1, 1, tzinfo=UTC)
    again = zipped(pack_sample.packed(status=Status.SUPERSEDED), now=much_later)

    assert [name for name in first if first[name] != again[name]] == ["manifest.json"]


def test_no_internal_text_is_even_named() -> None:
    internal = pack_sample.content()
    internal["texts"] = {**internal["texts"], "team": "Anna schrijft."}

    text = read(Paper.LOCAL_DPIA, template=dossier_sample.EUROPEAN, made=internal).text

    assert "Anna schrijft." not in text
    assert "Team" not in text


def test_an_older_release_without_registers_gives_every_paper() -> None:
    old = sample.content()
    for name in ("texts", "entries", "language", "templates", "not_applicable"):
        old.pop(name, None)

    files = pack.files(pack_sample.packed(made=old), languages=["en"], address="")

    assert len(files) == sum(len(forms) for forms in FORMS.values())


def test_a_planned_day_is_a_day_in_the_workbook() -> None:
    due = {type(value) for row in _planned().rows for value in row if isinstance(value, date)}

    assert due == {date}


def _planned() -> Any:
    row = sample.adoption().measures[0]
    row.state, row.since, row.review_due = LocalState.PLANNED, None, None
    row.due, row.evidence = date(2026, 9, 1), ""
    return pack.settings_sheet(pack_sample.packed(measures=[row], decision=None).assessment)
