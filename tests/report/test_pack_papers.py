"""What each short paper of an adoption says to the people whom it is for."""

from datetime import date
from typing import Any

import pytest

from dpia_workbench.report import pack
from dpia_workbench.report.pack.memo import MOST_ACTIONS, MOST_RISKS
from dpia_workbench.risk.adoption_pack import FileForm, Paper
from dpia_workbench.risk.adoption_step import UseKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.store.models import (
    AdoptionAdvice,
    AdoptionViews,
    UncoveredUse,
    User,
)
from tests.report import pack_sample, sample
from tests.report.pack_reading import cells, entry, read, rows_of, undecided

WORDS_ON_A_PAGE = 490  # measured: the memo below, turned into a PDF by LibreOffice, is one page


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

    assert (
        work
        | {
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
        }
        == work
    )
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


def test_a_planned_day_is_a_day_in_the_workbook() -> None:
    due = {type(value) for row in _planned().rows for value in row if isinstance(value, date)}

    assert due == {date}


def _planned() -> Any:
    row = sample.adoption().measures[0]
    row.state, row.since, row.review_due = LocalState.PLANNED, None, None
    row.due, row.evidence = date(2026, 9, 1), ""
    return pack.settings_sheet(pack_sample.packed(measures=[row], decision=None).assessment)
